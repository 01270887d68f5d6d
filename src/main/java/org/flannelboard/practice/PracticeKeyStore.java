package org.flannelboard.practice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.etcd.WriteOutcome;
import org.jspecify.annotations.Nullable;

/** A connection to the practice etcd through one of its two APIs. */
final class PracticeKeyStore implements KeyStore {

  private final World world;
  private final EtcdAccess access;
  private final Api api;
  private final List<Watch> watches = new ArrayList<>();

  PracticeKeyStore(World world, EtcdAccess access, Api api) {
    this.world = world;
    this.access = access;
    this.api = api;
  }

  @Override
  public Api api() {
    return api;
  }

  @Override
  public Result<Optional<Entry>, StoreFailure> get(String key, Deadline deadline) {
    return inside(() -> space().get(key, world.now()));
  }

  @Override
  public Result<List<Entry>, StoreFailure> list(String directory, Deadline deadline) {
    return inside(() -> space().list(directory, world.now()));
  }

  @Override
  public Result<WriteOutcome, StoreFailure> put(
      String key, String value, Expect expect, @Nullable Duration ttl, Deadline deadline) {
    if (ttl != null && ttl.toMillis() < 1000) {
      throw new IllegalArgumentException("etcd knows no time to live under a second: " + ttl);
    }
    return inside(() -> space().put(key, value, expect, ttl, world.now()));
  }

  @Override
  public Result<WriteOutcome, StoreFailure> delete(String key, Expect expect, Deadline deadline) {
    return inside(() -> space().delete(key, expect, world.now()));
  }

  @Override
  public Watch watch(String directory, Consumer<WatchEvent> events) {
    return world.locked(
        () -> {
          Watch watch = new WatchFeed(world, this, directory, events);
          watches.add(watch);
          return watch;
        });
  }

  @Override
  public void close() {
    List<Watch> open = world.locked(() -> List.copyOf(watches));
    open.forEach(Watch::close);
  }

  /** Why nothing can be asked at present; empty if it can. */
  Optional<StoreFailure> unreachable() {
    EtcdAccess.Tls tls = access.tls();
    Optional<StoreFailure> atTheDoor =
        world
            .etcd()
            .enter(
                access.endpoints(),
                tls == null ? null : tls.caPem(),
                tls == null ? null : tls.certificatePem())
            .toFailure();
    return atTheDoor.or(this::apiOff);
  }

  private Optional<StoreFailure> apiOff() {
    boolean off = api == Api.V2 && !world.etcd().isV2On();
    return off
        ? Optional.of(
            new StoreFailure.ApiOff(api, access.endpoints().getFirst().toString(), Etcd.VERSION))
        : Optional.empty();
  }

  private <T> Result<T, StoreFailure> inside(Supplier<T> action) {
    return world.locked(
        () ->
            unreachable()
                .<Result<T, StoreFailure>>map(Result::err)
                .orElseGet(() -> Result.ok(action.get())));
  }

  private KeySpace space() {
    return world.etcd().space(api);
  }
}
