package org.flannelboard.ui.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.control.TextField;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.Person;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wizard by keyboard, from the first page to an open cluster, and where it says no. */
class WizardTest {

  @TempDir private Path home;

  @Test
  void fromTheFirstPageToAnOpenCluster() throws Exception {
    try (Desk desk =
        new Desk(
            home,
            2,
            new PracticeFault.HostKeyUnknown(Lab.vm(1)),
            new PracticeFault.HostKeyUnknown(Lab.vm(2)))) {
      Person person = desk.person;
      person.presses("#new-cluster");
      person.types("#wizard-name", "lab");
      paste(desk);

      person.presses("#wizard-next");
      person.sees("#accept-vm01");
      person.reads("0 of 2 nodes answered");
      assertThat(fingerprints(desk)).allMatch(it -> it.startsWith("SHA256:"));
      person.presses("#accept-vm01");
      person.reads("1 of 2 nodes answered");
      person.presses("#access-accept-all");
      person.reads("2 of 2 nodes answered");
      person.reads("CentOS Linux 7 (Core)  ·  kernel 3.10");

      person.presses("#wizard-next");
      person.reads("No etcd was found");
      person.types("#wizard-etcd-endpoints", "https://vm01:2379");
      person.presses("#etcd-test");
      person.reads("no node has flannel’s certificate");

      person.presses("#wizard-next");
      person.reads("Room for 255 nodes; the cluster has 2.");
      person.reads("nodes that answered: 2.");

      person.presses("#wizard-next");
      person.presses("#authority-node");
      person.presses("#authority-read");
      person.reads("CN=kubernetes, valid until 20");

      person.presses("#wizard-next");
      String text = person.field("#summary-text");
      Path file = home.resolve(".config/flannelboard/profiles/lab.yaml");
      person.reads("Goes to " + file);
      assertThat(file).doesNotExist();
      person.presses("#wizard-next");
      person.reads("Nodes 2/2");
      assertThat(file).content().isEqualTo(text).contains("name: lab", "ip: 172.16.16.82");
      assertThat(Fx.get(desk.window::title)).isEqualTo("lab – Flannelboard");
    }
  }

  @Test
  void whatCannotBeUsedIsSaidAtItsField() throws Exception {
    try (Desk desk = new Desk(home, 2)) {
      Person person = desk.person;
      person.presses("#new-cluster");
      person.presses("#wizard-next");
      person.reads("A cluster needs at least one node.");
      person.types("#wizard-name", "../up");
      person.reads("A name has letters, digits, dots and dashes");
      person.types("#wizard-name", "lab");
      paste(desk);
      TextField address = input(desk, "172.16.16.82");
      Fx.run(() -> address.setText("172.16.16.999"));
      person.reads("No IPv4 address; write for example 172.16.16.81.");
      person.presses("#wizard-next");
      assertThat(Fx.get(address::isFocused)).as("the wrong field has the keys").isTrue();
      Fx.run(() -> address.setText("172.16.16.81"));
      person.presses("#wizard-next");
      assertThat(person.looksAt("#wizard-nodes")).as("one address twice").isTrue();
      Fx.run(() -> address.setText("172.16.16.82"));
      person.presses("#wizard-next");
      person.reads("2 of 2 nodes answered");

      person.presses("#wizard-next");
      person.types("#wizard-etcd-endpoints", "vm01");
      person.presses("#wizard-next");
      assertThat(person.looksAt("#wizard-etcd")).isTrue();
      person.types("#wizard-etcd-endpoints", "https://vm01:2379");
      person.presses("#wizard-next");

      person.types("#wizard-network-cidr", "172.16.0.0/16");
      person.reads("contains 172.16.16.81, the address of a node");
      person.types("#wizard-network-cidr", "172.17.0.0/16");
      person.reads("overlaps 172.17.0.0/16 on docker0 of vm02");
      person.types("#wizard-network-cidr", "10.9.0.1/16");
      person.presses("#wizard-next");
      assertThat(person.looksAt("#wizard-network")).isTrue();
    }
  }

  @Test
  void aChangedHostKeyIsRefusedInWordsAndCanBeAcceptedNowhere() throws Exception {
    try (Desk desk = new Desk(home, 2, new PracticeFault.HostKeyChanged(Lab.vm(2)))) {
      Person person = desk.person;
      person.presses("#new-cluster");
      paste(desk);
      person.presses("#wizard-next");
      person.reads("refused: not the key on file");
      person.reads("Nothing was sent to it.");
      assertThat(person.looksAt("#accept-vm02")).isFalse();
      assertThat(person.sees("#access-accept-all").isDisabled()).isTrue();
      desk.practice.switchOff(new PracticeFault.HostKeyChanged(Lab.vm(2)));
      person.presses("#access-again");
      person.reads("2 of 2 nodes answered");
    }
  }

