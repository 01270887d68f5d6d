package org.flannelboard.ui.deploy;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.deploy.DeployViewModel.Proof;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** What became of a node, and what can be done where it did not go well. */
final class ProofCell extends ListCell<Proof> {

  /** What the cell's own edges and the bar that scrolls take. */
  private static final double ROOM = 36;

  private final Label subject = new Label();
  private final StatusChip light = new StatusChip();
  private final Label remedy = new Label();
  private final HBox actions = new HBox();
  private final VBox content = new VBox(subject, light, remedy, actions);
  private final Button again;
  private final Button back;

  ProofCell(DeployViewModel model, Words words) {
    subject.getStyleClass().add("card-name");
    subject.setMnemonicParsing(false);
    light.setWrapText(true);
    remedy.setMnemonicParsing(false);
    remedy.setWrapText(true);
    content.getStyleClass().add("finding");
    // Wide as the list, so that long evidence wraps instead of scrolling away.
    content.prefWidthProperty().bind(widthProperty().subtract(ROOM));
    content.maxWidthProperty().bind(widthProperty().subtract(ROOM));
    setPrefWidth(0);
    again = new Button(words.text("push.again"), new FontIcon("fth-upload-cloud"));
    back = new Button(words.text("rollback.confirm"), new FontIcon("fth-rotate-ccw"));
    for (Button button : List.of(again, back)) {
      button.getStyleClass().addAll("push-button", "small");
      button.disableProperty().bind(model.closed());
      actions.getChildren().add(button);
    }
    actions.getStyleClass().add("finding-actions");
    again.setOnAction(_ -> node().forEach(node -> model.push(List.of(node))));
    back.setOnAction(_ -> node().forEach(model::rollBack));
  }

  /** A cell asks its graphic how high it is without saying how wide it may be. */
  @Override
  protected double computePrefHeight(double width) {
    double list = getListView() == null ? 0 : getListView().getWidth() - ROOM;
    return getGraphic() == null || list <= 0
        ? super.computePrefHeight(width)
        : snappedTopInset() + content.prefHeight(list) + snappedBottomInset();
  }

  private List<NodeSpec> node() {
    Proof proof = getItem();
    NodeSpec node = proof == null ? null : proof.node();
    return node == null ? List.of() : List.of(node);
  }

  @Override
  protected void updateItem(@Nullable Proof proof, boolean empty) {
    super.updateItem(proof, empty);
    if (empty || proof == null) {
      setGraphic(null);
      return;
    }
    subject.setText(proof.subject());
    light.show(proof.light());
    remedy.setText(proof.remedy());
    remedy.setVisible(!proof.remedy().isEmpty());
    remedy.setManaged(!proof.remedy().isEmpty());
    actions.setVisible(proof.node() != null);
    actions.setManaged(proof.node() != null);
    setGraphic(content);
  }
}
