package org.flannelboard.app.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.flannelboard.app.task.Change;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.base.Pause;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a cluster: what it keeps, for how long, and what it survives. */
class HistoryTest {

  private static final Instant NOW = Instant.parse("2030-06-13T15:15:17Z");
  private static final NodeId VM01 = new NodeId("vm01");
  private static final NodeId VM02 = new NodeId("vm02");
  private static final NodeId VM03 = new NodeId("vm03");
  private static final Subject.OnPair PAIR = new Subject.OnPair(VM01, VM02);
  private static final Event.Lease LEASE =
      new Event.Lease(
          VM01,
          Cidr.of("10.253.1.0/24"),
          Ipv4Address.parse("172.16.16.81").orElseThrow(),
          MacAddress.parse("02:42:ac:10:10:51").orElseThrow());

  @TempDir private Path folder;
  private final TaskRunner tasks = new VirtualThreadRunner();
  private final List<History> opened = new ArrayList<>();
  private Instant now = NOW;

  @AfterEach
  void close() {
    opened.forEach(History::close);
    tasks.close();
  }

  @Test
  void everyKindOfEventComesBackAsItWas() {
    List<Event> events =
        List.of(
            new Event.WatchBegan(at(-90)),
            new Event.CellsLost(at(-80), Event.Cells.of(Set.of(PAIR))),
            new Event.FindingAppeared(at(-70), found()),
            new Event.Changed(at(-60), "push-1", Change.Kind.PUSH, VM01),
            new Event.Changed(at(-59), "push-1", Change.Kind.PUSH, null),
            new Event.LeaseAppeared(at(-50), LEASE),
            new Event.LeaseChanged(
                at(-49), LEASE, new Event.Lease(null, LEASE.subnet(), LEASE.publicIp(), null)),
            new Event.LeaseGone(at(-48), LEASE),
            new Event.ConfigChanged(at(-40), null, "{\"Network\": \"10.0.0.0/8\"}"),
            new Event.FindingGone(at(-30), found()),
            new Event.CellsRecovered(at(-20), Event.Cells.of(Set.of(PAIR))),
            new Event.WatchEnded(at(-10)));
    History first = onFile();
    events.forEach(first::add);
    first.close();
    assertThat(onFile().between(at(-100), NOW)).isEqualTo(events);
    assertThat(onFile().between(at(-50), at(-40))).isEqualTo(events.subList(5, 8));
  }

  @Test
  void eventsOfOneMomentKeepTheirOrder() {
    History history = onFile();
    List<Event> events = new ArrayList<>(List.of(new Event.WatchBegan(NOW)));
    IntStream.range(0, 100).forEach(i -> events.add(changed(NOW, "push-" + i, VM01)));
    events.forEach(history::add);
    assertThat(history.between(NOW, at(1))).isEqualTo(events);
  }