  @Test
  void whoGoesBackLosesNothingAndWhoDiscardsLeavesTheKeysAlone() throws Exception {
    try (Desk desk = new Desk(home, 2, new PracticeFault.HostKeyUnknown(Lab.vm(1)))) {
      Person person = desk.person;
      person.presses("#new-cluster");
      person.types("#wizard-name", "lab");
      paste(desk);
      person.presses("#wizard-next");
      person.presses("#accept-vm01");
      person.reads("2 of 2 nodes answered");
      person.presses("#wizard-back");
      assertThat(person.field("#wizard-name")).isEqualTo("lab");
      Fx.run(() -> desk.preferences.language().set(Locale.SIMPLIFIED_CHINESE));
      assertThat(person.field("#wizard-name")).isEqualTo("lab");
      Fx.run(() -> desk.preferences.language().set(Locale.ENGLISH));

      person.presses("#wizard-cancel");
      person.reads("but for the accepted host keys, which stay in known_hosts: 172.16.16.81:22");
      assertThat(home.resolve(".config")).doesNotExist();
    }
  }

  @Test
  void aProfileThatIsThereIsNotOverwritten() throws Exception {
    Path profiles = Files.createDirectories(home.resolve(".config/flannelboard/profiles"));
    Path file = Files.writeString(profiles.resolve("lab.yaml"), "mine");
    try (Desk desk = new Desk(home, 2)) {
      Person person = desk.person;
      person.presses("#new-cluster");
      person.types("#wizard-name", "lab");
      paste(desk);
      person.presses("#wizard-next");
      person.reads("2 of 2 nodes answered");
      person.presses("#wizard-next");
      person.types("#wizard-etcd-endpoints", "https://vm01:2379");
      person.presses("#wizard-step-summary");
      person.sees("#summary-text");
      person.presses("#wizard-next");
      person.reads(file + " exists already and was left as it is.");
      assertThat(file).content().isEqualTo("mine");
    }
  }

  @Test
  void nodesOfAnEnvShAreBroughtIntoTheTable() throws Exception {
    Path env =
        Files.writeString(
            home.resolve("env.sh"),
            """
            export NODE_IPS=(172.16.16.81 172.16.16.82)
            export NODE_NAMES=(vm01 vm02)
            export ETCD_ENDPOINTS="https://172.16.16.81:2379"
            export FLANNEL_ETCD_PREFIX="/kubernetes/network"
            export CLUSTER_CIDR="10.254.0.0/16"
            """);
    try (Desk desk = new Desk(home, 2)) {
      Person person = desk.person;
      person.presses("#import-cluster");
      person.types("#import-file", "~/none.sh");
      person.presses("#import-read");
      person.reads("no such file");
      person.types("#import-file", env.toString());
      person.presses("#import-read");
      person.reads("Nodes that were read: 2.");
      person.presses("#wizard-next");
      person.reads("2 of 2 nodes answered");
      person.presses("#wizard-step-network");
      assertThat(person.field("#wizard-network-cidr")).isEqualTo("10.254.0.0/16");
      person.presses("#wizard-step-etcd");
      assertThat(person.field("#wizard-etcd-endpoints")).isEqualTo("https://172.16.16.81:2379");
    }
  }

  /** Pastes the nodes' lines into the first row, as from a file. */
  private static void paste(Desk desk) {
    desk.person.pastes("#node-name", desk.hosts());
    input(desk, "vm02");
  }

  /** The field in which a text stands. */
  private static TextField input(Desk desk, String text) {
    Person.until(() -> find(desk, text) != null, () -> text + " in a field");
    return Objects.requireNonNull(Fx.get(() -> find(desk, text)));
  }

  private static @Nullable TextField find(Desk desk, String text) {
    return Person.visible(desk.window.scene().getRoot()).stream()
        .filter(TextField.class::isInstance)
        .map(TextField.class::cast)
        .filter(it -> text.equals(it.getText()))
        .findFirst()
        .orElse(null);
  }

  private static List<String> fingerprints(Desk desk) {
    return Fx.get(
        () ->
            Person.visible(desk.window.scene().getRoot()).stream()
                .filter(it -> it.getStyleClass().contains("fact"))
                .map(it -> ((TextField) it).getText())
                .toList());
  }
}
