package org.flannelboard.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.app.Fixes.Part;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepCommand;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.diagnosis.ClusterFacts;
import org.flannelboard.diagnosis.Diagnostician;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.UnitVerb;

/** Turns remedies into steps, of what the nodes and etcd say at that moment. Changes nothing. */
final class FixPlanner {

  private final Cluster cluster;
  private final EtcdDoor door;
  private final FactsReader reader;
  private final StatusReader status;
  private final NodeSteps steps;

  FixPlanner(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.door = door;
    this.reader = new FactsReader(cluster, door);
    this.status = new StatusReader(cluster, door);
    this.steps = new NodeSteps(cluster);
  }

  Result<Fixes.Proposal, Failure> propose(Diagnostics.Report seen, Finding finding, Remedy remedy) {
    List<NodeSpec> touched = touched(remedy);
    ClusterFacts now =
        touched.isEmpty() && remedy.byHandAlone()
            ? seen.facts()
            : reader.afresh(seen.facts(), touched);
    Optional<NodeFailure> silent =
        touched.stream()
            .flatMap(node -> Optional.ofNullable(now.silent().get(node.id())).stream())
            .findFirst();
    if (silent.isPresent()) {
      return Result.err(silent.get());
    }
    return stillAsked(seen.facts(), now, finding, remedy)
        .flatMap(current -> plan(new Work(now, finding), current).map(it -> it.of(seen, remedy)));
  }

  private List<NodeSpec> touched(Remedy remedy) {
    Set<NodeId> nodes = new LinkedHashSet<>();
    collect(remedy, nodes);
    return cluster.profile().nodes().stream().filter(it -> nodes.contains(it.id())).toList();
  }

  private static void collect(Remedy remedy, Set<NodeId> nodes) {
    switch (remedy) {
      case Remedy.ChangeKernel it -> nodes.add(it.node());
      case Remedy.RestartUnit it -> nodes.add(it.node());
      case Remedy.PushNode it -> nodes.add(it.node());
      case Remedy.RemoveLease it -> it.then().forEach(next -> collect(next, nodes));
      case Remedy.InTurn it -> it.remedies().forEach(next -> collect(next, nodes));
      case Remedy.Instruct _ -> {}
    }
  }

  /**
   * The remedy as the rules offer it now; containers come and go meanwhile. A finding that only
   * probing brought up is taken at its word: what its steps rest on is compared when they are done.
   */
  private static Result<Remedy, Failure> stillAsked(
      ClusterFacts then, ClusterFacts now, Finding finding, Remedy remedy) {
    boolean probed = Diagnostician.examine(then).finding(finding.id()).isEmpty();
    List<Finding> known = probed ? List.of(finding) : List.of();
    Optional<Finding> current = Diagnostician.examine(now, known).finding(finding.id());
    if (current.isEmpty()) {
      return Result.err(new AppFailure.FindingGone(finding.id()));
    }
    return current.get().remedies().stream()
        .filter(it -> it.withoutContainers().equals(remedy.withoutContainers()))
        .findFirst()
        .<Result<Remedy, Failure>>map(Result::ok)
        .orElseGet(() -> Result.err(new AppFailure.FindingChanged(finding.id())));
  }

  /** A proposal in the making. */
  private final class Work {

    private final ClusterFacts facts;
    private final Finding finding;
    private final List<Remedy.Instruct> byHand = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    Work(ClusterFacts facts, Finding finding) {
      this.facts = facts;
      this.finding = finding;
    }

    void add(Part part) {
      Part last = parts.isEmpty() ? null : parts.getLast();
      if (last instanceof Part.AtNode(NodeId node, List<Step> before)
          && part instanceof Part.AtNode(NodeId same, List<Step> more)
          && node.equals(same)) {
        parts.removeLast();
        parts.add(new Part.AtNode(node, Stream.concat(before.stream(), more.stream()).toList()));
      } else {
        parts.add(part);
      }
    }

    /** Whether the push that was just planned restarts the unit anyway. */
    boolean restarts(NodeId node, String unit) {
      return !parts.isEmpty()
          && parts.getLast() instanceof Part.Push(Proposal push)
          && push.plan().node(node).stream()
              .flatMap(plan -> plan.changes().stream())
              .anyMatch(
                  step ->
                      step instanceof Step.ControlUnit control
                          && control.unit().equals(unit)
                          && (control.verb() == UnitVerb.START
                              || control.verb() == UnitVerb.RESTART));
    }

    Fixes.Proposal of(Diagnostics.Report seen, Remedy remedy) {
      List<Fixes.Line> lines = parts.stream().flatMap(part -> lines(part).stream()).toList();
      return new Fixes.Proposal(seen, finding, remedy, byHand, parts, lines);
    }
  }

