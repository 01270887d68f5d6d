package org.flannelboard.ui.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.flannelboard.app.DriftReader;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.ui.deploy.DeployViewModel.Spot;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The table of nodes by steps. Of its cells only those in sight exist, so it is as fast with 255
 * nodes as with four.
 */
final class StepGrid {

  private static final double NODE_WIDTH = 66;
  private static final double PUSH_WIDTH = 42;

  /** Left free for the bar that scrolls, whether it is there or not. */
  private static final double SCROLL_BAR = 18;

  /** Narrower than this a cell shows its glyph alone; the word is in its tooltip. */
  private static final double ROOM_FOR_WORD = 66;

  /** The columns' groups: a title's key and the steps under it. */
  private static final List<Map.Entry<String, List<StepId>>> GROUPS =
      List.of(
          Map.entry("deploy.binaries", List.of(StepId.FLANNELD_BINARY, StepId.MK_DOCKER_OPTS)),
          Map.entry(
              "deploy.certificate",
              List.of(StepId.ETCD_CA, StepId.CERTIFICATE, StepId.CERTIFICATE_KEY)),
          Map.entry(
              "deploy.flanneld",
              List.of(
                  StepId.OPTIONS,
                  StepId.FLANNELD_UNIT,
                  StepId.FLANNELD_ENABLE,
                  StepId.FLANNELD_START)),
          Map.entry(
              "deploy.docker",
              List.of(StepId.DOCKER_UNIT, StepId.DOCKER_ENABLE, StepId.DOCKER_START)),
          Map.entry("deploy.state", List.of(StepId.DAEMON_RELOAD, StepId.VERIFY)));

  private final TableView<NodeSpec> table;
  private final DeployViewModel model;
  private final Words words;

  StepGrid(TableView<NodeSpec> table, DeployViewModel model, Words words) {
    this.table = table;
    this.model = model;
    this.words = words;
    table.getSelectionModel().setCellSelectionEnabled(true);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.getColumns().add(nodeColumn());
    GROUPS.forEach(group -> table.getColumns().add(group(group)));
    table.getColumns().add(pushColumn());
    table.getItems().setAll(model.nodes());
  }

