package org.flannelboard.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.apply.NodeApplier;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.WriteOutcome;
import org.flannelboard.node.NodeOps;

/** The guide's job: proposes what brings nodes to the wanted state, and does what was agreed to. */
public final class Deployment {

  static final Duration LOOK = Duration.ofSeconds(30);
  static final Duration ASK = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final EtcdDoor door;
  private final ClusterProfile profile;

  public Deployment(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.door = door;
    this.profile = cluster.profile();
  }

  /**
   * Looks at the nodes and at etcd and says what would be done. Changes nothing; a certificate that
   * is missing is issued in memory, so that the proposal can be shown whole.
   *
   * @param targets the nodes to push to
   */
  public Result<Proposal, Failure> propose(List<NodeSpec> targets) {
    return propose(targets, CertificatePolicy.KEEP_WHAT_FITS);
  }

  /** What becomes of a certificate that is installed and fits. */
  public enum CertificatePolicy {
    /** It stays. */
    KEEP_WHAT_FITS,
    /** It is replaced by a new one with a new key, on every node that is pushed to. */
    RENEW
  }

  /** The same, with a say in what becomes of the certificate. */
  public Result<Proposal, Failure> propose(List<NodeSpec> targets, CertificatePolicy policy) {
    return Survey.of(cluster, door, targets, policy)
        .flatMap(survey -> survey.etcd().map(etcd -> proposal(targets, survey, etcd)));
  }

  private Proposal proposal(List<NodeSpec> targets, Survey survey, Survey.Etcd etcd) {
    Map<NodeId, Journal> journals = new HashMap<>();
    Map<NodeId, Failure> unreachable = new HashMap<>();
    List<NodePlan> plans = new ArrayList<>();
    Map<NodeId, Result<Survey.Planned, Failure>> found = survey.plans(targets);
    for (NodeSpec target : targets) {
      switch (Objects.requireNonNull(found.get(target.id()))) {
        case Result.Err<Survey.Planned, Failure>(Failure why) -> unreachable.put(target.id(), why);
        case Result.Ok<Survey.Planned, Failure>(Survey.Planned(NodePlan plan, Journal journal)) -> {
          plans.add(plan);
          journals.put(target.id(), journal);
        }
      }
    }
    Step config = etcd.plan(profile);
    List<Problem> network =
        config.changes()
            ? NetworkSurvey.problems(
                profile, profile.network(), survey.sightings().inOrder(targets))
            : List.of();
    return new Proposal(
        new Plan(config, plans),
        network,
        survey.desired(),
        survey.certificateIssued(),
        survey.sightings().seen(),
        journals,
        unreachable,
        etcd.leases(),
        etcd.store());
  }

  /** Does what was proposed, on all nodes side by side. */
  public PushReport push(Proposal proposal, ApplyListener listener, CancelToken cancel) {
    return push(proposal, Pace.allAtOnce(), listener, cancel);
  }

  /**
   * Does what was proposed: the network configuration first, then the nodes, group by group. Ask
   * first: from here on things change.
   */
  public PushReport push(Proposal proposal, Pace pace, ApplyListener listener, CancelToken cancel) {
    return cluster.changing(Change.Kind.PUSH, () -> doPush(proposal, pace, listener, cancel));
  }

  private PushReport doPush(
      Proposal proposal, Pace pace, ApplyListener listener, CancelToken cancel) {
    Map<NodeId, List<Problem>> blocked = new LinkedHashMap<>();
    List<NodePlan> plans = new ArrayList<>();
    for (NodePlan plan : proposal.plan().nodes()) {
      if (plan.blocked()) {
        blocked.put(plan.node(), plan.problems());
      } else {
        plans.add(plan);
      }
    }
    // A network nobody can be given yet is not written.
    StepOutcome etcd =
        plans.isEmpty() && !proposal.refused()
            ? new StepOutcome.NotReached()
            : pushConfig(proposal);
    List<NodeOutcome> outcomes =
        etcd instanceof StepOutcome.Failed
            ? plans.stream().map(Deployment::notReached).toList()
            : pushNodes(pace.groups(plans), plan -> pushNode(plan, proposal, listener, cancel));
    return new PushReport(etcd, outcomes, blocked, proposal.unreachable());
  }

