package org.flannelboard.ui.shell;

import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * The full stop before a node whose host key is not the one on file, or is revoked. Nothing here
 * goes on: the file has to be changed first, by somebody who knows why.
 */
final class HostKeyView {

  private final Session session;
  private final NodeFailure failure;
  private final Words words;

  @FXML private Label title;
  @FXML private Label remedy;
  @FXML private GridPane facts;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private HostKeyView(Session session, NodeFailure failure, Words words) {
    this.session = session;
    this.failure = failure;
    this.words = words;
  }

  /** The sheet about a node that failed with its host key. */
  static Sheet sheet(Session session, NodeFailure failure) {
    return new Sheet(words -> load(session, failure, words), session::closeSheet);
  }

  private static Parent load(Session session, NodeFailure failure, Words words) {
    return Fxml.load(new HostKeyView(session, failure, words), words);
  }

  @FXML
  private void initialize() {
    title.setText(words.text(key(), "node", failure.node()));
    remedy.setText(words.describe(failure).remedy());
    Map<String, String> arguments = failure.arguments();
    fact("host-key.address", arguments.get("address"));
    fact("host-key.expected", arguments.get("expected"));
    fact("host-key.presented", arguments.getOrDefault("presented", arguments.get("fingerprint")));
    fact("host-key.file", arguments.get("knownHosts"));
  }

  @FXML
  private void knownHosts() {
    session.show(KnownHostsView.sheet(session));
  }

  @FXML
  private void close() {
    session.closeSheet();
  }

  private String key() {
    return failure instanceof NodeFailure.HostKeyRevoked ? "host-key.revoked" : "host-key.changed";
  }

  /** A value that can be marked and copied. */
  private void fact(String key, @Nullable String value) {
    if (value == null) {
      return;
    }
    Label name = new Label(words.text(key));
    name.getStyleClass().add("card-key");
    TextField text = new TextField(value);
    text.setEditable(false);
    text.setAccessibleText(words.text(key) + ": " + value);
    text.getStyleClass().add("fact");
    facts.addRow(facts.getRowCount(), name, text);
  }
}
