package org.flannelboard.ui.shell;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Words;

/** All shortcuts, section by section. */
final class ShortcutsView {

  private final Session session;
  private final CommandIndex index;

  @FXML private FlowPane sections;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private ShortcutsView(Session session, CommandIndex index) {
    this.session = session;
    this.index = index;
  }

  /** The shortcuts as a sheet, in the language it is opened in. */
  static Sheet sheet(Session session, CommandIndex index) {
    return new Sheet(words -> load(session, index, words), session::closeSheet);
  }

  private static Parent load(Session session, CommandIndex index, Words words) {
    return Fxml.load(new ShortcutsView(session, index), words);
  }

  @FXML
  private void initialize() {
    for (CommandIndex.Section section : index.sections()) {
      List<Command> withKeys =
          section.commands().stream().filter(it -> !CommandIndex.keys(it).isEmpty()).toList();
      if (!withKeys.isEmpty()) {
        sections.getChildren().add(block(section.title(), withKeys));
      }
    }
  }

  @FXML
  private void close() {
    session.closeSheet();
  }

  private static VBox block(String title, List<Command> commands) {
    Label header = new Label(title);
    header.setMnemonicParsing(false);
    header.getStyleClass().add("panel-title");
    VBox block = new VBox(header);
    block.getStyleClass().add("shortcut-block");
    for (Command command : commands) {
      CommandLine line = new CommandLine();
      line.show(command, "");
      line.setDisable(false);
      block.getChildren().add(line);
    }
    return block;
  }
}
