package org.flannelboard.ui.firstrun;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** A node and the way to it: reached and what it is, or why not, or the key to be accepted. */
final class AccessRow extends VBox {

  private final NodeSpec node;
  private final Words words;
  private final Consumer<List<NodeFailure.HostKeyUnknown>> accept;
  private final StatusChip state = new StatusChip();
  private final Label detail = new Label();
  private final HBox key = new HBox();
  private final TextField fingerprint = new TextField();
  private final Button consent = new Button();
  private NodeCheck shown = new NodeCheck.NotChecked();

  AccessRow(NodeSpec node, Words words, Consumer<List<NodeFailure.HostKeyUnknown>> accept) {
    this.node = node;
    this.words = words;
    this.accept = accept;
    Label name = label(node.id().name(), "card-name");
    name.getStyleClass().add("access-name");
    Label login = label(login(node), "muted");
    login.setMinWidth(Region.USE_PREF_SIZE);
    HBox head = new HBox(name, login, state);
    head.getStyleClass().add("access-head");
    state.setMinWidth(Region.USE_PREF_SIZE);
    detail.setWrapText(true);
    detail.setMinHeight(Region.USE_PREF_SIZE);
    detail.setMnemonicParsing(false);
    detail.getStyleClass().addAll("muted", "access-detail");
    fingerprint.setEditable(false);
    fingerprint.getStyleClass().add("fact");
    HBox.setHgrow(fingerprint, Priority.ALWAYS);
    consent.setId("accept-" + node.id());
    consent.setText(words.text("firstrun.access.accept"));
    consent.setAccessibleText(words.text("firstrun.access.accept-node", "node", node.id()));
    consent.setMinWidth(Region.USE_PREF_SIZE);
    consent.setOnAction(_ -> consent());
    key.getStyleClass().add("access-key");
    key.getChildren().setAll(fingerprint, consent);
    getStyleClass().add("access-row");
    getChildren().setAll(head, detail, key);
  }

  /**
   * Shows what is known now.
   *
   * @param busy whether nodes are being looked at, so that nothing can be asked
   */
  void show(NodeCheck check, boolean busy) {
    shown = check;
    state.show(light(check));
    String text = text(check);
    detail.setText(text);
    detail.setVisible(!text.isEmpty());
    detail.setManaged(!text.isEmpty());
    boolean stranger = check instanceof NodeCheck.Stranger;
    if (check instanceof NodeCheck.Stranger(NodeFailure.HostKeyUnknown failure)) {
      fingerprint.setText(failure.fingerprint());
      fingerprint.setAccessibleText(
          words.text("firstrun.access.fingerprint", "node", node.id()) + failure.fingerprint());
    }
    key.setVisible(stranger);
    key.setManaged(stranger);
    consent.setDisable(busy);
  }

  private void consent() {
    if (shown instanceof NodeCheck.Stranger(NodeFailure.HostKeyUnknown failure)) {
      accept.accept(List.of(failure));
    }
  }

  private Light light(NodeCheck check) {
    return switch (check) {
      case NodeCheck.NotChecked _ -> light(Status.UNKNOWN, "firstrun.access.not-checked");
      case NodeCheck.Looking _ -> light(Status.BUSY, "firstrun.access.looking");
      case NodeCheck.Stranger _ -> light(Status.WARNING, "firstrun.access.stranger");
      case NodeCheck.Failed(NodeFailure.HostKeyChanged _),
          NodeCheck.Failed(NodeFailure.HostKeyRevoked _) ->
          light(Status.FAILED, "firstrun.access.distrusted");
      case NodeCheck.Failed _ -> light(Status.FAILED, "firstrun.access.failed");
      case NodeCheck.Seen(NodeFacts facts) ->
          rights(facts)
              ? light(Status.OK, "firstrun.access.seen")
              : light(Status.WARNING, "firstrun.access.no-rights");
    };
  }

  private Light light(Status status, String key) {
    return new Light(status, words.text(key));
  }

  private String text(NodeCheck check) {
    return switch (check) {
      case NodeCheck.NotChecked _, NodeCheck.Looking _ -> "";
      case NodeCheck.Stranger(NodeFailure.HostKeyUnknown failure) ->
          words.text(
              "firstrun.access.key", "type", failure.keyType(), "address", failure.address());
      case NodeCheck.Failed(Failure failure) -> said(failure);
      case NodeCheck.Seen(NodeFacts facts) -> new FactText(words).of(facts);
    };
  }

  private String said(Failure failure) {
    Messages.Explanation said = words.describe(failure);
    return said.remedy().isEmpty() ? said.message() : said.message() + "\n" + said.remedy();
  }

  private static boolean rights(NodeFacts facts) {
    return facts.host().toOptional().filter(host -> !host.root()).isEmpty();
  }

  private static String login(NodeSpec node) {
    return node.ssh().user() + "@" + node.ssh().address() + ":" + node.ssh().port();
  }

  private static Label label(String text, String style) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.getStyleClass().add(style);
    return label;
  }
}
