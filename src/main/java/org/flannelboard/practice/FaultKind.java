package org.flannelboard.practice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;

/** The faults a person can switch in a practice cluster, in the order in which they are shown. */
public enum FaultKind {
  NODE_DOWN(FaultGroup.HOST, PracticeFault.NodeDown::new),
  NODE_REBOOTED(FaultGroup.HOST, PracticeFault.NodeRebooted::new),
  CLOCK_BEHIND(FaultGroup.HOST, PracticeFault.ClockBehind::new),
  NO_SPACE(
      FaultGroup.HOST, node -> new PracticeFault.NoSpace(node, RemotePath.of("/etc/flanneld"))),
  SUDO_REFUSED(FaultGroup.HOST, PracticeFault.SudoRefused::new),
  HOST_KEY_UNKNOWN(FaultGroup.HOST, PracticeFault.HostKeyUnknown::new),
  HOST_KEY_CHANGED(FaultGroup.HOST, PracticeFault.HostKeyChanged::new),

  ETCD_UNREACHABLE(PracticeFault.EtcdUnreachable::new),
  ETCD_V2_OFF(PracticeFault.EtcdV2Off::new),

  UNDERLAY_BLOCKED(FaultGroup.UNDERLAY, PracticeFault.UnderlayBlocked::new),
  VXLAN_BLOCKED(FaultGroup.UNDERLAY, PracticeFault.VxlanBlocked::new),
  VXLAN_BLOCKED_ONE_WAY(FaultGroup.UNDERLAY, PracticeFault.VxlanBlockedOneWay::new),
  CHECKSUM_BAD(FaultGroup.UNDERLAY, PracticeFault.ChecksumBad::new),
  MTU_BLACKHOLE(FaultGroup.UNDERLAY, PracticeFault.MtuBlackhole::new),
  MTU_TOO_LARGE(FaultGroup.UNDERLAY, PracticeFault.MtuTooLarge::new),

  INPUT_FIREWALL(StrayRule.VXLAN_IN),
  INPUT_REJECTED(StrayRule.VXLAN_REFUSED),
  OUTPUT_FIREWALL(StrayRule.VXLAN_OUT),
  ICMP_FILTERED(StrayRule.ICMP_FROM_TUNNEL),
  FORWARD_DROP(FaultGroup.FILTER, PracticeFault.ForwardDropped::new),
  ICMP_IGNORED(Sysctl.ICMP_ECHO_IGNORE_ALL, 1),
  FIREWALL_FLUSHED(FaultGroup.FILTER, PracticeFault.FirewallFlushed::new),
  IP_FORWARD_OFF(Sysctl.IP_FORWARD, 0),
  TUNNEL_FORWARD_OFF(Sysctl.TUNNEL_FORWARD, 0),
  REVERSE_PATH(FaultGroup.FILTER, PracticeFault.ReversePath::new),

  DEVICE_DOWN(FaultGroup.DEVICE, node -> new PracticeFault.DeviceDown(node, "flannel.1")),
  DEVICE_BOUNCED(FaultGroup.DEVICE, PracticeFault.DeviceBounced::new),
  DEVICE_MISSING(FaultGroup.DEVICE, PracticeFault.DeviceMissing::new),
  PORT_TAKEN(FaultGroup.DEVICE, PracticeFault.PortTaken::new),
  PORT_MISMATCH(FaultGroup.DEVICE, PracticeFault.PortMismatch::new),
  VNI_MISMATCH(FaultGroup.DEVICE, PracticeFault.VniMismatch::new),
  VTEP_MAC_CHANGED(FaultGroup.DEVICE, PracticeFault.VtepMacChanged::new),
  LOCAL_ADDRESS_WRONG(FaultGroup.DEVICE, PracticeFault.LocalAddressWrong::new),

  ROUTE_MISSING(FaultGroup.ENTRY, PracticeFault.RouteMissing::new),
  ROUTE_SHADOWED(FaultGroup.ENTRY, PracticeFault.RouteShadowed::new),
  ROUTE_RULE(FaultGroup.ENTRY, PracticeFault.RouteRule::new),
  NEIGHBOUR_MISSING(FaultGroup.ENTRY, PracticeFault.NeighbourMissing::new),
  NEIGHBOUR_STALE(FaultGroup.ENTRY, PracticeFault.NeighbourStale::new),
  FORWARD_MISSING(FaultGroup.ENTRY, PracticeFault.ForwardMissing::new),
  FORWARD_WRONG(FaultGroup.ENTRY, PracticeFault.ForwardWrong::new),

