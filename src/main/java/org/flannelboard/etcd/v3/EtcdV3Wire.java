package org.flannelboard.etcd.v3;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.Attempt;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.EtcdTunnel;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.PemTls;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.etcd.Wire;
import org.flannelboard.etcd.WriteOutcome;
import org.jspecify.annotations.Nullable;

/** The v3 API over gRPC. */
public final class EtcdV3Wire implements Wire {

  /** To ask for a time to live while following; the event itself is not lost if it fails. */
  private static final Duration LOOK_UP = Duration.ofSeconds(5);

  private final Map<URI, GrpcEndpoint> endpoints = new LinkedHashMap<>();
  private final @Nullable EtcdTunnel tunnel;

  private EtcdV3Wire(EtcdAccess access, @Nullable PemTls material) {
    this.tunnel =
        access.dialer() == null ? null : EtcdTunnel.open(access.endpoints(), access.dialer());
    GrpcEndpoint.Security security =
        material == null ? null : GrpcEndpoint.Security.of(material, tunnel);
    for (URI endpoint : access.endpoints()) {
      boolean secure = "https".equalsIgnoreCase(endpoint.getScheme());
      endpoints.put(endpoint, new GrpcEndpoint(endpoint, secure ? security : null, tunnel));
    }
  }

  /** A wire to these endpoints; connects when first used. */
  public static Result<Wire, StoreFailure> open(EtcdAccess access) {
    EtcdAccess.Tls tls = access.tls();
    if (tls == null) {
      return Result.ok(new EtcdV3Wire(access, null));
    }
    return PemTls.of(tls).map(material -> new EtcdV3Wire(access, material));
  }

  @Override
  public KeyStore.Api api() {
    return KeyStore.Api.V3;
  }

  @Override
  public Attempt<Sighting> get(URI endpoint, String key, Deadline deadline) {
    RangeRequest request = RangeRequest.newBuilder().setKey(bytes(key)).build();
    return then(
        at(endpoint).kv(key, deadline, stub -> stub.range(request)),
        range ->
            then(
                entries(endpoint, range.getKvsList(), deadline),
                found ->
                    new Attempt.Answered<>(
                        new Sighting(
                            found.stream().findFirst().orElse(null),
                            revision(range.getHeader().getRevision())))));
  }

  @Override
  public Attempt<Listing> list(URI endpoint, String directory, Deadline deadline) {
    RangeRequest request =
        RangeRequest.newBuilder()
            .setKey(bytes(directory + "/"))
            .setRangeEnd(after(directory))
            .build();
    return then(
        at(endpoint).kv(directory, deadline, stub -> stub.range(request)),
        range ->
            then(
                entries(endpoint, range.getKvsList(), deadline),
                found ->
                    new Attempt.Answered<>(
                        new Listing(found, revision(range.getHeader().getRevision())))));
  }

  @Override
  public Attempt<WriteOutcome> put(URI endpoint, Write write, Deadline deadline) {
    Duration ttl = write.ttl();
    if (ttl == null) {
      return put(endpoint, write, 0, deadline);
    }
    LeaseGrantRequest grant =
        LeaseGrantRequest.newBuilder().setTTL(Math.max(1, ttl.toSeconds())).build();
    // A lease without a key does nothing and ends by itself: not granted is not written.
    return then(
        harmless(at(endpoint).lease(write.key(), deadline, stub -> stub.leaseGrant(grant))),
        lease -> put(endpoint, write, lease.getID(), deadline));
  }

