package org.flannelboard.ui.kit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Rollbacks;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.plan.Verification;

/**
 * The undoing of a node's latest push, one at a time: proposed in the background, confirmed by the
 * person, followed action by action.
 */
public final class Rollback {

  private final TaskRunner tasks;
  private final Rollbacks rollbacks;
  private final BooleanSupplier otherwiseEngaged;
  private final Runnable afterwards;
  private final Consumer<RollbackState> show;
  private final ReadOnlyObjectWrapper<RollbackState> state =
      new ReadOnlyObjectWrapper<>(new RollbackState.Idle());

  /**
   * @param otherwiseEngaged whether something else is changing nodes, or being asked about
   * @param afterwards what follows a rollback
   */
  Rollback(Opened opened, Bridge bridge, BooleanSupplier otherwiseEngaged, Runnable afterwards) {
    this.tasks = opened.cluster().tasks();
    this.rollbacks = new Rollbacks(opened.cluster());
    this.otherwiseEngaged = otherwiseEngaged;
    this.afterwards = afterwards;
    this.show = bridge.latest(this::arrived);
  }

  // Properties

  public ReadOnlyObjectProperty<RollbackState> state() {
    return state.getReadOnlyProperty();
  }

  // Commands

  /**
   * Finds out what undoing the node's latest push would do; nothing happens while one, or another
   * change, is at work.
   */
  public void propose(NodeSpec node) {
    if (state.get().busy() || otherwiseEngaged.getAsBoolean()) {
      return;
    }
    state.set(new RollbackState.Proposing(node));
    background("propose rollback", () -> show.accept(proposal(node)));
  }

  /** Does what was proposed. */
  public void confirm() {
    if (state.get() instanceof RollbackState.Confirming asked) {
      state.set(new RollbackState.Running(asked, 0));
      background("rollback", () -> show.accept(run(asked)));
    }
  }

  /** Lets go of what was proposed, or of what came of it; what is at work goes on. */
  public void decline() {
    if (!state.get().busy()) {
      state.set(new RollbackState.Idle());
    }
  }

  private RollbackState proposal(NodeSpec node) {
    Result<RollbackState, Failure> proposed =
        rollbacks
            .propose(node)
            .flatMap(
                plan ->
                    rollbacks
                        .differences(node, plan)
                        .map(changes -> new RollbackState.Confirming(node, plan, changes)));
    return switch (proposed) {
      case Result.Ok<RollbackState, Failure>(RollbackState confirming) -> confirming;
      case Result.Err<RollbackState, Failure>(Failure failure) ->
          new RollbackState.Refused(node, failure);
    };
  }

  private RollbackState run(RollbackState.Confirming asked) {
    AtomicInteger done = new AtomicInteger();
    Consumer<RollbackPlan.Action> count =
        _ -> show.accept(new RollbackState.Running(asked, done.incrementAndGet()));
    Result<Verification, Failure> proof = rollbacks.run(asked.node(), asked.plan(), count);
    return new RollbackState.Ended(asked, done.get(), proof);
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
                  show.accept(new RollbackState.Idle());
                }
              }
              return ended;
            })
        .detach();
  }

  private void arrived(RollbackState next) {
    switch (next) {
      // The person may have left meanwhile, or asked about another node.
      case RollbackState.Confirming confirming when !awaited(confirming.node()) -> {}
      case RollbackState.Refused refused when !awaited(refused.node()) -> {}
      case RollbackState.Ended _ -> {
        state.set(next);
        afterwards.run();
      }
      case RollbackState.Confirming _,
          RollbackState.Idle _,
          RollbackState.Proposing _,
          RollbackState.Refused _,
          RollbackState.Running _ ->
          state.set(next);
    }
  }

  private boolean awaited(NodeSpec node) {
    return state.get() instanceof RollbackState.Proposing(NodeSpec asked) && asked.equals(node);
  }
}
