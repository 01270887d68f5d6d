package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Deadline;
import org.flannelboard.etcd.WriteOutcome.Conflict;
import org.flannelboard.etcd.WriteOutcome.Written;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link KeyStore} promises, whatever is behind it. */
public abstract class KeyStoreContract {

  private static final Expect ANYTHING = new Expect.Anything();
  private static final Expect ABSENT = new Expect.Absent();

  /** The store under test; the same one throughout a test. */
  protected abstract KeyStore store();

  /** A directory nobody else uses, for example {@code /contract/7}. */
  protected abstract String directory();

  @Test
  void anAbsentKeyIsEmptyAndAnAbsentDirectoryHasNoEntries() {
    assertThat(store().get(directory() + "/none", soon()).orElseThrow()).isEmpty();
    assertThat(store().list(directory() + "/none", soon()).orElseThrow()).isEmpty();
  }

  @Test
  void aWrittenValueIsReadBackAtItsRevision() {
    String value = "{\"Network\":\"10.253.0.0/16\"} & = % + ✓";

    Revision revision = written(put("config", value, ANYTHING));

    assertThat(get("config")).contains(new Entry(directory() + "/config", value, revision, null));
  }

  @Test
  void keysMayHoldSpacesAndUnicode() {
    Revision revision = written(put("a b%41✓?#", "v", ABSENT));

    assertThat(get("a b%41✓?#"))
        .contains(new Entry(directory() + "/a b%41✓?#", "v", revision, null));
    assertThat(list()).containsExactly("a b%41✓?#");
  }

  @Test
  void revisionsGrow() {
    Revision first = written(put("a", "1", ANYTHING));
    Revision second = written(put("b", "1", ANYTHING));
    Revision third = written(put("a", "1", ANYTHING));

    assertThat(second.number()).isGreaterThan(first.number());
    assertThat(third.number()).isGreaterThan(second.number());
  }

  @Test
  void aDirectoryListsItsOwnEntriesSortedAndNothingBelowOrBeside() {
    put("subnets/10.253.9.0-24", "b", ANYTHING);
    put("subnets/10.253.10.0-24", "a", ANYTHING);
    put("subnets/deep/er", "c", ANYTHING);
    put("subnetsbeside", "d", ANYTHING);

    List<Entry> entries = store().list(directory() + "/subnets", soon()).orElseThrow();

    assertThat(entries)
        .extracting(Entry::key)
        .containsExactly(
            directory() + "/subnets/10.253.10.0-24", directory() + "/subnets/10.253.9.0-24");
    assertThat(store().list(directory() + "/subnets/", soon()).orElseThrow()).isEqualTo(entries);
    assertThat(get("subnets")).isEmpty();
  }

  @Test
  void aKeyExpectedAbsentConflictsWithWhatItHolds() {
    Revision revision = written(put("config", "theirs", ABSENT));

    assertThat(put("config", "mine", ABSENT))
        .isEqualTo(new Conflict(new Entry(directory() + "/config", "theirs", revision, null)));
    assertThat(get("config")).map(Entry::value).contains("theirs");
  }

  @Test
  void aKeyIsReplacedOnlyAtTheRevisionExpected() {
    Revision first = written(put("config", "1", ABSENT));
    Revision second = written(put("config", "2", new Expect.At(first)));

    assertThat(put("config", "3", new Expect.At(first)))
        .isEqualTo(new Conflict(new Entry(directory() + "/config", "2", second, null)));
    assertThat(get("config")).map(Entry::value).contains("2");
  }

  @Test
  void aKeyExpectedAtARevisionButGoneIsAConflictWithNothing() {
    Revision revision = written(put("config", "1", ABSENT));
    written(delete("config", ANYTHING));

    assertThat(put("config", "2", new Expect.At(revision))).isEqualTo(new Conflict(null));
  }

  @Test
  void deleteRemovesTheKey() {
    put("config", "1", ANYTHING);

    written(delete("config", ANYTHING));

    assertThat(get("config")).isEmpty();
  }

  @Test
  void deleteOfAnAbsentKeyIsAConflictUnlessExpected() {
    assertThat(delete("config", ANYTHING)).isEqualTo(new Conflict(null));
    assertThat(delete("config", new Expect.At(new Revision(1)))).isEqualTo(new Conflict(null));
    assertThat(delete("config", ABSENT)).isInstanceOf(Written.class);
  }

  @Test
  void deleteKeepsAKeyThatIsNotAsExpected() {
    Revision first = written(put("config", "1", ABSENT));
    Revision second = written(put("config", "2", ANYTHING));
    Conflict conflict = new Conflict(new Entry(directory() + "/config", "2", second, null));

    assertThat(delete("config", new Expect.At(first))).isEqualTo(conflict);
    assertThat(delete("config", ABSENT)).isEqualTo(conflict);
    assertThat(written(delete("config", new Expect.At(second))).number())
        .isGreaterThan(second.number());
  }

