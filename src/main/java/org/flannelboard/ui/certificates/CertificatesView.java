package org.flannelboard.ui.certificates;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Every node's certificate in a table, beside the authority and the request they come from. */
public final class CertificatesView {

  /** Widths of the table, in pixels, from which on one more column has its room. */
  private static final double WITH_KEY = 640;

  private static final double WITH_MODES = 735;
  private static final double WITH_REQUEST = 810;

  private final Session session;
  private final Words words;
  private final CertificatesViewModel model;
  private final CertificateActions actions;
  private final AuthorityViewModel authority;
  private final RequestForm form;
  private final CertificateSheets sheets;
  private final StatusChip headline = new StatusChip();
  private boolean following;

  @FXML private HBox headlineBox;
  @FXML private Label age;
  @FXML private Button export;
  @FXML private Button distributeAll;
  @FXML private Button renewAll;
  @FXML private HBox caLight;
  @FXML private Label caSubject;
  @FXML private GridPane caFacts;
  @FXML private VBox caProblems;
  @FXML private Button importCa;
  @FXML private Button createCa;
  @FXML private Button profileCa;
  @FXML private VBox requestFields;
  @FXML private Button issue;
  @FXML private Label issued;
  @FXML private TextField filter;
  @FXML private Label count;
  @FXML private Button distribute;
  @FXML private Button renew;
  @FXML private HBox jobBox;
  @FXML private Label jobTitle;
  @FXML private ProgressBar jobProgress;
  @FXML private Label jobDetail;
  @FXML private Button jobCancel;
  @FXML private TableView<CertificateRow> table;
  @FXML private TableColumn<CertificateRow, String> node;
  @FXML private TableColumn<CertificateRow, CertificateRow> state;
  @FXML private TableColumn<CertificateRow, CertificateRow> expires;
  @FXML private TableColumn<CertificateRow, String> fingerprint;
  @FXML private TableColumn<CertificateRow, Light> chain;
  @FXML private TableColumn<CertificateRow, Light> key;
  @FXML private TableColumn<CertificateRow, String> modes;
  @FXML private TableColumn<CertificateRow, Light> asked;
  @FXML private VBox details;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private CertificatesView(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.model = new CertificatesViewModel(session, words);
    this.actions =
        new CertificateActions(session, words, question -> QuestionSheet.show(session, question));
    this.authority = new AuthorityViewModel(session);
    this.form = new RequestForm(session.profile().certificates().request(), words);
    form.keepIn(session);
    this.sheets = new CertificateSheets(session, words, actions, authority);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    CertificatesView view = new CertificatesView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    return new Page(Place.CERTIFICATES, content, view.commands());
  }

  private List<Command> commands() {
    return List.of(
        new Command(
            "certificates-renew",
            words.text("certificates.renew-all"),
            null,
            actions.busy(),
            this::renewAll),
        new Command(
            "certificates-distribute",
            words.text("certificates.distribute-all"),
            null,
            actions.busy(),
            this::distributeAll),
        new Command(
            "certificates-issue",
            words.text("certificates.issue"),
            null,
            form.valid().not().or(actions.busy()),
            this::issue),
        new Command(
            "certificates-export",
            words.text("certificates.export"),
            null,
            actions.busy(),
            this::export));
  }

  @FXML
  private void initialize() {
    headlineBox.getChildren().add(headline);
    model.headline().addListener((_, _, now) -> headline.show(now));
    headline.show(model.headline().get());
    age.textProperty().bind(model.age());
    new AuthorityPanel(authority, words, caLight, caSubject, caFacts, caProblems).follow();
    RequestPanel.fill(form, requestFields, words);
    DetailsPanel panel = new DetailsPanel(details, words);
    model.details().addListener((_, _, now) -> panel.show(now));
    panel.show(model.details().get());
    actions.issued().addListener((_, _, folder) -> showIssued(folder));
    showIssued(actions.issued().get());
    followBusy();
    followJob();
    fillTable();
  }

  private void followBusy() {
    for (Button button : List.of(export, distributeAll, renewAll, createCa, importCa)) {
      button.disableProperty().bind(actions.busy());
    }
    BooleanBinding none = Bindings.isEmpty(table.getSelectionModel().getSelectedItems());
    distribute.disableProperty().bind(actions.busy().or(none));
    renew.disableProperty().bind(actions.busy().or(none));
    ReadOnly.guard(session, words, distribute, renew, distributeAll, renewAll);
    issue.disableProperty().bind(actions.busy().or(form.valid().not()));
    profileCa
        .disableProperty()
        .bind(authority.source().isEqualTo(authority.ofProfile()).or(actions.busy()));
  }