  /** Tells where the person is; and again when they ask for its details. */
  void onPlace(Consumer<Spot> moved, Consumer<Spot> asked) {
    table.getFocusModel().focusedCellProperty().addListener((_, _, _) -> place().forEach(moved));
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            place().forEach(asked);
            event.consume();
          }
        });
    table.setOnMouseClicked(_ -> place().forEach(asked));
  }

  /** Tells the nodes in which something is selected. */
  void onSelection(Consumer<List<NodeSpec>> changed) {
    table
        .getSelectionModel()
        .getSelectedCells()
        .addListener((InvalidationListener) _ -> changed.accept(selected()));
  }

  private List<NodeSpec> selected() {
    return table.getSelectionModel().getSelectedCells().stream()
        .map(TablePosition::getRow)
        .distinct()
        .sorted()
        .filter(row -> row >= 0 && row < table.getItems().size())
        .map(table.getItems()::get)
        .toList();
  }

  /** The place that has the focus; none on a node's name. */
  private List<Spot> place() {
    TablePosition<?, ?> at = table.getFocusModel().getFocusedCell();
    boolean inside = at.getRow() >= 0 && at.getRow() < table.getItems().size();
    return inside
            && at.getTableColumn() != null
            && at.getTableColumn().getUserData() instanceof StepId step
        ? List.of(new Spot(table.getItems().get(at.getRow()).id(), step))
        : List.of();
  }

  private TableColumn<NodeSpec, ?> nodeColumn() {
    TableColumn<NodeSpec, String> column = new TableColumn<>(words.text("deploy.node"));
    column.setCellValueFactory(
        row -> Bindings.createStringBinding(() -> row.getValue().id().name()));
    column.getStyleClass().add("node-column");
    fix(column, NODE_WIDTH);
    return column;
  }

  private TableColumn<NodeSpec, ?> group(Map.Entry<String, List<StepId>> group) {
    TableColumn<NodeSpec, Light> column = new TableColumn<>(words.text(group.getKey()));
    column.setSortable(false);
    column.setReorderable(false);
    group.getValue().forEach(step -> column.getColumns().add(stepColumn(step)));
    return column;
  }

  private TableColumn<NodeSpec, Light> stepColumn(StepId step) {
    Label title = new Label(words.text("deploy.short." + step.code()));
    title.setTooltip(new Tooltip(words.text("step." + step.code())));
    TableColumn<NodeSpec, Light> column = new TableColumn<>();
    column.setGraphic(title);
    column.setUserData(step);
    column.setSortable(false);
    column.setReorderable(false);
    column.setMinWidth(36);
    column
        .prefWidthProperty()
        .bind(
            table
                .widthProperty()
                .subtract(NODE_WIDTH + PUSH_WIDTH + SCROLL_BAR)
                .divide(DriftReader.STEPS.size()));
    column.setCellValueFactory(row -> light(new Spot(row.getValue().id(), step)));
    column.setCellFactory(_ -> new LightCell(step));
    return column;
  }

  private ObservableValue<Light> light(Spot place) {
    return Bindings.createObjectBinding(() -> model.light(place), model.sight());
  }

  private TableColumn<NodeSpec, ?> pushColumn() {
    TableColumn<NodeSpec, NodeSpec> column = new TableColumn<>("");
    column.setCellValueFactory(row -> Bindings.createObjectBinding(row::getValue));
    column.setCellFactory(_ -> new PushCell());
    fix(column, PUSH_WIDTH);
    return column;
  }

  private static void fix(TableColumn<?, ?> column, double width) {
    column.setMinWidth(width);
    column.setMaxWidth(width);
    column.setSortable(false);
    column.setReorderable(false);
    column.setResizable(false);
  }

  /** A light in the table. */
  private final class LightCell extends TableCell<NodeSpec, Light> {

    private final StepId step;
    private final FontIcon glyph = new FontIcon();
    private final List<String> worn = new ArrayList<>();

    LightCell(StepId step) {
      this.step = step;
      getStyleClass().add("step-cell");
      setAlignment(Pos.CENTER_LEFT);
      widthProperty()
          .addListener(
              (_, _, width) ->
                  setContentDisplay(
                      width.doubleValue() < ROOM_FOR_WORD
                          ? ContentDisplay.GRAPHIC_ONLY
                          : ContentDisplay.LEFT));
      Tooltip tooltip = new Tooltip();
      tooltip.setOnShowing(_ -> tooltip.setText(explanation()));
      setTooltip(tooltip);
    }

    private String explanation() {
      NodeSpec node = getTableRow().getItem();
      return node == null || getItem() == null
          ? ""
          : words.text("step." + step.code())
              + " · "
              + getItem().text()
              + "\n"
              + model.reason(new Spot(node.id(), step));
    }

    @Override
    protected void updateItem(@Nullable Light light, boolean empty) {
      super.updateItem(light, empty);
      getStyleClass().removeAll(worn);
      worn.clear();
      if (empty || light == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      worn.add(light.status().styleClass());
      getStyleClass().addAll(worn);
      glyph.setIconLiteral(light.status().glyph());
      setGraphic(glyph);
      setText(light.text());
      setAccessibleText(words.text("step." + step.code()) + ": " + light.text());
    }
  }

  /** The button that pushes to one node. */
  private final class PushCell extends TableCell<NodeSpec, NodeSpec> {

    private final Button push = new Button("", new FontIcon("fth-upload-cloud"));

    PushCell() {
      push.getStyleClass().addAll("push-button", "small");
      push.setMnemonicParsing(false);
      push.disableProperty().bind(model.closed());
    }

    @Override
    protected void updateItem(@Nullable NodeSpec node, boolean empty) {
      super.updateItem(node, empty);
      if (empty || node == null) {
        setGraphic(null);
        return;
      }
      String title = words.text("push.node", "node", node.id());
      push.setAccessibleText(title);
      push.setTooltip(new Tooltip(title));
      push.setOnAction(_ -> model.push(List.of(node)));
      setGraphic(push);
    }
  }
}
