package org.flannelboard.ui.certificates;

import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.flannelboard.ui.kit.Light;
import org.jspecify.annotations.Nullable;

/** How the columns of the table show, and sort. */
final class CertificateColumns {

  private CertificateColumns() {}

  static void text(
      TableColumn<CertificateRow, String> column, Function<CertificateRow, String> value) {
    column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
  }

  /** Sorts by what needs more attention, not by its name. */
  static void light(
      TableColumn<CertificateRow, Light> column, Function<CertificateRow, Light> value) {
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
    column.setCellFactory(_ -> new LightCell());
    column.setComparator(Comparator.comparing(Light::status).thenComparing(Light::text));
  }

  /** The gravest state sorts last. */
  static void state(TableColumn<CertificateRow, CertificateRow> column) {
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setCellFactory(_ -> new StateCell());
    column.setComparator(Comparator.comparing(CertificateRow::state));
  }

  static void expires(TableColumn<CertificateRow, CertificateRow> column) {
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setComparator(Comparator.comparingLong(CertificateRow::daysLeft));
    column.setCellFactory(
        _ ->
            new TableCell<>() {
              @Override
              protected void updateItem(@Nullable CertificateRow row, boolean empty) {
                super.updateItem(row, empty);
                setText(empty || row == null ? null : row.expires());
              }
            });
  }

  /** The short form; the whole is in the tooltip, and can be copied from the details. */
  static void fingerprint(TableColumn<CertificateRow, String> column) {
    column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue().fingerprint()));
    column.setCellFactory(
        _ ->
            new TableCell<>() {
              {
                getStyleClass().add("fingerprint");
              }

              @Override
              protected void updateItem(@Nullable String full, boolean empty) {
                super.updateItem(full, empty);
                CertificateRow row = empty ? null : getTableRow().getItem();
                setText(row == null ? null : row.brief());
                setTooltip(full == null || full.isEmpty() ? null : new Tooltip(full));
              }
            });
  }
}
