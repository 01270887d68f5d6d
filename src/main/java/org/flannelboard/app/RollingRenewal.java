package org.flannelboard.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/**
 * A new certificate for one node after the other, with a look at the mesh in between: what a node
 * reached before, and by whom it was reached, has to be so again before the next one is begun. The
 * first node that does not come back is the last one touched.
 */
public final class RollingRenewal {

  /** How long a node may take to be as it was: flanneld's start and some rounds of pings. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Two rounds: a single lost packet is no verdict. */
  private static final Mesh.Pace LOOK =
      new Mesh.Pace(2, Duration.ofMillis(500), Duration.ofMillis(500));

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String FLANNELD = "flanneld.service";

  private final Cluster cluster;
  private final Distribution distribution;
  private final Mesh mesh;
  private final Mesh.Pace look;
  private final Duration patience;

  public RollingRenewal(Cluster cluster, EtcdDoor door) {
    this(cluster, door, LOOK, PATIENCE);
  }

  RollingRenewal(Cluster cluster, EtcdDoor door, Mesh.Pace look, Duration patience) {
    this.cluster = cluster;
    this.distribution = new Distribution(cluster, door);
    this.mesh = new Mesh(cluster, door);
    this.look = look;
    this.patience = patience;
  }

  /** What became of a node. */
  public sealed interface Outcome {

    /** It has the certificate and is as it was. */
    record Renewed() implements Outcome {}

    /** Nothing had to be done. */
    record Unchanged() implements Outcome {}

    /**
     * It does not have the certificate, or is not as it was; the nodes after it were not begun.
     *
     * @param why what failed
     * @param undoable whether something was changed there that a rollback takes back
     */
    record Stopped(Failure why, boolean undoable) implements Outcome {}

    /** Its turn did not come. */
    record NotReached() implements Outcome {}

    /** Stable word in machine output. */
    default String code() {
      return switch (this) {
        case Renewed _ -> "renewed";
        case Unchanged _ -> "unchanged";
        case Stopped _ -> "stopped";
        case NotReached _ -> "not-reached";
      };
    }
  }

  /**
   * What a renewal came to.
   *
   * @param nodes by node, in the order of the work
   */
  public record Report(SequencedMap<NodeId, Outcome> nodes) {

    public Report {
      nodes = new LinkedHashMap<>(nodes);
    }

    /** Whether every node has the certificate and is as it was. */
    public boolean succeeded() {
      return nodes.values().stream()
          .allMatch(it -> it instanceof Outcome.Renewed || it instanceof Outcome.Unchanged);
    }

    /** The node at which it stopped; empty if none failed. */
    public Optional<NodeId> stoppedAt() {
      return nodes.keySet().stream()
          .filter(node -> nodes.get(node) instanceof Outcome.Stopped)
          .findFirst();
    }

    /** How many nodes have a new certificate and are as they were. */
    public long renewed() {
      return nodes.values().stream().filter(Outcome.Renewed.class::isInstance).count();
    }
  }

  /** Follows a renewal. Called on the thread that works. */
  public interface Listener extends ApplyListener {

    /** A node's turn has come. */
    void node(NodeId node, int number, int all);

    /** A node's turn is over. */
    void ended(NodeId node, Outcome outcome);
  }

  /** Looks at the nodes and says what would be done, with one certificate for all of them. */
  public Result<Proposal, Failure> propose(List<NodeSpec> targets) {
    return distribution.propose(targets, new CertificateSource.New());
  }

  /**
   * Does what was proposed, node by node. Cancelled, it ends the node it is at and begins no other.
   */
  public Report run(Proposal proposal, Listener listener, CancelToken cancel) {
    return cluster.changing(Change.Kind.RENEWAL, () -> nodeByNode(proposal, listener, cancel));
  }

