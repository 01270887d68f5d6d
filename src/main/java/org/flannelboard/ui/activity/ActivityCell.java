package org.flannelboard.ui.activity;

import java.util.function.Function;
import javafx.scene.control.TableCell;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.jspecify.annotations.Nullable;

/** A cell of the table: a text or a light, in the tone of what the operation was. */
final class ActivityCell extends TableCell<Activity, @Nullable Activity> {

  private final Function<Activity, String> text;
  private final @Nullable Function<Activity, Light> light;
  private final StatusChip chip = new StatusChip();

  private ActivityCell(Function<Activity, String> text, @Nullable Function<Activity, Light> light) {
    this.text = text;
    this.light = light;
    setMnemonicParsing(false);
  }

  static ActivityCell text(Function<Activity, String> text) {
    return new ActivityCell(text, null);
  }

  static ActivityCell light(Function<Activity, Light> light) {
    return new ActivityCell(activity -> light.apply(activity).text(), light);
  }

  @Override
  protected void updateItem(@Nullable Activity activity, boolean empty) {
    super.updateItem(activity, empty);
    getStyleClass().remove("audit-reading");
    if (empty || activity == null) {
      setText(null);
      setGraphic(null);
      return;
    }
    if (!activity.mutating()) {
      getStyleClass().add("audit-reading");
    }
    if (light == null) {
      setText(text.apply(activity));
    } else {
      chip.show(light.apply(activity));
      setGraphic(chip);
    }
  }
}
