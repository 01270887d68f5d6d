package org.flannelboard.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flannelboard.app.task.Change;
import org.flannelboard.app.task.Task;
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
import org.flannelboard.deploy.apply.NodeJournal;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.Desired;
import org.flannelboard.deploy.plan.NetworkStep;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.WriteOutcome;
import org.flannelboard.node.Content;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;

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
    Task<Result<Release, Failure>> release =
        cluster
            .tasks()
            .start("read release", () -> ReleaseReader.read(profile.flannel().tarball()));
    FlannelCertificate certificates = new FlannelCertificate(cluster);
    Task<Result<Content, Failure>> ca = cluster.tasks().start("read CA", certificates::ca);
    Sightings sightings = Sightings.of(cluster, targets, DeployPlanner.query(profile));
    Result<Content, Failure> authority = ca.join();
    Result<Release, Failure> programs = release.join();
    return programs.flatMap(
        r ->
            authority.flatMap(
                a -> propose(targets, sightings, r, new Agreed(certificates, a, policy))));
  }

  /** What all nodes' certificates are judged by. */
  private record Agreed(FlannelCertificate certificates, Content ca, CertificatePolicy policy) {

    /** The first certificate seen that stays; none if all are to be replaced. */
    Optional<Identity> staying(List<Observation> seen) {
      return switch (policy) {
        case KEEP_WHAT_FITS -> certificates.installed(ca, seen);
        case RENEW -> Optional.empty();
      };
    }
  }

  private Result<Proposal, Failure> propose(
      List<NodeSpec> targets, Sightings sightings, Release release, Agreed agreed) {
    Optional<Identity> installed =
        agreed.staying(sightings.inOrder(targets)).or(() -> installedElsewhere(targets, agreed));
    Result<Identity, Failure> identity =
        installed
            .<Result<Identity, Failure>>map(Result::ok)
            .orElseGet(() -> agreed.certificates().issue(agreed.ca()));
    return identity.flatMap(
        own ->
            door.open(own)
                .flatMap(
                    store -> {
                      FlannelStore flannel = new FlannelStore(store, profile.etcd().prefix());
                      Desired desired =
                          new Desired(
                              profile,
                              release.flanneld(),
                              release.mkDockerOpts(),
                              own.ca(),
                              own.certificate(),
                              own.key());
                      return plan(targets, sightings, desired, flannel, installed.isEmpty());
                    }));
  }

  /** The other nodes may hold a certificate that fits, when only a bare one is pushed to. */
  private Optional<Identity> installedElsewhere(List<NodeSpec> targets, Agreed agreed) {
    List<NodeSpec> others =
        profile.nodes().stream().filter(node -> !targets.contains(node)).toList();
    Sightings sightings = Sightings.of(cluster, others, Sightings.certificates(profile));
    return agreed.staying(sightings.inOrder(others));
  }

  private Result<Proposal, Failure> plan(
      List<NodeSpec> targets,
      Sightings sightings,
      Desired desired,
      FlannelStore flannel,
      boolean issued) {
    Deadline deadline = Deadline.after(ASK);
    return flannel
        .config(deadline)
        .<Failure>mapFailure(failure -> failure)
        .flatMap(
            config ->
                flannel
                    .leases(deadline)
                    .<Failure>mapFailure(failure -> failure)
                    .map(
                        leases -> {
                          List<SubnetLease> held =
                              leases.leases().stream()
                                  .map(FlannelStore.StoredLease::lease)
                                  .toList();
                          Step etcd =
                              NetworkStep.plan(
                                  flannel.configKey(),
                                  profile.network(),
                                  config.orElse(null),
                                  held);
                          return proposal(
                              etcd, targets, sightings, new Ground(desired, flannel, held, issued));
                        }));
  }

  /** What is the same for all nodes. */
  private record Ground(
      Desired desired, FlannelStore flannel, List<SubnetLease> leases, boolean issued) {}

  private Proposal proposal(Step etcd, List<NodeSpec> targets, Sightings sightings, Ground ground) {
    Map<NodeId, Journal> journals = new HashMap<>();
    Map<NodeId, Failure> unreachable = new HashMap<>(sightings.failures());
    List<NodePlan> plans = new ArrayList<>();
    for (NodeSpec target : targets) {
      Observation seen = sightings.seen().get(target.id());
      if (seen == null) {
        continue;
      }
      switch (NodeJournal.in(seen, profile.paths())) {
        case Result.Err<Journal, ?>(Failure failure) -> unreachable.put(target.id(), failure);
        case Result.Ok<Journal, ?>(Journal journal) -> {
          journals.put(target.id(), journal);
          boolean interrupted = journal.interrupted().isPresent();
          plans.add(DeployPlanner.plan(ground.desired(), target, seen, interrupted));
        }
      }
    }
    List<Problem> network =
        etcd.changes()
            ? NetworkSurvey.problems(profile, profile.network(), sightings.inOrder(targets))
            : List.of();
    return new Proposal(
        new Plan(etcd, plans),
        network,
        ground.desired(),
        ground.issued(),
        sightings.seen(),
        journals,
        unreachable,
        ground.leases(),
        ground.flannel());
  }

  /**
   * Does what was proposed: the network configuration first, then all nodes side by side. Ask
   * first: from here on things change.
   */
  public PushReport push(Proposal proposal, ApplyListener listener, CancelToken cancel) {
    return cluster.changing(Change.Kind.PUSH, () -> doPush(proposal, listener, cancel));
  }

  private PushReport doPush(Proposal proposal, ApplyListener listener, CancelToken cancel) {
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
            : cluster
                .tasks()
                .forEach("push", plans, plan -> pushNode(plan, proposal, listener, cancel));
    return new PushReport(etcd, outcomes, blocked, proposal.unreachable());
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