  private Report nodeByNode(Proposal proposal, Listener listener, CancelToken cancel) {
    SequencedMap<NodeId, Outcome> outcomes = new LinkedHashMap<>();
    List<NodePlan> plans = proposal.plan().nodes();
    Mesh.Ground ground = mesh.ground();
    boolean stopped = false;
    for (int i = 0; i < plans.size(); i++) {
      NodePlan plan = plans.get(i);
      if (stopped || cancel.isCancelled()) {
        outcomes.put(plan.node(), new Outcome.NotReached());
        continue;
      }
      listener.node(plan.node(), i + 1, plans.size());
      Outcome outcome = renew(plan, proposal, ground.around(plan.node()), listener);
      listener.ended(plan.node(), outcome);
      outcomes.put(plan.node(), outcome);
      stopped = outcome instanceof Outcome.Stopped;
    }
    proposal
        .unreachable()
        .forEach((node, why) -> outcomes.put(node, new Outcome.Stopped(why, false)));
    return new Report(outcomes);
  }

  private Outcome renew(
      NodePlan plan, Proposal proposal, Mesh.Ground ground, ApplyListener listener) {
    if (plan.blocked()) {
      return new Outcome.Stopped(plan.problems().getFirst(), false);
    }
    MatrixSnapshot before = mesh.measure(ground, look);
    // A node is never left half done: cancelling waits for its end.
    PushReport report = distribution.apply(only(plan, proposal), listener, new CancelToken());
    NodeOutcome made = report.nodes().getFirst();
    boolean changed = made.changes() > 0;
    if (made.failure().isPresent()) {
      return new Outcome.Stopped(made.failure().get().getValue(), changed);
    }
    if (!changed) {
      return new Outcome.Unchanged();
    }
    boolean ran = wasActive(proposal, plan.node());
    List<String> lost = comeBack(plan.node(), ran, before, ground);
    return lost.isEmpty()
        ? new Outcome.Renewed()
        : new Outcome.Stopped(
            new AppFailure.NotBack(plan.node().name(), lost, patience.toSeconds()), true);
  }

  private static Proposal only(NodePlan plan, Proposal all) {
    return new Proposal(
        new Plan(all.plan().etcd(), List.of(plan)),
        all.networkProblems(),
        all.desired(),
        all.certificateIssued(),
        all.seen(),
        all.journals(),
        Map.of(),
        all.leases(),
        all.store());
  }

  private static boolean wasActive(Proposal proposal, NodeId node) {
    Observation seen = proposal.seen().get(node);
    return seen != null && seen.unit(FLANNELD).active();
  }

  /** Waits until the node is as it was; gives what is not when patience ends. */
  private List<String> comeBack(
      NodeId node, boolean ran, MatrixSnapshot before, Mesh.Ground ground) {
    Deadline deadline = Deadline.after(patience);
    while (true) {
      List<String> lost = new ArrayList<>();
      if (ran && !active(node)) {
        lost.add(FLANNELD);
      }
      lost.addAll(lost(before, mesh.measure(ground, look)));
      if (lost.isEmpty() || deadline.expired() || !pause()) {
        return lost;
      }
    }
  }

  private boolean active(NodeId id) {
    ObservationQuery query = new ObservationQuery(List.of(), List.of(FLANNELD), false, false);
    return cluster.profile().node(id).stream()
        .anyMatch(
            spec ->
                cluster
                    .on(spec, node -> node.observe(query, Deadline.after(Deployment.LOOK)))
                    .toOptional()
                    .filter(seen -> seen.unit(FLANNELD).active())
                    .isPresent());
  }

  /** The pairs that answered before and do not now. */
  private static List<String> lost(MatrixSnapshot before, MatrixSnapshot now) {
    List<String> lost = new ArrayList<>();
    for (int from = 0; from < before.size(); from++) {
      for (int to = 0; to < before.size(); to++) {
        if (from != to
            && before.cell(from, to) instanceof Cell.Reached
            && !(now.cell(from, to) instanceof Cell.Reached)) {
          lost.add(before.nodes().get(from) + " → " + before.nodes().get(to));
        }
      }
    }
    return lost;
  }

  private boolean pause() {
    try {
      cluster.surroundings().pause().pause(BETWEEN_LOOKS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
