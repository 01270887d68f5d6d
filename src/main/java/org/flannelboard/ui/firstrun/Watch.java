package org.flannelboard.ui.firstrun;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.beans.value.WeakChangeListener;

/** What a scene graph listens to; it holds the scene graph no longer than that is shown. */
final class Watch {

  private final List<ChangeListener<?>> held = new ArrayList<>();

  /** Does something now, and again whenever a value is another. */
  <T> void on(ObservableValue<T> value, Runnable act) {
    ChangeListener<T> listener = (_, _, _) -> act.run();
    held.add(listener);
    value.addListener(new WeakChangeListener<>(listener));
    act.run();
  }
}
