package org.flannelboard.practice;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.etcd.KeyStore.Api;

/**
 * All state of a practice cluster, behind one lock: nobody sees it half changed. Time does not run
 * in it; whoever enters finds everything done that was due by then, in order and each at its time:
 * leases renewed, leases expired.
 */
final class World {

  /** One direction between two nodes. */
  record Direction(NodeId from, NodeId to) {}

  private final InstantSource clock;
  private final SplittableRandom random;
  private final Map<NodeId, Machine> machines = new LinkedHashMap<>();
  private final Map<Ipv4Address, Machine> byAddress = new HashMap<>();
  private final List<FlannelAgent> agents = new ArrayList<>();
  private final List<WatchFeed> feeds = new ArrayList<>();
  private final Set<Direction> blocked = new HashSet<>();
  private final Set<Direction> vxlanBlocked = new HashSet<>();
  private final Epoch epoch = new Epoch();
  private final Etcd etcd;
  private final FlannelJson json = new FlannelJson();
  private final PacketPath path = new PacketPath(this);
  private Instant now;

  World(PracticeLab lab, InstantSource clock, PracticeCa ca, Predicate<String> clientAccepted) {
    this.clock = clock;
    this.now = clock.instant();
    this.random = new SplittableRandom(lab.seed());
    lab.specs()
        .forEach(
            spec -> {
              Machine machine = GuideStart.machine(spec, machines.size(), this);
              machines.put(spec.id(), machine);
              byAddress.put(spec.ip(), machine);
            });
    List<Machine> members = machines.values().stream().limit(GuideStart.ETCD_MEMBERS).toList();
    this.etcd = new Etcd(members, ca.certPem(), clientAccepted);
  }

  /** Does something with everything at rest and up to date. */
  synchronized <T> T locked(Supplier<T> action) {
    settle();
    return action.get();
  }

  /** Does what is due by now. */
  synchronized void catchUp() {
    settle();
  }

  /** The moment it is in here, which while catching up may lie behind the clock. */
  Instant now() {
    return now;
  }

  Machine machine(NodeId id) {
    Machine machine = machines.get(id);
    if (machine == null) {
      throw new IllegalArgumentException("no practice node " + id);
    }
    return machine;
  }

  List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  Etcd etcd() {
    return etcd;
  }

  PacketPath path() {
    return path;
  }

  FlannelJson json() {
    return json;
  }

  SplittableRandom random() {
    return random;
  }

  /** A hardware address that begins like that. */
  MacAddress newMac(String prefix) {
    StringBuilder text = new StringBuilder(prefix);
    while (text.length() < 17) {
      text.append(":%02x".formatted(random.nextInt(256)));
    }
    return new MacAddress(text.toString());
  }

  /** The underlay's; each node has its own. */
  Epoch epoch() {
    return epoch;
  }

  /**
   * Whether the underlay carries a packet from one node to another.
   *
   * @param port UDP destination port; 0 for other packets
   */
  boolean carries(Machine from, Machine to, int port) {
    if (from.isCutOff() || to.isCutOff()) {
      return false;
    }
    if (port == Machine.VXLAN_PORT && (from.isVxlanBlocked() || to.isVxlanBlocked())) {
      return false;
    }
    if (blocked.isEmpty() && vxlanBlocked.isEmpty()) {
      return true;
    }
    Direction direction = new Direction(from.id(), to.id());
    return !blocked.contains(direction)
        && !(port == Machine.VXLAN_PORT && vxlanBlocked.contains(direction));
  }

  /** The node at an address of the underlay. */
  Optional<Machine> at(Ipv4Address address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** Has the underlay drop everything in that direction, or no longer. */
  void setBlocked(Direction direction, boolean block) {
    set(blocked, direction, block);
  }

  /** Has the underlay drop UDP to Linux's vxlan port in that direction, or no longer. */
  void setVxlanBlocked(Direction direction, boolean block) {
    set(vxlanBlocked, direction, block);
  }

  private void set(Set<Direction> directions, Direction direction, boolean block) {
    if (block) {
      directions.add(direction);
    } else {
      directions.remove(direction);
    }
    epoch.advance();
  }

  void add(FlannelAgent agent) {
    agents.add(agent);
  }

  void remove(FlannelAgent agent) {
    agents.remove(agent);
  }

  /** The flanneld that runs on a node. */
  Optional<FlannelAgent> agent(Machine machine) {
    return agents.stream().filter(agent -> agent.runsOn(machine)).findFirst();
  }

  void add(WatchFeed feed) {
    feeds.add(feed);
  }

  void remove(WatchFeed feed) {
    feeds.remove(feed);
  }

  /** Has everybody look again who can reach etcd and who cannot. */
  void reachabilityChanged() {
    List.copyOf(agents).forEach(FlannelAgent::lookAgain);
    List.copyOf(feeds).forEach(WatchFeed::lookAgain);
  }

  /** The same for something that gives nothing back. */
  void locked(Runnable action) {
    locked(
        () -> {
          action.run();
          return Boolean.TRUE;
        });
  }

  private void settle() {
    Instant until = clock.instant();
    for (Optional<Instant> due = nextDue(until); due.isPresent(); due = nextDue(until)) {
      now = due.get();
      List.copyOf(agents).forEach(FlannelAgent::renewIfDue);
      Stream.of(Api.values()).forEach(api -> etcd.space(api).expire(now));
    }
    now = until;
    List.copyOf(agents).forEach(FlannelAgent::tryAgain);
  }

  private Optional<Instant> nextDue(Instant until) {
    Stream<Instant> renewals = agents.stream().flatMap(agent -> agent.renewAt().stream());
    Stream<Instant> expiries =
        Stream.of(Api.values()).flatMap(api -> etcd.space(api).nextExpiry().stream());
    return Stream.concat(renewals, expiries)
        .filter(due -> !due.isAfter(until))
        .min(Instant::compareTo);
  }
}
