package org.flannelboard.ui.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import org.flannelboard.app.Messages;
import org.flannelboard.app.PushReport;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.PushBoard;
import org.flannelboard.ui.kit.PushBoard.Progress;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** A push as it goes: how far each step is on each node, what happened, and the proof. */
final class DeployViewModel {

  private final Session session;
  private final Words words;
  private final ObjectBinding<PushState> state;
  private final ObjectBinding<Light> headline;
  private final BooleanBinding busy;
  private final BooleanBinding stoppable;
  private final ObjectBinding<List<Finding>> findings;
  private final StringBinding log;

  /**
   * What became of a node, or of etcd.
   *
   * @param subject whom it is about
   * @param light the state
   * @param remedy what to do; empty if there is nothing to do
   */
  record Finding(String subject, Light light, String remedy) {}

  DeployViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    var push = session.push().state();
    // A binding of its own: it lets go of the session when the view goes.
    this.state = Bindings.createObjectBinding(push::get, push);
    this.headline = Bindings.createObjectBinding(() -> headline(push.get()), push);
    this.busy = Bindings.createBooleanBinding(() -> push.get().busy(), push);
    this.stoppable =
        Bindings.createBooleanBinding(() -> push.get() instanceof PushState.Running, push);
    this.findings = Bindings.createObjectBinding(() -> findings(push.get()), push);
    this.log = Bindings.createStringBinding(() -> log(push.get()), push);
  }

  // Properties

  /** The steps of every node, in the order of the work. */
  static List<StepId> steps() {
    return Arrays.stream(StepId.values()).filter(step -> step != StepId.ETCD_CONFIG).toList();
  }

  List<NodeSpec> nodes() {
    return session.nodes();
  }

  ObjectBinding<Light> headline() {
    return headline;
  }

  /** Whether no other push can be begun. */
  BooleanBinding busy() {
    return busy;
  }

  /** Whether there is something to stop. */
  BooleanBinding stoppable() {
    return stoppable;
  }

  ObjectBinding<List<Finding>> findings() {
    return findings;
  }

  /** What came to its end, a line each. */
  StringBinding log() {
    return log;
  }

  /** How far a step is on a node; null if no push has come to it. */
  @Nullable Light progress(NodeId node, StepId step) {
    PushBoard board = board(session.push().state().get());
    Map<StepId, Progress> steps = board == null ? null : board.nodes().get(node);
    Progress progress = steps == null ? null : steps.get(step);
    return switch (progress) {
      case null -> null;
      case Progress.Waiting(boolean changes) ->
          new Light(Status.UNKNOWN, words.text(changes ? "step.will-change" : "step.waiting"));
      case Progress.Running _ -> new Light(Status.BUSY, words.text("step.running"));
      case Progress.Ended(StepOutcome outcome) -> light(outcome);
    };
  }

  /** Changes whenever a {@linkplain #progress step's progress} may have. */
  ObjectBinding<PushState> state() {
    return state;
  }

  // Commands

  void push(NodeSpec node) {
    session.push().propose(List.of(node));
  }

  void pushAll() {
    session.push().propose(session.nodes());
  }

  void stop() {
    session.push().cancel();
  }

  private static @Nullable PushBoard board(PushState state) {
    return switch (state) {
      case PushState.Running(PushBoard board) -> board;
      case PushState.Ended(PushBoard board, PushReport _) -> board;
      case PushState.Idle _, PushState.Proposing _, PushState.Refused _, PushState.Confirming _ ->
          null;
    };
  }

  private Light light(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Unchanged _ -> new Light(Status.OK, words.text("step.unchanged"));
      case StepOutcome.Changed _ -> new Light(Status.OK, words.text("step.changed"));
      case StepOutcome.Failed _ -> new Light(Status.FAILED, words.text("step.failed"));
      case StepOutcome.NotReached _ -> new Light(Status.UNKNOWN, words.text("step.not-reached"));
    };
  }

  private Light headline(PushState state) {
    return switch (state) {
      case PushState.Idle _ -> new Light(Status.UNKNOWN, words.text("push.idle"));
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

  private Light ended(PushReport report) {
    if (!report.succeeded()) {
      return new Light(Status.FAILED, words.text("push.failed"));
    }
    return report.changes() == 0
        ? new Light(Status.OK, words.text("push.nothing-changed"))
        : new Light(Status.OK, words.text("push.succeeded", "count", report.changes()));
  }

  private List<Finding> findings(PushState state) {
    return switch (state) {
      case PushState.Refused(List<NodeId> targets, Failure failure) ->
          List.of(failed(names(targets), failure));
      case PushState.Ended(PushBoard _, PushReport report) -> findings(report);
      case PushState.Idle _, PushState.Proposing _, PushState.Confirming _, PushState.Running _ ->
          List.of();
    };
  }

  private List<Finding> findings(PushReport report) {
    List<Finding> all = new ArrayList<>();
    if (report.etcd() instanceof StepOutcome.Failed(Failure failure)) {
      all.add(failed("etcd", failure));
    }
    report.unreachable().forEach((node, failure) -> all.add(failed(node.name(), failure)));
    report
        .blocked()
        .forEach(
            (node, problems) ->
                problems.stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .forEach(problem -> all.add(failed(node.name(), problem))));
    report.nodes().forEach(node -> all.add(finding(node)));
    return List.copyOf(all);
  }

  private Finding finding(NodeOutcome node) {
    return node.failure()
        .map(stopped -> failed(node.node().name(), stopped.getValue()))
        .orElseGet(
            () ->
                node.succeeded()
                    ? new Finding(
                        node.node().name(),
                        new Light(Status.OK, evidence(node.steps().get(StepId.VERIFY))),
                        "")
                    : new Finding(
                        node.node().name(),
                        new Light(Status.WARNING, words.text("push.stopped")),
                        words.text("push.stopped.remedy")));
  }

  private Finding failed(String subject, Failure failure) {
    Messages.Explanation why = words.describe(failure);
    return new Finding(subject, new Light(Status.FAILED, why.message()), why.remedy());
  }

  private String log(PushState state) {
    PushBoard board = board(state);
    return board == null
        ? ""
        : board.log().stream()
            .map(
                entry ->
                    "%-8s %s · %s · %s"
                        .formatted(
                            entry.node(),
                            words.text("step." + entry.step().code()),
                            light(entry.outcome()).text(),
                            evidence(entry.outcome())))
            .collect(Collectors.joining("\n"));
  }

  private String evidence(@Nullable StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Unchanged(String evidence) -> evidence;
      case StepOutcome.Changed(String evidence) -> evidence;
      case StepOutcome.Failed(Failure failure) -> words.message(failure);
      case StepOutcome.NotReached _ -> "";
      case null -> "";
    };
  }

  private static String names(Collection<NodeId> nodes) {
    return nodes.stream().map(NodeId::name).collect(Collectors.joining(", "));
  }
}
