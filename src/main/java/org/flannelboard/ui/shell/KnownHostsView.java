package org.flannelboard.ui.shell;

import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.HostKeys;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Whom this machine trusts: the profile's known_hosts, with a way to forget one key. */
final class KnownHostsView {

  private final Session session;
  private final Words words;
  private final KnownHostsViewModel model;

  @FXML private Label file;
  @FXML private Label failure;
  @FXML private TableView<HostKeys.Entry> table;
  @FXML private TableColumn<HostKeys.Entry, String> nodes;
  @FXML private TableColumn<HostKeys.Entry, String> hosts;
  @FXML private TableColumn<HostKeys.Entry, String> keyType;
  @FXML private TableColumn<HostKeys.Entry, String> fingerprint;
  @FXML private TableColumn<HostKeys.Entry, String> line;
  @FXML private Button remove;
  @FXML private VBox consent;
  @FXML private Label question;
  @FXML private Button keep;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private KnownHostsView(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.model = new KnownHostsViewModel(session);
  }

  /** The known hosts as a sheet. */
  static Sheet sheet(Session session) {
    return new Sheet(words -> load(session, words), session::closeSheet);
  }

  private static Parent load(Session session, Words words) {
    return Fxml.load(new KnownHostsView(session, words), words);
  }

  @FXML
  private void initialize() {
    file.setText(
        session.practice()
            ? words.text("known-hosts.practice")
            : words.text("known-hosts.file", "file", session.profile().knownHosts()));
    column(nodes, it -> it.nodes().stream().map(NodeId::name).collect(Collectors.joining(", ")));
    column(hosts, it -> it.hosts().isEmpty() ? words.text("known-hosts.hashed") : it.hosts());
    column(keyType, this::keyType);
    column(fingerprint, HostKeys.Entry::fingerprint);
    column(line, it -> Integer.toString(it.line()));
    table.setItems(model.entries());
    remove
        .disableProperty()
        .bind(
            table
                .getSelectionModel()
                .selectedItemProperty()
                .isNull()
                .or(model.asked().isNotNull()));
    model.asked().subscribe(this::show);
    model.failure().subscribe(this::show);
    model.read();
  }

  @FXML
  private void ask() {
    model.ask(table.getSelectionModel().getSelectedItem());
  }

  @FXML
  private void keep() {
    model.ask(null);
    table.requestFocus();
  }

  @FXML
  private void remove() {
    model.remove();
    table.requestFocus();
  }

  @FXML
  private void close() {
    session.closeSheet();
  }

  private void show(HostKeys.@Nullable Entry entry) {
    consent.setVisible(entry != null);
    consent.setManaged(entry != null);
    if (entry != null) {
      question.setText(
          words.text(
              "known-hosts.question",
              "fingerprint",
              entry.fingerprint(),
              "where",
              entry.file() + ":" + entry.line()));
      keep.requestFocus();
    }
  }

  private void show(@Nullable Failure why) {
    failure.setVisible(why != null);
    failure.setManaged(why != null);
    failure.setText(why == null ? "" : words.message(why) + " " + words.describe(why).remedy());
  }

  private String keyType(HostKeys.Entry entry) {
    return switch (entry.kind()) {
      case TRUSTED -> entry.keyType();
      case CERTIFICATE_AUTHORITY -> words.text("known-hosts.authority", "type", entry.keyType());
      case REVOKED -> words.text("known-hosts.revoked", "type", entry.keyType());
    };
  }

  private static void column(
      TableColumn<HostKeys.Entry, String> column, Function<HostKeys.Entry, String> text) {
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
  }
}
