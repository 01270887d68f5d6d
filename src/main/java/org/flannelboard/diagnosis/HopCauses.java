package org.flannelboard.diagnosis;

import java.util.List;
import org.flannelboard.cluster.NodeId;

/** Where on a packet's way a cause stops it. */
final class HopCauses {

  private HopCauses() {}

  /** The end of the way at which a cause sits. */
  private enum End {
    SOURCE,
    TARGET,
    /** Between them. */
    PAIR
  }

  /** A point of the way, and at which end the cause has to be to stop packets there. */
  private record Stop(Hop.Kind kind, End end) {}

  /** Whether a finding is about that hop of the way. */
  static boolean concern(Finding finding, Hop.Kind kind, NodeId from, NodeId to) {
    return stops(finding).stream()
        .filter(it -> it.kind() == kind)
        .anyMatch(it -> sits(finding, it.end(), from, to));
  }

  private static boolean sits(Finding finding, End end, NodeId from, NodeId to) {
    if (finding.subject() instanceof Subject.OnPair pair) {
      // What a node does with what it is sent concerns the way towards it.
      boolean turned = finding.direction() == Direction.INBOUND;
      return pair.equals(turned ? new Subject.OnPair(to, from) : new Subject.OnPair(from, to));
    }
    return switch (end) {
      case SOURCE -> about(finding, from);
      case TARGET -> about(finding, to);
      case PAIR ->
          about(finding, from) && finding.direction() != Direction.INBOUND
              || about(finding, to) && finding.direction() != Direction.OUTBOUND;
    };
  }

  private static boolean about(Finding finding, NodeId node) {
    return finding.subject() instanceof Subject.OnCluster || Reach.nodes(finding).contains(node);
  }

  private static List<Stop> stops(Finding finding) {
    return switch (finding.code()) {
      case OUTPUT_FIREWALL -> List.of(new Stop(Hop.Kind.UNDERLAY_ROUTE, End.SOURCE));
      case INPUT_FIREWALL -> List.of(new Stop(Hop.Kind.PORT, End.TARGET));
      // The sender's doing, seen at the receiver.
      case BAD_UDP_CHECKSUM -> List.of(new Stop(Hop.Kind.PORT, End.PAIR));
      case UNDERLAY_BLOCKED, MTU_BLACKHOLE, MTU_TOO_LARGE, NODE_UNREACHABLE ->
          List.of(new Stop(Hop.Kind.UNDERLAY, End.PAIR));
      case REVERSE_PATH_FILTER, ICMP_FILTERED ->
          List.of(new Stop(Hop.Kind.TARGET_VTEP, End.TARGET));
      case UDP_PORT_TAKEN, VXLAN_PORT_MISMATCH ->
          List.of(new Stop(Hop.Kind.SOURCE_VTEP, End.SOURCE), new Stop(Hop.Kind.PORT, End.TARGET));
      case VNI_MISMATCH, VXLAN_DEVICE_MISSING, VXLAN_DEVICE_DOWN, SUBNET_DUPLICATE ->
          List.of(
              new Stop(Hop.Kind.SOURCE_VTEP, End.SOURCE),
              new Stop(Hop.Kind.TARGET_VTEP, End.TARGET));
      case VXLAN_LOCAL_FOREIGN -> List.of(new Stop(Hop.Kind.SOURCE_VTEP, End.SOURCE));
      case VXLAN_DEVICE_BOUNCED, ROUTE_MISSING, ROUTE_SHADOWED, TARGET_LOCAL ->
          List.of(new Stop(Hop.Kind.ROUTE, End.SOURCE));
      case VTEP_MAC_CHANGED -> List.of(new Stop(Hop.Kind.TARGET_VTEP, End.TARGET));
      case NEIGHBOUR_MISSING, NEIGHBOUR_STALE -> List.of(new Stop(Hop.Kind.NEIGHBOUR, End.SOURCE));
      case FORWARD_MISSING, FORWARD_WRONG -> List.of(new Stop(Hop.Kind.FORWARD, End.SOURCE));
      case VTEP_MAC_DUPLICATE, PUBLIC_IP_WRONG -> List.of(new Stop(Hop.Kind.FORWARD, End.TARGET));
      case LEASE_MISSING -> List.of(new Stop(Hop.Kind.ROUTE, End.TARGET));
      case DOCKER_NOT_RUNNING, DOCKER0_MISSING, DOCKER0_DOWN ->
          List.of(
              new Stop(Hop.Kind.SOURCE_DOCKER0, End.SOURCE),
              new Stop(Hop.Kind.TARGET_DOCKER0, End.TARGET));
      case DOCKER0_WRONG_SUBNET,
          SUBNET_ENV_STALE,
          DOCKER0_ROUTE_LOST,
          IP_FORWARD_OFF,
          FORWARD_DROP,
          DIRECT_ROUTING_DROP,
          ICMP_IGNORED ->
          List.of(new Stop(Hop.Kind.TARGET_DOCKER0, End.TARGET));
      case UNKNOWN_AT_HOP -> named(finding);
      case CLOCK_SKEW,
          SHARED_MACHINE_ID,
          LEASE_EXPIRING,
          LEASE_STALE_OWN,
          FLANNELD_NOT_RUNNING,
          FLANNELD_START_FAILS,
          FLANNELD_WITHOUT_RESTART,
          BACKEND_WRONG,
          CONFIG_INVALID,
          CONFIG_MISSING,
          SUBNETS_EXHAUSTED,
          ETCD_UNREACHABLE,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_EXPIRING,
          DOCKER_WITHOUT_BIP,
          DOCKER_CHAINS_FLUSHED,
          MASQUERADED,
          NOT_ENOUGH_SEEN ->
          List.of();
    };
  }

  /** The hop that a finding of an unknown cause names itself. */
  private static List<Stop> named(Finding finding) {
    for (Hop.Kind kind : Hop.Kind.values()) {
      if (kind.code().equals(finding.arguments().get("hop"))) {
        return List.of(new Stop(kind, End.PAIR));
      }
    }
    return List.of();
  }
}