  FLANNELD_STOPPED(FaultGroup.FLANNELD, PracticeFault.FlanneldStopped::new),
  FLANNELD_START_FAILS(
      FaultGroup.FLANNELD, node -> new PracticeFault.UnitStartFails(node, FlannelAgent.UNIT)),
  WRONG_INTERFACE(FaultGroup.FLANNELD, PracticeFault.WrongInterface::new),
  WRONG_PUBLIC_IP(FaultGroup.FLANNELD, PracticeFault.WrongPublicIp::new),
  ETCD_PREFIX_WRONG(WrongOption.PREFIX),
  ETCD_ENDPOINT_WRONG(WrongOption.ENDPOINT),
  ETCD_PLAIN_HTTP(WrongOption.PLAIN_HTTP),
  ETCD_CERTIFICATE_MISSING(WrongOption.NO_CERTIFICATE),
  ETCD_AUTHORITY_WRONG(WrongOption.WRONG_AUTHORITY),
  ETCD_KEY_MISSING(WrongOption.NO_KEY),
  CONFIG_MALFORMED(WrongConfig.MALFORMED),
  CONFIG_TOO_SMALL(WrongConfig.TOO_SMALL),
  BACKEND_UNKNOWN(WrongConfig.UNKNOWN_BACKEND),
  BACKEND_UDP(WrongConfig.UDP_BACKEND),
  SUBNETS_EXHAUSTED(WrongConfig.NO_SUBNETS),
  RENEWAL_MISSED(FaultGroup.FLANNELD, PracticeFault.RenewalMissed::new),
  LEASE_MISSING(FaultGroup.FLANNELD, PracticeFault.LeaseMissing::new),
  LEASE_MAC_WRONG(FaultGroup.FLANNELD, PracticeFault.LeaseMacWrong::new),
  DUPLICATE_SUBNET(FaultGroup.FLANNELD, PracticeFault.DuplicateSubnet::new),
  DUPLICATE_VTEP_MAC(FaultGroup.FLANNELD, PracticeFault.DuplicateVtepMac::new),

  DOCKER_START_FAILS(
      FaultGroup.DOCKER, node -> new PracticeFault.UnitStartFails(node, GuideStart.DOCKER)),
  DOCKER0_MISSING(FaultGroup.DOCKER, PracticeFault.Docker0Missing::new),
  DOCKER0_DOWN(FaultGroup.DOCKER, node -> new PracticeFault.DeviceDown(node, Dockerd.BRIDGE)),
  DOCKER0_WRONG_SUBNET(FaultGroup.DOCKER, PracticeFault.Docker0WrongSubnet::new),
  DOCKER0_STALE_SUBNET(FaultGroup.DOCKER, PracticeFault.Docker0StaleSubnet::new),
  DOCKER0_ROUTE_HIJACKED(FaultGroup.DOCKER, PracticeFault.Docker0RouteHijacked::new),
  DOCKER_DIRECT_ROUTING(FaultGroup.DOCKER, PracticeFault.DockerDirectRouting::new),
  DOCKER_WITHOUT_OPTIONS(FaultGroup.DOCKER, PracticeFault.DockerWithoutOptions::new);

  private final FaultGroup group;
  private final int nodes;
  private final Function<List<NodeId>, PracticeFault> maker;

  FaultKind(Supplier<PracticeFault> maker) {
    this(FaultGroup.ETCD, 0, _ -> maker.get());
  }

  FaultKind(StrayRule rule) {
    this(FaultGroup.FILTER, node -> new PracticeFault.FirewallRule(node, rule));
  }

  FaultKind(Sysctl name, int value) {
    this(FaultGroup.FILTER, node -> new PracticeFault.SysctlSet(node, name, value));
  }

  FaultKind(WrongOption option) {
    this(FaultGroup.FLANNELD, node -> new PracticeFault.OptionWrong(node, option));
  }

  FaultKind(WrongConfig config) {
    this(FaultGroup.FLANNELD, node -> new PracticeFault.ConfigWrong(node, config));
  }

  FaultKind(FaultGroup group, Function<NodeId, PracticeFault> maker) {
    this(group, 1, nodes -> maker.apply(nodes.getFirst()));
  }

  FaultKind(FaultGroup group, BiFunction<NodeId, NodeId, PracticeFault> maker) {
    this(group, 2, nodes -> maker.apply(nodes.getFirst(), nodes.getLast()));
  }

  FaultKind(FaultGroup group, int nodes, Function<List<NodeId>, PracticeFault> maker) {
    this.group = group;
    this.nodes = nodes;
    this.maker = maker;
  }

  /** The kind of that code; empty if there is none. */
  public static Optional<FaultKind> find(String code) {
    return Stream.of(values()).filter(kind -> kind.code().equals(code)).findFirst();
  }

  /** The kind a fault is of; empty for one that no person can switch. */
  public static Optional<FaultKind> of(PracticeFault fault) {
    return Stream.of(values())
        .filter(kind -> kind.nodes == fault.nodes().size())
        .filter(kind -> kind.at(fault.nodes()).equals(fault))
        .findFirst();
  }

  /** Kebab-case, stable. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public FaultGroup group() {
    return group;
  }

  /** How many nodes have to be named: none, one, or a node and its peer. */
  public int nodes() {
    return nodes;
  }

  /** The fault at those nodes. */
  public PracticeFault at(List<NodeId> at) {
    if (at.size() != nodes || nodes == 2 && at.getFirst().equals(at.getLast())) {
      throw new IllegalArgumentException(code() + " takes " + nodes + " nodes, not " + at);
    }
    return maker.apply(at);
  }
}
