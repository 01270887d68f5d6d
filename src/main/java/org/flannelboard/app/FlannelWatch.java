package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.task.Task;
import org.flannelboard.base.Cidr;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.etcd.FlannelStore.ConfigNews;
import org.flannelboard.etcd.FlannelStore.LeaseNews;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.node.Done;
import org.jspecify.annotations.Nullable;

/**
 * Follows flannel's keys in etcd and tells what changes there: leases that come, go or move, and
 * another configuration. What is there at the start is no news, and a renewal is none either.
 */
final class FlannelWatch implements AutoCloseable {

  /** Between two tries to reach etcd for the first time. */
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final StatusReader status;
  private final Consumer<Event> told;
  private final List<KeyStore.Watch> watches = new CopyOnWriteArrayList<>();
  private final Task<Done> opening;
  private @Nullable Map<Cidr, Event.Lease> leases;
  private ConfigNews.@Nullable Current config;
  private volatile boolean closed;

  /**
   * Begins to follow.
   *
   * @param told is handed events on a background thread, one at a time
   */
  FlannelWatch(Cluster cluster, EtcdDoor door, Consumer<Event> told) {
    this.cluster = cluster;
    this.status = new StatusReader(cluster, door);
    this.told = told;
    this.opening = cluster.tasks().start("flannel's keys", this::open);
    opening.detach();
  }

  /** No lock is held: a store may wait for its watchers to hear what it has begun to tell. */
  @Override
  public void close() {
    closed = true;
    opening.cancel();
    watches.forEach(KeyStore.Watch::close);
  }

  private Done open() throws InterruptedException {
    Optional<FlannelStore> store = status.store().toOptional();
    while (store.isEmpty()) {
      cluster.surroundings().pause().pause(RETRY);
      store = status.store().toOptional();
    }
    follow(store.get());
    return Done.DONE;
  }

  private void follow(FlannelStore store) {
    watches.add(store.watchLeases(this::take));
    watches.add(store.watchConfig(this::take));
    if (closed) {
      watches.forEach(KeyStore.Watch::close);
    }
  }

  private synchronized void take(LeaseNews news) {
    if (!(news instanceof LeaseNews.Current(FlannelStore.Leases all)) || closed) {
      return;
    }
    Map<Cidr, Event.Lease> present = new TreeMap<>();
    all.leases().forEach(stored -> present.put(stored.lease().subnet(), lease(stored.lease())));
    if (leases != null) {
      compare(leases, present);
    }
    leases = present;
  }

  private void compare(Map<Cidr, Event.Lease> before, Map<Cidr, Event.Lease> present) {
    Instant now = cluster.surroundings().clock().instant();
    before.forEach(
        (subnet, lease) -> {
          if (!present.containsKey(subnet)) {
            told.accept(new Event.LeaseGone(now, lease));
          }
        });
    present.forEach(
        (subnet, lease) -> {
          Event.Lease known = before.get(subnet);
          if (known == null) {
            told.accept(new Event.LeaseAppeared(now, lease));
          } else if (!known.equals(lease)) {
            told.accept(new Event.LeaseChanged(now, known, lease));
          }
        });
  }

  private synchronized void take(ConfigNews news) {
    if (!(news instanceof ConfigNews.Current present) || closed) {
      return;
    }
    ConfigNews.Current before = config;
    config = present;
    if (before != null && !Objects.equals(before.raw(), present.raw())) {
      told.accept(
          new Event.ConfigChanged(
              cluster.surroundings().clock().instant(), before.raw(), present.raw()));
    }
  }

  private Event.Lease lease(SubnetLease lease) {
    return new Event.Lease(
        cluster.profile().nodes().stream()
            .filter(node -> node.ip().equals(lease.publicIp()))
            .map(NodeSpec::id)
            .findFirst()
            .orElse(null),
        lease.subnet(),
        lease.publicIp(),
        lease.vtepMac());
  }
}
