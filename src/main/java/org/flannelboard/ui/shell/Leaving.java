package org.flannelboard.ui.shell;

import javafx.beans.value.ChangeListener;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;

/**
 * The way out of a cluster: at once, or during a push only by a decision. Whatever the push has
 * applied until then is in the nodes' journals.
 */
final class Leaving {

  private final Session session;
  private final Runnable next;
  private final ChangeListener<PushState> whenEnded = (_, _, now) -> pushIs(now);

  private Leaving(Session session, Runnable next) {
    this.session = session;
    this.next = next;
  }

  /** Goes on at once if no push is at work; else asks. */
  static void from(Session session, Runnable next) {
    if (session.push().state().get() instanceof PushState.Running) {
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
    var state = session.push().state();
    state.removeListener(whenEnded);
    state.addListener(whenEnded);
    pushIs(state.get());
  }

  private void stay() {
    session.push().state().removeListener(whenEnded);
    session.closeSheet();
  }

  private void pushIs(PushState now) {
    if (!now.busy()) {
      stay();
      next.run();
    }
  }
}
