package org.flannelboard.node.posix;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.UdpSocket;

/** Reads what {@code inspect.sh} prints. What is of another form is unknown; the rest stands. */
final class NodeFactsParser {

  private final Inspection inspection;
  private final Answers answers;

  private NodeFactsParser(Inspection inspection, Answers answers) {
    this.inspection = inspection;
    this.answers = answers;
  }

  static NodeFacts parse(NodeId node, Inspection inspection, List<Section> sections)
      throws MalformedOutputException {
    Section.require(sections, "end");
    Section head = Section.require(sections, "host");
    return new NodeFactsParser(inspection, new Answers(sections)).facts(node, head);
  }

  private NodeFacts facts(NodeId node, Section head) throws MalformedOutputException {
    if (inspection.depth() == Depth.DAEMONS) {
      return NodeFacts.ofDaemons(
          node,
          HostFactsParser.clock(head),
          DaemonFactsParser.parse(Inspection.daemons(inspection.journalLines()), answers));
    }
    Known<Firewall> firewall = FirewallParser.parse(answers);
    Known<Counters> counters = CountersParser.parse(answers, firewall);
    if (inspection.depth() == Depth.COUNTERS) {
      return new NodeFacts(
          node,
          HostFactsParser.clock(head),
          Known.notChecked(),
          NetworkFacts.notChecked(),
          firewall,
          counters,
          DaemonFacts.notChecked());
    }
    Host host = HostFactsParser.host(head, synchronised());
    return new NodeFacts(
        node,
        HostFactsParser.clock(head),
        Known.of(host),
        network(host.root()),
        firewall,
        counters,
        DaemonFactsParser.parse(inspection, answers));
  }

  /** {@code NTP synchronized: yes} up to systemd 238, {@code System clock synchronized: yes}. */
  private Known<Boolean> synchronised() {
    return answers.read(
        "time",
        section -> {
          for (String line : section.lines()) {
            String[] entry = line.strip().split(": ", 2);
            if (entry.length == 2 && entry[0].endsWith(" synchronized")) {
              return entry[1].equals("yes");
            }
          }
          throw new MalformedOutputException(String.join(" ", section.lines()));
        });
  }

  private NetworkFacts network(boolean root) throws MalformedOutputException {
    Known<List<UdpSocket>> sockets =
        answers.read(
            "sockets",
            section ->
                SocketParser.parse(section, Section.require(answers.sections(), "owners"), root));
    Known<List<Link>> links =
        answers
            .lines("links", LinkParser::parse)
            .map(all -> all.stream().map(link -> VtepPort.named(link, sockets)).toList());
    return new NetworkFacts(
        links,
        answers.lines("addresses", AddressParser::parse),
        answers
            .lines("routes", RouteParser::parse)
            .map(all -> all.stream().flatMap(List::stream).filter(this::carries).toList()),
        answers.lines("rules", RuleParser::parse),
        lookups(),
        answers.lines("neighbours", NeighbourParser::parse),
        forwards(links),
        sockets,
        sysctls(),
        offloads());
  }

  private boolean carries(Route route) {
    return !route.type().equals("broadcast") && !route.type().equals("multicast");
  }

  private Map<Ipv4Address, Lookup> lookups() {
    return answers
        .read(
            "lookups",
            section ->
                LookupParser.parse(
                    inspection.lookups(),
                    section.lines().stream().filter(line -> !line.isBlank()).toList(),
                    answers.said("lookups")))
        .toOptional()
        .orElse(Map.of());
  }

  /** Those of the vxlan devices; where devices are not known, those that lead to an address. */
  private Known<List<Forward>> forwards(Known<List<Link>> links) {
    Optional<Set<String>> vteps =
        links
            .map(
                all ->
                    all.stream()
                        .filter(link -> link.vxlan() != null)
                        .map(Link::name)
                        .collect(Collectors.toSet()))
            .toOptional();
    return answers
        .lines("forwards", ForwardParser::parse)
        .map(
            all ->
                all.stream()
                    .filter(
                        it ->
                            vteps.map(names -> names.contains(it.device())).orElse(false)
                                || vteps.isEmpty() && it.destination() != null)
                    .toList());
  }

  /** {@code ipv4/ip_forward 1} lines. What is no number is no setting this knows. */
  private Map<String, Integer> sysctls() throws MalformedOutputException {
    Map<String, Integer> sysctls = new HashMap<>();
    for (String text : Section.require(answers.sections(), "sysctls").lines()) {
      Line line = Line.of(text);
      if (line.words().size() != 2) {
        throw line.malformed();
      }
      sysctls.put(line.first(), line.number(line.words().get(1)));
    }
    return sysctls;
  }

  /** {@code device NAME}, then what {@code ethtool -k} prints: {@code feature: on [fixed]}. */
  private Known<Map<String, Map<String, Boolean>>> offloads() {
    return answers.read(
        "offloads",
        section -> {
          Map<String, Map<String, Boolean>> offloads = new HashMap<>();
          Map<String, Boolean> features = new HashMap<>();
          for (String text : section.lines()) {
            String line = text.strip();
            String[] entry = line.split(": ", 2);
            if (line.startsWith("device ")) {
              features = new HashMap<>();
              offloads.put(line.substring("device ".length()), features);
            } else if (entry.length == 2 && entry[1].matches("(on|off)( \\[.*\\])?")) {
              features.put(entry[0], entry[1].startsWith("on"));
            }
          }
          return offloads;
        });
  }
}
