package org.flannelboard.ui.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.flannelboard.app.CertificateState;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of certificates as a person uses it, on a practice cluster. */
class CertificatesViewTest {

  @Test
  void fromABareClusterToCertificatesOnEveryNode(@TempDir Path folder) {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      open(lab);
      awaitState(lab, 1, CertificateState.MISSING);
      type(lab, "#request-hosts", "10.0.0.300");
      assertThat(button(lab, "#certificate-issue").isDisabled()).isTrue();
      press(lab, "#certificate-reset");
      press(lab, "#certificate-issue");
      type(lab, "#path-folder", folder.resolve("made").toString());
      press(lab, "#paths-confirm");
      Notice issued = awaitNotice(lab, "Certificate issued");
      assertThat(folder.resolve("made/flannel.pem")).exists();

      Fx.run(() -> Objects.requireNonNull(issued.action()).run().run());
      awaitSheet(lab, "#certificate-question");
      assertThat(texts(lab)).anyMatch(text -> text.startsWith("The certificate issued to"));
      press(lab, "#certificate-confirm");
      awaitNotice(lab, "Certificates distributed");
      awaitState(lab, 1, CertificateState.GOOD);
      awaitState(lab, 2, CertificateState.GOOD);
      assertThat(lab.callsOnFxThread).isEmpty();
    }
  }

  @Test
  void aRollingRenewalGivesNewFingerprintsAndTheMeshIsGreen() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      open(lab);
      Fx.await(lab.window.session().mesh().latest(), "green", MatrixSnapshot::allReached);
      awaitState(lab, 1, CertificateState.GOOD);
      String before = row(lab, 1).fingerprint();
      press(lab, "#certificate-renew-all");
      awaitSheet(lab, "#certificate-question");
      press(lab, "#certificate-confirm");
      assertThat(Fx.get(() -> button(lab, "#certificate-export").isDisabled())).isTrue();
      awaitNotice(lab, "Certificates renewed");
      awaitRow(lab, 1, row -> !row.fingerprint().equals(before));
      awaitRow(lab, 2, row -> !row.fingerprint().equals(before));
      assertThat(row(lab, 2).fingerprint()).isEqualTo(row(lab, 1).fingerprint());
      assertThat(Fx.get(() -> lab.window.session().mesh().latest().get().allReached())).isTrue();
    }
  }

  @Test
  void aRenewalThatStopsOffersTheWayBack() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      open(lab);
      awaitState(lab, 1, CertificateState.GOOD);
      String before = row(lab, 1).fingerprint();
      PracticeFault fault = new PracticeFault.UnitStartFails(Lab.vm(1), "flanneld.service");
      lab.practice.switchOn(fault);
      press(lab, "#certificate-renew-all");
      awaitSheet(lab, "#certificate-question");
      press(lab, "#certificate-confirm");
      Notice stopped = awaitNotice(lab, "Stopped at vm01");
      assertThat(stopped.status()).isEqualTo(Status.FAILED);
      lab.practice.switchOff(fault);
      Fx.run(() -> Objects.requireNonNull(stopped.action()).run().run());
      awaitSheet(lab, "#certificate-question");
      press(lab, "#certificate-confirm");
      awaitNotice(lab, "vm01 is as it was before");
      awaitRow(lab, 1, row -> row.fingerprint().equals(before));
    }
  }

  @Test
  void theSelectionIsTheSessionsAndTheFilterFinds() {
    try (Lab lab = Lab.deployed(3, Locale.ENGLISH)) {
      open(lab);
      awaitState(lab, 3, CertificateState.GOOD);
      Fx.run(() -> lab.window.session().node().set(Lab.vm(2)));
      assertThat(texts(lab)).contains("Private key", "RSA 2048");
      assertThat(Fx.get(() -> table(lab).getSelectionModel().getSelectedItem().node()))
          .isEqualTo(Lab.vm(2));
      Fx.run(() -> table(lab).getSelectionModel().clearAndSelect(2));
      assertThat(Fx.get(() -> lab.window.session().node().get())).isEqualTo(Lab.vm(3));
      type(lab, "#certificate-filter", "VM01");
      assertThat(names(lab)).containsExactly(Lab.vm(1));
      type(lab, "#certificate-filter", "nothing like it");
      assertThat(names(lab)).isEmpty();
    }
  }

  @Test
  void aNodeThatIsDownIsGreyWithWhatWasLastSeen() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      open(lab);
      awaitState(lab, 2, CertificateState.GOOD);
      String before = row(lab, 2).fingerprint();
      lab.practice.switchOn(new PracticeFault.NodeDown(Lab.vm(2)));
      Fx.run(() -> lab.window.session().status().refresh());
      awaitState(lab, 2, CertificateState.UNREACHABLE);
      CertificateRow row = row(lab, 2);
      assertThat(row.fingerprint()).isEqualTo(before);
      assertThat(List.of(row.light().status(), row.chain().status(), row.key().status()))
          .containsOnly(Status.UNKNOWN);
    }
  }

  @Test
  void theCalendarIsWrittenAndAnotherAuthorityIsLookedAt(@TempDir Path folder) throws Exception {
    try (Lab lab = Lab.deployed(2, Locale.SIMPLIFIED_CHINESE)) {
      open(lab);
      awaitState(lab, 2, CertificateState.GOOD);
      Path file = folder.resolve("ends.ics");
      press(lab, "#certificate-export");
      type(lab, "#path-file", file.toString());
      press(lab, "#paths-confirm");
      awaitNotice(lab, "日历已写入");
      assertThat(Files.readString(file)).contains("集群 practice 中 vm01 的证书到期", "CA 的证书到期");
      press(lab, "#certificate-create-ca");
      type(lab, "#path-folder", folder.resolve("ca").toString());
      press(lab, "#paths-confirm");
      awaitNotice(lab, "已创建新的 CA");
      assertThat(folder.resolve("ca/ca-key.pem")).exists();
      assertThat(Fx.get(() -> button(lab, "#certificate-profile-ca").isDisabled())).isFalse();
    }
  }

  private static void open(Lab lab) {
    Fx.run(() -> lab.window.show(Place.CERTIFICATES));
    layOut(lab);
  }

  /** What stands in a scroll pane is found only after its skin was made. */
  private static void layOut(Lab lab) {
    Fx.run(
        () -> {
          lab.window.scene().getRoot().applyCss();
          lab.window.scene().getRoot().layout();
        });
  }

  private static void press(Lab lab, String id) {
    Fx.run(
        () -> {
          Button button = button(lab, id);
          assertThat(button.isDisabled()).as(id).isFalse();
          button.fire();
        });
  }

  private static Button button(Lab lab, String id) {
    return (Button) find(lab, id);
  }

  private static Node find(Lab lab, String id) {
    return Objects.requireNonNull(lab.window.scene().lookup(id), id);
  }

  private static void type(Lab lab, String id, String text) {
    Fx.run(() -> ((TextField) find(lab, id)).setText(text));
  }

  @SuppressWarnings("unchecked") // the view's own table
  private static TableView<CertificateRow> table(Lab lab) {
    return (TableView<CertificateRow>) find(lab, "#certificate-table");
  }

  private static List<NodeId> names(Lab lab) {
    return Fx.get(() -> table(lab).getItems().stream().map(CertificateRow::node).toList());
  }

  private static CertificateRow row(Lab lab, int number) {
    return Fx.get(
        () ->
            table(lab).getItems().stream()
                .filter(row -> row.node().equals(Lab.vm(number)))
                .findFirst()
                .orElseThrow());
  }

  private static void awaitState(Lab lab, int number, CertificateState state) {
    awaitRow(lab, number, row -> row.state() == state && !row.light().text().equals("Asking …"));
  }

  private static void awaitRow(Lab lab, int number, Predicate<CertificateRow> fits) {
    ObjectBinding<List<CertificateRow>> rows =
        Fx.get(
            () -> {
              TableView<CertificateRow> table = table(lab);
              return Bindings.createObjectBinding(
                  () -> List.copyOf(table.getItems()), table.getItems());
            });
    Fx.await(
        rows,
        "row of node " + number,
        all -> all.stream().anyMatch(row -> row.node().equals(Lab.vm(number)) && fits.test(row)));
  }

  private static void awaitSheet(Lab lab, String id) {
    Fx.await(lab.window.session().sheet(), id, sheet -> sheet != null);
    assertThat(Fx.get(() -> lab.window.scene().lookup(id))).isNotNull();
  }

  private static Notice awaitNotice(Lab lab, String title) {
    Session session = lab.window.session();
    return Objects.requireNonNull(
        Fx.<@Nullable Notice>await(
            session.notice(), title, notice -> notice != null && notice.title().equals(title)));
  }

  private static List<String> texts(Lab lab) {
    layOut(lab);
    return Fx.get(
        () ->
            lab.window.scene().getRoot().lookupAll(".label").stream()
                .filter(Label.class::isInstance)
                .map(label -> Objects.requireNonNullElse(((Label) label).getText(), ""))
                .toList());
  }
}
