package org.flannelboard.diagnosis;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The order in which causes are looked for: who is there, whether nodes are taken for one another,
 * each node's device, its lease, docker's side, then the way hop by hop. The first that touches a
 * red cell is the likeliest.
 */
final class Procedure {

  private static final List<FindingCode> FIRST =
      List.of(
          FindingCode.NODE_UNREACHABLE,
          FindingCode.SUBNET_DUPLICATE,
          FindingCode.VTEP_MAC_DUPLICATE,
          FindingCode.UDP_PORT_TAKEN,
          FindingCode.VXLAN_LOCAL_FOREIGN,
          FindingCode.VNI_MISMATCH,
          FindingCode.VXLAN_PORT_MISMATCH,
          FindingCode.VXLAN_DEVICE_MISSING,
          FindingCode.VXLAN_DEVICE_DOWN,
          FindingCode.VTEP_MAC_CHANGED,
          FindingCode.VXLAN_DEVICE_BOUNCED,
          FindingCode.PUBLIC_IP_WRONG,
          FindingCode.LEASE_MISSING,
          FindingCode.DOCKER_NOT_RUNNING,
          FindingCode.DOCKER0_MISSING,
          FindingCode.DOCKER0_WRONG_SUBNET,
          FindingCode.SUBNET_ENV_STALE,
          FindingCode.DOCKER0_ROUTE_LOST,
          FindingCode.LEASE_STALE_OWN,
          FindingCode.ICMP_IGNORED,
          FindingCode.ROUTE_SHADOWED,
          FindingCode.ROUTE_MISSING,
          FindingCode.NEIGHBOUR_MISSING,
          FindingCode.NEIGHBOUR_STALE,
          FindingCode.FORWARD_MISSING,
          FindingCode.FORWARD_WRONG);

  private static final Map<FindingCode, Integer> PLACES =
      IntStream.range(0, FIRST.size()).boxed().collect(toMap(FIRST::get, it -> it));

  private Procedure() {}

  /** Its place; those that need probes, or redden nothing, come behind. */
  static int place(FindingCode code) {
    return PLACES.getOrDefault(code, FIRST.size() + code.ordinal());
  }
}
