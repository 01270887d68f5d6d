package org.flannelboard.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.ObservationQuery.FileQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link NodeOps} does, be the node a real one, this machine or one in memory. A
 * subclass says where on the node there is room to try it.
 */
@Timeout(120)
public abstract class NodeOpsContract {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The node under test, connected. */
  protected abstract NodeOps ops();

  /** An existing, empty directory of the test's own on the node. */
  protected abstract RemotePath workspace();

  /** A user who may own what the test writes. */
  protected abstract String owner();

  /** A group likewise. */
  protected abstract String group();

  /** A unit that can be started, stopped, enabled and disabled; stopped and disabled at first. */
  protected abstract String healthyUnit();

  /** A unit whose start fails. */
  protected abstract String brokenUnit();

  /** An address of the node to ping from. */
  protected abstract Ipv4Address source();

  /** Two other addresses that answer. */
  protected abstract List<Ipv4Address> answering();

  /** An address that never answers. */
  protected abstract Ipv4Address silent();

  /** An address that is none of the node's. */
  protected abstract Ipv4Address foreign();

  // Files

  @Test
  void writesAFileAndReadsItBack() {
    RemotePath path = workspace().child("options");
    PutOutcome outcome = put(path, "first\n", 0640);

    assertThat(outcome.kept()).isFalse();
    assertThat(outcome.createdDirectories()).isEmpty();
    FileState.Regular now = outcome.now();
    assertThat(now.path()).isEqualTo(path);
    assertThat(now.size()).isEqualTo(6);
    assertThat(now.digest()).isEqualTo(Content.of("first\n").digest());
    assertThat(now.mode()).isEqualTo(0640);
    assertThat(now.owner()).isEqualTo(owner());
    assertThat(now.group()).isEqualTo(group());
    assertThat(text(path)).isEqualTo("first\n");
  }

  @Test
  void replacesAFileWithItsModeAndLeavesNothingBeside() {
    RemotePath path = workspace().child("dir").child("key.pem");
    put(path, "old", 0644);
    put(path, "new", 0600);
    assertThat(regular(path).mode()).isEqualTo(0600);
    assertThat(text(path)).isEqualTo("new");

    assertThat(ops().remove(path, soon()).orElseThrow()).isEqualTo(new FileState.Absent(path));
    // Only an empty directory can be removed: nothing temporary was left in it.
    assertThat(ops().remove(workspace().child("dir"), soon()).toFailure()).isEmpty();
  }

  @Test
  void makesMissingDirectoriesOutermostFirst() {
    RemotePath outer = workspace().child("a b");
    RemotePath inner = outer.child("c");
    assertThat(put(inner.child("file"), "x", 0644).createdDirectories())
        .containsExactly(outer, inner);
    assertThat(put(inner.child("file"), "y", 0644).createdDirectories()).isEmpty();
    assertThat(state(outer)).isEqualTo(new FileState.Other(outer, "directory"));
  }

  @Test
  void keepsWhatStoodThereAndPutsItBack() {
    RemotePath path = workspace().child("unit");
    RemotePath kept = workspace().child("kept").child("deep").child("unit");
    put(path, "before", 0604);
    FileState.Regular before = regular(path);

    FileWrite change = write(path, "after", 0640).keeping(kept);
    assertThat(ops().put(change, soon()).orElseThrow().kept()).isTrue();
    FileState.Regular copy = regular(kept);
    assertThat(copy.digest()).isEqualTo(before.digest());
    assertThat(copy.mode()).isEqualTo(0604);
    assertThat(copy.modified()).isEqualTo(before.modified());
    assertThat(text(path)).isEqualTo("after");

    FileState back = ops().restore(kept, path, soon()).orElseThrow();
    assertThat(back)
        .isEqualTo(
            new FileState.Regular(
                path,
                before.size(),
                before.digest(),
                before.mode(),
                before.owner(),
                before.group(),
                before.modified(),
                null));
    assertThat(text(kept)).isEqualTo("before");
  }

