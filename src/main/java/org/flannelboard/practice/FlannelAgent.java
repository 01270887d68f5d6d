package org.flannelboard.practice;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.node.Content;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NetworkState.Vxlan;
import org.flannelboard.practice.FlannelJson.Config;
import org.flannelboard.practice.FlannelJson.Lease;
import org.flannelboard.practice.Program.Start;
import org.jspecify.annotations.Nullable;

/**
 * A running practice {@code flanneld}, with the habits of v0.10.0: it reads etcd through v2 alone,
 * tries for its configuration without end, announces its device by a lease of 24 hours, writes a
 * route, a neighbour and a forwarding entry for each peer's lease when it sees an event of it, and
 * never looks at the kernel again. When it loses its lease it ends, with status 0.
 */
final class FlannelAgent implements Program.Daemon {

  static final String UNIT = "flanneld.service";

  /** Lifetime of a lease (flannel v0.10.0, subnet/etcdv2: {@code subnetTTL}). */
  static final Duration LIFETIME = Duration.ofHours(24);

  /** How long before its end a lease is renewed ({@code -subnet-lease-renew-margin}). */
  private static final Duration MARGIN = Duration.ofMinutes(60);

  /** Outer Ethernet, IPv4, UDP and vxlan headers (RFC 7348 section 5). */
  static final int OVERHEAD = 50;

  private static final String IN_USE = " to UP state: address already in use";

  /** What this node's lease is. */
  private record Own(Config config, String key, Lease lease, boolean reservation) {}

  private final Machine machine;
  private final World world;
  private final FlannelOptions options;
  private final Program.Supervisor supervisor;
  private final Address external;
  private final Map<String, Lease> peers = new HashMap<>();
  private @Nullable Own own;
  private @Nullable Instant renewAt;
  private Runnable unsubscribe = () -> {};
  private String lastComplaint = "";
  private @Nullable UdpDevice udp;
  private boolean stopped;
  private boolean connected;

  FlannelAgent(
      Machine machine,
      World world,
      FlannelOptions options,
      Program.Supervisor supervisor,
      Address external) {
    this.machine = machine;
    this.world = world;
    this.options = options;
    this.supervisor = supervisor;
    this.external = external;
  }

  /** Registers with etcd and sets up the device, or goes on trying. */
  Start begin() {
    world.add(this);
    Start start = attempt();
    if (start instanceof Start.Ended) {
      stop();
    }
    return start;
  }

  /** Tries once more for what was missing so far. */
  void tryAgain() {
    if (stopped || own != null || udp != null) {
      return;
    }
    switch (attempt()) {
      case Start.Ready _ -> supervisor.ready();
      case Start.Trying _ -> {}
      case Start.Ended(int status) -> {
        stop();
        supervisor.exited(status);
      }
    }
  }

  /** When the lease has to be renewed; empty while there is nothing to renew. */
  Optional<Instant> renewAt() {
    return Optional.ofNullable(renewAt);
  }

  void renewIfDue() {
    if (stopped || own == null || renewAt == null || renewAt.isAfter(world.now())) {
      return;
    }
    if (door().toFailure().isEmpty()) {
      write(own.key(), own.lease(), own.reservation());
    } else {
      supervisor.log("Error renewing lease (trying again in 1 min)");
      renewAt = world.now().plus(Duration.ofMinutes(1));
    }
  }

  boolean runsOn(Machine other) {
    return machine == other;
  }

  /**
   * Misses its time, as on a machine that was suspended: the lease has that long left, and flanneld
   * believes it has much longer.
   */
  void oversleep(Duration left) {
    Own mine = own;
    if (mine != null && !mine.reservation()) {
      String value = mine.lease().json();
      world.etcd().space(Api.V2).put(mine.key(), value, new Expect.Anything(), left, world.now());
      renewAt = world.now().plus(LIFETIME.minus(MARGIN));
    }
  }

  /** After etcd was out of reach: whether the lease is still there, and whose others are. */
  void lookAgain() {
    connected = door().toFailure().isEmpty();
    if (stopped || own == null || !connected) {
      return;
    }
    KeySpace space = world.etcd().space(Api.V2);
    if (space.get(own.key(), world.now()).isEmpty()) {
      revoked();
      return;
    }
    Map<String, Lease> gone = new HashMap<>(peers);
    for (Entry entry : space.list(subnets(), world.now())) {
      gone.remove(entry.key());
      learn(entry);
    }
    gone.keySet().forEach(this::forget);
  }

