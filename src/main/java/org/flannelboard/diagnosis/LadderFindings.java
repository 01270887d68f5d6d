package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Source;

/** What a failing point of the ladder is called, with all that was counted on the way. */
final class LadderFindings {

  private final Case within;
  private final Leg leg;

  LadderFindings(Case within, Leg leg) {
    this.within = within;
    this.leg = leg;
  }

  /** What facts tell of a node and the counters confirm. */
  Optional<Finding> known(SeenNode node, Evidence counted, FindingCode... codes) {
    Set<FindingCode> wanted = Set.of(codes);
    return Diagnostician.examine(within.facts()).findings().stream()
        .filter(found -> wanted.contains(found.code()))
        .filter(
            found ->
                found.subject().equals(node.subject())
                    || found.subject().equals(node.towards(other(node).id())))
        .findFirst()
        .map(found -> withEvidence(found, List.of(counted)));
  }

  private SeenNode other(SeenNode node) {
    return node.id().equals(leg.sender().id()) ? leg.receiver() : leg.sender();
  }

  /** An entry for the receiver that the sender lacks, where its tables could not be read. */
  Finding missing(FindingCode code, Evidence counted) {
    return finding(
        code,
        leg.pair(),
        Direction.OUTBOUND,
        List.of(counted),
        List.of(Repairs.restartFlanneld(leg.sender())),
        Map.of(
            "subnet", leg.receiver().lease().map(it -> it.subnet().toString()).orElse("?"),
            "line", counted.line()));
  }

  Finding inputFirewall(FilterWalk.Stop stop, Evidence counted) {
    return finding(
        FindingCode.INPUT_FIREWALL,
        leg.receiver().subject(),
        Direction.INBOUND,
        filtered(leg.receiver(), stop, counted),
        FilterRemedies.vxlanIn(within, leg.receiver(), stop, port(leg.receiver())),
        Map.of("node", leg.receiver().id().name(), "rule", stop.line()));
  }

  Finding outputFirewall(FilterWalk.Stop stop, Evidence counted) {
    return finding(
        FindingCode.OUTPUT_FIREWALL,
        leg.sender().subject(),
        Direction.OUTBOUND,
        filtered(leg.sender(), stop, counted),
        FilterRemedies.vxlanOut(within, leg.sender(), stop, port(leg.sender())),
        Map.of("node", leg.sender().id().name(), "rule", stop.line()));
  }

  Finding icmpFiltered(SeenNode node, FilterWalk.Stop stop, Evidence counted, Direction direction) {
    return finding(
        FindingCode.ICMP_FILTERED,
        Severity.WARNING,
        node.subject(),
        direction,
        filtered(node, stop, counted),
        FilterRemedies.echoes(node, stop, Leg.device(node), direction == Direction.INBOUND),
        Map.of("node", node.id().name(), "rule", stop.line()));
  }

  Finding icmpIgnored(Evidence counted) {
    return KernelRules.echoIgnored(within, leg.receiver())
        .map(found -> withEvidence(found, List.of(counted)))
        .orElseThrow();
  }

  Finding badChecksum(Evidence counted) {
    String sender = leg.sender().id().name();
    return finding(
        FindingCode.BAD_UDP_CHECKSUM,
        leg.pair(),
        Direction.OUTBOUND,
        List.of(counted),
        List.of(
            new Remedy.Instruct(
                "checksum-offload-off",
                Map.of("node", sender, "device", Leg.device(leg.sender())))));
  }

  /** Dropped for the way back to its source: the outer packet's, or the inner one's. */
  Finding reversePath(boolean outer) {
    String device =
        outer
            ? within.facts().lease(leg.sender().id()).stream()
                .flatMap(
                    lease ->
                        Stream.ofNullable(leg.receiver().network().lookups().get(lease.publicIp())))
                .map(Lookup::device)
                .findFirst()
                .orElse("all")
            : Leg.device(leg.receiver());
    return finding(
        FindingCode.REVERSE_PATH_FILTER,
        leg.receiver().towards(leg.sender().id()),
        Direction.INBOUND,
        List.of(leg.receiverCounted("TcpExt/IPReversePathFilter")),
        List.of(KernelRules.looser(leg.receiver(), device)),
        Map.of(
            "node", leg.receiver().id().name(),
            "peer", leg.sender().id().name(),
            "device", device));
  }

  Finding docker0Elsewhere(Evidence counted) {
    return finding(
        FindingCode.DOCKER0_WRONG_SUBNET,
        leg.receiver().subject(),
        Direction.INBOUND,
        List.of(counted),
        List.of(new Remedy.PushNode(leg.receiver().id()), Repairs.restartDocker(leg.receiver())),
        Map.of("has", "?", "meant", meant(leg.receiver())));
  }

