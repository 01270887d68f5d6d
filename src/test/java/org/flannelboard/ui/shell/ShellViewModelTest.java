package org.flannelboard.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.value.ChangeListener;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.ui.Windowless;
import org.flannelboard.ui.kit.Bridge;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cluster at a glance, without a window. */
class ShellViewModelTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final PracticeCluster practice =
      PracticeCluster.create(PracticeLab.initial(2), Bench.AUTHORITY.material(), now::get);
  private final Cluster cluster =
      new Cluster(
          practice.profile(),
          new Cluster.Adapters(practice.nodes(), practice.etcd(), practice::close),
          new Cluster.Surroundings(
              new VirtualThreadRunner(), now::get, Pause.system(), new SecureRandom()));
  private final Opened opened = new Opened(cluster, new EtcdDoor(cluster), now::get, null);
  private final Session session =
      new Session(opened, Bridge.direct(), new Preferences(Locale.ENGLISH));
  private final ShellViewModel model = new ShellViewModel(session, Words.of(Locale.ENGLISH));

  @AfterEach
  void close() {
    session.close();
    opened.close();
  }

  @Test
  void whatIsNotRenewedTurnsGreyWithItsAgeAndComesBackByItself() throws Exception {
    read();
    assertThat(light(Place.TOPOLOGY)).isEqualTo(new Light(Status.OK, "Nodes 2/2"));
    now.set(now.get().plus(Duration.ofSeconds(40)));
    session.tick();
    assertThat(light(Place.TOPOLOGY).status()).isEqualTo(Status.OK);
    now.set(now.get().plus(Duration.ofSeconds(20)));
    session.tick();
    assertThat(light(Place.TOPOLOGY)).isEqualTo(new Light(Status.UNKNOWN, "Nodes 2/2 · 1 min ago"));
    read();
    assertThat(light(Place.TOPOLOGY)).isEqualTo(new Light(Status.OK, "Nodes 2/2"));
  }

  @Test
  void aNodeThatGoesAwayIsCountedOutAndComesBackByItself() throws Exception {
    PracticeFault down = new PracticeFault.NodeDown(new NodeId("vm02"));
    practice.switchOn(down);
    read();
    assertThat(light(Place.TOPOLOGY)).isEqualTo(new Light(Status.FAILED, "Nodes 1/2"));
    practice.switchOff(down);
    read();
    assertThat(light(Place.TOPOLOGY)).isEqualTo(new Light(Status.OK, "Nodes 2/2"));
  }

  @Test
  void certificatesThatWereNotAllSeenAreNotGood() {
    try (Windowless lab = new Windowless(2)) {
      ShellViewModel shell = new ShellViewModel(lab.session, Words.of(Locale.ENGLISH));
      lab.session.status().refresh();
      ObjectBinding<Light> chip = Objects.requireNonNull(shell.chips().get(Place.CERTIFICATES));
      assertThat(chip.get().status()).isEqualTo(Status.OK);
      lab.practice.switchOn(new PracticeFault.SudoRefused(new NodeId("vm02")));
      lab.session.status().refresh();
      assertThat(chip.get()).isEqualTo(new Light(Status.UNKNOWN, "Certificates 1/2"));
    }
  }

  @Test
  void theChipsComeInOneOrder() {
    assertThat(model.chips().keySet())
        .containsExactly(Place.TOPOLOGY, Place.NETWORK, Place.CERTIFICATES, Place.CONNECTIVITY);
  }

  private Light light(Place place) {
    return Objects.requireNonNull(model.chips().get(place)).get();
  }

  /** Asks the nodes, and waits until nothing is asked any more. */
  private void read() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    ChangeListener<Boolean> listener =
        (_, _, reading) -> {
          if (!reading) {
            ended.countDown();
          }
        };
    session.status().reading().addListener(listener);
    session.status().refresh();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    session.status().reading().removeListener(listener);
    ClusterStatus status = session.status().latest().get();
    assertThat(status).isNotNull();
  }
}
