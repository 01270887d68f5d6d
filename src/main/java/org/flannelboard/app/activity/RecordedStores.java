package org.flannelboard.app.activity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flannelboard.app.activity.ActivityLog.Course;
import org.flannelboard.app.activity.ActivityLog.Said;
import org.flannelboard.app.activity.Operation.Kind;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdFacts;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.etcd.WriteOutcome;
import org.jspecify.annotations.Nullable;

/**
 * An etcd, real or practice, whose every operation is noted in a log. The endpoints noted are those
 * of the connection, which tries them in turn.
 *
 * @param behind etcd itself
 */
public record RecordedStores(StoreConnector behind, ActivityLog log) implements StoreConnector {

  @Override
  public Result<EtcdFacts, StoreFailure> inspect(EtcdAccess access, Deadline deadline) {
    return log.during(
        null,
        Operation.of(Kind.ETCD_INSPECT, "endpoint", endpoints(access)),
        () -> behind.inspect(access, deadline),
        facts -> Said.good("etcd " + facts.version() + ", members " + facts.members().size()));
  }

  @Override
  public Result<KeyStore, StoreFailure> open(
      EtcdAccess access, KeyStore.Api api, Deadline deadline) {
    String endpoints = endpoints(access);
    return log.during(
            null,
            Operation.of(Kind.ETCD_OPEN, "api", api, "endpoint", endpoints),
            () -> behind.open(access, api, deadline),
            _ -> Said.good(""))
        .map(store -> new Recorded(store, endpoints, log));
  }

  private static String endpoints(EtcdAccess access) {
    return access.endpoints().stream().map(URI::toString).collect(Collectors.joining(", "));
  }

  /** One connection. */
  private record Recorded(KeyStore store, String endpoints, ActivityLog log) implements KeyStore {

    private Operation operation(Kind kind, String key) {
      return Operation.of(kind, "key", key, "api", store.api(), "endpoint", endpoints);
    }

    @Override
    public Api api() {
      return store.api();
    }

    @Override
    public Result<Optional<Entry>, StoreFailure> get(String key, Deadline deadline) {
      return log.during(
          null,
          operation(Kind.ETCD_GET, key),
          () -> store.get(key, deadline),
          found -> Said.good(found.map(Recorded::words).orElse("absent")));
    }

    @Override
    public Result<List<Entry>, StoreFailure> list(String directory, Deadline deadline) {
      return log.during(
          null,
          operation(Kind.ETCD_LIST, directory),
          () -> store.list(directory, deadline),
          entries -> Said.good("keys: " + entries.size()));
    }

    @Override
    public Result<WriteOutcome, StoreFailure> put(
        String key, String value, Expect expect, @Nullable Duration ttl, Deadline deadline) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      return log.during(
          null,
          operation(Kind.ETCD_PUT, key).with("size", bytes.length, "sha256", Digest.of(bytes)),
          () -> store.put(key, value, expect, ttl, deadline),
          Recorded::said);
    }

    @Override
    public Result<WriteOutcome, StoreFailure> delete(String key, Expect expect, Deadline deadline) {
      return log.during(
          null,
          operation(Kind.ETCD_DELETE, key),
          () -> store.delete(key, expect, deadline),
          Recorded::said);
    }

    @Override
    public Watch watch(String directory, Consumer<WatchEvent> events) {
      Course course = log.begin(null, operation(Kind.ETCD_WATCH, directory));
      AtomicInteger seen = new AtomicInteger();
      Watch watch =
          course.running(
              () ->
                  store.watch(
                      directory,
                      event -> {
                        seen.incrementAndGet();
                        events.accept(event);
                      }));
      return () -> {
        watch.close();
        course.end(Said.good("events: " + seen));
      };
    }

    @Override
    public void close() {
      store.close();
    }

    private static String words(Entry entry) {
      byte[] value = entry.value().getBytes(StandardCharsets.UTF_8);
      return "revision %d, %d bytes, sha256 %s"
          .formatted(entry.revision().number(), value.length, Digest.of(value));
    }

    private static Said said(WriteOutcome outcome) {
      return switch (outcome) {
        case WriteOutcome.Written written ->
            Said.good("written at revision " + written.revision().number());
        case WriteOutcome.Conflict conflict ->
            new Said(
                false,
                "not written, the key holds something else: "
                    + (conflict.actual() == null ? "absent" : words(conflict.actual())));
        case WriteOutcome.InDoubt doubt ->
            new Said(false, "no answer came, it may have happened: " + doubt.why());
      };
    }
  }
}
