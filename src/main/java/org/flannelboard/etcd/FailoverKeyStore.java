package org.flannelboard.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;

/**
 * A key store on several endpoints of one cluster.
 *
 * <p>Reads may be repeated, so they go from endpoint to endpoint until one answers, each try with a
 * share of the deadline. A write must not be repeated: it is preceded by a read, which finds an
 * endpoint that is alive and shows what the key held, and then goes to that endpoint. It moves on
 * to another one only if the first provably did not take it. If an answer is lost, reading back
 * decides where it can: the value we wrote, at a revision later than the one seen before, is there;
 * anything else stays in doubt, because a stalled server may still carry the write out.
 */
public final class FailoverKeyStore implements KeyStore {

  /** The longest a read waits for one endpoint while there is another to ask. */
  private static final Duration LONGEST_TRY = Duration.ofSeconds(3);

  private final Wire wire;
  private final List<URI> endpoints;
  private final Set<WatchLoop> watches = ConcurrentHashMap.newKeySet();
  private volatile URI preferred;

  /** A key store that owns the wire. */
  public FailoverKeyStore(Wire wire, List<URI> endpoints) {
    this.wire = wire;
    this.endpoints = List.copyOf(endpoints);
    this.preferred = endpoints.getFirst();
  }

  @Override
  public Api api() {
    return wire.api();
  }

  @Override
  public Result<Optional<Entry>, StoreFailure> get(String key, Deadline deadline) {
    return sight(key, deadline).map(Wire.Sighting::entry);
  }

  @Override
  public Result<List<Entry>, StoreFailure> list(String directory, Deadline deadline) {
    String root = withoutSlash(directory);
    return listing(root, deadline)
        .map(
            listing ->
                listing.entries().stream()
                    .filter(entry -> entry.key().indexOf('/', root.length() + 1) < 0)
                    .toList());
  }

  @Override
  public Result<WriteOutcome, StoreFailure> put(
      String key, String value, Expect expect, @Nullable Duration ttl, Deadline deadline) {
    Wire.Write write = new Wire.Write(key, value, expect, ttl);
    return sight(key, deadline)
        .flatMap(
            before ->
                write(
                    deadline,
                    (endpoint, bound) -> wire.put(endpoint, write, bound),
                    (endpoint, bound) -> wire.get(endpoint, key, bound),
                    now -> written(now, before, value)));
  }

  @Override
  public Result<WriteOutcome, StoreFailure> delete(String key, Expect expect, Deadline deadline) {
    return sight(key, deadline)
        .flatMap(
            before -> {
              Optional<Entry> entry = before.entry();
              if (expect instanceof Expect.Absent || entry.isEmpty()) {
                return Result.ok(deletedAlready(before, expect));
              }
              return write(
                  deadline,
                  (endpoint, bound) -> wire.delete(endpoint, key, expect, bound),
                  (endpoint, bound) -> wire.get(endpoint, key, bound),
                  now -> now.entry().isEmpty() ? Optional.of(now.store()) : Optional.empty());
            });
  }

  @Override
  public Watch watch(String directory, Consumer<WatchEvent> events) {
    WatchLoop loop = new WatchLoop(this, withoutSlash(directory), events, watches::remove);
    watches.add(loop);
    loop.start();
    return loop;
  }

  @Override
  public void close() {
    List.copyOf(watches).forEach(WatchLoop::close);
    wire.close();
  }

  /** Everything under a directory, with the revision from which a watch goes on. */
  Result<Wire.Listing, StoreFailure> listing(String directory, Deadline deadline) {
    return read(deadline, (endpoint, bound) -> wire.list(endpoint, directory, bound));
  }

  /** Follows a directory at the endpoint that answered last. */
  Wire.Ended follow(String directory, Revision after, Consumer<WatchEvent> events)
      throws InterruptedException {
    return wire.follow(preferred, directory, after, events);
  }

