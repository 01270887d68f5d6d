package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Firewall;
import org.jspecify.annotations.Nullable;

/**
 * A rule of iptables, as far as practice knows its words (iptables-extensions(8)). It is the same
 * as another that prints the same.
 */
final class FilterRule {

  /** A condition on a device, or its opposite. */
  private record Term(String value, boolean not) {

    /** Interfaces can be named by how they begin: {@code flannel+}. */
    boolean holds(String device) {
      boolean same =
          value.endsWith("+")
              ? device.startsWith(value.substring(0, value.length() - 1))
              : value.equals(device);
      return same != not;
    }
  }

  /** A condition on an address, or its opposite. */
  private record Range(Cidr network, boolean not) {
    boolean holds(Ipv4Address address) {
      return network.contains(address) != not;
    }
  }

  /** What reading a rule came to. */
  sealed interface Reading {

    /** A rule. */
    record Read(FilterRule rule) implements Reading {}

    /** What iptables says instead. */
    record Refused(String why) implements Reading {}
  }

  private static final String PORTS = "\\d{1,5}(:\\d{1,5})?(,\\d{1,5}(:\\d{1,5})?)*";

  /** An echo request and its reply, as iptables prints them (RFC 792). */
  private static final String REQUEST = "8";

  private static final String REPLY = "0";

  private static final Map<String, String> ICMP_TYPES =
      Map.of("echo-request", REQUEST, "echo-reply", REPLY);

  private final Meter packets = new Meter();
  private @Nullable Range source;
  private @Nullable Range destination;
  private @Nullable Term in;
  private @Nullable Term out;
  private String protocol = "";
  private String ports = "";
  private String icmpType = "";
  private String states = "";
  private boolean local;
  private String target = "";
  private String answer = "";

  private FilterRule() {}

  /** A rule that is known to be well-formed. */
  static FilterRule of(String words) {
    return switch (parse(CommandLine.words(words))) {
      case Reading.Read(FilterRule rule) -> rule;
      case Reading.Refused(String why) -> throw new IllegalArgumentException(words + ": " + why);
    };
  }

