package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Optional;
import org.flannelboard.node.facts.Counters;

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
    boolean sent = leg.enough(leg.atSender("tx"));
    if (leg.enough(leg.atSender("tx-dropped"))) {
      Optional<Finding> dropped = droppedAtSender(sent);
      if (dropped.isPresent()) {
        return dropped;
      }
    }
    if (!sent) {
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

  private Finding noWayOut() {
    Evidence counted = leg.senderCounted("tx-carrier");
    return say.known(leg.sender(), counted, FindingCode.VXLAN_LOCAL_FOREIGN)
        .orElseGet(
            () -> say.unknown(Hop.Kind.UNDERLAY_ROUTE, leg.sender(), List.of(counted), List.of()));
  }

  /**
   * Why the sender's device dropped the packets. It drops IPv6's multicast as well, which has no
   * entry to go by: where as many were sent as were to be, only what is known to drop ours counts.
   */
  private Optional<Finding> droppedAtSender(boolean sent) {
    Evidence counted = leg.senderCounted("tx-dropped");
    Optional<FilterWalk.Stop> filter =
        counting(new Filters(within, leg.sender()).vxlanOut(leg.receiver().id()), leg.sent());
    if (filter.isPresent()) {
      return Optional.of(say.outputFirewall(filter.get(), counted));
    }
    boolean unseen = leg.sender().network().forwards().toOptional().isEmpty();
    Optional<Finding> known =
        say.known(leg.sender(), counted, FindingCode.FORWARD_MISSING, FindingCode.NEIGHBOUR_STALE);
    return known.isPresent() || sent
        ? known
        : Optional.of(
            unseen
                ? say.missing(FindingCode.FORWARD_MISSING, counted)
                : say.unknown(Hop.Kind.FORWARD, leg.sender(), List.of(counted), List.of()));
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
    return say.known(
            leg.sender(),
            counted,
            FindingCode.ROUTE_MISSING,
            FindingCode.ROUTE_SHADOWED,
            FindingCode.NEIGHBOUR_MISSING)
        .or(() -> said(counted))
        .orElseGet(() -> say.unknown(Hop.Kind.ROUTE, leg.sender(), List.of(counted), List.of()));
  }

  /** What ping(8) was told, where the tables could not be read. */
  private Optional<Finding> said(Evidence counted) {
    String errors = String.join(" ", leg.readings().echoes().errors());
    boolean noRoutes = leg.sender().network().routes().toOptional().isEmpty();
    boolean noNeighbours = leg.sender().network().neighbours().toOptional().isEmpty();
    if (leg.request() && noRoutes && errors.contains("etwork is unreachable")) {
      return Optional.of(say.missing(FindingCode.ROUTE_MISSING, counted));
    }
    return leg.request() && noNeighbours && errors.contains("ost Unreachable")
        ? Optional.of(say.missing(FindingCode.NEIGHBOUR_MISSING, counted))
        : Optional.empty();
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
    return say.known(leg.receiver(), counted, FindingCode.UDP_PORT_TAKEN)
        .or(() -> say.known(leg.sender(), counted, FindingCode.FORWARD_WRONG))
        .orElseGet(() -> underlay(verdict, counted));
  }

  private Finding portClosed() {
    Evidence counted = leg.receiverCounted("Udp/NoPorts");
    return say.known(
            leg.receiver(),
            counted,
            FindingCode.VXLAN_DEVICE_MISSING,
            FindingCode.VXLAN_DEVICE_DOWN,
            FindingCode.VXLAN_PORT_MISMATCH)
        .orElseGet(() -> say.unknown(Hop.Kind.PORT, leg.receiver(), List.of(counted), List.of()));
  }

  /** Nothing at the receiver counted the packets; a filter that does not count may be why. */
  private Finding underlay(Optional<FilterWalk.Verdict> verdict, Evidence counted) {
    List<FilterWalk.Stop> silent =
        verdict.stream()
            .flatMap(it -> it.suspects().stream())
            .filter(it -> !leg.got().counts(it.point()))
            .toList();
    if (leg.heldUp()) {
      return say.unknown(
          Hop.Kind.PORT,
          leg.receiver(),
          say.heldUp(counted, leg.receiver().hiddenFilters()),
          silent);
    }
    if (verdict.isEmpty() || !silent.isEmpty()) {
      return say.unknown(Hop.Kind.PORT, leg.receiver(), List.of(counted), silent);
    }
    return leg.datagrams() instanceof LadderReadings.Datagrams sent && blocked(sent)
        ? say.underlayBlocked(counted)
        : say.unknown(Hop.Kind.UNDERLAY, leg.receiver(), List.of(counted), List.of());
  }

  /** The VXLAN port alone is closed to them, or nothing of any kind gets there. */
  private boolean blocked(LadderReadings.Datagrams it) {
    boolean others = leg.enough(it.toOther().at("Udp/NoPorts"));
    return !it.vxlanPasses() && (others || !it.otherPasses() && it.pingsLost());
  }

  private Finding notTaken() {
    Evidence counted = leg.receiverCounted(Counters.device(Leg.device(leg.receiver()), "rx"));
    return say.known(
            leg.receiver(), counted, FindingCode.VNI_MISMATCH, FindingCode.VTEP_MAC_DUPLICATE)
        .orElseGet(
            () -> say.unknown(Hop.Kind.TARGET_VTEP, leg.receiver(), List.of(counted), List.of()));
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
    long passedOn =
        Math.max(leg.atReceiver("IpExt/InNoRoutes"), leg.atReceiver("Ip/ForwDatagrams"));
    return say.known(
            leg.receiver(),
            counted,
            FindingCode.VTEP_MAC_CHANGED,
            FindingCode.SUBNET_ENV_STALE,
            FindingCode.DOCKER0_WRONG_SUBNET)
        .or(() -> say.known(leg.sender(), counted, FindingCode.NEIGHBOUR_STALE))
        .orElseGet(
            () ->
                leg.enough(passedOn)
                    ? say.docker0Elsewhere(counted)
                    : say.unknown(
                        Hop.Kind.TARGET_DOCKER0, leg.receiver(), List.of(counted), List.of()));
  }

  /** The filter's rule or policy that counted as many packets as there were. */
  private Optional<FilterWalk.Stop> counting(Optional<FilterWalk.Verdict> verdict, Counters added) {
    return verdict.stream()
        .flatMap(it -> it.suspects().stream())
        .filter(it -> leg.enough(added.at(it.point())))
        .findFirst();
  }
}
