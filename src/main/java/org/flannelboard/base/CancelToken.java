package org.flannelboard.base;

import java.util.ArrayList;
import java.util.List;

/** A one-way switch by which whoever started an operation asks it to stop. */
public final class CancelToken {

  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  /** Whether somebody asked. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Asks; runs the registered actions once, on the calling thread. A second call does nothing. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /** Runs the action when somebody asks, at once if it has happened already. */
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }
}
