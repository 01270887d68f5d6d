package org.flannelboard.ui.certificates;

import javafx.scene.control.TableCell;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.jspecify.annotations.Nullable;

/** A light in a table; no glyph where there is nothing to tell. */
final class LightCell extends TableCell<CertificateRow, Light> {

  private final StatusChip chip = new StatusChip();

  @Override
  protected void updateItem(@Nullable Light light, boolean empty) {
    super.updateItem(light, empty);
    boolean nothing = light != null && light.text().equals(CertificateRow.NONE);
    setText(!empty && nothing ? CertificateRow.NONE : null);
    if (empty || light == null || nothing) {
      setGraphic(null);
      return;
    }
    chip.show(light);
    setGraphic(chip);
  }
}
