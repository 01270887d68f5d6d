package org.flannelboard.ui.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.StatusReader;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.NetworkDocument;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The network's page as a person uses it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkViewTest {

  private static final String GUIDE =
      "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,\"Backend\":{\"Type\":\"vxlan\"}}";

  private Lab lab;
  private Session session;
  private NetworkDesk desk;

  @BeforeAll
  void open() {
    lab = Lab.deployed(4, Locale.ENGLISH);
    session = lab.window.session();
    desk = Fx.get(() -> session.kept(NetworkDesk.class, () -> new NetworkDesk(session)));
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @BeforeEach
  void begin() {
    other(GUIDE);
    Fx.run(() -> lab.window.show(Place.NETWORK));
    Fx.run(() -> session.status().refresh());
    reads(GUIDE);
    Fx.run(desk::revert);
    choose("#network-configuration");
  }

  @AfterEach
  void nothingWaitedOnTheWindowsThread() {
    assertThat(lab.callsOnFxThread).isEmpty();
  }

  @Test
  void formAndTextKeepInStep() {
    type("#network-vni", "7");
    assertThat(json()).contains("\"VNI\" : 7");
    Fx.run(() -> area().setText(area().getText().replace("\"VNI\" : 7", "\"Port\" : 4789")));
    assertThat(field("#network-vni").getText()).isEmpty();
    assertThat(field("#network-port").getText()).isEqualTo("4789");
    Fx.run(() -> area().setText("{ \"Network\" "));
    assertThat(field("#network-port").getText()).isEqualTo("4789");
    assertThat(field("#network-port").isDisabled()).isTrue();
    assertThat(texts()).anyMatch(text -> text.startsWith("This is no JSON at line 1"));
    press("#network-revert");
    assertThat(field("#network-port").getText()).isEmpty();
    assertThat(field("#network-port").isDisabled()).isFalse();
  }

  @Test
  void aWrongFieldSaysWhyAndCannotBeSaved() {
    type("#network-vni", "0");
    Fx.await(desk.judged(), "problem", now -> now != null && now.draft().refused());
    assertThat(texts())
        .anyMatch(text -> text.contains("option VNI is 0"))
        .anyMatch(text -> text.startsWith("Cannot be saved"));
    assertThat(disabled("#network-save")).isTrue();
  }

  @Test
  void savingWhatDisruptsAsksFirst() {
    type("#network-network", "10.9.0.0/16");
    Fx.await(desk.judged(), "impact", now -> now != null && now.impact().disrupts());
    assertThat(texts())
        .contains("The network moves from 10.253.0.0/16 to 10.9.0.0/16.")
        .anyMatch(text -> text.startsWith("Leases that are orphaned: 4."));
    press("#network-save");
    assertThat(texts()).contains("Write this configuration?");
    press("#network-confirm-cancel");
    assertThat(stored()).isEqualTo(GUIDE);
    press("#network-save");
    press("#network-confirm-save");
    Fx.await(desk.state(), "saved", SaveState.Saved.class::isInstance);
    assertThat(stored()).contains("10.9.0.0/16");

    choose("#network-leases");
    Fx.await(
        desk.book(),
        "leases outside",
        book -> book != null && book.rows().stream().noneMatch(it -> it.anomalies().isEmpty()));
    assertThat(texts()).contains("Leases: 4; odd: 4", "outside the network");
  }

  @Test
  void aConflictOnSaveIsMergedMemberByMember() {
    type("#network-vni", "7");
    type("#network-port", "4789");
    other(
        "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,"
            + "\"Backend\":{\"Type\":\"vxlan\",\"VNI\":9,\"GBP\":true}}");
    Fx.await(desk.judged(), "savable", _ -> desk.savable());
    press("#network-save");
    press("#network-confirm-save");
    Fx.await(desk.state(), "conflict", SaveState.Conflicting.class::isInstance);
    assertThat(texts())
        .contains("Somebody else changed the configuration", "Backend.VNI", "Backend.GBP", "choose")
        .contains("To be chosen: 1");
    assertThat(disabled("#merge-save")).isTrue();
    assertThat(stored()).contains("\"VNI\":9");

    Fx.run(
        () -> {
          RadioButton mine =
              (RadioButton)
                  nodes(lab.window.scene().getRoot()).stream()
                      .filter(node -> "merge-mine-Backend.VNI".equals(node.getId()))
                      .findFirst()
                      .orElseThrow();
          mine.fire();
        });
    Fx.await(
        Fx.get(() -> Objects.requireNonNull(lab.window.scene().lookup("#merge-save")))
            .disabledProperty(),
        "judged",
        disabled -> !disabled);
    press("#merge-save");
    Fx.await(desk.state(), "saved", SaveState.Saved.class::isInstance);
    assertThat(stored()).contains("\"VNI\":7", "\"Port\":4789", "\"GBP\":true");
    assertThat(Fx.get(() -> lab.window.scene().lookup("#merge-sheet") == null)).isTrue();
  }

  @Test
  void whatIsNoJsonIsShownAsItStandsAndMended() {
    breaks("{ \"Network\": \"10.253.0.0/16\", ");
    assertThat(json()).isEqualTo("{ \"Network\": \"10.253.0.0/16\", ");
    assertThat(texts()).anyMatch(text -> text.startsWith("This is no JSON at line 1"));
    assertThat(disabled("#network-save")).isTrue();
    Fx.run(() -> area().setText(GUIDE));
    save();
    Fx.await(desk.state(), "saved", SaveState.Saved.class::isInstance);
    assertThat(stored()).isEqualTo(GUIDE);
  }

  @Test
  void whatFlannelCannotReadIsReplacedUnlessSomebodyElseWroteMeanwhile() {
    breaks(GUIDE.replace("10.253.0.0/16", "nowhere"));
    assertThat(texts()).anyMatch(text -> text.contains("/kubernetes/network/config"));
    assertThat(json()).contains("nowhere");
    assertThat(disabled("#network-save")).isTrue();
    Fx.run(() -> area().setText(GUIDE));
    other(GUIDE.replace("10.253", "10.77"));
    save();
    Fx.await(desk.state(), "conflict", SaveState.Conflicting.class::isInstance);
    assertThat(stored()).contains("10.77");
    press("#merge-cancel");
  }

  /** Somebody writes what flannel cannot read. */
  private void breaks(String text) {
    Objects.requireNonNull(lab.etcd.get())
        .put("/kubernetes/network/config", text, new Expect.Anything(), null, soon())
        .orElseThrow();
    Fx.run(() -> session.status().refresh());
    status(
        "unreadable",
        now -> now.etcd().toOptional().filter(etcd -> etcd.unreadable() != null).isPresent());
  }

  /** Saves, and says yes where that disrupts. */
  private void save() {
    Fx.await(desk.judged(), "savable", _ -> desk.savable());
    press("#network-save");
    if (Fx.get(() -> lab.window.scene().lookup("#network-confirm-save") != null)) {
      press("#network-confirm-save");
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }

  @Test
  void anEditOutlivesAChangeOfLanguage() {
    type("#network-vni", "7");
    Fx.run(() -> lab.window.speak(Locale.SIMPLIFIED_CHINESE));
    assertThat(field("#network-vni").getText()).isEqualTo("7");
    assertThat(texts()).contains("保存", "检查", "撤销修改");
    Fx.run(() -> lab.window.speak(Locale.ENGLISH));
    assertThat(json()).contains("\"VNI\" : 7");
  }

  @Test
  void withoutEtcdItSaysWhyAndOffersToTryAgain() {
    PracticeFault away = new PracticeFault.EtcdUnreachable();
    lab.practice.switchOn(away);
    press("#network-check");
    try {
      status("failure", now -> now.etcd().toFailure().isPresent());
      StatusChip verdict =
          (StatusChip)
              Fx.get(() -> Objects.requireNonNull(lab.window.scene().lookup("#network-verdict")));
      Fx.await(
          verdict.textProperty(),
          "verdict",
          "etcd does not answer just now; nothing can be saved"::equals);
      assertThat(texts()).anyMatch(text -> text.startsWith("No etcd endpoint")).contains("Retry");
    } finally {
      lab.practice.switchOff(away);
    }
    press("#network-retry");
    status("answer", now -> now.etcd().toOptional().isPresent());
    assertThat(texts()).doesNotContain("Retry");
  }

  @Test
  void leasesAreFilteredAndCopied() {
    choose("#network-leases");
    Fx.await(desk.book(), "book", book -> book != null && book.rows().size() == 4);
    TableView<?> table =
        (TableView<?>)
            Fx.get(() -> Objects.requireNonNull(lab.window.scene().lookup("#lease-table")));
    assertThat(Fx.get(() -> table.getItems().size())).isEqualTo(4);
    type("#lease-filter", "vm02 vxlan");
    assertThat(Fx.get(() -> table.getItems().size())).isEqualTo(1);
    LeaseLine line = (LeaseLine) Fx.get(() -> table.getItems().getFirst());
    LeasesViewModel model = Fx.get(() -> new LeasesViewModel(session, Words.of(Locale.ENGLISH)));
    assertThat(model.tsv(List.of(line)).lines())
        .hasSize(2)
        .first()
        .isEqualTo("Node\tSubnet\tPublicIP\tVTEP MAC\tBackend\tTime left\tState");
    assertThat(model.tsv(List.of(line)))
        .contains("vm02\t10.253.")
        .contains("\t172.16.16.82\t")
        .endsWith("\tvxlan\t" + line.ttl() + "\tfits\n");
    type("#lease-filter", "");
  }

  @Test
  void leasesOfNodesThatWereNotSeenAreNotSaidToFit() {
    choose("#network-leases");
    LeasesViewModel model = Fx.get(() -> new LeasesViewModel(session, Words.of(Locale.ENGLISH)));
    PracticeFault unknown = new PracticeFault.SudoRefused(new NodeId("vm02"));
    lab.practice.switchOn(unknown);
    try {
      Fx.run(() -> session.status().refresh());
      Fx.await(
          model.summary(),
          "what is said of the leases",
          light -> light.equals(new Light(Status.UNKNOWN, "Leases: 4; nodes not seen: 1")));
    } finally {
      lab.practice.switchOff(unknown);
    }
    Fx.run(() -> session.status().refresh());
    Fx.await(model.summary(), "all leases", light -> light.status() == Status.OK);
  }

  private void other(String text) {
    new StatusReader(session.cluster(), session.door())
        .store()
        .orElseThrow()
        .putConfig(
            NetworkDocument.parse(text).orElseThrow(),
            new Expect.Anything(),
            Deadline.after(Duration.ofSeconds(5)))
        .orElseThrow();
  }

  private String stored() {
    return new StatusReader(session.cluster(), session.door())
        .store()
        .orElseThrow()
        .config(Deadline.after(Duration.ofSeconds(5)))
        .orElseThrow()
        .orElseThrow()
        .raw();
  }

  /** Waits until the status in the window has that configuration. */
  private void reads(String text) {
    Fx.run(() -> session.status().refresh());
    status(
        text,
        now ->
            now.etcd()
                .toOptional()
                .map(etcd -> etcd.config())
                .filter(config -> config.raw().equals(text))
                .isPresent());
  }

  private void status(String what, Predicate<ClusterStatus> fits) {
    Fx.await(session.status().latest(), what, now -> now != null && fits.test(now));
    Fx.run(() -> {});
  }

  /** Presses a button as soon as it can be: what is on the desk is judged in the background. */
  private void press(String id) {
    ButtonBase button =
        Fx.get(
            () -> {
              layout();
              return (ButtonBase) Objects.requireNonNull(lab.window.scene().lookup(id), id);
            });
    AtomicBoolean pressed = new AtomicBoolean();
    Fx.await(
        button.disabledProperty(),
        id + " enabled",
        disabled -> {
          if (!disabled && pressed.compareAndSet(false, true)) {
            button.fire();
          }
          return pressed.get();
        });
  }

  private boolean disabled(String id) {
    return Fx.get(() -> Objects.requireNonNull(lab.window.scene().lookup(id), id).isDisabled());
  }

  private void choose(String id) {
    Fx.run(
        () -> {
          layout();
          ((ToggleButton) Objects.requireNonNull(lab.window.scene().lookup(id), id))
              .setSelected(true);
        });
  }

  private void type(String id, String text) {
    Fx.run(() -> field(id).setText(text));
  }

  private TextField field(String id) {
    layoutIfMine();
    return (TextField) Objects.requireNonNull(lab.window.scene().lookup(id), id);
  }

  private TextArea area() {
    return (TextArea) Objects.requireNonNull(lab.window.scene().lookup("#network-json"));
  }

  private String json() {
    return Fx.get(() -> area().getText());
  }

  private void layoutIfMine() {
    if (Platform.isFxApplicationThread()) {
      layout();
    } else {
      Fx.run(this::layout);
    }
  }

  private void layout() {
    lab.window.scene().getRoot().applyCss();
    lab.window.scene().getRoot().layout();
  }

  private List<String> texts() {
    return Fx.get(
        () -> {
          layout();
          return nodes(lab.window.scene().getRoot()).stream()
              .filter(node -> node instanceof Label || node instanceof ButtonBase)
              .map(node -> ((Labeled) node).getText())
              .filter(text -> text != null && !text.isEmpty())
              .toList();
        });
  }

  private static List<Node> nodes(@Nullable Node node) {
    List<Node> all = new ArrayList<>();
    if (node != null && node.isVisible()) {
      all.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> all.addAll(nodes(child)));
      }
    }
    return all;
  }
}