  private Result<Wire.Sighting, StoreFailure> sight(String key, Deadline deadline) {
    return read(deadline, (endpoint, bound) -> wire.get(endpoint, key, bound));
  }

  private <T> Result<T, StoreFailure> read(
      Deadline deadline, BiFunction<URI, Deadline, Attempt<T>> request) {
    List<URI> order = order();
    List<StoreFailure> misses = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      URI endpoint = order.get(i);
      switch (request.apply(endpoint, share(deadline, order.size() - i))) {
        case Attempt.Answered<T>(T value) -> {
          preferred = endpoint;
          return Result.ok(value);
        }
        case Attempt.Refused<T>(StoreFailure failure) -> {
          return Result.err(failure);
        }
        case Attempt.Missed<T>(StoreFailure failure, boolean _) -> misses.add(failure);
      }
    }
    return Result.err(StoreFailure.merge(misses));
  }

  private Result<WriteOutcome, StoreFailure> write(
      Deadline deadline,
      BiFunction<URI, Deadline, Attempt<WriteOutcome>> request,
      BiFunction<URI, Deadline, Attempt<Wire.Sighting>> look,
      Function<Wire.Sighting, Optional<Revision>> evidence) {
    List<StoreFailure> misses = new ArrayList<>();
    for (URI endpoint : order()) {
      // Half of what is left, so that there is time to read back when no answer comes.
      Deadline bound = deadline.atMost(deadline.remaining().dividedBy(2));
      switch (request.apply(endpoint, bound)) {
        case Attempt.Answered<WriteOutcome>(WriteOutcome outcome) -> {
          return Result.ok(outcome);
        }
        case Attempt.Refused<WriteOutcome>(StoreFailure failure) -> {
          return Result.err(failure);
        }
        case Attempt.Missed<WriteOutcome>(StoreFailure failure, boolean taken) -> {
          if (taken) {
            return Result.ok(resolve(failure, endpoint, look, evidence, deadline));
          }
          misses.add(failure);
        }
      }
    }
    return Result.err(StoreFailure.merge(misses));
  }

  private WriteOutcome resolve(
      StoreFailure silence,
      URI silent,
      BiFunction<URI, Deadline, Attempt<Wire.Sighting>> look,
      Function<Wire.Sighting, Optional<Revision>> evidence,
      Deadline deadline) {
    preferred = endpoints.get((endpoints.indexOf(silent) + 1) % endpoints.size());
    return read(deadline, look)
        .toOptional()
        .flatMap(evidence)
        .<WriteOutcome>map(WriteOutcome.Written::new)
        .orElseGet(() -> new WriteOutcome.InDoubt(silence.reason()));
  }

  private static Optional<Revision> written(Wire.Sighting now, Wire.Sighting before, String value) {
    return now.entry()
        .filter(entry -> entry.value().equals(value))
        .map(Entry::revision)
        .filter(revision -> revision.number() > before.store().number());
  }

  private static WriteOutcome deletedAlready(Wire.Sighting before, Expect expect) {
    return expect instanceof Expect.Absent && before.entry().isEmpty()
        ? new WriteOutcome.Written(before.store())
        : new WriteOutcome.Conflict(before.entry().orElse(null));
  }

  private List<URI> order() {
    List<URI> order = new ArrayList<>(endpoints);
    Collections.rotate(order, -endpoints.indexOf(preferred));
    return order;
  }

  private static Deadline share(Deadline deadline, int endpointsLeft) {
    if (endpointsLeft == 1) {
      return deadline;
    }
    Duration fair = deadline.remaining().dividedBy(endpointsLeft);
    return deadline.atMost(fair.compareTo(LONGEST_TRY) < 0 ? fair : LONGEST_TRY);
  }

  private static String withoutSlash(String directory) {
    return directory.endsWith("/") ? directory.substring(0, directory.length() - 1) : directory;
  }
}
