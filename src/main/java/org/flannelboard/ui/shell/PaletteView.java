package org.flannelboard.ui.shell;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Words;

/** The command palette: type a few letters, choose with the arrows, Enter does it. */
final class PaletteView {

  private final PaletteViewModel model;

  @FXML private TextField query;
  @FXML private ListView<CommandIndex.Entry> commands;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private PaletteView(PaletteViewModel model) {
    this.model = model;
  }

  /** The palette as a sheet. The commands are in the language it is opened in. */
  static Sheet sheet(Session session, CommandIndex index) {
    return new Sheet(words -> load(session, index, words), session::closeSheet);
  }

  private static Parent load(Session session, CommandIndex index, Words words) {
    return Fxml.load(new PaletteView(new PaletteViewModel(session, index)), words);
  }

  @FXML
  private void initialize() {
    commands.setItems(model.found());
    commands.setCellFactory(_ -> new Row());
    commands.getSelectionModel().selectFirst();
    model.typed().bind(query.textProperty());
    query.textProperty().subscribe(_ -> commands.getSelectionModel().selectFirst());
    query.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    commands.addEventHandler(MouseEvent.MOUSE_CLICKED, _ -> run());
  }

  @FXML
  private void run() {
    CommandIndex.Entry chosen = commands.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      model.run(chosen);
    }
  }

  /** The arrows walk the list while the text field keeps the focus. */
  private void pressed(KeyEvent event) {
    int step =
        switch (event.getCode()) {
          case KeyCode.DOWN -> 1;
          case KeyCode.UP -> -1;
          case KeyCode.PAGE_DOWN -> 8;
          case KeyCode.PAGE_UP -> -8;
          default -> 0;
        };
    if (step != 0) {
      int last = model.found().size() - 1;
      int next = Math.clamp(commands.getSelectionModel().getSelectedIndex() + step, 0, last + 1);
      commands.getSelectionModel().clearAndSelect(Math.min(next, last));
      commands.scrollTo(Math.max(0, commands.getSelectionModel().getSelectedIndex() - 4));
      event.consume();
    }
  }

  /** A command: what it does, where it belongs, what to press. */
  private static final class Row extends ListCell<CommandIndex.Entry> {

    private final CommandLine line = new CommandLine();

    @Override
    protected void updateItem(CommandIndex.Entry entry, boolean empty) {
      super.updateItem(entry, empty);
      setText(null);
      if (empty || entry == null) {
        setGraphic(null);
        setAccessibleText(null);
      } else {
        line.show(entry.command(), entry.section().title());
        setAccessibleText(line.spoken());
        setGraphic(line);
      }
    }
  }
}
