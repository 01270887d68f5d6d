package org.flannelboard.app;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.history.History;
import org.flannelboard.app.task.Change;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.NodeFailure;

/**
 * Writes down which nodes a change touched, and when it touched each of them first. What was
 * refused touched nothing; what failed otherwise may have.
 */
final class ChangeNotes implements Consumer<Activity> {

  /** Places of changes that are remembered: those under way, and some more. */
  private static final int REMEMBERED = 2_000;

  private final History history;
  private final Set<String> noted =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  ChangeNotes(History history) {
    this.history = history;
  }

  @Override
  public void accept(Activity activity) {
    Change change = activity.change();
    if (change != null && activity.mutating() && !refused(activity) && first(activity, change)) {
      history.add(
          new Event.Changed(activity.started(), change.id(), change.kind(), activity.node()));
    }
  }

  private synchronized boolean first(Activity activity, Change change) {
    return noted.add(change.id() + " " + activity.target());
  }

  private static boolean refused(Activity activity) {
    return activity.failure() instanceof NodeFailure.ReadOnly
        || activity.failure() instanceof StoreFailure.ReadOnly;
  }
}
