package org.flannelboard.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which endpoint is asked what, and what a lost answer comes to. */
class FailoverKeyStoreTest {

  private static final URI ONE = URI.create("http://one:2379");
  private static final URI TWO = URI.create("http://two:2379");
  private static final StoreFailure SILENT = StoreFailure.unreachable("one", "timed out");
  private static final Entry OLD = new Entry("/k", "old", new Revision(5), null);

  private final ScriptedWire wire = new ScriptedWire();
  private final FailoverKeyStore store = new FailoverKeyStore(wire, List.of(ONE, TWO));

  @Test
  void aReadGoesOnToTheNextEndpointAndStaysThere() {
    wire.dead = ONE;
    wire.held = OLD;

    assertThat(store.get("/k", soon()).orElseThrow()).contains(OLD);
    assertThat(store.get("/k", soon()).orElseThrow()).contains(OLD);

    assertThat(wire.asked).containsExactly("get one", "get two", "get two");
  }

  @Test
  void aWriteGoesToTheEndpointThatAnsweredARead() {
    wire.dead = ONE;

    assertThat(put(new Expect.Anything())).isEqualTo(new WriteOutcome.Written(new Revision(6)));
    assertThat(wire.asked).containsExactly("get one", "get two", "put two");
  }

  @Test
  void aWriteProvablyNotTakenIsSentToAnother() {
    wire.onPut = new Attempt.Missed<>(SILENT, false);

    assertThat(put(new Expect.Anything())).isEqualTo(new WriteOutcome.Written(new Revision(6)));
    assertThat(wire.asked).containsExactly("get one", "put one", "put two");
  }

  @Test
  void aLostAnswerIsResolvedByReadingBackElsewhere() {
    wire.held = OLD;
    wire.onPut = new Attempt.Missed<>(SILENT, true);
    wire.afterPut = new Entry("/k", "new", new Revision(9), null);

    assertThat(put(new Expect.At(new Revision(5))))
        .isEqualTo(new WriteOutcome.Written(new Revision(9)));
    assertThat(wire.asked).containsExactly("get one", "put one", "get two");
  }

  @Test
  void aLostAnswerWithTheOldValueStillThereIsInDoubtAndNotRepeated() {
    wire.held = OLD;
    wire.onPut = new Attempt.Missed<>(SILENT, true);
    wire.afterPut = OLD;

    assertThat(put(new Expect.Anything()))
        .isInstanceOfSatisfying(
            WriteOutcome.InDoubt.class, doubt -> assertThat(doubt.why()).contains("timed out"));
    assertThat(wire.asked).containsExactly("get one", "put one", "get two");
  }

  @Test
  void theSameValueThatWasThereBeforeProvesNothing() {
    wire.held = new Entry("/k", "new", new Revision(5), null);
    wire.onPut = new Attempt.Missed<>(SILENT, true);
    wire.afterPut = wire.held;

    assertThat(put(new Expect.Anything())).isInstanceOf(WriteOutcome.InDoubt.class);
  }

  @Test
  void aVerdictOutranksSilence() {
    StoreFailure untrusted = new StoreFailure.ServerUntrusted("two", "wrong CA");

    assertThat(StoreFailure.merge(List.of(SILENT, untrusted))).isEqualTo(untrusted);
  }

  @Test
  void silenceIsReportedForEachEndpoint() {
    assertThat(
            StoreFailure.merge(
                List.of(SILENT, StoreFailure.unreachable("two", "connection refused"))))
        .extracting(failure -> failure.arguments().get("endpoints"))
        .isEqualTo("one: timed out; two: connection refused");
  }

  private WriteOutcome put(Expect expect) {
    Result<WriteOutcome, StoreFailure> result = store.put("/k", "new", expect, null, soon());
    return result.orElseThrow();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(5));
  }

  /** Answers as told; the first put may go wrong, later ones succeed. */
  private static final class ScriptedWire implements Wire {

    final List<String> asked = new ArrayList<>();
    @Nullable URI dead;
    @Nullable Entry held;
    @Nullable Entry afterPut;
    @Nullable Attempt<WriteOutcome> onPut;

    @Override
    public KeyStore.Api api() {
      return KeyStore.Api.V2;
    }

    @Override
    public Attempt<Sighting> get(URI endpoint, String key, Deadline deadline) {
      asked.add("get " + endpoint.getHost());
      return endpoint.equals(dead)
          ? new Attempt.Missed<>(SILENT, false)
          : new Attempt.Answered<>(new Sighting(held, new Revision(5)));
    }

    @Override
    public Attempt<Listing> list(URI endpoint, String directory, Deadline deadline) {
      throw new AssertionError("not asked");
    }

    @Override
    public Attempt<WriteOutcome> put(URI endpoint, Write write, Deadline deadline) {
      asked.add("put " + endpoint.getHost());
      Attempt<WriteOutcome> first = onPut;
      onPut = null;
      held = afterPut;
      return first == null
          ? new Attempt.Answered<>(new WriteOutcome.Written(new Revision(6)))
          : first;
    }

    @Override
    public Attempt<WriteOutcome> delete(
        URI endpoint, String key, Expect expect, Deadline deadline) {
      throw new AssertionError("not asked");
    }

    @Override
    public Ended follow(
        URI endpoint, String directory, Revision after, Consumer<WatchEvent> events) {
      throw new AssertionError("not asked");
    }

    @Override
    public void close() {}
  }
}
