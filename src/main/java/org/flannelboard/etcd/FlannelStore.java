package org.flannelboard.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.SubnetLease;
import org.jspecify.annotations.Nullable;

/** Flannel's keys in etcd: its network configuration and the nodes' leases. */
public final class FlannelStore {

  private final KeyStore store;
  private final String prefix;

  /**
   * Flannel's keys under a prefix.
   *
   * @param prefix for example {@code /kubernetes/network}
   */
  public FlannelStore(KeyStore store, String prefix) {
    this.store = store;
    String rooted = prefix.startsWith("/") ? prefix : "/" + prefix;
    this.prefix = rooted.endsWith("/") ? rooted.substring(0, rooted.length() - 1) : rooted;
  }

  /**
   * The network configuration as it stands in etcd.
   *
   * @param raw the text that was read
   */
  public record StoredConfig(NetworkConfig config, String raw, Revision revision) {}

  /**
   * A text in the configuration's place that flannel cannot read.
   *
   * @param raw the text
   * @param revision when it was written, so that it can be replaced and nothing else
   * @param why what is wrong with it
   */
  public record UnreadableConfig(String raw, Revision revision, StoreFailure why) {}

  /**
   * A lease as it stands in etcd.
   *
   * @param raw the text that was read
   */
  public record StoredLease(SubnetLease lease, Revision revision, String raw) {}

  /**
   * All leases.
   *
   * @param leases those that can be read, by subnet
   * @param malformed what is wrong with the others, by key
   */
  public record Leases(List<StoredLease> leases, List<StoreFailure.Malformed> malformed) {
    public Leases {
      leases = List.copyOf(leases);
      malformed = List.copyOf(malformed);
    }
  }

  /** What a watch on the leases tells. */
  public sealed interface LeaseNews {

    /** All leases as they are now. */
    record Current(Leases leases) implements LeaseNews {}

    /** Etcd cannot be reached for now; the leases last told may be out of date. */
    record Interrupted(StoreFailure failure) implements LeaseNews {}
  }

  /** What a watch on the network configuration tells. */
  public sealed interface ConfigNews {

    /**
     * The configuration as it is now.
     *
     * @param raw as it stands there, whether flannel can read it or not; null if there is none
     */
    record Current(@Nullable String raw) implements ConfigNews {}

    /** Etcd cannot be reached for now; what was told last may be out of date. */
    record Interrupted(StoreFailure failure) implements ConfigNews {}
  }

  /** Where the network configuration is. */
  public String configKey() {
    return prefix + "/config";
  }

  /** The directory of the leases. */
  public String leaseDirectory() {
    return prefix + "/subnets";
  }

  /** The network configuration; empty if nobody has written one. */
  public Result<Optional<StoredConfig>, StoreFailure> config(Deadline deadline) {
    return store
        .get(configKey(), deadline)
        .flatMap(
            found -> {
              if (found.isEmpty()) {
                return Result.ok(Optional.empty());
              }
              Entry entry = found.get();
              return NetworkConfigJson.parse(entry.key(), entry.value())
                  .map(
                      config ->
                          Optional.of(new StoredConfig(config, entry.value(), entry.revision())));
            });
  }

  /** The text in the configuration's place, if there is one that flannel cannot read. */
  public Result<Optional<UnreadableConfig>, StoreFailure> unreadableConfig(Deadline deadline) {
    return store.get(configKey(), deadline).map(found -> found.flatMap(FlannelStore::unreadable));
  }

  private static Optional<UnreadableConfig> unreadable(Entry entry) {
    return NetworkConfigJson.parse(entry.key(), entry.value())
        .toFailure()
        .map(why -> new UnreadableConfig(entry.value(), entry.revision(), why));
  }

  /** Writes the network configuration, if what is there is as expected. */
  public Result<WriteOutcome, StoreFailure> putConfig(
      NetworkConfig config, Expect expect, Deadline deadline) {
    return store.put(configKey(), NetworkConfigJson.write(config), expect, null, deadline);
  }

  /** Writes the network configuration as it was edited, members unknown to us included. */
  public Result<WriteOutcome, StoreFailure> putConfig(
      NetworkDocument document, Expect expect, Deadline deadline) {
    return store.put(configKey(), document.line(), expect, null, deadline);
  }

  /** The nodes' leases. */
  public Result<Leases, StoreFailure> leases(Deadline deadline) {
    return store.list(leaseDirectory(), deadline).map(FlannelStore::read);
  }

  /** Where a subnet's lease is. */
  public String leaseKey(Cidr subnet) {
    return leaseDirectory() + "/" + subnet.asKey();
  }

  /** Removes a lease, if what is there is as expected. */
  public Result<WriteOutcome, StoreFailure> removeLease(
      Cidr subnet, Expect expect, Deadline deadline) {
    return store.delete(leaseKey(subnet), expect, deadline);
  }

  /** Follows the leases: tells all of them at the start and after each change. */
  public KeyStore.Watch watchLeases(Consumer<LeaseNews> news) {
    Map<String, Entry> entries = new TreeMap<>();
    return store.watch(leaseDirectory(), event -> news.accept(tell(event, entries)));
  }

  /** Follows the network configuration: tells it at the start and after each change. */
  public KeyStore.Watch watchConfig(Consumer<ConfigNews> news) {
    return store.watch(prefix, event -> tell(event).ifPresent(news));
  }

  private Optional<ConfigNews> tell(WatchEvent event) {
    return switch (event) {
      case WatchEvent.Resync(List<Entry> all) ->
          Optional.of(
              new ConfigNews.Current(
                  all.stream()
                      .filter(entry -> entry.key().equals(configKey()))
                      .map(Entry::value)
                      .findFirst()
                      .orElse(null)));
      case WatchEvent.Put(Entry entry) ->
          entry.key().equals(configKey())
              ? Optional.of(new ConfigNews.Current(entry.value()))
              : Optional.empty();
      case WatchEvent.Deleted(String key, Revision _) ->
          key.equals(configKey()) ? Optional.of(new ConfigNews.Current(null)) : Optional.empty();
      case WatchEvent.Interrupted(StoreFailure failure) ->
          Optional.of(new ConfigNews.Interrupted(failure));
    };
  }

  private static LeaseNews tell(WatchEvent event, Map<String, Entry> entries) {
    switch (event) {
      case WatchEvent.Resync(List<Entry> all) -> {
        entries.clear();
        all.forEach(entry -> entries.put(entry.key(), entry));
      }
      case WatchEvent.Put(Entry entry) -> entries.put(entry.key(), entry);
      case WatchEvent.Deleted(String key, Revision _) -> entries.remove(key);
      case WatchEvent.Interrupted(StoreFailure failure) -> {
        return new LeaseNews.Interrupted(failure);
      }
    }
    return new LeaseNews.Current(read(List.copyOf(entries.values())));
  }

  private static Leases read(List<Entry> entries) {
    List<StoredLease> leases = new ArrayList<>();
    List<StoreFailure.Malformed> malformed = new ArrayList<>();
    for (Entry entry : entries) {
      switch (SubnetLeaseJson.parse(entry)) {
        case Result.Ok<SubnetLease, StoreFailure.Malformed>(SubnetLease lease) ->
            leases.add(new StoredLease(lease, entry.revision(), entry.value()));
        case Result.Err<SubnetLease, StoreFailure.Malformed>(StoreFailure.Malformed failure) ->
            malformed.add(failure);
      }
    }
    leases.sort((a, b) -> a.lease().subnet().compareTo(b.lease().subnet()));
    return new Leases(leases, malformed);
  }
}