  @Override
  public Attempt<WriteOutcome> delete(URI endpoint, String key, Expect expect, Deadline deadline) {
    Compare condition =
        condition(key, expect)
            .orElseGet(
                () ->
                    compare(key, Compare.CompareTarget.VERSION, Compare.CompareResult.GREATER)
                        .setVersion(0)
                        .build());
    RequestOp removal =
        RequestOp.newBuilder()
            .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(key)))
            .build();
    return transact(endpoint, key, List.of(condition), removal, deadline);
  }

  @Override
  public Ended follow(URI endpoint, String directory, Revision after, Consumer<WatchEvent> events)
      throws InterruptedException {
    BlockingClientCall<WatchRequest, WatchResponse> stream = at(endpoint).watch().watch();
    try {
      stream.write(
          WatchRequest.newBuilder()
              .setCreateRequest(
                  WatchCreateRequest.newBuilder()
                      .setKey(bytes(directory + "/"))
                      .setRangeEnd(after(directory))
                      .setStartRevision(after.number() + 1))
              .build());
      while (true) {
        WatchResponse response = stream.read();
        if (response == null) {
          return Ended.BROKEN;
        }
        if (response.getCanceled()) {
          return response.getCompactRevision() > 0 ? Ended.OUTDATED : Ended.BROKEN;
        }
        for (Event event : response.getEventsList()) {
          events.accept(event(endpoint, event));
        }
      }
    } catch (StatusException _) {
      return Ended.BROKEN;
    } finally {
      stream.cancel("the watch ended", null);
    }
  }

  @Override
  public void close() {
    endpoints.values().forEach(GrpcEndpoint::close);
    if (tunnel != null) {
      tunnel.close();
    }
  }

  private Attempt<WriteOutcome> put(URI endpoint, Write write, long lease, Deadline deadline) {
    RequestOp put =
        RequestOp.newBuilder()
            .setRequestPut(
                PutRequest.newBuilder()
                    .setKey(bytes(write.key()))
                    .setValue(bytes(write.value()))
                    .setLease(lease))
            .build();
    List<Compare> conditions = condition(write.key(), write.expect()).stream().toList();
    Attempt<WriteOutcome> outcome = transact(endpoint, write.key(), conditions, put, deadline);
    boolean unused =
        lease != 0 && outcome instanceof Attempt.Answered<WriteOutcome>(WriteOutcome.Conflict _);
    if (unused) {
      LeaseRevokeRequest revoke = LeaseRevokeRequest.newBuilder().setID(lease).build();
      at(endpoint).lease(write.key(), deadline, stub -> stub.leaseRevoke(revoke));
    }
    return outcome;
  }

  /** The change if all conditions hold, else what the key holds instead, as one transaction. */
  private Attempt<WriteOutcome> transact(
      URI endpoint, String key, List<Compare> conditions, RequestOp change, Deadline deadline) {
    RequestOp look =
        RequestOp.newBuilder()
            .setRequestRange(RangeRequest.newBuilder().setKey(bytes(key)))
            .build();
    TxnRequest request =
        TxnRequest.newBuilder()
            .addAllCompare(conditions)
            .addSuccess(change)
            .addFailure(look)
            .build();
    return then(
        at(endpoint).kv(key, deadline, stub -> stub.txn(request)),
        response ->
            response.getSucceeded()
                ? new Attempt.Answered<>(
                    new WriteOutcome.Written(revision(response.getHeader().getRevision())))
                : conflict(endpoint, response, deadline));
  }

  private Attempt<WriteOutcome> conflict(URI endpoint, TxnResponse response, Deadline deadline) {
    List<KeyValue> held = response.getResponses(0).getResponseRange().getKvsList();
    return then(
        harmless(entries(endpoint, held, deadline)),
        found ->
            new Attempt.Answered<>(
                new WriteOutcome.Conflict(found.isEmpty() ? null : found.getFirst())));
  }

  /** Entries with their time to live, which etcd tells by lease, one question each. */
  private Attempt<List<Entry>> entries(URI endpoint, List<KeyValue> found, Deadline deadline) {
    Map<Long, Duration> leases = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (KeyValue kv : found) {
      if (kv.getLease() != 0 && !leases.containsKey(kv.getLease())) {
        switch (timeToLive(endpoint, kv, deadline)) {
          case Attempt.Answered<Duration>(Duration ttl) -> leases.put(kv.getLease(), ttl);
          case Attempt.Refused<Duration>(StoreFailure failure) -> {
            return new Attempt.Refused<>(failure);
          }
          case Attempt.Missed<Duration>(StoreFailure failure, boolean taken) -> {
            return new Attempt.Missed<>(failure, taken);
          }
        }
      }
      entries.add(entry(kv, leases.get(kv.getLease())));
    }
    return new Attempt.Answered<>(entries);
  }

  private Attempt<Duration> timeToLive(URI endpoint, KeyValue kv, Deadline deadline) {
    LeaseTimeToLiveRequest request =
        LeaseTimeToLiveRequest.newBuilder().setID(kv.getLease()).build();
    // -1 for a lease that has just ended.
    return then(
        at(endpoint).lease(text(kv.getKey()), deadline, stub -> stub.leaseTimeToLive(request)),
        response -> new Attempt.Answered<>(Duration.ofSeconds(Math.max(0, response.getTTL()))));
  }

  private WatchEvent event(URI endpoint, Event event) {
    KeyValue kv = event.getKv();
    if (event.getType() == Event.EventType.DELETE) {
      return new WatchEvent.Deleted(text(kv.getKey()), revision(kv.getModRevision()));
    }
    Duration ttl =
        kv.getLease() != 0
                && timeToLive(endpoint, kv, Deadline.after(LOOK_UP))
                    instanceof Attempt.Answered<Duration>(Duration left)
            ? left
            : null;
    return new WatchEvent.Put(entry(kv, ttl));
  }

  private static Optional<Compare> condition(String key, Expect expect) {
    return switch (expect) {
      case Expect.Anything _ -> Optional.empty();
      case Expect.Absent _ ->
          Optional.of(
              compare(key, Compare.CompareTarget.VERSION, Compare.CompareResult.EQUAL)
                  .setVersion(0)
                  .build());
      case Expect.At(Revision revision) ->
          Optional.of(
              compare(key, Compare.CompareTarget.MOD, Compare.CompareResult.EQUAL)
                  .setModRevision(revision.number())
                  .build());
    };
  }

  private static Compare.Builder compare(
      String key, Compare.CompareTarget target, Compare.CompareResult result) {
    return Compare.newBuilder().setKey(bytes(key)).setTarget(target).setResult(result);
  }

  private static <T, U> Attempt<U> then(Attempt<T> attempt, Function<T, Attempt<U>> next) {
    return switch (attempt) {
      case Attempt.Answered<T>(T value) -> next.apply(value);
      case Attempt.Refused<T>(StoreFailure failure) -> new Attempt.Refused<>(failure);
      case Attempt.Missed<T>(StoreFailure failure, boolean taken) ->
          new Attempt.Missed<>(failure, taken);
    };
  }

  /** A request whose loss leaves nothing changed: it may be made again elsewhere. */
  private static <T> Attempt<T> harmless(Attempt<T> attempt) {
    return attempt instanceof Attempt.Missed<T>(StoreFailure failure, boolean _)
        ? new Attempt.Missed<>(failure, false)
        : attempt;
  }

  private GrpcEndpoint at(URI endpoint) {
    GrpcEndpoint found = endpoints.get(endpoint);
    if (found == null) {
      throw new IllegalArgumentException("not an endpoint of this cluster: " + endpoint);
    }
    return found;
  }

  private static Entry entry(KeyValue kv, @Nullable Duration ttl) {
    return new Entry(
        text(kv.getKey()), kv.getValue().toStringUtf8(), revision(kv.getModRevision()), ttl);
  }

  /** The first key after a directory: zero is the character after the slash. */
  private static ByteString after(String directory) {
    return bytes(directory + "0");
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static String text(ByteString bytes) {
    return bytes.toStringUtf8();
  }

  private static Revision revision(long number) {
    return new Revision(number);
  }
}
