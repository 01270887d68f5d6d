package org.flannelboard.ui.firstrun;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.flannelboard.app.EtcdScout;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** The fourth step: the network of the containers, beside those that are there already. */
final class NetworkPane {

  private final WizardViewModel model;
  private final Words words;
  private final Watch watch = new Watch();

  @FXML private HBox size;
  @FXML private HBox bounds;
  @FXML private StatusChip room;
  @FXML private StatusChip apart;
  @FXML private HBox stored;
  @FXML private Label config;
  @FXML private Button use;
  @FXML private VBox leases;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  NetworkPane(WizardViewModel model, Words words) {
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
    FieldBox cidr = new FieldBox(model, words, Field.CIDR, "10.253.0.0/16");
    cidr.input().getStyleClass().add("sheet-first");
    add(size, cidr);
    add(size, new FieldBox(model, words, Field.SUBNET_LENGTH, "24"));
    add(size, new FieldBox(model, words, Field.BACKEND, "vxlan"));
    String flannels = words.text("firstrun.default");
    add(bounds, new FieldBox(model, words, Field.SUBNET_MIN, flannels));
    add(bounds, new FieldBox(model, words, Field.SUBNET_MAX, flannels));
    add(bounds, new FieldBox(model, words, Field.REASON, words.text("firstrun.reason.prompt")));
    watch.on(model.judged(), this::judge);
    watch.on(model.etcd().test(), this::showStored);
  }

  @FXML
  private void use() {
    found().ifPresent(model::take);
  }

  private void judge() {
    NetworkConfig network = model.profile().network();
    int nodes = model.profile().nodes().size();
    boolean sound = model.isSound(Step.NETWORK);
    boolean enough = network.capacity() >= nodes;
    room.show(
        new Light(
            !sound ? Status.UNKNOWN : enough ? Status.OK : Status.FAILED,
            sound
                ? words.text(
                    "firstrun.network.room", "capacity", network.capacity(), "nodes", nodes)
                : words.text("firstrun.network.unknown")));
    int seen = model.access().seen(model.profile().nodes()).size();
    boolean clear =
        model.problems(Step.NETWORK).stream()
            .map(Problem::code)
            .noneMatch(it -> it.startsWith("network-overlaps"));
    apart.show(
        seen == 0
            ? new Light(Status.UNKNOWN, words.text("firstrun.network.unseen"))
            : clear
                ? new Light(Status.OK, words.text("firstrun.network.apart", "seen", seen))
                : new Light(Status.WARNING, words.text("firstrun.network.overlaps")));
    use.setDisable(found().filter(it -> !it.equals(network)).isEmpty());
  }

  private void showStored() {
    config.setText(
        found()
            .map(
                it ->
                    words.text(
                        "firstrun.network.stored",
                        "network",
                        it.network() + " /" + it.subnetLen() + " " + it.backend().type()))
            .orElseGet(() -> words.text("firstrun.network.not-stored")));
    List<SubnetLease> all =
        kept()
            .flatMap(it -> it.leases().leases().stream())
            .map(FlannelStore.StoredLease::lease)
            .distinct()
            .toList();
    leases
        .getChildren()
        .setAll(all.stream().map(it -> line(it.subnet() + "  →  " + it.publicIp())).toList());
    use.setDisable(found().filter(it -> !it.equals(model.profile().network())).isEmpty());
  }

  private Optional<NetworkConfig> found() {
    return kept()
        .flatMap(it -> Stream.ofNullable(it.config()))
        .map(FlannelStore.StoredConfig::config)
        .findFirst();
  }

  private Stream<EtcdScout.Kept> kept() {
    return model.etcd().test().get()
            instanceof Asked.Answered<EtcdScout.Sighting>(EtcdScout.Sighting seen)
        ? seen.kept().values().stream()
        : Stream.empty();
  }

  private static Label line(String text) {
    Label line = new Label(text);
    line.setMnemonicParsing(false);
    line.getStyleClass().add("fact");
    return line;
  }

  private static void add(HBox row, FieldBox box) {
    HBox.setHgrow(box, Priority.ALWAYS);
    box.setMinWidth(0);
    box.setPrefWidth(0);
    row.getChildren().add(box);
  }
}