  @Test
  void keepsNothingWhereNothingStood() {
    RemotePath path = workspace().child("unit");
    RemotePath kept = workspace().child("kept");
    PutOutcome outcome = ops().put(write(path, "x", 0644).keeping(kept), soon()).orElseThrow();
    assertThat(outcome.kept()).isFalse();
    assertThat(state(kept)).isEqualTo(new FileState.Absent(kept));
  }

  @Test
  void restoresWhatWasRemoved() {
    RemotePath kept = workspace().child("kept");
    RemotePath path = workspace().child("gone").child("file");
    put(kept, "content", 0644);
    assertThat(ops().restore(kept, path, soon()).toFailure()).isEmpty();
    assertThat(text(path)).isEqualTo("content");
  }

  @Test
  void saysThatThereIsNothingToRestore() {
    RemotePath kept = workspace().child("kept");
    RemotePath path = workspace().child("file");
    put(path, "stays", 0644);
    assertThat(ops().restore(kept, path, soon()).toFailure())
        .contains(new NodeFailure.FileMissing(ops().node(), kept));
    assertThat(text(path)).isEqualTo("stays");
  }

  @Test
  void removesFilesAndEmptyDirectoriesOnly() {
    RemotePath directory = workspace().child("dir");
    RemotePath file = directory.child("file");
    put(file, "x", 0644);
    assertThat(ops().remove(directory, soon()).toFailure())
        .containsInstanceOf(NodeFailure.NotWritable.class);
    assertThat(text(file)).isEqualTo("x");

    assertThat(ops().remove(file, soon()).orElseThrow()).isEqualTo(new FileState.Absent(file));
    assertThat(ops().remove(file, soon()).orElseThrow()).isEqualTo(new FileState.Absent(file));
    assertThat(ops().remove(directory, soon()).orElseThrow())
        .isEqualTo(new FileState.Absent(directory));
  }

  @Test
  void writesNeitherOverADirectoryNorBelowAFile() {
    RemotePath directory = workspace().child("dir");
    RemotePath file = directory.child("file");
    put(file, "x", 0644);

    assertThat(ops().put(write(directory, "y", 0644), soon()).toFailure())
        .containsInstanceOf(NodeFailure.NotWritable.class);
    assertThat(ops().put(write(file.child("below"), "y", 0644), soon()).toFailure())
        .containsInstanceOf(NodeFailure.NotWritable.class);
    assertThat(text(file)).isEqualTo("x");
  }

  @Test
  void readsNoMoreThanItsLimit() {
    RemotePath path = workspace().child("file");
    put(path, "12345", 0644);
    assertThat(ops().read(path, 5, soon()).orElseThrow()).asString().isEqualTo("12345");
    assertThat(ops().read(path, 4, soon()).toFailure())
        .contains(new NodeFailure.FileTooLarge(ops().node(), path, 4));
    RemotePath absent = workspace().child("absent");
    assertThat(ops().read(absent, 4, soon()).toFailure())
        .contains(new NodeFailure.FileMissing(ops().node(), absent));
  }

