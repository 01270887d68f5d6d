package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.flannelboard.app.LiveDiagnosis.Phase;
import org.flannelboard.app.LiveDiagnosis.State;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.history.History;
import org.flannelboard.app.task.Change;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Pause;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.PingRound;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.plan.MeshPlan;
import org.flannelboard.probe.run.MeshBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployed practice cluster of four whose mesh is measured, and whose time passes, when the test
 * says so.
 */
class LiveDiagnosisTest {

  private static final Duration TENTH = Duration.ofMillis(100);

  /** Steps after which it is told what was measured before them: of a round and one more look. */
  private static final int TOLD = 7;

  private final Bench bench = Bench.bare(4);
  private final Turns turns = new Turns();
  private final History history = History.inMemory();
  private final List<State> states = new CopyOnWriteArrayList<>();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();
  private final List<Failure> unwritten = new CopyOnWriteArrayList<>();
  private Cluster cluster;
  private EtcdDoor door;
  private Mesh mesh;
  private MeshBoard board;
  private LiveDiagnosis live;

  /** Time passes for whoever waits when the test gives them a turn. */
  private final class Turns implements Pause {
    private final Semaphore given = new Semaphore(0);
    private final Semaphore waiting = new Semaphore(0);

    @Override
    public void pause(Duration duration) throws InterruptedException {
      waiting.release();
      given.acquire();
      bench.clock.advance(duration);
    }

    /** Lets whoever waits do one step. */
    void next() {
      given.release();
      awaitPause();
    }