  /** Reads what follows a chain's name, or says what iptables says. */
  static Reading parse(List<String> words) {
    FilterRule rule = new FilterRule();
    boolean not = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("!")) {
        not = true;
        continue;
      }
      if (i + 1 == words.size()) {
        return new Reading.Refused("option \"" + word + "\" requires an argument");
      }
      Optional<String> complaint = rule.read(word, words.get(++i), not);
      if (complaint.isPresent()) {
        return new Reading.Refused(complaint.get());
      }
      not = false;
    }
    return rule.complete();
  }

  private Optional<String> read(String option, String value, boolean not) {
    switch (option) {
      case "-s", "--source" -> source = range(value, not);
      case "-d", "--destination" -> destination = range(value, not);
      case "-i", "--in-interface" -> in = new Term(value, not);
      case "-o", "--out-interface" -> out = new Term(value, not);
      case "-p", "--protocol" -> protocol = value;
      case "--dport", "--dports" -> ports = value;
      case "--icmp-type" -> icmpType = ICMP_TYPES.getOrDefault(value, value);
      case "--ctstate", "--state" -> states = value;
      case "--dst-type" -> local = value.equals("LOCAL");
      case "-m", "--comment" -> {} // what a match is for, its own options say
      case "-j", "--jump" -> target = value;
      case "--reject-with" -> answer = value;
      default -> {
        return Optional.of("unknown option \"" + option + "\"");
      }
    }
    boolean bad =
        source == null && option.matches("-s|--source")
            || destination == null && option.matches("-d|--destination");
    return bad ? Optional.of("host/network `" + value + "' not found") : Optional.empty();
  }

  private Reading complete() {
    if (!ports.isEmpty() && protocol.isEmpty()) {
      return new Reading.Refused("unknown option \"--dport\"");
    }
    if (!ports.isEmpty() && !ports.matches(PORTS)) {
      return new Reading.Refused("invalid port/service `" + ports + "' specified");
    }
    if (!icmpType.isEmpty() && !protocol.equals("icmp")) {
      return new Reading.Refused("unknown option \"--icmp-type\"");
    }
    if (target.equals("REJECT") && answer.isEmpty()) {
      answer = "icmp-port-unreachable";
    }
    return new Reading.Read(this);
  }

  private static @Nullable Range range(String text, boolean not) {
    return Cidr.parse(text.contains("/") ? text : text + "/32")
        .map(network -> new Range(network, not))
        .orElse(null);
  }

  String target() {
    return target;
  }

  /** Whether its target decides, and leads to no other chain. */
  boolean ends() {
    return switch (target) {
      case PacketFilter.ACCEPT, PacketFilter.DROP, PacketFilter.REJECT, PacketFilter.MASQUERADE ->
          true;
      default -> false;
    };
  }

  Meter packets() {
    return packets;
  }

  boolean matches(PacketFilter.Passing packet) {
    return (protocol.isEmpty() || protocol.equals(packet.protocol()))
        && (ports.isEmpty() || covers(packet.port()))
        && (icmpType.isEmpty() || icmpType.equals(packet.known() ? REPLY : REQUEST))
        && (source == null || source.holds(packet.source()))
        && (destination == null || destination.holds(packet.target()))
        && (in == null || in.holds(packet.in()))
        && (out == null || out.holds(packet.out()))
        && (states.isEmpty() || states.contains(packet.known() ? "ESTABLISHED" : "NEW"))
        && (!local || packet.local());
  }

  private boolean covers(int port) {
    for (String part : ports.split(",", -1)) {
      String[] ends = part.split(":", 2);
      int low = Integer.parseInt(ends[0]);
      int high = ends.length == 2 ? Integer.parseInt(ends[1]) : low;
      if (port >= low && port <= high) {
        return true;
      }
    }
    return false;
  }

  /** Its words in the order in which {@code iptables-save} prints them. */
  String line() {
    List<String> words = new ArrayList<>();
    range(words, "-s", source);
    range(words, "-d", destination);
    add(words, "-i", in);
    add(words, "-o", out);
    if (!protocol.isEmpty()) {
      words.add("-p " + protocol);
    }
    words.addAll(matches());
    if (!target.isEmpty()) {
      words.add("-j " + target);
    }
    if (!answer.isEmpty()) {
      words.add("--reject-with " + answer);
    }
    return String.join(" ", words);
  }

  private List<String> matches() {
    List<String> words = new ArrayList<>();
    if (ports.contains(",")) {
      words.add("-m multiport --dports " + ports);
    } else if (!ports.isEmpty()) {
      words.add("-m " + protocol + " --dport " + ports);
    }
    if (!icmpType.isEmpty()) {
      words.add("-m icmp --icmp-type " + icmpType);
    }
    if (!states.isEmpty()) {
      words.add("-m conntrack --ctstate " + states);
    }
    if (local) {
      words.add("-m addrtype --dst-type LOCAL");
    }
    return words;
  }

  private static void add(List<String> words, String option, @Nullable Term term) {
    if (term != null) {
      words.add((term.not() ? "! " : "") + option + " " + term.value());
    }
  }

  private static void range(List<String> words, String option, @Nullable Range range) {
    add(words, option, range == null ? null : new Term(range.network().toString(), range.not()));
  }

  /** The rule as a diagnosis sees it. */
  Firewall.Rule facts() {
    List<String> conditions = new ArrayList<>();
    if (source != null && source.not()) {
      range(conditions, "-s", source);
    }
    if (destination != null && destination.not()) {
      range(conditions, "-d", destination);
    }
    negated("-i", in, conditions);
    negated("-o", out, conditions);
    if (!icmpType.isEmpty()) {
      conditions.add("--icmp-type " + icmpType);
    }
    if (!states.isEmpty()) {
      conditions.add("-m conntrack --ctstate " + states);
    }
    if (local) {
      conditions.add("-m addrtype --dst-type LOCAL");
    }
    return new Firewall.Rule(
        protocol,
        plain(in).orElse(""),
        plain(out).orElse(""),
        source == null || source.not() ? null : source.network(),
        destination == null || destination.not() ? null : destination.network(),
        ports,
        target,
        conditions,
        packets.count(),
        line());
  }

  private static void negated(String option, @Nullable Term term, List<String> conditions) {
    if (term != null && term.not()) {
      conditions.add("! " + option + " " + term.value());
    }
  }

  private static Optional<String> plain(@Nullable Term term) {
    return Optional.ofNullable(term).filter(it -> !it.not()).map(Term::value);
  }
}
