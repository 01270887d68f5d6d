package org.flannelboard.practice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.Observation.Container;
import org.flannelboard.node.Observation.HostFacts;

/** A practice node: one machine with its disk, kernel, systemd and containers. */
final class Machine {

  /** The interface on the underlay. */
  static final String UNDERLAY = "eth0";

  /** What Ethernet carries, headers of its own apart (IEEE 802.3). */
  static final int MTU = 1500;

  /** UDP port of vxlan in Linux unless told otherwise (ip-link(8)), which is not IANA's. */
  static final int VXLAN_PORT = 8472;

  private static final Ipv4Address GATEWAY = Ipv4Address.of("172.16.16.1");

  /** The nodes share 172.16.16.81 and onwards, up to 255 of them: a /23. */
  private static final int UNDERLAY_PREFIX = 23;

  private final NodeSpec spec;
  private final HostFacts host;
  private final FileTree files = new FileTree();
  private final KernelNetwork network;
  private final Systemd systemd;
  private final List<Container> containers = new ArrayList<>();
  private boolean cutOff;
  private boolean vxlanBlocked;
  private boolean damagesChecksums;
  private int pathMtu = MTU;
  private Duration skew = Duration.ZERO;
  private final Supplier<Instant> now;
  private Instant bootedAt;
  private String machineId;
  private String dockerVersion = "20.10.24";
  private int cuts;

  Machine(NodeSpec spec, HostFacts host, World world, Map<String, Program> programs) {
    this.spec = spec;
    this.host = host;
    this.network =
        KernelNetwork.booted(
            new Address(UNDERLAY, spec.ip(), UNDERLAY_PREFIX), world.newMac("52:54:00"), GATEWAY);
    this.systemd = new Systemd(this, world, programs);
    this.now = world::now;
    this.bootedAt = now.get();
    this.machineId =
        Digest.of(spec.id().name().getBytes(StandardCharsets.UTF_8)).sha256().substring(0, 32);
  }

  NodeId id() {
    return spec.id();
  }

  NodeSpec spec() {
    return spec;
  }

  HostFacts host() {
    return host;
  }

  /** Whether its kernel and tools are from before 2015: they show less. */
  boolean isOld() {
    return host.kernel().startsWith("3.");
  }

  FileTree files() {
    return files;
  }

  KernelNetwork network() {
    return network;
  }

  Systemd systemd() {
    return systemd;
  }

  /** Running containers. */
  List<Container> containers() {
    return List.copyOf(containers);
  }

  /** Starts a container. */
  void run(Container container) {
    containers.add(container);
    network.epoch().advance();
  }

  /** Ends all containers. */
  void endContainers() {
    containers.clear();
    network.epoch().advance();
  }

  boolean isCalled(String nameOrAddress) {
    return id().name().equals(nameOrAddress) || spec.ip().toString().equals(nameOrAddress);
  }

  /** Whether its cable is pulled: nothing reaches it, and it reaches nobody. */
  boolean isCutOff() {
    return cutOff;
  }

  void setCutOff(boolean cut) {
    cutOff = cut;
    network.epoch().advance();
    if (cut) {
      cuts++;
    }
  }

  /** How often its cable was pulled: connections from before are dead. */
  int cuts() {
    return cuts;
  }

  /** Whether the network lets no vxlan packet through to it or from it. */
  boolean isVxlanBlocked() {
    return vxlanBlocked;
  }

  void setVxlanBlocked(boolean blocked) {
    vxlanBlocked = blocked;
    network.epoch().advance();
  }

  /** The largest packet the network between its interface and the others carries. */
  int pathMtu() {
    return pathMtu;
  }

  void setPathMtu(int mtu) {
    pathMtu = mtu;
    network.epoch().advance();
  }

  /** Whether its interface damages the checksums of the datagrams it sends. */
  boolean damagesChecksums() {
    return damagesChecksums;
  }

  void setDamagesChecksums(boolean damages) {
    damagesChecksums = damages;
    network.epoch().advance();
  }

  /** How far its clock is ahead; negative if it is behind. */
  Duration skew() {
    return skew;
  }

  void setSkew(Duration ahead) {
    skew = ahead;
  }

  /** Whether one of its containers has that address. */
  boolean hasContainerAt(Ipv4Address address) {
    return !containers.isEmpty() && containerAddresses().contains(address);
  }

  /** Addresses of its containers: docker hands them out from the second on. */
  List<Ipv4Address> containerAddresses() {
    return network
        .address(Dockerd.BRIDGE)
        .map(bridge -> IntStream.rangeClosed(1, containers.size()).mapToObj(bridge.address()::plus))
        .orElse(Stream.empty())
        .toList();
  }

  Instant bootedAt() {
    return bootedAt;
  }

  /** Content of machine-id(5). */
  String machineId() {
    return machineId;
  }

  void setMachineId(String id) {
    machineId = id;
  }

  String dockerVersion() {
    return dockerVersion;
  }

  void setDockerVersion(String version) {
    dockerVersion = version;
  }

  /** Loses all that is in memory alone, {@code /run} included, and starts what is enabled. */
  void reboot() {
    bootedAt = now.get();
    endContainers();
    systemd.shutDown();
    files.removeBelow("/run");
    network.reboot(Set.of("lo", UNDERLAY));
    Boot.run(files, systemd);
  }
}