    void awaitPause() {
      try {
        assertThat(waiting.tryAcquire(60, TimeUnit.SECONDS)).as("the step ended").isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @BeforeEach
  void watch() {
    bench.session().push();
    cluster =
        new Cluster(
            bench.profile(),
            new Cluster.Adapters(bench.practice.nodes(), bench.practice.etcd()),
            new Cluster.Surroundings(
                new VirtualThreadRunner(), bench.clock, turns, new SecureRandom()));
    door = new EtcdDoor(cluster);
    mesh = new Mesh(cluster, door);
    board = mesh.board();
    measure();
    live = new LiveDiagnosis(cluster, door, board, history, listener());
    turns.awaitPause();
  }

  @AfterEach
  void close() {
    live.close();
    cluster.tasks().close();
    door.close();
    cluster.close();
    bench.close();
  }

  @Test
  void nothingIsLookedIntoWhereAllIsWell() {
    steps(10);
    assertThat(live.state()).isEqualTo(State.initial());
    assertThat(states).isEmpty();
    assertThat(unwritten).isEmpty();
  }

  @Test
  void oneLostPacketIsNotRed() {
    lose(1, 2);
    turns.next();
    assertThat(states).extracting(State::phase).containsExactly(Phase.SUSPECTING, Phase.IDLE);
    assertThat(states.getFirst().suspected()).containsExactly(pair(1, 2));
    steps(20);
    assertThat(live.state().red()).isEmpty();
    assertThat(diagnoses()).isZero();
    assertThat(incidents).isEmpty();
    assertThat(events(Event.CellsLost.class)).isEmpty();
  }

  @Test
  void aFaultIsLookedIntoOnceToldOnceAndForgottenOnceHealed() {
    PracticeFault fault = FaultKind.DEVICE_BOUNCED.at(List.of(bench.id(4)));
    bench.practice.switchOn(fault);
    measure();
    steps(TOLD);
    assertThat(live.state().red()).hasSize(6);
    assertThat(diagnoses()).isOne();
    assertThat(incidents).hasSize(1);
    assertThat(incidents.getFirst().pairs()).hasSize(6);
    assertThat(causes(incidents.getFirst())).containsExactly("vxlan-device-bounced@vm04");
    for (int i = 0; i < 10; i++) {
      measure();
      steps(10);
    }
    assertThat(incidents).hasSize(1);
    assertThat(diagnoses()).isOne();

    bench.practice.switchOff(fault);
    measure();
    steps(60);
    assertThat(live.state().red()).isEmpty();
    assertThat(Objects.requireNonNull(live.state().report()).diagnosis().roots())
        .allMatch(finding -> finding.severity() == Severity.INFO);
    assertThat(incidents).hasSize(2);
    assertThat(incidents.getLast().healed()).isNotNull();
    assertThat(events(Event.class))
        .extracting(Event::code)
        .containsExactly(
            "watch-began", "cells-lost", "finding-appeared", "cells-recovered", "finding-gone");
  }

  @Test
  void whatGoesRedWithinARoundIsToldTogether() {
    bench.practice.switchOn(FaultKind.DEVICE_MISSING.at(List.of(bench.id(4))));
    lose(1, 4);
    steps(4);
    assertThat(live.state().red()).hasSize(1);
    assertThat(incidents).isEmpty();
    measure();
    steps(TOLD - 4);
    assertThat(incidents).hasSize(1);
    assertThat(incidents.getFirst().pairs()).hasSize(6);
    assertThat(diagnoses()).isOne();
  }

  @Test
  void aSecondFaultIsToldAndTheFirstIsNotToldAgain() {
    bench.practice.switchOn(FaultKind.ROUTE_MISSING.at(List.of(bench.id(1), bench.id(2))));
    measure();
    steps(TOLD);
    assertThat(incidents).hasSize(1);
    bench.practice.switchOn(FaultKind.DEVICE_MISSING.at(List.of(bench.id(4))));
    measure();
    steps(60);
    assertThat(incidents).hasSize(2);
    assertThat(causes(incidents.getFirst())).containsExactly("route-missing@vm01>vm02");
    assertThat(causes(incidents.getLast())).containsExactly("vxlan-device-missing@vm04");
    assertThat(incidents.getLast().pairs()).allMatch(pair -> pair.touches(bench.id(4)));
    assertThat(diagnoses()).isEqualTo(2);
  }

  @Test
  void aCellThatFlapsIsNoStorm() {
    PracticeFault fault = FaultKind.ROUTE_MISSING.at(List.of(bench.id(1), bench.id(2)));
    for (int i = 0; i < 6; i++) {
      bench.practice.switchOn(fault);
      measure();
      steps(25);
      bench.practice.switchOff(fault);
      measure();
      steps(25);
    }
    assertThat(incidents).as("a minute of five seconds each").hasSizeLessThan(4);
    assertThat(diagnoses()).isLessThan(8);
  }

  @Test
  void whileTheClusterIsChangedNothingIsSuspected() {
    bench.practice.switchOn(FaultKind.DEVICE_MISSING.at(List.of(bench.id(4))));
    cluster.changing(
        Change.Kind.RESTART,
        () -> {
          measure();
          steps(20);
          assertThat(states).isEmpty();
          return true;
        });
    steps(TOLD);
    assertThat(causes(incidents.getFirst())).containsExactly("vxlan-device-missing@vm04");
  }

  @Test
  void whoAsksIsAnsweredThoughAllIsWell() {
    live.diagnoseNow();
    turns.next();
    assertThat(states).extracting(State::phase).containsExactly(Phase.DIAGNOSING, Phase.IDLE);
    assertThat(live.state().report()).isNotNull();
    assertThat(incidents).isEmpty();
    steps(5);
    assertThat(diagnoses()).isOne();
  }

  @Test
  void worksWhereNothingMayBeChanged() {
    cluster.restrict();
    bench.practice.switchOn(FaultKind.VXLAN_BLOCKED_ONE_WAY.at(List.of(bench.id(4), bench.id(2))));
    measure();
    steps(TOLD);
    assertThat(causes(incidents.getFirst())).containsExactly("underlay-blocked@vm04>vm02");
    assertThat(states)
        .as("what is sent to find out is announced")
        .anyMatch(state -> state.phase() == Phase.DIAGNOSING && !state.announced().isEmpty());
  }

  @Test
  void leasesAndTheConfigurationAreWrittenDown() throws InterruptedException {
    Deadline deadline = Deadline.after(Duration.ofSeconds(30));
    while (watches() < 2 && !deadline.expired()) {
      Pause.system().pause(Duration.ofMillis(5));
    }
    bench.practice.switchOn(FaultKind.LEASE_MAC_WRONG.at(List.of(bench.id(4))));
    PracticeFault malformed = FaultKind.CONFIG_MALFORMED.at(List.of(bench.id(4)));
    bench.practice.switchOn(malformed);
    await(Event.LeaseChanged.class);
    await(Event.ConfigChanged.class);
    bench.practice.switchOff(malformed);
    Event.LeaseChanged lease = events(Event.LeaseChanged.class).getFirst();
    assertThat(lease.after().node()).isEqualTo(bench.id(4));
    assertThat(lease.before().vtepMac()).isNotEqualTo(lease.after().vtepMac());
  }

  @Test
  void nothingIsWrittenDownBeforeTheFirstRoundAndWhatCannotBeReadIsTold(@TempDir Path folder)
      throws IOException {
    live.close();
    Path file = Files.writeString(folder.resolve("history.mv"), "no history");
    History onFile = History.inFile(file, bench.clock, cluster.tasks(), Pause.system());
    board = mesh.board();
    live = new LiveDiagnosis(cluster, door, board, onFile, listener());
    turns.awaitPause();
    steps(3);
    assertThat(file).as("not touched yet").hasContent("no history");
    measure();
    turns.next();
    assertThat(unwritten).extracting(Failure::code).containsExactly("history-set-aside");
    assertThat(onFile.between(Instant.EPOCH, bench.clock.instant().plusSeconds(1)))
        .extracting(Event::code)
        .containsExactly("watch-began");
    live.close(); // tells the history that it ends: all is written before the folder goes
    onFile.close();
  }

  private LiveDiagnosis.Listener listener() {
    return new LiveDiagnosis.Listener() {
      @Override
      public void state(State state) {
        states.add(state);
      }

      @Override
      public void incident(Incident incident) {
        incidents.add(incident);
      }

      @Override
      public void unwritten(Failure why) {
        unwritten.add(why);
      }
    };
  }

  private long watches() {
    return cluster.activity().latest().stream()
        .filter(it -> it.operation().kind().code().equals("etcd-watch"))
        .count();
  }

  private void await(Class<? extends Event> kind) throws InterruptedException {
    Deadline deadline = Deadline.after(Duration.ofSeconds(30));
    while (events(kind).isEmpty() && !deadline.expired()) {
      Pause.system().pause(Duration.ofMillis(5));
    }
    assertThat(events(kind)).isNotEmpty();
  }

  private int diagnoses() {
    return (int) states.stream().map(State::report).filter(r -> r != null).distinct().count();
  }

  private static List<String> causes(Incident incident) {
    return incident.causes().stream().map(Finding::id).toList();
  }

  private <E extends Event> List<E> events(Class<E> kind) {
    return history.between(Instant.EPOCH, bench.clock.instant().plusSeconds(60)).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private void steps(int count) {
    for (int i = 0; i < count; i++) {
      turns.next();
    }
  }

  private void measure() {
    mesh.once(new Mesh.Pace(1, TENTH, TENTH), board);
  }

  /** One echo request of a pair stays without an answer. */
  private void lose(int from, int to) {
    MeshPlan.Source part = Objects.requireNonNull(board.plan().sources().get(bench.id(from)));
    part.targets()
        .forEach(
            (address, node) -> {
              if (node.equals(bench.id(to))) {
                board.record(
                    bench.id(from),
                    new PingRound(1, List.of(new PingRound.Echo(address, null, null))));
              }
            });
  }

  private Subject.OnPair pair(int from, int to) {
    return new Subject.OnPair(bench.id(from), bench.id(to));
  }
}