  @Test
  void aTimeToLiveCountsDownAndALaterWriteRemovesIt() {
    written(put("lease", "1", ABSENT, Duration.ofSeconds(60)));

    assertThat(get("lease").orElseThrow().ttl())
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));

    written(put("lease", "2", ANYTHING));
    assertThat(get("lease").orElseThrow().ttl()).isNull();
  }

  @Test
  void aKeyWhoseTimeIsOverIsDroppedAndTheWatchSaysSo() throws InterruptedException {
    BlockingQueue<WatchEvent> seen = new LinkedBlockingQueue<>();
    try (KeyStore.Watch _ = store().watch(directory(), seen::add)) {
      assertThat(next(seen)).isInstanceOf(WatchEvent.Resync.class);
      written(put("lease", "1", ABSENT, Duration.ofSeconds(1)));

      assertThat(next(seen)).isInstanceOf(WatchEvent.Put.class);
      assertThat(next(seen))
          .isInstanceOfSatisfying(
              WatchEvent.Deleted.class,
              deleted -> assertThat(deleted.key()).isEqualTo(directory() + "/lease"));
      assertThat(get("lease")).isEmpty();
    }
  }

  @Test
  void aWatchBeginsWithWhatIsThereAndGoesOnInOrder() throws InterruptedException {
    Revision before = written(put("deep/er", "0", ANYTHING));
    BlockingQueue<WatchEvent> seen = new LinkedBlockingQueue<>();
    try (KeyStore.Watch _ = store().watch(directory(), seen::add)) {
      assertThat(next(seen))
          .isEqualTo(
              new WatchEvent.Resync(
                  List.of(new Entry(directory() + "/deep/er", "0", before, null))));

      for (int i = 0; i < 20; i++) {
        Revision revision = written(put("key", "" + i, ANYTHING));
        assertThat(next(seen))
            .isEqualTo(new WatchEvent.Put(new Entry(directory() + "/key", "" + i, revision, null)));
      }
      Revision gone = written(delete("deep/er", ANYTHING));
      assertThat(next(seen)).isEqualTo(new WatchEvent.Deleted(directory() + "/deep/er", gone));
    }
  }

  @Test
  void aWatchMissesNothingWrittenInAHurry() throws InterruptedException {
    BlockingQueue<WatchEvent> seen = new LinkedBlockingQueue<>();
    try (KeyStore.Watch _ = store().watch(directory(), seen::add)) {
      assertThat(next(seen)).isEqualTo(new WatchEvent.Resync(List.of()));
      for (int i = 0; i < 50; i++) {
        written(put("k" + i, "v", ABSENT));
      }
      for (int i = 0; i < 50; i++) {
        int number = i;
        assertThat(next(seen))
            .isInstanceOfSatisfying(
                WatchEvent.Put.class,
                put -> assertThat(put.entry().key()).isEqualTo(directory() + "/k" + number));
      }
    }
  }

  @Test
  void aWatchSeesNothingOutsideItsDirectoryAndNothingOnceClosed() throws InterruptedException {
    BlockingQueue<WatchEvent> inside = new LinkedBlockingQueue<>();
    BlockingQueue<WatchEvent> everything = new LinkedBlockingQueue<>();
    try (KeyStore.Watch _ = store().watch(directory(), everything::add)) {
      next(everything);
      try (KeyStore.Watch _ = store().watch(directory() + "/in", inside::add)) {
        next(inside);
        written(put("out", "1", ANYTHING));
        next(everything);
        written(put("in/key", "1", ANYTHING));
        next(everything);
        assertThat(next(inside))
            .isInstanceOfSatisfying(
                WatchEvent.Put.class,
                put -> assertThat(put.entry().key()).isEqualTo(directory() + "/in/key"));
      }
      written(put("in/key", "2", ANYTHING));
      next(everything);
      assertThat(inside).isEmpty();
    }
  }

  private WriteOutcome put(String name, String value, Expect expect) {
    return put(name, value, expect, null);
  }

  private WriteOutcome put(String name, String value, Expect expect, @Nullable Duration ttl) {
    return store().put(directory() + "/" + name, value, expect, ttl, soon()).orElseThrow();
  }

  private WriteOutcome delete(String name, Expect expect) {
    return store().delete(directory() + "/" + name, expect, soon()).orElseThrow();
  }

  private Optional<Entry> get(String name) {
    return store().get(directory() + "/" + name, soon()).orElseThrow();
  }

  private List<String> list() {
    return store().list(directory(), soon()).orElseThrow().stream()
        .map(entry -> entry.key().substring(directory().length() + 1))
        .toList();
  }

  private static Revision written(WriteOutcome outcome) {
    assertThat(outcome).isInstanceOf(Written.class);
    return ((Written) outcome).revision();
  }

  private static WatchEvent next(BlockingQueue<WatchEvent> seen) throws InterruptedException {
    WatchEvent event = seen.poll(10, TimeUnit.SECONDS);
    assertThat(event).as("an event within ten seconds").isNotNull();
    return event;
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }
}
