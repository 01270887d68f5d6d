package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.DialogPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.kit.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main jobs, each in one piece, by somebody who has only eyes and a keyboard. */
class MainJobTest {

  @Test
  void fromABareClusterToTwelveGreenCellsAndBack(@TempDir Path folder) {
    try (Lab lab = Lab.bare(4, Locale.ENGLISH)) {
      Person person = new Person(lab.window);
      person.reads("Mesh not measured");
      issueCertificate(person, folder);
      setNetwork(person);
      pushAll(person);

      person.reads("Mesh 12/12");
      person.goes(Place.CONNECTIVITY);
      person.presses("#as-table");
      awaitCells(person, "Reached", 12);

      // Loss is counted over twenty rounds: they need not take twenty seconds.
      Fx.run(() -> lab.window.session().preferences().pingInterval().set(Duration.ofMillis(250)));
      breakAndMend(person);
      rollBack(person);
      assertThat(lab.callsOnFxThread).isEmpty();
    }
  }

  private static void issueCertificate(Person person, Path folder) {
    person.goes(Place.CERTIFICATES);
    person.types("#request-hosts", "127.0.0.1");
    person.presses("#certificate-issue");
    person.types("#path-folder", folder.resolve("issued").toString());
    person.presses("#paths-confirm");
    person.reads("Certificate issued");
    assertThat(folder.resolve("issued/flannel.pem")).exists();
    person.presses("#notice-action");
    person.presses("#certificate-confirm");
    person.reads("Certificates distributed");
  }

  private static void setNetwork(Person person) {
    person.goes(Place.NETWORK);
    person.presses("#network-use-profile");
    person.types("#network-network", "10.77.0.0/16");
    person.presses("#network-save");
    person.reads("Written as revision");
  }

  private static void pushAll(Person person) {
    person.goes(Place.TOPOLOGY);
    person.presses("#push-all");
    person.sees("#plan-sheet");
    assertThat(person.texts("#plan-sheet"))
        .anyMatch(text -> text.contains("stops these containers: web"));
    person.presses("#plan-consent");
    person.presses("#plan-confirm");
    person.reads("Done and measured");
  }

  /** A fault switched on the practice sheet is red in both directions, and green again after. */
  private static void breakAndMend(Person person) {
    person.presses("#practice-badge");
    person.presses("#switch-route-missing");
    person.key(KeyCode.ESCAPE);
    awaitCells(person, "No reply", 2);
    awaitCells(person, "Reached", 10);
    person.reads("Mesh 10/12");
    person.presses("#practice-badge");
    person.presses("#practice-all-off");
    person.key(KeyCode.ESCAPE);
    // What was lost shows for the twenty rounds over which loss is counted.
    awaitCells(person, "No reply", 0);
    person.reads("Mesh 12/12");
  }

  private static void rollBack(Person person) {
    person.goes(Place.DEPLOY);
    person.goesTo("#step-grid");
    person.key(KeyCode.DOWN);
    person.goesTo("#deploy-tabs");
    person.key(KeyCode.END);
    person.presses("#roll-back-latest");
    person.sees("#rollback-sheet");
    person.presses("#rollback-confirm");
    person.reads("is as it was before");
    person.presses("#rollback-leave");
    person.reads("missing");
  }

