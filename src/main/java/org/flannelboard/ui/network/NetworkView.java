package org.flannelboard.ui.network;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.flannelboard.app.Messages;
import org.flannelboard.app.NetworkImpact;
import org.flannelboard.cluster.Problem;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.etcd.NetworkDocument.Member;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Flannel's network: its configuration as form and JSON with what it does, and the leases. */
public final class NetworkView {

  private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

  private static final List<String> BACKENDS =
      List.of("vxlan", "host-gw", "wireguard", "ipip", "udp", "alloc");

  private final Session session;
  private final Words words;
  private final NetworkViewModel model;
  private final StatusChip verdict = new StatusChip();
  private final EffectLines effects;
  private final JsonEditor json;
  private final Map<Member, Field> fields = new EnumMap<>(Member.class);
  private boolean following;

  @FXML private Label api;
  @FXML private Label origin;
  @FXML private HBox tabs;
  @FXML private VBox unreachable;
  @FXML private Label failure;
  @FXML private Label remedy;
  @FXML private VBox configuration;
  @FXML private VBox leases;
  @FXML private HBox empty;
  @FXML private StackPane editor;
  @FXML private StackPane impact;
  @FXML private HBox verdictBox;
  @FXML private Label verdictRemedy;
  @FXML private TextField network;
  @FXML private TextField subnetLen;
  @FXML private TextField subnetMin;
  @FXML private TextField subnetMax;
  @FXML private ComboBox<String> type;
  @FXML private TextField vni;
  @FXML private TextField port;
  @FXML private TextField mtu;
  @FXML private CheckBox directRouting;
  @FXML private CheckBox gbp;
  @FXML private Label networkProblem;
  @FXML private Label subnetLenProblem;
  @FXML private Label subnetMinProblem;
  @FXML private Label subnetMaxProblem;
  @FXML private Label typeProblem;
  @FXML private Label vniProblem;
  @FXML private Label portProblem;
  @FXML private Label mtuProblem;
  @FXML private Label directRoutingProblem;
  @FXML private Label gbpProblem;
  @FXML private Button compare;
  @FXML private Button revert;
  @FXML private Button save;

  /** A control of the form and the place for what is wrong with it. */
  private record Field(Node control, Label problem) {}

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private NetworkView(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.model = new NetworkViewModel(session, words);
    this.effects = new EffectLines(words);
    this.json = new JsonEditor(words.text("network.json"), this::typed);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    NetworkView view = new NetworkView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    return new Page(
        Place.NETWORK,
        content,
        List.of(
            new Command(
                "network-save",
                words.text("network.save.command"),
                KeyCombination.valueOf("Shortcut+S"),
                view.model.savable().not(),
                view::save),
            new Command(
                "network-revert",
                words.text("network.revert.command"),
                null,
                view.model.dirty().not(),
                view::revert)));
  }

  @FXML
  private void initialize() {
    api.setText(model.api());
    origin.textProperty().bind(model.origin());
    buildTabs();
    leases.getChildren().add(LeasesView.load(session, words));
    editor.getChildren().add(json);
    impact.getChildren().add(effects);
    verdict.setId("network-verdict");
    verdictBox.getChildren().add(verdict);
    buildForm();
    save.disableProperty().bind(model.savable().not());
    ReadOnly.guard(session, words, save);
    revert.disableProperty().bind(model.dirty().not());
    shown(compare, model.overtaken());
    shown(empty, model.nothingStored().and(model.dirty().not()));
    follow(model.text(), json::show);
    follow(model.document(), this::show);
    follow(
        model.readable(),
        readable -> fields.values().forEach(it -> it.control().setDisable(!readable)));
    follow(model.problems(), this::show);
    follow(model.impact(), _ -> showImpact());
    model.otherProblems().addListener((_, _, _) -> showImpact());
    follow(model.verdict(), this::show);
    follow(model.unreachable(), this::show);
    follow(model.known(), known -> configuration.setDisable(!known));
    model.state().addListener((_, _, now) -> moved(now));
  }

  @FXML
  private void retry() {
    model.check();
  }

  @FXML
  private void useProfile() {
    model.useProfile();
  }

  @FXML
  private void check() {
    model.check();
  }

  @FXML
  private void revert() {
    model.revert();
  }

  @FXML
  private void compare() {
    model.compare();
  }

  /** Writes it; where that stops packets or containers, asks first. */
  @FXML
  private void save() {
    if (model.disrupts()) {
      session.show(
          new Sheet(
              spoken -> ConfirmSheet.of(session, new NetworkViewModel(session, spoken), spoken),
              session::closeSheet));
    } else {
      model.save();
    }
  }