  @Override
  public void stop() {
    stopped = true;
    unsubscribe.run();
    world.remove(this);
    if (udp != null) {
      udp.delete();
    }
  }

  private Start attempt() {
    Optional<StoreFailure> failure = door().toFailure();
    if (failure.isPresent()) {
      return complain(Complaint.of(failure.get()));
    }
    if (!world.etcd().isV2On()) {
      return complain(Complaint.V2_OFF);
    }
    KeySpace space = world.etcd().space(Api.V2);
    Optional<Entry> entry = space.get(options.prefix() + "/config", world.now());
    if (entry.isEmpty()) {
      return complain("100: Key not found (" + options.prefix() + ") [" + space.revision() + "]");
    }
    return switch (FlannelJson.config(entry.get())) {
      case Result.Err<Config, StoreFailure>(StoreFailure malformed) ->
          complain(Complaint.unreadable(entry.get().value()).orElse(Complaint.of(malformed)));
      case Result.Ok<Config, StoreFailure>(Config config) -> register(config);
    };
  }

  private Start complain(String why) {
    if (!why.equals(lastComplaint)) {
      supervisor.log("Couldn't fetch network config: " + why);
      lastComplaint = why;
    }
    return new Start.Trying(this);
  }

  private Start register(Config config) {
    supervisor.log("Found network config - Backend type: " + config.backend().type());
    boolean vxlan = config.backend().type().equals("vxlan");
    if (!vxlan && !config.backend().type().equals(UdpDevice.BACKEND)) {
      supervisor.log("Error fetching backend: unknown backend type: " + config.backend().type());
      return new Start.Ended(1);
    }
    Optional<SubnetChoice.Chosen> choice = choose(config);
    if (choice.isEmpty()) {
      supervisor.log("Error registering network: failed to acquire lease: out of subnets");
      return new Start.Ended(1);
    }
    SubnetChoice.Chosen chosen = choice.get();
    supervisor.log(chosen.remark());
    String key = subnets() + "/" + chosen.subnet().asKey();
    if (!vxlan) {
      udp = new UdpDevice(machine.network());
      udp.create(config.network(), chosen.subnet());
      writeSubnetFile(config, chosen.subnet(), UdpDevice.MTU);
      String value = UdpDevice.lease(publicIp());
      world.etcd().space(Api.V2).put(key, value, new Expect.Anything(), LIFETIME, world.now());
      return new Start.Ready(this);
    }
    MacAddress mac = device(config, chosen.subnet());
    String name = config.backend().device();
    if (!machine.network().isUp(name)) {
      supervisor.log("Error registering network: failed to set interface " + name + IN_USE);
      return new Start.Ended(1);
    }
    Lease lease = new Lease(publicIp(), config.backend().type(), mac);
    own = new Own(config, key, lease, chosen.reservation());
    writeSubnetFile(config, chosen.subnet(), mtu(name));
    write(key, lease, chosen.reservation());
    new FlannelChains(machine.network().filter())
        .install(config.network(), chosen.subnet(), options.ipMasq());
    unsubscribe = world.etcd().space(Api.V2).subscribe(subnets(), this::see);
    lookAgain();
    return new Start.Ready(this);
  }

  private Optional<SubnetChoice.Chosen> choose(Config config) {
    return new SubnetChoice(world, config, subnets(), publicIp())
        .choose(machine.files().text(options.subnetFile()));
  }

  private void write(String key, Lease lease, boolean reservation) {
    Duration ttl = reservation ? null : LIFETIME;
    world.etcd().space(Api.V2).put(key, lease.json(), new Expect.Anything(), ttl, world.now());
    // flanneld subtracts its own clock from etcd's time of expiry: one that is behind waits longer.
    Duration wait = LIFETIME.minus(MARGIN).minus(machine.skew());
    renewAt = reservation ? null : world.now().plus(wait);
    supervisor.log(
        "Waiting for %dh59m59s to renew lease".formatted(wait.minusSeconds(1).toHours()));
  }

  /** Makes the vxlan device, or takes the one that is there if it is the same. */
  private MacAddress device(Config config, Cidr subnet) {
    KernelNetwork network = machine.network();
    String name = config.backend().device();
    Vxlan wanted = new Vxlan(config.backend().vni(), config.backend().port(), external.address());
    boolean anyPort = !config.backend().options().containsKey("Port");
    Optional<Link> present = network.link(name).filter(link -> fits(link.vxlan(), wanted, anyPort));
    MacAddress mac =
        present
            .map(Link::mac)
            .orElseGet(() -> world.newMac("%02x".formatted(world.random().nextInt(64) * 4 + 2)));
    if (present.isEmpty()) {
      network.delete(name);
      int mtu = network.link(external.device()).map(Link::mtu).orElse(Machine.MTU) - OVERHEAD;
      network.put(new Link(name, false, mtu, mac, wanted));
    }
    network.setUp(name, true);
    network.assign(new Address(name, subnet.network(), 32));
    return mac;
  }

