package org.flannelboard.ui.shell;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The latest notice, over the lower corner of the page. It never takes the focus. Good news goes by
 * itself; what needs attention stays until it is put away.
 */
final class NoticeCard extends HBox {

  /** Long enough to read two lines. */
  private static final Duration GOOD_NEWS = Duration.seconds(8);

  private final Words words;
  private final FontIcon glyph = new FontIcon(Status.UNKNOWN.glyph());
  private final Label title = new Label();
  private final Label text = new Label();
  private final HBox actions = new HBox();
  private final PauseTransition time = new PauseTransition(GOOD_NEWS);

  NoticeCard(Words words) {
    this.words = words;
    setId("notice");
    getStyleClass().addAll("notice", Status.UNKNOWN.styleClass());
    setAccessibleRole(AccessibleRole.TEXT);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    StackPane.setAlignment(this, Pos.BOTTOM_RIGHT);
    glyph.getStyleClass().add("notice-glyph");
    actions.getStyleClass().add("notice-actions");
    for (Label label : new Label[] {title, text}) {
      label.setMnemonicParsing(false);
      label.setWrapText(true);
      label.setMinHeight(USE_PREF_SIZE);
    }
    title.getStyleClass().add("job-title");
    VBox body = new VBox(title, text, actions);
    body.getStyleClass().add("notice-body");
    setHgrow(body, Priority.ALWAYS);
    getChildren().addAll(glyph, body, closeButton());
    time.setOnFinished(_ -> dismiss());
    setVisible(false);
  }

  /** Tells it, in place of what is told just now. */
  void tell(Notice notice) {
    for (Status status : Status.values()) {
      getStyleClass().remove(status.styleClass());
    }
    getStyleClass().add(notice.status().styleClass());
    glyph.setIconLiteral(notice.status().glyph());
    title.setText(notice.title());
    fill(text, notice.text());
    show(notice.action());
    setVisible(true);
    setAccessibleText((notice.title() + " " + notice.text()).strip());
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    time.stop();
    if (notice.status() == Status.OK) {
      time.playFromStart();
    }
  }

  /** Puts the notice away; false if there was none. */
  boolean dismiss() {
    boolean showed = isVisible();
    time.stop();
    setVisible(false);
    return showed;
  }

  private void show(Notice.@Nullable Action action) {
    actions.getChildren().clear();
    actions.setManaged(action != null);
    if (action != null) {
      Button button = new Button(action.title());
      button.setId("notice-action");
      button.setMnemonicParsing(false);
      button.getStyleClass().add("small");
      button.setOnAction(
          _ -> {
            dismiss();
            action.run().run();
          });
      actions.getChildren().add(button);
    }
  }

  private Button closeButton() {
    Button close = new Button(null, new FontIcon("fth-x"));
    close.setId("notice-close");
    close.getStyleClass().addAll("button-icon", "flat", "small");
    close.setAccessibleText(words.text("sheet.close"));
    close.setOnAction(_ -> dismiss());
    return close;
  }

  private static void fill(Label label, String content) {
    label.setText(content);
    label.setManaged(!content.isEmpty());
    label.setVisible(!content.isEmpty());
  }
}
