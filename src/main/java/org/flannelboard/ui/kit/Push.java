package org.flannelboard.ui.kit;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.Pace;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.PushReport;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import org.jspecify.annotations.Nullable;

/**
 * One push at a time: proposed in the background, confirmed by the person, followed step by step.
 */
public final class Push {

  private final TaskRunner tasks;
  private final Deployment deployment;
  private final InstantSource clock;
  private final BooleanSupplier otherwiseEngaged;
  private final Runnable afterwards;
  private final Consumer<PushState> show;
  private final ReadOnlyObjectWrapper<PushState> state =
      new ReadOnlyObjectWrapper<>(new PushState.Idle());
  private @Nullable CancelToken cancel;

  /**
   * @param otherwiseEngaged whether something else is changing nodes, or being asked about
   * @param afterwards what follows a push
   */
  Push(Opened opened, Bridge bridge, BooleanSupplier otherwiseEngaged, Runnable afterwards) {
    this.tasks = opened.cluster().tasks();
    this.deployment = new Deployment(opened.cluster(), opened.door());
    this.clock = opened.clock();
    this.otherwiseEngaged = otherwiseEngaged;
    this.afterwards = afterwards;
    this.show = bridge.latest(this::arrived);
  }

  // Properties

  public ReadOnlyObjectProperty<PushState> state() {
    return state.getReadOnlyProperty();
  }

  // Commands

  /**
   * Finds out what a push to these nodes would do; nothing happens while one, or another change, is
   * under way.
   */
  public void propose(List<NodeSpec> targets) {
    if (state.get().busy() || otherwiseEngaged.getAsBoolean() || targets.isEmpty()) {
      return;
    }
    List<NodeId> ids = targets.stream().map(NodeSpec::id).toList();
    state.set(new PushState.Proposing(ids));
    background(
        "propose",
        () ->
            show.accept(
                switch (deployment.propose(targets)) {
                  case Result.Ok<Proposal, Failure>(Proposal proposal) ->
                      new PushState.Confirming(proposal);
                  case Result.Err<Proposal, Failure>(Failure failure) ->
                      new PushState.Refused(ids, failure);
                }));
  }

  /** Does what was proposed, on all nodes side by side. */
  public void confirm() {
    confirm(Pace.allAtOnce());
  }

  /** Does what was proposed. */
  public void confirm(Pace pace) {
    if (state.get() instanceof PushState.Confirming(Proposal proposal)) {
      CancelToken token = new CancelToken();
      cancel = token;
      Follower follower = new Follower(PushBoard.of(proposal.plan()));
      state.set(new PushState.Running(follower.board));
      background("push", () -> follower.end(deployment.push(proposal, pace, follower, token)));
    }
  }

  /** Lets go of what was proposed; nothing was changed. */
  public void decline() {
    if (state.get() instanceof PushState.Confirming) {
      state.set(new PushState.Idle());
    }
  }

  /** Lets go of what came of the last push. */
  public void leave() {
    if (!state.get().busy() && !(state.get() instanceof PushState.Confirming)) {
      state.set(new PushState.Idle());
    }
  }

  /** Asks the push at work to stop: each node ends the step it is at and begins no other. */
  public void cancel() {
    if (cancel != null) {
      cancel.cancel();
    }
  }

  private void background(String name, Runnable work) {
    tasks
        .start(
            name,
            () -> {
              boolean ended = false;
              try {
                work.run();
                ended = true;
              } finally {
                if (!ended) {
                  show.accept(new PushState.Idle());
                }
              }
              return ended;
            })
        .detach();
  }

  private void arrived(PushState next) {
    state.set(next);
    switch (next) {
      // Nothing would change, so there is nothing to ask: what is left is to measure the proof.
      case PushState.Confirming(Proposal proposal) when settled(proposal) -> confirm();
      case PushState.Ended _ -> afterwards.run();
      case PushState.Confirming _,
          PushState.Idle _,
          PushState.Proposing _,
          PushState.Refused _,
          PushState.Running _ -> {}
    }
  }

  private static boolean settled(Proposal proposal) {
    return proposal.plan().isEmpty()
        && proposal.unreachable().isEmpty()
        && proposal.plan().nodes().stream().allMatch(node -> node.problems().isEmpty());
  }

  /** Keeps the board; the nodes' threads report to it. */
  private final class Follower implements ApplyListener {

    private PushBoard board;

    Follower(PushBoard board) {
      this.board = board;
    }

    @Override
    public synchronized void started(NodeId node, StepId step) {
      board = board.started(node, step, clock.instant());
      show.accept(new PushState.Running(board));
    }

    @Override
    public synchronized void finished(NodeId node, StepId step, StepOutcome outcome) {
      board = board.finished(node, step, outcome, clock.instant());
      show.accept(new PushState.Running(board));
    }

    synchronized void end(PushReport report) {
      Map<NodeId, SequencedMap<StepId, StepOutcome>> outcomes = new HashMap<>();
      report.nodes().forEach(node -> outcomes.put(node.node(), node.steps()));
      show.accept(new PushState.Ended(board.settled(outcomes), report));
    }
  }
}