  /** flannel compares ports only where the configuration names one ({@code vxlanLinksIncompat}). */
  private static boolean fits(@Nullable Vxlan present, Vxlan wanted, boolean anyPort) {
    return present != null
        && present.vni() == wanted.vni()
        && wanted.local() != null
        && wanted.local().equals(present.local())
        && (anyPort || present.port() == wanted.port());
  }

  private int mtu(String device) {
    return machine.network().link(device).map(Link::mtu).orElse(Machine.MTU - OVERHEAD);
  }

  private void writeSubnetFile(Config config, Cidr subnet, int mtu) {
    String text =
        """
        FLANNEL_NETWORK=%s
        FLANNEL_SUBNET=%s/%d
        FLANNEL_MTU=%d
        FLANNEL_IPMASQ=%s
        """
            .formatted(
                config.network(), subnet.firstHost(), subnet.prefixLength(), mtu, options.ipMasq());
    machine.files().write(options.subnetFile(), Content.of(text), 0644, world.now());
  }

  private void see(WatchEvent event) {
    if (stopped || own == null || !connected) {
      return;
    }
    switch (event) {
      case WatchEvent.Put(Entry entry) -> learn(entry);
      case WatchEvent.Deleted(String key, _) -> {
        if (key.equals(own.key())) {
          revoked();
        } else {
          forget(key);
        }
      }
      case WatchEvent.Resync _, WatchEvent.Interrupted _ -> {}
    }
  }

  /** Programs the kernel for a peer's lease. */
  private void learn(Entry entry) {
    Optional<Cidr> subnet = world.json().subnet(entry.key());
    Optional<Lease> lease = world.json().lease(entry.value());
    if (own == null || entry.key().equals(own.key()) || subnet.isEmpty()) {
      return;
    }
    if (lease.isEmpty()) {
      supervisor.log("ignoring non-vxlan subnet: type=");
      return;
    }
    if (!lease.get().backend().equals("vxlan")) {
      supervisor.log("ignoring non-vxlan subnet: type=" + lease.get().backend());
      return;
    }
    String device = own.config().backend().device();
    KernelNetwork network = machine.network();
    peers.put(entry.key(), lease.get());
    if (!network.isUp(device)) {
      supervisor.log("failed to add vxlanRoute (" + subnet.get() + "): network is down");
      return;
    }
    Ipv4Address gateway = subnet.get().network();
    network.setForward(device, lease.get().mac(), lease.get().publicIp());
    network.setNeighbour(device, gateway, lease.get().mac());
    network.put(new Route(subnet.get(), device, gateway));
  }

  /** Takes back what was programmed for a lease that is gone. */
  private void forget(String key) {
    Lease lease = peers.remove(key);
    if (own == null || lease == null) {
      return;
    }
    String device = own.config().backend().device();
    Cidr subnet = world.json().subnet(key).orElseThrow();
    machine.network().deleteRoute(subnet);
    machine.network().setNeighbour(device, subnet.network(), null);
    // The same device may have another lease already: flanneld sees an end before what follows it.
    if (peers.values().stream().noneMatch(it -> lease.mac().equals(it.mac()))) {
      machine.network().setForward(device, lease.mac(), null);
    }
  }

  private void revoked() {
    supervisor.log("Lease has been revoked. Shutting down daemon.");
    supervisor.log("Exiting cleanly...");
    stop();
    supervisor.exited(0);
  }

  private Result<URI, StoreFailure> door() {
    if (machine.isCutOff()) {
      return Result.err(new StoreFailure.Unreachable(Map.of("", "network is unreachable")));
    }
    FileTree files = machine.files();
    return world
        .etcd()
        .enter(
            options.endpoints(),
            options.caFile().flatMap(files::text).orElse(null),
            options.certFile().flatMap(files::text).orElse(null));
  }

  private Ipv4Address publicIp() {
    return options.publicIp().flatMap(Ipv4Address::parse).orElse(external.address());
  }

  private String subnets() {
    return options.prefix() + "/subnets";
  }
}
