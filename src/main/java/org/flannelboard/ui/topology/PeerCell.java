package org.flannelboard.ui.topology;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.topology.InspectorViewModel.Peer;
import org.jspecify.annotations.Nullable;

/** A pair of nodes in the inspector: the other one, the way there and the way back. */
final class PeerCell extends ListCell<Peer> {

  private final Label other = new Label();
  private final StatusChip there = new StatusChip();
  private final StatusChip back = new StatusChip();
  private final GridPane row = new GridPane();

  PeerCell() {
    getStyleClass().add("peer-cell");
    other.setMnemonicParsing(false);
    other.getStyleClass().add("peer-name");
    row.setHgap(10);
    row.setAlignment(Pos.CENTER_LEFT);
    Label forth = new Label("→");
    Label home = new Label("←");
    row.addRow(0, other, forth, there);
    row.add(home, 1, 1);
    row.add(back, 2, 1);
    GridPane.setHgrow(there, Priority.ALWAYS);
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable Peer peer, boolean empty) {
    super.updateItem(peer, empty);
    if (peer == null || empty) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    other.setText(peer.other().name());
    there.show(peer.there());
    back.show(peer.back());
    setGraphic(row);
    setAccessibleText(peer.other() + ", → " + peer.there().text() + ", ← " + peer.back().text());
  }
}
