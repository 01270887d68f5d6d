package org.flannelboard.ui.shell;

import javafx.beans.value.ChangeListener;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;

/**
 * The way out of a cluster: at once, or while nodes or etcd are being changed only by a decision.
 * Whatever was applied until then is in the nodes' journals.
 */
final class Leaving {

  private final Session session;
  private final Runnable next;
  private final ChangeListener<Boolean> whenEnded = (_, _, changing) -> go(changing);

  private Leaving(Session session, Runnable next) {
    this.session = session;
    this.next = next;
  }

  /** Goes on at once if nothing is being changed; else asks. */
  static void from(Session session, Runnable next) {
    if (session.changing().get()) {
      Leaving leaving = new Leaving(session, next);
      session.show(
          new Sheet(
              words -> new ClosingView(session, words, leaving::begin, leaving::stay).load(),
              leaving::stay));
    } else {
      next.run();
    }
  }

  private void begin() {
    session.changing().removeListener(whenEnded);
    session.changing().addListener(whenEnded);
    go(session.changing().get());
  }

  private void stay() {
    session.changing().removeListener(whenEnded);
    session.closeSheet();
  }

  private void go(boolean changing) {
    if (!changing) {
      stay();
      next.run();
    }
  }
}
