package org.flannelboard.ui.certificates;

import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import org.flannelboard.app.CertificateState;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A certificate's state: a glyph of its own for each, a word, and the colour of its role. */
final class StateCell extends TableCell<CertificateRow, CertificateRow> {

  private final Label label = label();

  @Override
  protected void updateItem(@Nullable CertificateRow row, boolean empty) {
    super.updateItem(row, empty);
    if (empty || row == null) {
      setGraphic(null);
      return;
    }
    show(label, row.state(), row.light().status(), row.light().text());
    setGraphic(label);
  }

  /** A label to show states with. */
  static Label label() {
    Label label = new Label();
    label.getStyleClass().add("status-chip");
    label.setMnemonicParsing(false);
    label.setGraphic(new FontIcon("fth-minus"));
    return label;
  }

  /** Shows a state. */
  static void show(Label label, CertificateState state, Words words) {
    var light = CertificateWords.light(state, words);
    show(label, state, light.status(), light.text());
  }

  private static void show(Label label, CertificateState state, Status status, String text) {
    label.setText(text);
    for (Status other : Status.values()) {
      label.getStyleClass().remove(other.styleClass());
    }
    label.getStyleClass().add(status.styleClass());
    String glyph = status == Status.BUSY ? status.glyph() : CertificateWords.glyph(state);
    ((FontIcon) label.getGraphic()).setIconLiteral(glyph);
  }
}
