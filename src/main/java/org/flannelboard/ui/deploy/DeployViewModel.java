package org.flannelboard.ui.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import org.flannelboard.app.Drift;
import org.flannelboard.app.Messages;
import org.flannelboard.app.PushReport;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.PushBoard;
import org.flannelboard.ui.kit.PushBoard.Progress;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Nodes by steps as they were found or as a push goes on them, its log, and its proof. */
final class DeployViewModel {

  private final Session session;
  private final Words words;
  private final StepLight lights;
  private final ObjectBinding<Sight> sight;
  private final ObjectBinding<Light> headline;
  private final StringBinding freshness;
  private final BooleanBinding busy;
  private final BooleanBinding closed;
  private final BooleanBinding stoppable;
  private final ObjectBinding<List<Proof>> proofs;
  private final ObjectBinding<Light> mesh;
  private final ObjectBinding<List<PushBoard.Entry>> log;

  /**
   * All that cells are made from.
   *
   * @param drift null before the first answer
   * @param reading whether a newer answer is awaited
   */
  record Sight(PushState push, @Nullable Drift drift, boolean reading) {}

  /**
   * What became of a node, or of etcd.
   *
   * @param subject whom it is about
   * @param light the state
   * @param remedy what to do; empty if there is nothing to do
   * @param node the node to push to again or to roll back; null if neither helps
   */
  record Proof(String subject, Light light, String remedy, @Nullable NodeSpec node) {}

  /**
   * A step on a node, or etcd's.
   *
   * @param node null for etcd
   */
  record Spot(@Nullable NodeId node, StepId step) {}

  DeployViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.lights = new StepLight(words);
    var push = session.push().state();
    var drift = session.drift().latest();
    var reading = session.drift().reading();
    // Bindings of its own: they let go of the session when the view goes.
    this.sight =
        Bindings.createObjectBinding(
            () -> new Sight(push.get(), drift.get(), reading.get()), push, drift, reading);
    this.headline = Bindings.createObjectBinding(() -> headline(sight.get()), sight);
    this.freshness =
        Bindings.createStringBinding(
            () -> freshness(drift.get(), session.now().get()), drift, session.now());
    var engaged = session.engaged();
    this.busy = Bindings.createBooleanBinding(engaged::get, engaged);
    this.closed = Bindings.createBooleanBinding(() -> session.readOnly() || busy.get(), busy);
    this.stoppable =
        Bindings.createBooleanBinding(() -> push.get() instanceof PushState.Running, push);
    this.proofs = Bindings.createObjectBinding(() -> proofs(push.get()), push);
    var matrix = session.mesh().latest();
    this.mesh = Bindings.createObjectBinding(() -> mesh(matrix.get()), matrix);
    this.log = Bindings.createObjectBinding(() -> log(push.get()), push);
  }

  // Properties

  List<NodeSpec> nodes() {
    return session.nodes();
  }

  /** Changes whenever a {@linkplain #light cell's light} may have. */
  ObjectBinding<Sight> sight() {
    return sight;
  }

  ObjectBinding<Light> headline() {
    return headline;
  }

  /** How old what the cells say is; empty while nothing was compared. */
  StringBinding freshness() {
    return freshness;
  }

  /** Whether no other push or rollback can be begun. */
  BooleanBinding busy() {
    return busy;
  }

  /** Whether nothing can be changed: something is at work, or this session only looks. */
  BooleanBinding closed() {
    return closed;
  }

  /** Whether there is something to stop. */
  BooleanBinding stoppable() {
    return stoppable;
  }

  /** What became of each node, those that need someone first. */
  ObjectBinding<List<Proof>> proofs() {
    return proofs;
  }

  /** What the mesh says meanwhile. */
  ObjectBinding<Light> mesh() {
    return mesh;
  }

  /** What came to its end, in that order. */
  ObjectBinding<List<PushBoard.Entry>> log() {
    return log;
  }

  /** The light of a cell: the push where it is or stopped there, else what was found. */
  Light light(Spot place) {
    Progress progress = progress(place);
    if (progress != null) {
      return lights.of(progress);
    }
    Drift.Finding finding = finding(place);
    return finding == null
        ? new Light(
            sight.get().reading() ? Status.BUSY : Status.UNKNOWN,
            words.text(sight.get().reading() ? "drift.reading" : "drift.not-compared"))
        : lights.of(finding);
  }

  /** What a push has to say of a cell; null if what was found says more. */
  @Nullable Progress progress(Spot place) {
    Sight now = sight.get();
    PushBoard board = board(now.push());
    Map<StepId, Progress> steps =
        board == null || place.node() == null ? null : board.nodes().get(place.node());
    if (steps == null) {
      return null;
    }
    // The look after a push says more than the push itself, but not why it stopped.
    boolean superseded =
        now.push() instanceof PushState.Ended
            && now.drift() != null
            && !now.reading()
            && steps.values().stream().allMatch(DeployViewModel::well);
    return superseded ? null : steps.get(place.step());
  }

  private static boolean well(Progress progress) {
    return progress instanceof Progress.Ended(StepOutcome outcome)
        && (outcome instanceof StepOutcome.Unchanged || outcome instanceof StepOutcome.Changed);
  }

  /** What was found in a cell; null before the first answer. */
  Drift.@Nullable Finding finding(Spot place) {
    Drift drift = sight.get().drift();
    if (drift == null) {
      return null;
    }
    return place.node() == null
        ? drift.etcd()
        : Objects.requireNonNull(drift.nodes().get(place.node())).get(place.step());
  }

  /** A line that says why a cell is as it is. */
  String reason(Spot place) {
    Progress progress = progress(place);
    if (progress instanceof Progress.Ended(StepOutcome outcome)) {
      return lights.evidence(outcome);
    }
    Drift.Finding finding = finding(place);
    return finding == null || progress != null ? "" : lights.reason(finding);
  }

  // Commands

  /** Compares, if nobody has yet. */
  void compareOnce() {
    if (session.drift().latest().get() == null) {
      session.drift().refresh();
    }
  }

  /** Compares again, and lets go of what the last push left to be said. */
  void compare() {
    session.push().leave();
    session.drift().refresh();
  }

  void push(List<NodeSpec> nodes) {
    session.push().propose(nodes);
  }

  void stop() {
    session.push().cancel();
  }

  void rollBack(NodeSpec node) {
    session.rollback().propose(node);
  }

  private static @Nullable PushBoard board(PushState state) {
    return switch (state) {
      case PushState.Running(PushBoard board) -> board;
      case PushState.Ended(PushBoard board, PushReport _) -> board;
      case PushState.Idle _, PushState.Proposing _, PushState.Refused _, PushState.Confirming _ ->
          null;
    };
  }

  private Light headline(Sight now) {
    return switch (now.push()) {
      case PushState.Idle _ -> drift(now);
      case PushState.Proposing(List<NodeId> targets) ->
          new Light(Status.BUSY, words.text("push.proposing", "nodes", names(targets)));
      case PushState.Refused _ -> new Light(Status.FAILED, words.text("push.refused"));
      case PushState.Confirming _ -> new Light(Status.BUSY, words.text("push.confirming"));
      case PushState.Running(PushBoard board) ->
          new Light(
              Status.BUSY, words.text("push.running", "nodes", names(board.nodes().keySet())));
      case PushState.Ended(PushBoard _, PushReport report) -> ended(report);
    };
  }

  private Light drift(Sight now) {
    Drift drift = now.drift();
    if (drift == null) {
      return new Light(
          now.reading() ? Status.BUSY : Status.UNKNOWN,
          words.text(now.reading() ? "drift.comparing" : "drift.not-compared-yet"));
    }
    long all = drift.nodes().size();
    boolean whole = drift.nodesInSync() == all && drift.etcd().inSync();
    return new Light(
        whole ? Status.OK : Status.WARNING,
        words.text("drift.headline", "count", drift.nodesInSync(), "all", all));
  }

  private Light ended(PushReport report) {
    if (!report.succeeded()) {
      return new Light(Status.FAILED, words.text("push.failed"));
    }
    return report.changes() == 0
        ? new Light(Status.OK, words.text("push.nothing-changed"))
        : new Light(Status.OK, words.text("push.succeeded", "count", report.changes()));
  }

  private String freshness(@Nullable Drift drift, @Nullable Instant now) {
    return drift == null
        ? ""
        : words.text(
            "drift.age",
            "age",
            words.age(Duration.between(drift.at(), Objects.requireNonNull(now))));
  }

  private Light mesh(MatrixSnapshot matrix) {
    int unmeasured = matrix.unmeasured();
    if (unmeasured == matrix.pairs()) {
      return new Light(Status.UNKNOWN, words.text("mesh.not-measured"));
    }
    return new Light(
        matrix.allReached() ? Status.OK : Status.WARNING,
        words.text("mesh.reached", "reached", matrix.reached(), "pairs", matrix.pairs()));
  }

  private List<Proof> proofs(PushState state) {
    return switch (state) {
      case PushState.Refused(List<NodeId> targets, Failure failure) ->
          List.of(failed(names(targets), failure, null));
      case PushState.Ended(PushBoard _, PushReport report) -> proofs(report);
      case PushState.Idle _, PushState.Proposing _, PushState.Confirming _, PushState.Running _ ->
          List.of();
    };
  }

  private List<Proof> proofs(PushReport report) {
    List<Proof> all = new ArrayList<>();
    if (report.etcd() instanceof StepOutcome.Failed(Failure failure)) {
      all.add(failed("etcd", failure, null));
    }
    report
        .unreachable()
        .forEach((node, failure) -> all.add(failed(node.name(), failure, spec(node))));
    report
        .blocked()
        .forEach(
            (node, problems) ->
                problems.stream()
                    .filter(Problem::isError)
                    .forEach(problem -> all.add(failed(node.name(), problem, spec(node)))));
    report.nodes().stream().filter(n -> !n.succeeded()).forEach(n -> all.add(proof(n)));
    report.nodes().stream().filter(NodeOutcome::succeeded).forEach(n -> all.add(proof(n)));
    return List.copyOf(all);
  }

  private Proof proof(NodeOutcome node) {
    NodeSpec spec = spec(node.node());
    String name = node.node().name();
    return node.failure()
        .map(stopped -> failed(name, stopped.getValue(), spec))
        .orElseGet(
            () ->
                node.succeeded()
                    ? new Proof(name, new Light(Status.OK, measured(node)), "", null)
                    : new Proof(
                        name,
                        new Light(Status.WARNING, words.text("push.stopped")),
                        words.text("push.stopped.remedy"),
                        spec));
  }

  private String measured(NodeOutcome node) {
    StepOutcome verified = node.steps().get(StepId.VERIFY);
    return verified == null ? "" : lights.evidence(verified);
  }

  private Proof failed(String subject, Failure failure, @Nullable NodeSpec node) {
    Messages.Explanation why = words.describe(failure);
    return new Proof(subject, new Light(Status.FAILED, why.message()), why.remedy(), node);
  }

  private NodeSpec spec(NodeId node) {
    return session.profile().node(node).orElseThrow();
  }

  private static List<PushBoard.Entry> log(PushState state) {
    PushBoard board = board(state);
    return board == null ? List.of() : board.log();
  }

  private String names(Collection<NodeId> nodes) {
    return nodes.size() > 4
        ? words.text("push.nodes", "count", nodes.size())
        : nodes.stream().map(NodeId::name).collect(Collectors.joining(", "));
  }
}