  private List<NodeOutcome> pushNodes(
      List<List<NodePlan>> groups, Function<NodePlan, NodeOutcome> push) {
    List<NodeOutcome> outcomes = new ArrayList<>();
    for (List<NodePlan> group : groups) {
      // Steps nobody reached are no success either: what was cancelled goes no further.
      if (outcomes.stream().allMatch(NodeOutcome::succeeded)) {
        outcomes.addAll(cluster.tasks().forEach("push", group, push));
      } else {
        group.forEach(plan -> outcomes.add(notReached(plan)));
      }
    }
    return outcomes;
  }

  private static StepOutcome pushConfig(Proposal proposal) {
    if (proposal.refused()) {
      return new StepOutcome.Failed(AppFailure.NetworkRefused.of(proposal.networkProblems()));
    }
    return switch (proposal.plan().etcd()) {
      case Step.PutConfig put -> write(proposal.store(), put);
      case Step.InSync inSync -> new StepOutcome.Unchanged(inSync.evidence());
      case Step other -> throw new IllegalArgumentException("no step of etcd: " + other.id());
    };
  }

  private static StepOutcome write(FlannelStore store, Step.PutConfig put) {
    var written = store.putConfig(put.config(), put.expect(), Deadline.after(ASK));
    return switch (written) {
      case Result.Err<WriteOutcome, ?>(Failure failure) -> new StepOutcome.Failed(failure);
      case Result.Ok<WriteOutcome, ?>(WriteOutcome.Written _) ->
          new StepOutcome.Changed(put.config().network().toString());
      case Result.Ok<WriteOutcome, ?>(WriteOutcome.Conflict conflict) ->
          new StepOutcome.Failed(
              new AppFailure.ConfigChangedMeanwhile(
                  conflict.actual() == null ? "" : conflict.actual().value()));
      case Result.Ok<WriteOutcome, ?>(WriteOutcome.InDoubt doubt) ->
          new StepOutcome.Failed(new AppFailure.WriteInDoubt(put.key(), doubt.why()));
    };
  }

  private NodeOutcome pushNode(
      NodePlan plan, Proposal proposal, ApplyListener listener, CancelToken cancel) {
    NodeSpec spec = profile.node(plan.node()).orElseThrow();
    Result<NodeOps, ? extends Failure> node = cluster.node(spec);
    if (node.toFailure().isPresent()) {
      return failedAtOnce(plan, node.toFailure().get());
    }
    var environment =
        new NodeApplier.Environment(
            cluster.surroundings().clock(), cluster.surroundings().pause(), listener, cancel);
    boolean nothingToDo = plan.changes().isEmpty() && !proposal.plan().etcd().changes();
    NodeApplier applier =
        new NodeApplier(
            profile,
            spec,
            node.orElseThrow(),
            () -> nothingToDo ? Result.ok(proposal.leases()) : leases(proposal.store()),
            environment);
    NodeOutcome outcome =
        applier.apply(
            plan,
            Objects.requireNonNull(proposal.seen().get(plan.node())),
            proposal.journals().getOrDefault(plan.node(), Journal.empty()));
    outcome.failure().ifPresent(stopped -> cluster.noticed(spec, stopped.getValue()));
    return outcome;
  }

  private static Result<List<SubnetLease>, Failure> leases(FlannelStore store) {
    return store
        .leases(Deadline.after(ASK))
        .<Failure>mapFailure(failure -> failure)
        .map(leases -> leases.leases().stream().map(FlannelStore.StoredLease::lease).toList());
  }

  private static NodeOutcome notReached(NodePlan plan) {
    LinkedHashMap<StepId, StepOutcome> outcomes = new LinkedHashMap<>();
    plan.steps().forEach(step -> outcomes.put(step.id(), new StepOutcome.NotReached()));
    return new NodeOutcome(plan.node(), outcomes);
  }

  private static NodeOutcome failedAtOnce(NodePlan plan, Failure failure) {
    NodeOutcome outcome = notReached(plan);
    StepId first = plan.steps().getFirst().id();
    outcome.steps().put(first, new StepOutcome.Failed(failure));
    return outcome;
  }
}