  /**
   * Datagrams to the VXLAN port are lost between the nodes: they alone, or with all else that was
   * sent.
   */
  Finding underlayBlocked(Evidence counted) {
    LadderReadings.Datagrams datagrams = Objects.requireNonNull(leg.datagrams());
    int port = port(leg.receiver());
    List<Evidence> seen = new ArrayList<>();
    seen.add(counted);
    seen.add(probed("Udp/InDatagrams", datagrams.toVxlan()));
    seen.add(probed("Udp/NoPorts", datagrams.toOther()));
    Optional.ofNullable(datagrams.pings()).ifPresent(it -> seen.add(probed("Icmp/InEchos", it)));
    Map<String, String> arguments =
        Map.of(
            "from", leg.sender().id().name(),
            "to", leg.receiver().id().name(),
            "fromAddress", leg.sender().spec().ip().toString(),
            "toAddress", leg.receiver().spec().ip().toString(),
            "port", "" + port);
    return finding(
        FindingCode.UNDERLAY_BLOCKED,
        leg.pair(),
        Direction.OUTBOUND,
        seen,
        List.of(new Remedy.Instruct("open-underlay", arguments)),
        Map.of("what", datagrams.pings() == null ? "UDP " + port : "UDP, ICMP"));
  }

  /** Datagrams that the receiver took in and did not hand on, with what could not be seen there. */
  List<Evidence> heldUp(Evidence counted, List<Evidence> hidden) {
    Counters added = Objects.requireNonNull(leg.datagrams()).toVxlan();
    List<Evidence> seen = new ArrayList<>();
    seen.add(counted);
    seen.add(probed("Ip/InReceives", added));
    seen.add(probed("Ip/InDelivers", added));
    seen.addAll(hidden);
    return seen;
  }

  private Evidence probed(String point, Counters added) {
    return new Evidence(
        leg.receiver().id(),
        Source.COUNTERS.command(),
        "%s +%d / %d"
            .formatted(point, added.at(point), Objects.requireNonNull(leg.datagrams()).sent()),
        leg.readings().at());
  }

  /**
   * No cause that is known: the hop, the direction and what the counters rule out.
   *
   * @param suspects filters that may drop the packets and do not count them
   */
  Finding unknown(
      Hop.Kind hop, SeenNode node, List<Evidence> decisive, List<FilterWalk.Stop> suspects) {
    List<Evidence> evidence = new ArrayList<>(decisive);
    suspects.forEach(stop -> evidence.add(node.evidence(stop.source(), stop.line())));
    return finding(
        FindingCode.UNKNOWN_AT_HOP,
        leg.pair(),
        Direction.OUTBOUND,
        evidence,
        List.of(capture()),
        Map.of(
            "node", node.id().name(),
            "hop", hop.code(),
            "certain", certain() ? "yes" : "no",
            "ruledOut", RuledOut.before(hop, leg, within)));
  }

  /** What a person can look at, and counters cannot. */
  private Remedy capture() {
    return new Remedy.Instruct(
        "capture",
        Map.of(
            "from", leg.sender().id().name(),
            "to", leg.receiver().id().name(),
            "fromAddress", leg.sender().spec().ip().toString(),
            "toAddress", leg.receiver().spec().ip().toString(),
            "port", "" + port(leg.receiver())));
  }

  /** Whether no other traffic can have hidden that ours was lost earlier. */
  private boolean certain() {
    return !leg.busy(leg.atSender("tx")) && !leg.busy(leg.atReceiver("Udp/InDatagrams"));
  }

  private static List<Evidence> filtered(SeenNode node, FilterWalk.Stop stop, Evidence counted) {
    return List.of(node.evidence(stop.source(), stop.line()), counted);
  }

  private int port(SeenNode node) {
    return Filters.port(within, node).orElse(0);
  }

  private String meant(SeenNode node) {
    return node.lease().map(it -> it.docker0().toString()).orElse("?");
  }

  private Finding finding(
      FindingCode code,
      Subject subject,
      Direction direction,
      List<Evidence> decisive,
      List<Remedy> remedies) {
    return finding(code, subject, direction, decisive, remedies, Map.of());
  }

  private Finding finding(
      FindingCode code,
      Subject subject,
      Direction direction,
      List<Evidence> decisive,
      List<Remedy> remedies,
      Map<String, String> more) {
    return finding(code, Severity.ERROR, subject, direction, decisive, remedies, more);
  }

  private Finding finding(
      FindingCode code,
      Severity severity,
      Subject subject,
      Direction direction,
      List<Evidence> decisive,
      List<Remedy> remedies,
      Map<String, String> more) {
    SeenNode near = subject.touches(leg.sender().id()) ? leg.sender() : leg.receiver();
    Map<String, String> arguments =
        Stream.concat(
                Map.of(
                    "from", leg.sender().id().name(),
                    "to", leg.receiver().id().name(),
                    "node",
                        (subject.touches(leg.sender().id()) ? leg.sender() : leg.receiver())
                            .id()
                            .name(),
                    "peer",
                        (subject.touches(leg.sender().id()) ? leg.receiver() : leg.sender())
                            .id()
                            .name(),
                    "device", Leg.device(leg.receiver()),
                    "port", Filters.port(within, leg.receiver()).map(String::valueOf).orElse("?"))
                    .entrySet()
                    .stream(),
                more.entrySet().stream())
            .collect(
                Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, special) -> special));
    return withEvidence(
        Finding.of(code, severity, subject, direction, arguments, decisive, remedies), List.of());
  }

  /** The same, with more that was seen, and all that was counted on the way. */
  private Finding withEvidence(Finding found, List<Evidence> more) {
    List<Evidence> all =
        Stream.of(found.evidence(), more, leg.way()).flatMap(List::stream).distinct().toList();
    return Finding.of(
        found.code(),
        found.severity(),
        found.subject(),
        found.direction(),
        found.arguments(),
        all,
        found.remedies());
  }
}