  private void followJob() {
    jobBox.managedProperty().bind(jobBox.visibleProperty());
    actions.job().addListener((_, _, now) -> showJob(now));
    showJob(actions.job().get());
  }

  private void showJob(@Nullable Job job) {
    jobBox.setVisible(job != null);
    jobProgress.progressProperty().unbind();
    jobDetail.textProperty().unbind();
    if (job != null) {
      jobTitle.setText(job.title());
      jobProgress.progressProperty().bind(job.progress());
      jobDetail.textProperty().bind(job.detail());
      jobCancel.setDisable(false);
    }
  }

  private void fillTable() {
    filter.textProperty().bindBidirectional(model.filter());
    SortedList<CertificateRow> sorted = new SortedList<>(model.shown());
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.setPlaceholder(new Label(words.text("certificates.no-line")));
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    count
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    words.text(
                        "certificates.count",
                        "shown",
                        model.shown().size(),
                        "all",
                        model.rows().size()),
                model.shown()));
    CertificateColumns.text(node, row -> row.node().name());
    CertificateColumns.state(state);
    CertificateColumns.expires(expires);
    CertificateColumns.fingerprint(fingerprint);
    CertificateColumns.light(chain, CertificateRow::chain);
    CertificateColumns.light(key, CertificateRow::key);
    CertificateColumns.text(modes, CertificateRow::modes);
    CertificateColumns.light(asked, CertificateRow::asked);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    // What is left out in a narrow window is in the details.
    asked.visibleProperty().bind(table.widthProperty().greaterThan(WITH_REQUEST));
    modes.visibleProperty().bind(table.widthProperty().greaterThan(WITH_MODES));
    key.visibleProperty().bind(table.widthProperty().greaterThan(WITH_KEY));
    linkSelection();
  }

  /** The table and the session speak of the same node; a line that is renewed stays selected. */
  private void linkSelection() {
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (_, _, row) -> {
              if (row != null && !following) {
                model.select(row.node());
              }
            });
    ReadOnlyObjectWrapper<@Nullable NodeId> selected = new ReadOnlyObjectWrapper<>();
    selected.bind(session.node());
    selected.addListener((_, _, id) -> follow(id));
    table.setUserData(selected); // bindings are weak: held as long as the table
    table.getItems().addListener((ListChangeListener<CertificateRow>) _ -> follow(selected.get()));
    follow(selected.get());
  }

  private void follow(@Nullable NodeId id) {
    boolean there =
        table.getSelectionModel().getSelectedItems().stream()
            .filter(Objects::nonNull)
            .anyMatch(row -> row.node().equals(id));
    if (there || id == null || following) {
      return;
    }
    following = true;
    table.getItems().stream()
        .filter(row -> row.node().equals(id))
        .findFirst()
        .ifPresent(
            row -> {
              table.getSelectionModel().clearSelection();
              table.getSelectionModel().select(row);
              table.scrollTo(row);
            });
    following = false;
  }

  private List<NodeSpec> selected() {
    return model.specs(
        table.getSelectionModel().getSelectedItems().stream().map(CertificateRow::node).toList());
  }

  private void showIssued(@Nullable Path folder) {
    issued.setText(
        folder == null
            ? words.text("certificates.not-issued")
            : words.text("certificates.issued-to", "folder", folder));
  }

  @FXML
  private void export() {
    sheets.export();
  }

  @FXML
  private void distributeAll() {
    actions.distribute(session.nodes());
  }

  @FXML
  private void renewAll() {
    actions.renew(session.nodes());
  }

  @FXML
  private void distributeSelected() {
    actions.distribute(selected());
  }

  @FXML
  private void renewSelected() {
    actions.renew(selected());
  }

  @FXML
  private void importCa() {
    sheets.importAuthority();
  }

  @FXML
  private void createCa() {
    sheets.createAuthority(form.request());
  }

  @FXML
  private void profileCa() {
    authority.look(authority.ofProfile());
  }

  @FXML
  private void reset() {
    form.reset();
  }

  @FXML
  private void issue() {
    sheets.issue(form.request());
  }

  @FXML
  private void cancelJob() {
    Job job = actions.job().get();
    if (job != null) {
      job.cancel();
      jobCancel.setDisable(true);
    }
  }
}