  private void moved(SaveState now) {
    if (now instanceof SaveState.Conflicting) {
      session.show(
          new Sheet(
              spoken -> MergeSheet.of(session, model.desk(), spoken),
              () -> MergeSheet.leave(session, model.desk())));
    }
  }

  private void buildTabs() {
    ToggleButton first = new ToggleButton(words.text("network.tab.configuration"));
    first.setId("network-configuration");
    ToggleButton second = new ToggleButton(words.text("network.tab.leases"));
    second.setId("network-leases");
    SegmentedButton segments = new SegmentedButton(first, second);
    ToggleGroup group = new ToggleGroup();
    segments.setToggleGroup(group);
    group
        .selectedToggleProperty()
        .addListener(
            (_, before, now) -> {
              // One of the two is always shown.
              if (now == null && before != null) {
                before.setSelected(true);
              }
            });
    first.setSelected(true);
    shown(configuration, first.selectedProperty());
    shown(leases, second.selectedProperty());
    tabs.getChildren().add(segments);
  }

  private void buildForm() {
    type.getItems().setAll(BACKENDS);
    field(Member.NETWORK, network, networkProblem);
    field(Member.SUBNET_LEN, subnetLen, subnetLenProblem);
    field(Member.SUBNET_MIN, subnetMin, subnetMinProblem);
    field(Member.SUBNET_MAX, subnetMax, subnetMaxProblem);
    field(Member.VNI, vni, vniProblem);
    field(Member.PORT, port, portProblem);
    field(Member.MTU, mtu, mtuProblem);
    fields.put(Member.TYPE, new Field(type, typeProblem));
    type.getEditor().textProperty().addListener((_, _, now) -> set(Member.TYPE, now));
    flag(Member.DIRECT_ROUTING, directRouting, directRoutingProblem);
    flag(Member.GBP, gbp, gbpProblem);
  }

  private void field(Member member, TextField field, Label problem) {
    fields.put(member, new Field(field, problem));
    field.textProperty().addListener((_, _, now) -> set(member, now));
  }

  private void flag(Member member, CheckBox box, Label problem) {
    fields.put(member, new Field(box, problem));
    box.selectedProperty().addListener((_, _, now) -> set(member, now.toString()));
  }

  private void set(Member member, String value) {
    if (!following) {
      model.set(member, value);
    }
  }

  private void typed(String text) {
    if (!following) {
      model.type(text);
    }
  }

  /** Brings the form up to the document; what a person is typing in stays as it is. */
  private void show(NetworkDocument document) {
    following = true;
    fields.forEach(
        (member, field) -> {
          String value = document.value(member);
          switch (field.control()) {
            case TextField text -> fill(text, value);
            case ComboBox<?> box -> fill(box.getEditor(), value);
            case CheckBox box -> box.setSelected(value.equals("true"));
            default -> throw new IllegalStateException("no field: " + field.control());
          }
        });
    following = false;
  }

  private static void fill(TextField field, String value) {
    if (!field.getText().strip().equals(value)) {
      field.setText(value);
    }
  }

  private void show(Map<String, Problem> problems) {
    fields.forEach(
        (member, field) -> {
          Problem problem = problems.get(member.path());
          field.control().pseudoClassStateChanged(DANGER, problem != null && problem.isError());
          field.problem().setText(problem == null ? "" : words.message(problem));
          field.control().setAccessibleHelp(problem == null ? "" : words.message(problem));
          boolean warns = problem != null && !problem.isError();
          field.problem().getStyleClass().removeAll("field-warning");
          if (warns) {
            field.problem().getStyleClass().add("field-warning");
          }
          field.problem().setVisible(problem != null);
          field.problem().setManaged(problem != null);
        });
  }

  private void showImpact() {
    NetworkImpact now = model.impact().get();
    effects.show(
        model.otherProblems().get(),
        now == null ? new NetworkImpact(List.of()) : now,
        model.dirty().get());
  }

  private void show(NetworkViewModel.Verdict now) {
    verdict.show(now.light());
    verdictRemedy.setText(now.remedy());
    verdictRemedy.setVisible(!now.remedy().isEmpty());
    verdictRemedy.setManaged(!now.remedy().isEmpty());
  }

  private void show(Messages.@Nullable Explanation why) {
    unreachable.setVisible(why != null);
    unreachable.setManaged(why != null);
    failure.setText(why == null ? "" : why.message());
    remedy.setText(why == null ? "" : why.remedy());
  }

  private static void shown(Node node, ObservableValue<Boolean> when) {
    node.visibleProperty().bind(when);
    node.managedProperty().bind(when);
  }

  private static <T extends @Nullable Object> void follow(
      ObservableValue<T> value, Consumer<T> show) {
    value.addListener((_, _, now) -> show.accept(now));
    show.accept(value.getValue());
  }
}