  @Test
  void aConflictOnSaveIsMerged() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      Person person = new Person(lab.window);
      person.goes(Place.NETWORK);
      person.types("#network-vni", "7");
      NetworkByOthers.writeText(
          lab.window.session(),
          "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,"
              + "\"Backend\":{\"Type\":\"vxlan\",\"VNI\":9,\"Port\":4789}}");
      person.presses("#network-save");
      person.presses("#network-confirm-save");
      person.sees("#merge-sheet");
      assertThat(person.texts("#merge-sheet")).contains("Backend.VNI", "To be chosen: 1");
      person.presses("#merge-mine-Backend.VNI");
      person.presses("#merge-save");
      person.missesAgain("#merge-sheet");
      person.reads("Written as revision");
      assertThat(NetworkByOthers.stored(lab.window.session()))
          .contains("\"VNI\":7", "\"Port\":4789");
    }
  }

  @Test
  void anUnknownHostIsReachedOnceItsFingerprintWasTrusted() {
    PracticeFault stranger = new PracticeFault.HostKeyUnknown(Lab.vm(2));
    try (Lab lab = Lab.broken(2, Locale.ENGLISH, stranger)) {
      Person person = new Person(lab.window);
      Person.until(() -> question().isPresent(), () -> "the question");
      Fx.run(
          () -> {
            DialogPane asked = question().orElseThrow();
            assertThat(Person.visible(asked))
                .filteredOn(TextField.class::isInstance)
                .extracting(node -> ((TextField) node).getText())
                .anyMatch(text -> text.startsWith("SHA256:"))
                .anyMatch(text -> text.contains("172.16.16.82"));
            ButtonBase trust = button(asked, "Trust");
            assertThat(asked.getScene().getFocusOwner()).as("the safe answer").isNotSameAs(trust);
            trust.requestFocus();
            Person.press(trust, KeyCode.SPACE, false);
          });
      person.reads("Nodes 2/2");
      assertThat(lab.practice.faults()).isEmpty();
    }
  }

  @Test
  void aWindowThatOnlyLooksClosesEveryChangeAndSaysWhy() {
    try (Lab lab = Lab.readOnly(2, Locale.ENGLISH)) {
      Person person = new Person(lab.window);
      person.reads("Nodes");
      person.goesTo("#topology-map");
      person.key(KeyCode.HOME);
      person.key(KeyCode.ENTER);
      closed(person, Place.TOPOLOGY, "#push-all", "#inspector-push", "#inspector-rollback");
      closed(person, Place.TOPOLOGY, "#inspector-restart");
      closed(
          person,
          Place.CERTIFICATES,
          "#certificate-distribute-all",
          "#certificate-renew-all",
          "#certificate-distribute",
          "#certificate-renew");
      closed(person, Place.NETWORK, "#network-save");
      closed(person, Place.DEPLOY, "#deploy-push-all", "#push-selected");
      person.goesTo("#deploy-tabs");
      person.key(KeyCode.END);
      closed(person, Place.DEPLOY, "#roll-back-latest");
      assertThat(lab.changingCalls).isEmpty();
    }
  }

  private static void closed(Person person, Place place, String... ids) {
    person.goes(place);
    for (String id : ids) {
      Node control = person.sees(id);
      assertThat(Fx.get(control::isDisabled)).as("%s is closed", id).isTrue();
      assertThat(Fx.get(control::getAccessibleHelp)).as("%s says why", id).contains("read-only");
    }
  }

  @Test
  void placeAndDataStayWhateverLanguageAndThemeTheWindowChangesTo() {
    try (Lab lab = Lab.deployed(4, Locale.ENGLISH)) {
      Person person = new Person(lab.window);
      person.reads("Mesh 12/12");
      person.goes(Place.NETWORK);
      person.types("#network-vni", "7");
      person.goes(Place.CERTIFICATES);
      person.types("#request-hosts", "127.0.0.1, 10.9.8.7");
      person.goes(Place.CONNECTIVITY);
      person.goesTo("#matrix");
      person.key(KeyCode.RIGHT);
      person.reads("vm01 → vm02");

      person.presses("#theme");
      person.presses("#language");
      person.reads("互通 12/12");
      person.reads("vm01 → vm02");
      assertThat(person.looksAt("#matrix")).isTrue();
      person.goes(Place.CERTIFICATES);
      assertThat(person.field("#request-hosts")).isEqualTo("127.0.0.1, 10.9.8.7");
      person.goes(Place.NETWORK);
      assertThat(person.field("#network-vni")).isEqualTo("7");
    }
  }

  private static void awaitCells(Person person, String state, int count) {
    Person.until(
        () -> Collections.frequency(person.textsNow("#pairs"), state) == count,
        () -> count + " cells " + state + " in " + person.texts("#pairs"));
  }

  private static Optional<DialogPane> question() {
    return Window.getWindows().stream()
        .map(window -> window.getScene().getRoot())
        .filter(DialogPane.class::isInstance)
        .map(DialogPane.class::cast)
        .findFirst();
  }

  private static ButtonBase button(DialogPane pane, String text) {
    return pane.getButtonTypes().stream()
        .filter(type -> type.getText().equals(text))
        .map(type -> (ButtonBase) Objects.requireNonNull(pane.lookupButton(type)))
        .findFirst()
        .orElseThrow();
  }
}