  private List<Fixes.Line> lines(Part part) {
    KeyStore.Api api = door.api();
    return switch (part) {
      case Part.AtNode(NodeId node, List<Step> all) ->
          all.stream()
              .filter(Step::changes)
              .map(step -> new Fixes.Line(node, step, StepCommand.of(step, api)))
              .toList();
      case Part.InEtcd(Step.RemoveLease step) ->
          List.of(new Fixes.Line(null, step, StepCommand.of(step, api)));
      case Part.Push(Proposal push) ->
          Stream.concat(
                  Stream.of(push.plan().etcd())
                      .filter(Step::changes)
                      .map(step -> new Fixes.Line(null, step, StepCommand.of(step, api))),
                  push.plan().nodes().stream()
                      .flatMap(
                          plan ->
                              plan.changes().stream()
                                  .map(
                                      step ->
                                          new Fixes.Line(
                                              plan.node(), step, StepCommand.of(step, api)))))
              .toList();
    };
  }

  private Result<Work, Failure> plan(Work work, Remedy remedy) {
    return switch (remedy) {
      case Remedy.ChangeKernel(NodeId node, var changes) ->
          steps.kernel(node, changes, work.facts).map(all -> with(work, node, all));
      case Remedy.RestartUnit(NodeId node, String unit, var before, var containers) ->
          before.isEmpty() && work.restarts(node, unit)
              ? Result.ok(work)
              : steps
                  .kernel(node, before, work.facts)
                  .map(all -> with(work, node, all))
                  .map(it -> with(it, node, steps.restart(node, unit, containers, work.facts)));
      case Remedy.PushNode(NodeId node) -> push(work, List.of(work.facts.spec(node)), false);
      case Remedy.RemoveLease(String subnet, List<Remedy> then) ->
          lease(subnet)
              .flatMap(
                  step -> {
                    work.add(new Part.InEtcd(step));
                    return inTurn(work, then);
                  });
      case Remedy.Instruct instruct -> {
        work.byHand.add(instruct);
        yield Result.ok(work);
      }
      case Remedy.InTurn(List<Remedy> remedies) -> inTurn(work, remedies);
    };
  }

  private Result<Work, Failure> inTurn(Work work, List<Remedy> remedies) {
    Result<Work, Failure> soFar = Result.ok(work);
    List<NodeSpec> targets = new ArrayList<>();
    for (Remedy remedy : remedies) {
      if (remedy instanceof Remedy.PushNode(NodeId node)) {
        // Nodes pushed to in a row are pushed to together: they share a step in etcd.
        targets.add(work.facts.spec(node));
        continue;
      }
      soFar = soFar.flatMap(it -> push(it, targets, true)).flatMap(it -> plan(it, remedy));
      targets.clear();
    }
    return soFar.flatMap(it -> push(it, targets, true));
  }

  private static Work with(Work work, NodeId node, List<Step> all) {
    if (!all.isEmpty()) {
      work.add(new Part.AtNode(node, all));
    }
    return work;
  }

  /** A push among other remedies may have nothing to do; one that stands alone may not. */
  private Result<Work, Failure> push(Work work, List<NodeSpec> targets, boolean amongOthers) {
    if (targets.isEmpty()) {
      return Result.ok(work);
    }
    return new Deployment(cluster, door)
        .propose(targets)
        .flatMap(
            push -> {
              Optional<Failure> obstacle = obstacle(push);
              if (obstacle.isPresent()) {
                return Result.err(obstacle.get());
              }
              if (!push.plan().isEmpty()) {
                work.add(new Part.Push(push));
              } else if (!amongOthers) {
                return Result.err(new AppFailure.NothingToPush(targets.getFirst().id().name()));
              }
              return Result.ok(work);
            });
  }

  private static Optional<Failure> obstacle(Proposal push) {
    if (push.refused()) {
      return Optional.of(AppFailure.NetworkRefused.of(push.networkProblems()));
    }
    return push.unreachable().values().stream()
        .findFirst()
        .or(
            () ->
                push.plan().nodes().stream()
                    .filter(NodePlan::blocked)
                    .flatMap(plan -> plan.problems().stream())
                    .filter(Problem::isError)
                    .<Failure>map(problem -> problem)
                    .findFirst());
  }

  private Result<Step.RemoveLease, Failure> lease(String subnet) {
    return status
        .store()
        .flatMap(
            store ->
                store
                    .leases(Deadline.after(Deployment.ASK))
                    .<Failure>mapFailure(failure -> failure)
                    .flatMap(leases -> removal(store, leases, subnet)));
  }

  private static Result<Step.RemoveLease, Failure> removal(
      FlannelStore store, FlannelStore.Leases leases, String subnet) {
    return leases.leases().stream()
        .filter(it -> it.lease().subnet().toString().equals(subnet))
        .findFirst()
        .map(
            it ->
                new Step.RemoveLease(
                    StepId.LEASE_REMOVAL,
                    store.leaseKey(it.lease().subnet()),
                    it.lease(),
                    it.raw(),
                    it.revision()))
        .<Result<Step.RemoveLease, Failure>>map(Result::ok)
        .orElseGet(() -> Result.err(new AppFailure.LeaseChangedMeanwhile(subnet, "")));
  }
}
