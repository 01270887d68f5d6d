package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Optional;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.UdpSocket;

/** The points of one direction, from the sender's device to the receiver's ICMP. */
final class Rungs {

  private final Case within;
  private final Leg leg;
  private final LadderFindings say;

  Rungs(Case within, Leg leg) {
    this.within = within;
    this.leg = leg;
    this.say = new LadderFindings(within, leg);
  }

  /**
   * Why the packets did not get to the receiver's ICMP; empty if they did, as far as can be told.
   */
  Optional<Finding> climb() {
    if (leg.enough(Math.max(leg.atSender("tx-error"), leg.atSender("tx-carrier")))) {
      return Optional.of(noWayOut());
    }
    if (leg.enough(leg.atSender("tx-dropped"))) {
      return Optional.of(droppedAtSender());
    }
    if (!leg.enough(leg.atSender("tx"))) {
      return Optional.of(notSent());
    }
    if (!leg.enough(leg.atReceiver("Udp/InDatagrams"))) {
      return Optional.of(notArrived());
    }
    if (!leg.enough(leg.received())) {
      return Optional.of(notTaken());
    }
    return leg.enough(leg.atReceiver(leg.arrival()))
        ? Optional.empty()
        : Optional.of(notDelivered());
  }

  private static Optional<Link.Vxlan> vxlan(SeenNode node) {
    return link(node).flatMap(it -> Optional.ofNullable(it.vxlan()));
  }

  private static Optional<Link> link(SeenNode node) {
    return node.vtep().toOptional().flatMap(it -> it);
  }

  private Finding noWayOut() {
    Evidence counted = leg.senderCounted("tx-carrier");
    boolean foreign =
        vxlan(leg.sender())
            .flatMap(it -> Optional.ofNullable(it.local()))
            .flatMap(it -> leg.sender().network().owns(it).toOptional())
            .map(owned -> !owned)
            .orElse(false);
    return foreign
        ? say.ofSender(FindingCode.VXLAN_LOCAL_FOREIGN, List.of(counted))
        : say.unknown(Hop.Kind.UNDERLAY_ROUTE, leg.sender(), List.of(counted), List.of());
  }

  private Finding droppedAtSender() {
    Evidence counted = leg.senderCounted("tx-dropped");
    Optional<FilterWalk.Stop> filter =
        counting(new Filters(within, leg.sender()).vxlanOut(leg.receiver().id()), leg.sent());
    if (filter.isPresent()) {
      return say.outputFirewall(filter.get(), counted);
    }
    boolean there =
        mac(leg.receiver())
            .map(mac -> !leg.sender().network().forwards(Leg.device(leg.sender()), mac).isEmpty())
            .orElse(true);
    return there
        ? say.unknown(Hop.Kind.FORWARD, leg.sender(), List.of(counted), List.of())
        : say.ofPair(FindingCode.FORWARD_MISSING, List.of(counted));
  }

  /** The sender's kernel says itself what it lacks; where it was not asked, its device knows. */
  private Finding notSent() {
    Evidence counted = leg.senderCounted("tx");
    Optional<FilterWalk.Stop> filter =
        counting(
            leg.request()
                ? new Filters(within, leg.sender()).requestOut(leg.receiver().id())
                : new Filters(within, leg.sender()).replyOut(leg.receiver().id()),
            leg.sent());
    if (filter.isPresent()) {
      return say.icmpFiltered(leg.sender(), filter.get(), counted, Direction.OUTBOUND);
    }
    String errors = String.join(" ", leg.readings().echoes().errors());
    if (leg.request() && errors.contains("etwork is unreachable")) {
      return say.ofPair(FindingCode.ROUTE_MISSING, List.of(counted));
    }
    boolean resolved =
        within
            .facts()
            .lease(leg.receiver().id())
            .map(lease -> lease.subnet().network())
            .flatMap(vtep -> leg.sender().network().neighbour(Leg.device(leg.sender()), vtep))
            .map(Neighbour::mac)
            .isPresent();
    return leg.request() && errors.contains("ost Unreachable") && !resolved
        ? say.ofPair(FindingCode.NEIGHBOUR_MISSING, List.of(counted))
        : say.unknown(Hop.Kind.ROUTE, leg.sender(), List.of(counted), List.of());
  }

  private Finding notArrived() {
    Evidence counted = leg.receiverCounted("Udp/InDatagrams");
    Filters filters = new Filters(within, leg.receiver());
    Optional<FilterWalk.Verdict> verdict = filters.vxlanIn(leg.sender().id());
    Optional<FilterWalk.Stop> filter = counting(verdict, leg.got());
    if (filter.isPresent()) {
      return say.inputFirewall(filter.get(), counted);
    }
    if (leg.enough(leg.atReceiver("Udp/NoPorts"))) {
      return portClosed();
    }
    if (leg.enough(leg.atReceiver("Udp/InCsumErrors"))) {
      return say.badChecksum(leg.receiverCounted("Udp/InCsumErrors"));
    }
    if (leg.enough(leg.atReceiver("TcpExt/IPReversePathFilter"))) {
      return say.reversePath(true);
    }
    return taken().orElseGet(() -> underlay(verdict, counted));
  }

