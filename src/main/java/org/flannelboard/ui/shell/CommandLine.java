package org.flannelboard.ui.shell;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.flannelboard.ui.kit.Command;

/** A command in a line: what it does, where it belongs, and its keys as key caps. */
final class CommandLine extends HBox {

  private final Label title = new Label();
  private final Label section = new Label();
  private final HBox keys = new HBox();
  private String spoken = "";

  CommandLine() {
    getStyleClass().add("command-line");
    section.getStyleClass().add("command-section");
    keys.getStyleClass().add("keycaps");
    title.setMnemonicParsing(false);
    section.setMnemonicParsing(false);
    keys.setMinWidth(Region.USE_PREF_SIZE);
    section.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    setHgrow(gap, Priority.ALWAYS);
    getChildren().addAll(title, gap, section, keys);
  }

  /** Shows a command; what cannot be done just now is faint. */
  void show(Command command, String group) {
    title.setText(command.title());
    section.setText(group);
    List<String> pressed = CommandIndex.keys(command);
    keys.getChildren().setAll(pressed.stream().map(CommandLine::keycap).toList());
    spoken = String.join(", ", command.title(), group, String.join(" ", pressed));
    setDisable(command.disabled().get());
  }

  /** What a screen reader says of it. */
  String spoken() {
    return spoken;
  }

  /** A key as it looks on the keyboard. */
  static Label keycap(String text) {
    Label cap = new Label(text);
    cap.setMnemonicParsing(false);
    cap.getStyleClass().add("keycap");
    return cap;
  }
}
