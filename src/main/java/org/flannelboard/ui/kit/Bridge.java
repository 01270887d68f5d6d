package org.flannelboard.ui.kit;

import java.util.function.Consumer;

/** The way from background work to the window. */
public interface Bridge {

  /**
   * A door for values of one kind, open to any thread. Each goes to {@code show} on the window's
   * thread; of those that come faster than they can be shown, only the latest does.
   */
  <T> Consumer<T> latest(Consumer<T> show);

  /** A bridge without a window: shows at once, on the thread that brings the value. */
  static Bridge direct() {
    return new Bridge() {
      @Override
      public <T> Consumer<T> latest(Consumer<T> show) {
        return show;
      }
    };
  }
}
