package org.flannelboard.ui.firstrun;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Words;

/** The second step: each node is reached, and says what it is. */
final class AccessPane {

  private final WizardViewModel model;
  private final Words words;
  private final Watch watch = new Watch();
  private final Map<NodeSpec, AccessRow> made = new LinkedHashMap<>();

  @FXML private Label summary;
  @FXML private Button acceptAll;
  @FXML private Button again;
  @FXML private Button stop;
  @FXML private VBox rows;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  AccessPane(WizardViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  /** The scene graph. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    watch.on(model.judged(), this::show);
    watch.on(model.access().busy(), this::show);
  }

  @FXML
  private void acceptAll() {
    accept(model.access().strangers(nodes()));
  }

  @FXML
  private void again() {
    model.look();
  }

  @FXML
  private void stop() {
    model.access().stop();
  }

  private void accept(List<NodeFailure.HostKeyUnknown> shown) {
    model.access().accept(shown, model.profile());
  }

  private void show() {
    List<NodeSpec> nodes = nodes();
    AccessViewModel access = model.access();
    made.keySet().retainAll(nodes);
    List<AccessRow> wanted =
        inOrder(nodes).stream()
            .map(it -> made.computeIfAbsent(it, node -> new AccessRow(node, words, this::accept)))
            .toList();
    if (!rows.getChildren().equals(wanted)) {
      rows.getChildren().setAll(wanted);
    }
    nodes.forEach(
        node -> {
          AccessRow row = made.get(node);
          if (row != null) {
            row.show(access.of(node), access.busy().get());
          }
        });
    int seen = access.seen(nodes).size();
    int strangers = access.strangers(nodes).size();
    summary.setText(words.text("firstrun.access.summary", "seen", seen, "all", nodes.size()));
    acceptAll.setText(words.text("firstrun.access.accept-all", "count", strangers));
    acceptAll.setDisable(strangers == 0 || access.busy().get());
    again.setDisable(access.busy().get() || seen == nodes.size());
    stop.setDisable(!access.busy().get());
  }

  /** Once nobody is at work, those that wait for somebody come first. */
  private List<NodeSpec> inOrder(List<NodeSpec> nodes) {
    AccessViewModel access = model.access();
    return access.busy().get()
        ? nodes
        : nodes.stream()
            .sorted(Comparator.comparing((NodeSpec it) -> access.of(it) instanceof NodeCheck.Seen))
            .toList();
  }

  private List<NodeSpec> nodes() {
    return model.profile().nodes();
  }
}
