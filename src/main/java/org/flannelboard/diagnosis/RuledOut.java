package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which causes the counters of one direction exclude, up to the hop at which packets vanish. */
final class RuledOut {

  private RuledOut() {}

  /** Codes of findings, by commas; those of hops before it, and at it what would have counted. */
  static String before(Hop.Kind hop, Leg leg, Case within) {
    List<FindingCode> out = new ArrayList<>();
    if (hop.compareTo(Hop.Kind.ROUTE) > 0) {
      out.addAll(List.of(FindingCode.ROUTE_MISSING, FindingCode.NEIGHBOUR_MISSING));
    }
    if (hop.compareTo(Hop.Kind.FORWARD) >= 0) {
      out.add(FindingCode.FORWARD_MISSING);
    }
    boolean sent = hop.compareTo(Hop.Kind.UNDERLAY_ROUTE) > 0;
    if (sent && leg.sender().hiddenFilters().isEmpty()) {
      out.add(FindingCode.OUTPUT_FIREWALL);
    }
    if (sent) {
      out.add(FindingCode.VXLAN_LOCAL_FOREIGN);
    }
    if (hop == Hop.Kind.UNDERLAY) {
      if (leg.datagrams() != null || leg.receiver().hiddenFilters().isEmpty()) {
        out.add(FindingCode.INPUT_FIREWALL);
      }
      out.addAll(
          List.of(
              FindingCode.VXLAN_DEVICE_DOWN,
              FindingCode.VXLAN_PORT_MISMATCH,
              FindingCode.BAD_UDP_CHECKSUM));
    }
    if (hop.compareTo(Hop.Kind.PORT) > 0) {
      out.addAll(List.of(FindingCode.UNDERLAY_BLOCKED, FindingCode.INPUT_FIREWALL));
    }
    if (hop.compareTo(Hop.Kind.TARGET_VTEP) > 0) {
      out.addAll(List.of(FindingCode.VNI_MISMATCH, FindingCode.VTEP_MAC_DUPLICATE));
    }
    if (hop == Hop.Kind.TARGET_DOCKER0
        && new Filters(within, leg.receiver()).known()
        && leg.receiver().hiddenFilters().isEmpty()) {
      out.add(FindingCode.ICMP_FILTERED);
    }
    return out.stream().map(FindingCode::code).collect(Collectors.joining(", "));
  }
}