  @Test
  void ofVeryManyCellsSomeAreNamedAndAllAreCounted() {
    Set<Subject.OnPair> all = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        all.add(new Subject.OnPair(new NodeId("n" + i), new NodeId("m" + j)));
      }
    }
    Event.Cells cells = Event.Cells.of(all);
    assertThat(cells.total()).isEqualTo(3600);
    assertThat(cells.pairs()).hasSize(Event.Cells.NAMED);
    assertThat(Event.Cells.of(all)).as("the same ones each time").isEqualTo(cells);
  }

  @Test
  void theOldestAreForgottenByCountAndByAge() {
    for (History history : List.of(onFile(), History.inMemory())) {
      history.add(new Event.WatchBegan(NOW.minus(History.AGE).minusSeconds(1)));
      IntStream.range(0, History.KEPT + 5)
          .forEach(i -> history.add(changed(NOW.minusMillis(History.KEPT - i), "push-" + i, VM01)));
      List<Event> kept = history.between(Instant.EPOCH, at(60));
      assertThat(kept).hasSize(History.KEPT);
      assertThat(kept.getFirst())
          .isEqualTo(changed(NOW.minusMillis(History.KEPT - 5), "push-5", VM01));
    }
    close();
    now = NOW.plus(History.AGE).plusSeconds(3600);
    History later = onFile();
    later.add(new Event.WatchBegan(now));
    assertThat(later.between(Instant.EPOCH, now.plusSeconds(1)))
        .as("of what is a month old nothing is left")
        .containsExactly(new Event.WatchBegan(now));
  }

  @Test
  void theFileStaysSmallHoweverOftenItIsWritten() throws IOException {
    History history = onFile();
    history.add(new Event.WatchBegan(NOW));
    for (int i = 0; i < 300; i++) {
      history.add(new Event.FindingAppeared(at(i), found()));
      assertThat(history.between(at(i), at(i + 1))).isNotEmpty();
    }
    assertThat(Files.size(file())).isLessThan(2_000_000);
  }

  @Test
  void theFileIsItsOwnersAloneAndMadeWithItsFolderWhenThereIsSomethingToWrite() throws IOException {
    History history = onFile();
    assertThat(file()).doesNotExist();
    assertThat(folder.resolve("history")).doesNotExist();
    history.add(new Event.WatchBegan(NOW));
    history.close();
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(file().getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Nested
  class Survives {

    @Test
    void aFileThatIsNoHistory() throws IOException {
      for (String garbage : List.of("no history", "x".repeat(20_000))) {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), garbage);
        History history = onFile();
        history.add(new Event.WatchBegan(NOW));
        assertThat(history.between(NOW, at(1))).hasSize(1);
        assertThat(history.trouble()).map(Failure::code).hasValue("history-set-aside");
        assertThat(file().resolveSibling("kube.mv.unreadable")).hasContent(garbage);
        history.close();
        Files.delete(file());
      }
    }

    @Test
    void aFileThatWasCutOff() throws IOException {
      History history = onFile();
      history.add(new Event.WatchBegan(NOW));
      IntStream.range(0, 2000).forEach(i -> history.add(changed(at(i), "push-" + i, VM01)));
      history.close();
      try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() / 2);
      }
      History again = onFile();
      again.add(new Event.WatchBegan(at(5000)));
      assertThat(again.between(at(4000), at(6000))).contains(new Event.WatchBegan(at(5000)));
    }

    @Test
    void aPlaceWhereNothingCanBeWritten() throws IOException {
      Files.writeString(folder.resolve("history"), "a file where the folder would be");
      History history = onFile();
      history.add(new Event.WatchBegan(NOW));
      assertThat(history.between(NOW, at(1))).as("remembered").hasSize(1);
      assertThat(history.trouble()).map(Failure::code).hasValue("history-out-of-reach");
      Files.delete(folder.resolve("history"));
      history.add(new Event.WatchEnded(at(1)));
      assertThat(history.between(NOW, at(2))).hasSize(2);
      assertThat(history.trouble()).isEmpty();
      assertThat(onFile().between(NOW, at(2))).as("written once that was possible").hasSize(2);
    }

    @Test
    void aRunThatWasKilledWhileItWatched() {
      History killed = onFile();
      killed.add(new Event.WatchBegan(NOW));
      killed.add(new Event.CellsLost(at(60), Event.Cells.of(Set.of(PAIR))));
      assertThat(killed.between(NOW, at(61))).hasSize(2);
      killed.close(); // as the end of its process does: its lock is gone, no end was told
      History next = onFile();
      next.add(new Event.WatchBegan(at(3600)));
      assertThat(next.between(NOW, at(3601)))
          .as("what came after its last event nobody saw")
          .extracting(Event::code, Event::at)
          .containsExactly(
              tuple("watch-began", NOW),
              tuple("cells-lost", at(60)),
              tuple("watch-ended", at(60)),
              tuple("watch-began", at(3600)));
    }
  }

  @Nested
  class Shared {

    @Test
    void aSecondWindowReadsWhatTheFirstWritesAndWritesItsOwnDeedsAlone() {
      History first = onFile();
      History second = onFile();
      first.add(new Event.WatchBegan(NOW));
      assertThat(first.between(NOW, at(1))).hasSize(1);
      second.add(new Event.WatchBegan(at(1)));
      second.add(new Event.CellsLost(at(2), Event.Cells.of(Set.of(PAIR))));
      second.add(changed(at(3), "push-1", VM01));
      assertThat(second.between(NOW, at(10)))
          .containsExactly(new Event.WatchBegan(NOW), changed(at(3), "push-1", VM01));
      assertThat(first.between(NOW, at(10))).hasSize(2);
      assertThat(second.trouble()).map(Failure::code).hasValue("history-watched-elsewhere");
      assertThat(first.trouble()).isEmpty();

      first.close();
      second.add(new Event.CellsLost(at(20), Event.Cells.of(Set.of(PAIR))));
      assertThat(second.between(at(20), at(21))).as("the second takes over").hasSize(1);
      assertThat(second.trouble()).isEmpty();
    }

    @Test
    void manyWritersAtOnceLoseNothing() {
      List<History> writers = IntStream.range(0, 6).mapToObj(_ -> onFile()).toList();
      tasks.forEach(
          "writer",
          IntStream.range(0, 6).boxed().toList(),
          i -> {
            IntStream.range(0, 30)
                .forEach(k -> writers.get(i).add(changed(at(k), "push-" + i + "-" + k, VM01)));
            writers.get(i).close();
            return i;
          });
      assertThat(onFile().between(NOW, at(60))).hasSize(180).doesNotHaveDuplicates();
    }

    @Test
    void anEventLikeOneThatIsBeingWrittenIsWrittenToo() throws IOException {
      onFile().add(new Event.WatchBegan(NOW));
      close();
      try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
        FileLock lock = channel.lock();
        AtomicReference<History> writer = new AtomicReference<>();
        Pause meanwhile =
            _ -> {
              if (lock.isValid()) {
                writer.get().add(changed(at(1), "push-1", VM01));
                release(lock);
              }
            };
        writer.set(History.inFile(file(), () -> now, tasks, meanwhile));
        writer.get().add(changed(at(1), "push-1", VM01));
        writer.get().close();
      }
      assertThat(onFile().between(at(1), at(2)))
          .containsExactly(changed(at(1), "push-1", VM01), changed(at(1), "push-1", VM01));
    }

    @Test
    void aFileThatIsHeldForLongIsWrittenLater() throws IOException {
      History history = onFile();
      history.add(changed(NOW, "push-1", VM01));
      assertThat(history.between(NOW, at(1))).hasSize(1);
      try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        history.add(changed(at(1), "push-2", VM01));
        assertThat(history.between(at(1), at(2))).as("not on file, but known").hasSize(1);
        assertThat(history.trouble()).map(Failure::code).hasValue("history-out-of-reach");
      }
      history.close();
      assertThat(onFile().between(NOW, at(2))).hasSize(2);
    }
  }

  @Nested
  class JustBefore {

    @Test
    void theLikeliestReasonComesFirst() {
      History history = History.inMemory();
      Event elsewhere = changed(at(-5), "push-9", VM03);
      Event here = changed(at(-60), "restart-1", VM02);
      Event lease = new Event.LeaseGone(at(-30), LEASE);
      Event config = new Event.ConfigChanged(at(-90), "{}", null);
      Event finding = new Event.FindingAppeared(at(-1), found());
      Event longAgo = changed(NOW.minus(History.JUST_BEFORE).minusSeconds(1), "push-1", VM01);
      Event itself = new Event.CellsLost(NOW, Event.Cells.of(Set.of(PAIR)));
      List.of(elsewhere, here, lease, config, finding, longAgo, itself).forEach(history::add);
      assertThat(history.before(PAIR, NOW, History.JUST_BEFORE))
          .extracting(Clue::event)
          .containsExactly(lease, here, config, finding, elsewhere);
      assertThat(history.before(PAIR, NOW, History.JUST_BEFORE))
          .extracting(Clue::near)
          .containsExactly(true, true, true, true, false);
    }

    @Test
    void whenAPairWentRedIsTheLastTime() {
      History history = History.inMemory();
      assertThat(history.wentRed(PAIR)).isEmpty();
      history.add(new Event.CellsLost(at(-100), Event.Cells.of(Set.of(PAIR))));
      history.add(new Event.CellsLost(at(-50), Event.Cells.of(Set.of(PAIR))));
      history.add(
          new Event.CellsLost(at(-10), Event.Cells.of(Set.of(new Subject.OnPair(VM02, VM03)))));
      assertThat(history.wentRed(PAIR)).hasValue(at(-50));
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return folder.resolve("history").resolve("kube.mv");
  }

  private History onFile() {
    // A file that is locked stays locked until the test says otherwise; nobody waits in real time.
    Pause brief = _ -> Pause.system().pause(Duration.ofMillis(2));
    History history = History.inFile(file(), () -> now, tasks, brief);
    opened.add(history);
    return history;
  }

  private static Instant at(int seconds) {
    return NOW.plusSeconds(seconds);
  }

  private static Event changed(Instant at, String change, NodeId node) {
    return new Event.Changed(at, change, Change.Kind.PUSH, node);
  }

  private static Event.Found found() {
    return new Event.Found(
        FindingCode.VXLAN_DEVICE_DOWN,
        Severity.ERROR,
        new Subject.OnNode(VM01),
        new TreeMap<>(Map.of("node", "vm01", "device", "flannel.1")));
  }
}