  @Test
  void carriesAnyContent() {
    byte[] packable = new byte[300_000];
    Arrays.fill(packable, (byte) 'x');
    byte[] random = new byte[300_000];
    new Random(1).nextBytes(random);
    for (byte[] bytes : List.of(new byte[0], packable, random)) {
      RemotePath path = workspace().child("content");
      FileWrite write = new FileWrite(path, Content.of(bytes), 0600, owner(), group(), null);
      assertThat(ops().put(write, soon()).orElseThrow().now().size()).isEqualTo(bytes.length);
      assertThat(ops().read(path, 1_000_000, soon()).orElseThrow()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-rf",
        "two  spaces",
        "it's",
        "$(id)",
        "back\\slash",
        "\"quoted\"",
        "*",
        "配置",
        "a|b",
        "@@ x"
      })
  void takesAnyName(String name) {
    RemotePath path = workspace().child(name);
    RemotePath kept = workspace().child("kept").child(name);
    put(path, "one", 0644);
    assertThat(ops().put(write(path, "two", 0644).keeping(kept), soon()).orElseThrow().kept())
        .isTrue();
    assertThat(regular(path).content()).isEqualTo(Content.of("two"));
    assertThat(ops().restore(kept, path, soon()).toFailure()).isEmpty();
    assertThat(text(path)).isEqualTo("one");
    assertThat(ops().remove(path, soon()).orElseThrow()).isEqualTo(new FileState.Absent(path));
  }

  // Observing

  @Test
  void answersForEveryFileAskedFor() {
    RemotePath small = workspace().child("small");
    RemotePath large = workspace().child("large");
    RemotePath digest = workspace().child("digest");
    RemotePath absent = workspace().child("absent");
    RemotePath below = small.child("below");
    put(small, "12345", 0644);
    put(large, "123456", 0644);
    put(digest, "1", 0644);
    Observation seen =
        observe(
            new ObservationQuery(
                List.of(
                    new FileQuery(small, 5),
                    new FileQuery(large, 5),
                    ObservationQuery.digest(digest),
                    ObservationQuery.text(absent),
                    ObservationQuery.text(below),
                    ObservationQuery.text(workspace())),
                List.of(),
                false,
                false));

    assertThat(((FileState.Regular) seen.file(small)).content()).isEqualTo(Content.of("12345"));
    FileState.Regular beyond = (FileState.Regular) seen.file(large);
    assertThat(beyond.content()).isNull();
    assertThat(beyond.size()).isEqualTo(6);
    assertThat(beyond.digest()).isEqualTo(Content.of("123456").digest());
    assertThat(((FileState.Regular) seen.file(digest)).content()).isNull();
    assertThat(((FileState.Regular) seen.file(digest)).digest())
        .isEqualTo(Content.of("1").digest());
    assertThat(seen.file(absent)).isEqualTo(new FileState.Absent(absent));
    assertThat(seen.file(below)).isEqualTo(new FileState.Absent(below));
    assertThat(seen.file(workspace())).isEqualTo(new FileState.Other(workspace(), "directory"));
  }

  @Test
  void looksOnlyAtWhatIsAskedFor() {
    Observation seen = observe(new ObservationQuery(List.of(), List.of(), false, false));
    assertThat(seen.node()).isEqualTo(ops().node());
    assertThat(seen.files()).isEmpty();
    assertThat(seen.units()).isEmpty();
    assertThat(seen.network()).isEqualTo(Known.notChecked());
    assertThat(seen.containers()).isEqualTo(Known.notChecked());
    assertThat(seen.host().hostname()).isNotBlank();
    assertThat(seen.host().kernel()).isNotBlank();
    assertThat(seen.host().architecture()).isNotBlank();
  }

  @Test
  protected void seesTheNetworkItPingsFrom() {
    Observation seen = observe(new ObservationQuery(List.of(), List.of(), true, true));
    NetworkState network = seen.network().toOptional().orElseThrow();
    assertThat(network.addresses()).extracting(NetworkState.Address::address).contains(source());
    assertThat(network.links()).isNotEmpty();
    assertThat(seen.containers()).isNotEqualTo(Known.notChecked());
  }

  // Units

  @Test
  void controlsAUnit() {
    String unit = healthyUnit();
    assertThat(control(UnitVerb.ENABLE, unit).enabled()).isTrue();
    assertThat(control(UnitVerb.START, unit).active()).isTrue();
    UnitState seen = unit(unit);
    assertThat(seen.exists()).isTrue();
    assertThat(seen.active()).isTrue();
    assertThat(seen.enabled()).isTrue();
    assertThat(seen.fragment()).isNotNull();
    assertThat(seen.files()).extracting(UnitState.UnitFile::path).contains(seen.fragment());
    assertThat(control(UnitVerb.RESTART, unit).active()).isTrue();
    assertThat(control(UnitVerb.STOP, unit).active()).isFalse();
    assertThat(control(UnitVerb.DISABLE, unit).enabled()).isFalse();
    assertThat(unit(unit).active()).isFalse();
  }

  @Test
  void saysWhyAUnitDidNotStart() {
    NodeFailure failure =
        ops().control(UnitVerb.START, brokenUnit(), soon()).toFailure().orElseThrow();
    assertThat(failure).isInstanceOf(NodeFailure.UnitRefused.class);
    NodeFailure.UnitRefused refused = (NodeFailure.UnitRefused) failure;
    assertThat(refused.unit()).isEqualTo(brokenUnit());
    assertThat(refused.verb()).isEqualTo("start");
    assertThat(refused.why()).isNotBlank();
    assertThat(unit(brokenUnit()).active()).isFalse();
    assertThat(ops().control(UnitVerb.RESET_FAILED, brokenUnit(), soon()).toFailure()).isEmpty();
  }

  @Test
  void knowsThatAUnitDoesNotExist() {
    String unit = "no-such-unit-of-flannelboard.service";
    UnitState seen = unit(unit);
    assertThat(seen.name()).isEqualTo(unit);
    assertThat(seen.exists()).isFalse();
    assertThat(seen.files()).isEmpty();
    assertThat(seen.process()).isEqualTo(Known.notChecked());
    assertThat(ops().control(UnitVerb.START, unit, soon()).toFailure())
        .containsInstanceOf(NodeFailure.UnitRefused.class);
  }

  @Test
  void readsUnitFilesAgainAndJournals() {
    assertThat(ops().reloadUnits(soon()).orElseThrow()).isEqualTo(Done.DONE);
    control(UnitVerb.START, healthyUnit());
    String journal = ops().journal(healthyUnit(), 1, soon()).orElseThrow();
    assertThat(journal.lines().count()).isLessThanOrEqualTo(1);
    control(UnitVerb.STOP, healthyUnit());
  }

  // Following a journal

  @Test
  void followsAJournal() throws InterruptedException {
    String unit = healthyUnit();
    BlockingQueue<String> entries = new LinkedBlockingQueue<>();
    try (JournalStream stream = ops().follow(unit, 1, entries::add, soon()).orElseThrow()) {
      control(UnitVerb.START, unit);
      assertThat(entries.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotBlank();
      // One line at most was there before: whatever comes second was followed.
      control(UnitVerb.STOP, unit);
      assertThat(entries.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotBlank();
      stream.close();
      assertThat(stream.awaitEnd()).isEmpty();
    }
  }

  @Test
  void beginsToFollowWithTheLastLines() throws InterruptedException {
    String unit = healthyUnit();
    control(UnitVerb.START, unit);
    control(UnitVerb.STOP, unit);
    String first = ops().journal(unit, 1, soon()).orElseThrow();
    assertThat(first).isNotBlank();
    BlockingQueue<String> entries = new LinkedBlockingQueue<>();
    try (JournalStream stream = ops().follow(unit, 100, entries::add, soon()).orElseThrow()) {
      String entry = entries.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      while (entry != null && !entry.equals(first)) {
        entry = entries.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(entry).isEqualTo(first);
      stream.close();
      assertThat(stream.awaitEnd()).isEmpty();
    }
  }

  @Test
  void followsNoLongerThanItsConnection() throws InterruptedException {
    BlockingQueue<String> entries = new LinkedBlockingQueue<>();
    JournalStream stream = ops().follow(healthyUnit(), 1, entries::add, soon()).orElseThrow();
    ops().close();
    // How it puts it is the adapter's; that it comes to its end is not.
    assertThat(stream.awaitEnd()).isNotNull();
  }

  // Pinging

  @Test
  void pingsRoundAfterRound() throws InterruptedException {
    BlockingQueue<PingRound> rounds = new LinkedBlockingQueue<>();
    try (PingStream stream = ping(source(), answering(), 2, rounds).orElseThrow()) {
      assertThat(stream.prober()).isNotBlank();
      assertThat(stream.awaitEnd()).isEmpty();
    }
    assertThat(rounds).extracting(PingRound::number).containsExactly(1, 2);
    for (PingRound round : rounds) {
      assertThat(round.echoes()).extracting(PingRound.Echo::target).isEqualTo(answering());
      assertThat(round.echoes()).allSatisfy(echo -> assertThat(echo.rtt()).isPositive());
    }
  }

  @Test
  void tellsTheSilentFromTheAnswering() throws InterruptedException {
    List<Ipv4Address> targets = List.of(answering().get(0), silent(), answering().get(1));
    BlockingQueue<PingRound> rounds = new LinkedBlockingQueue<>();
    try (PingStream stream = ping(source(), targets, 1, rounds).orElseThrow()) {
      assertThat(stream.awaitEnd()).isEmpty();
    }
    List<PingRound.Echo> echoes = rounds.remove().echoes();
    assertThat(echoes).extracting(PingRound.Echo::target).isEqualTo(targets);
    assertThat(echoes.get(0).rtt()).isNotNull();
    assertThat(echoes.get(1).rtt()).isNull();
    assertThat(echoes.get(2).rtt()).isNotNull();
  }

  @Test
  void pingsUntilItIsClosed() throws InterruptedException {
    BlockingQueue<PingRound> rounds = new LinkedBlockingQueue<>();
    try (PingStream stream = ping(source(), answering(), 0, rounds).orElseThrow()) {
      for (int number = 1; number <= 3; number++) {
        assertThat(rounds.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .extracting(PingRound::number)
            .isEqualTo(number);
      }
      stream.close();
      assertThat(stream.awaitEnd()).isEmpty();
    }
  }

  @Test
  void doesNotPingFromAnAddressOfAnother() throws InterruptedException {
    BlockingQueue<PingRound> rounds = new LinkedBlockingQueue<>();
    assertThat(failureOf(ping(foreign(), answering(), 1, rounds))).isPresent();
    assertThat(rounds).isEmpty();
  }

  // Deadlines

  @Test
  void givesUpAtItsDeadline() {
    Deadline past = Deadline.after(Duration.ZERO);
    RemotePath path = workspace().child("late");
    assertTimedOut(ops().observe(new ObservationQuery(List.of(), List.of(), false, false), past));
    assertTimedOut(ops().read(path, 1, past));
    assertTimedOut(ops().put(write(path, "x", 0644), past));
    assertTimedOut(ops().control(UnitVerb.STOP, healthyUnit(), past));
    assertTimedOut(ops().reloadUnits(past));
    assertTimedOut(ops().follow(healthyUnit(), 1, _ -> {}, past));
  }

  private static void assertTimedOut(Result<?, NodeFailure> result) {
    assertThat(result.toFailure()).containsInstanceOf(NodeFailure.TimedOut.class);
  }

  private static Optional<NodeFailure> failureOf(Result<PingStream, NodeFailure> started)
      throws InterruptedException {
    return switch (started) {
      case Result.Err<PingStream, NodeFailure>(NodeFailure failure) -> Optional.of(failure);
      case Result.Ok<PingStream, NodeFailure>(PingStream stream) -> {
        try (stream) {
          yield stream.awaitEnd();
        }
      }
    };
  }

  private Result<PingStream, NodeFailure> ping(
      Ipv4Address from, List<Ipv4Address> targets, int count, BlockingQueue<PingRound> rounds) {
    PingRequest request =
        new PingRequest(from, targets, Duration.ofMillis(300), Duration.ofMillis(250), count);
    return ops().ping(request, rounds::add, soon());
  }

  private UnitState control(UnitVerb verb, String unit) {
    return ops().control(verb, unit, soon()).orElseThrow();
  }

  private UnitState unit(String name) {
    return observe(new ObservationQuery(List.of(), List.of(name), false, false)).unit(name);
  }

  private PutOutcome put(RemotePath path, String text, int mode) {
    return ops().put(write(path, text, mode), soon()).orElseThrow();
  }

  private FileWrite write(RemotePath path, String text, int mode) {
    return new FileWrite(path, Content.of(text), mode, owner(), group(), null);
  }

  private FileState state(RemotePath path) {
    return observe(
            new ObservationQuery(List.of(ObservationQuery.text(path)), List.of(), false, false))
        .file(path);
  }

  private FileState.Regular regular(RemotePath path) {
    return (FileState.Regular) state(path);
  }

  private String text(RemotePath path) {
    return new String(ops().read(path, 1_000_000, soon()).orElseThrow(), StandardCharsets.UTF_8);
  }

  private Observation observe(ObservationQuery query) {
    return ops().observe(query, soon()).orElseThrow();
  }

  private static Deadline soon() {
    return Deadline.after(PATIENCE);
  }
}
