package org.flannelboard.ui.firstrun;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.task.Task;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.ui.kit.NewCluster;
import org.jspecify.annotations.Nullable;

/**
 * A question that is asked in the background. Each makes the one before it void, whose answer is
 * then shown no more.
 *
 * @param <T> the answer
 */
final class Question<T> {

  private final String name;
  private final NewCluster context;
  private final ReadOnlyObjectWrapper<Asked<T>> state =
      new ReadOnlyObjectWrapper<>(new Asked.Not<>());
  private final Consumer<Answer<T>> answered;
  private final AtomicInteger turn = new AtomicInteger();
  private @Nullable Task<?> task;

  /** What came, and of which turn. */
  private record Answer<T>(int turn, Asked<T> what) {}

  /**
   * A question nobody has asked yet.
   *
   * @param name what its thread is called
   */
  Question(String name, NewCluster context) {
    this.name = name;
    this.context = context;
    this.answered = context.bridge().latest(this::show);
  }

  /** Where it stands. */
  ReadOnlyObjectProperty<Asked<T>> state() {
    return state.getReadOnlyProperty();
  }

  /** Asks it; on the window's thread, as all verbs here. */
  void ask(Supplier<Result<T, Failure>> work) {
    forget();
    int mine = turn.get();
    state.set(new Asked.Waiting<>());
    task = context.tasks().start(name, () -> answer(mine, work));
    task.detach();
  }

  /** Takes it back; what is at work for it ends. */
  void forget() {
    turn.incrementAndGet();
    if (task != null) {
      task.cancel();
      task = null;
    }
    state.set(new Asked.Not<>());
  }

  private boolean answer(int mine, Supplier<Result<T, Failure>> work) {
    Asked<T> came = new Asked.Not<>();
    try {
      came = Asked.of(work.get());
      return true;
    } finally {
      if (turn.get() == mine) {
        answered.accept(new Answer<>(mine, came));
      }
    }
  }

  private void show(Answer<T> answer) {
    if (turn.get() == answer.turn()) {
      state.set(answer.what());
    }
  }
}