  private Finding portClosed() {
    Evidence counted = leg.receiverCounted("Udp/NoPorts");
    if (leg.receiver().vtep().toOptional().isEmpty()) {
      return say.unknown(Hop.Kind.PORT, leg.receiver(), List.of(counted), List.of());
    }
    Optional<Link> link = link(leg.receiver());
    if (link.isEmpty()) {
      return say.ofReceiver(FindingCode.VXLAN_DEVICE_MISSING, List.of(counted));
    }
    if (!link.get().up()) {
      return say.ofReceiver(FindingCode.VXLAN_DEVICE_DOWN, List.of(counted));
    }
    Optional<Integer> own = Filters.port(within, leg.receiver());
    Optional<Integer> others = Filters.port(within, leg.sender());
    return own.isPresent() && others.isPresent() && !own.equals(others)
        ? say.ofReceiver(FindingCode.VXLAN_PORT_MISMATCH, List.of(counted))
        : say.unknown(Hop.Kind.PORT, leg.receiver(), List.of(counted), List.of());
  }

  /** A process at the port swallows datagrams, and no counter tells. */
  private Optional<Finding> taken() {
    Optional<Integer> port = Filters.port(within, leg.receiver());
    return leg.receiver().network().sockets().toOptional().stream()
        .flatMap(List::stream)
        .filter(socket -> port.equals(Optional.of(socket.port())))
        .filter(socket -> socket.owner().toOptional().flatMap(owner -> owner).isPresent())
        .findFirst()
        .map(UdpSocket::line)
        .map(line -> say.portTaken(line, leg.receiverCounted("Udp/InDatagrams")));
  }

  /** Nothing at the receiver counted the packets; a filter that does not count may be why. */
  private Finding underlay(Optional<FilterWalk.Verdict> verdict, Evidence counted) {
    List<FilterWalk.Stop> silent =
        verdict.stream()
            .flatMap(it -> it.suspects().stream())
            .filter(it -> !leg.got().counts(it.point()))
            .toList();
    if (verdict.isEmpty() || !silent.isEmpty()) {
      return say.unknown(Hop.Kind.PORT, leg.receiver(), List.of(counted), silent);
    }
    boolean blocked =
        leg.datagrams()
            .map(
                it ->
                    it.toVxlan().at("Udp/InDatagrams") + it.toVxlan().at("Udp/NoPorts")
                            < 0.2 * it.sent()
                        && it.toOther().at("Udp/NoPorts") >= 0.8 * it.sent())
            .orElse(false);
    return blocked
        ? say.underlayBlocked(counted)
        : say.unknown(Hop.Kind.UNDERLAY, leg.receiver(), List.of(counted), List.of());
  }

  private Finding notTaken() {
    Evidence counted = leg.receiverCounted(Counters.device(Leg.device(leg.receiver()), "rx"));
    Optional<Integer> own = vxlan(leg.receiver()).map(Link.Vxlan::vni);
    Optional<Integer> others = vxlan(leg.sender()).map(Link.Vxlan::vni);
    if (own.isPresent() && others.isPresent() && !own.equals(others)) {
      return say.ofReceiver(FindingCode.VNI_MISMATCH, List.of(counted));
    }
    Optional<MacAddress> mac = mac(leg.receiver());
    return mac.isPresent() && mac.equals(mac(leg.sender()))
        ? say.ofReceiver(FindingCode.VTEP_MAC_DUPLICATE, List.of(counted))
        : say.unknown(Hop.Kind.TARGET_VTEP, leg.receiver(), List.of(counted), List.of());
  }

  private Finding notDelivered() {
    Evidence counted = leg.receiverCounted(leg.arrival());
    if (leg.enough(leg.atReceiver("TcpExt/IPReversePathFilter"))) {
      return say.reversePath(false);
    }
    Optional<FilterWalk.Stop> filter =
        counting(
            leg.request()
                ? new Filters(within, leg.receiver()).requestIn(leg.sender().id())
                : new Filters(within, leg.receiver()).replyIn(leg.sender().id()),
            leg.got());
    if (filter.isPresent()) {
      return say.icmpFiltered(leg.receiver(), filter.get(), counted, Direction.INBOUND);
    }
    if (leg.enough(
        Math.max(leg.atReceiver("IpExt/InNoRoutes"), leg.atReceiver("Ip/ForwDatagrams")))) {
      return say.docker0Elsewhere(counted);
    }
    return otherHost(counted);
  }

  /** The frame's address is not the device's: the lease is wrong, or the sender's entry is old. */
  private Finding otherHost(Evidence counted) {
    Optional<MacAddress> real = mac(leg.receiver());
    Optional<MacAddress> leased =
        within.facts().lease(leg.receiver().id()).map(SubnetLease::vtepMac);
    if (real.isPresent() && leased.isPresent() && !real.equals(leased)) {
      return say.ofReceiver(FindingCode.VTEP_MAC_CHANGED, List.of(counted));
    }
    boolean stale =
        within
            .facts()
            .lease(leg.receiver().id())
            .flatMap(
                lease ->
                    leg.sender()
                        .network()
                        .neighbour(Leg.device(leg.sender()), lease.subnet().network()))
            .map(Neighbour::mac)
            .map(mac -> real.isPresent() && !mac.equals(real.get()))
            .orElse(false);
    return stale
        ? say.ofPair(FindingCode.NEIGHBOUR_STALE, List.of(counted))
        : say.unknown(Hop.Kind.TARGET_DOCKER0, leg.receiver(), List.of(counted), List.of());
  }

  private static Optional<MacAddress> mac(SeenNode node) {
    return link(node).flatMap(it -> Optional.ofNullable(it.mac()));
  }

  /** The filter's rule or policy that counted as many packets as there were. */
  private Optional<FilterWalk.Stop> counting(Optional<FilterWalk.Verdict> verdict, Counters added) {
    return verdict.stream()
        .flatMap(it -> it.suspects().stream())
        .filter(it -> leg.enough(added.at(it.point())))
        .findFirst();
  }
}
