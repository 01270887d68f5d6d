package org.flannelboard.diagnosis;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Firewall;
import org.jspecify.annotations.Nullable;

/** Whether a filter's rule takes a packet, as far as that can be told from its words. */
enum RuleMatch {
  NO,
  /** It has a condition that no word here stands for. */
  MAYBE,
  YES;

  private static final Pattern MODULE =
      Pattern.compile("-m (conntrack|state|comment|addrtype|multiport|udp|icmp)\\b");
  private static final Pattern COMMENT =
      Pattern.compile("--comment (\"[^\"]*\"|\\S+)|\\bcomment \"[^\"]*\"");
  private static final Pattern STATE =
      Pattern.compile("(! )?(?:--ctstate|--state|ct state) (!= )?(\\{[^}]*}|[A-Za-z_,]+)");
  private static final Pattern IN = Pattern.compile("(?:! -i|! --in-interface) (\\S+)");
  private static final Pattern OUT = Pattern.compile("(?:! -o|! --out-interface) (\\S+)");
  private static final Pattern SOURCE = Pattern.compile("! -s (\\S+)");
  private static final Pattern DESTINATION = Pattern.compile("! -d (\\S+)");
  private static final Pattern TO_TYPE =
      Pattern.compile("(! )?(?:--dst-type|fib daddr type) ([A-Za-z]+)");
  private static final Pattern ICMP_TYPE = Pattern.compile("--icmp-type ([\\w/-]+)");

  /** Other questions to the routing table than for the kind of an address (nft(8), FIB). */
  private static final Pattern FIB = Pattern.compile("\\bfib .*");

  /** Keys whose values belong together: {@code ip saddr . udp dport}. */
  private static final Pattern JOINED = Pattern.compile(".*\\s\\.\\s.*");

  /** Only the first packets of a translated connection have it, and nobody translates flannel's. */
  private static final Pattern TRANSLATED = Pattern.compile("ct status dnat");

  /** What no packet of IPv4 has. */
  private static final Pattern IPV6 = Pattern.compile("\\b(?:ip6|icmpv6) .*");

  /** nft's condition on one key: a value, or a set of them. */
  private static final Pattern FIELD =
      Pattern.compile(
          "\\b(iif|iifname|oif|oifname|ip saddr|ip daddr|ip protocol|meta l4proto|meta nfproto|icmp"
              + " type) (!= |== )?(\\{[^}]*}|\"[^\"]*\"|[^\\s{]+)");

  /** What both conditions come to. */
  RuleMatch and(RuleMatch other) {
    return compareTo(other) < 0 ? this : other;
  }

  /** What either condition comes to. */
  RuleMatch or(RuleMatch other) {
    return compareTo(other) < 0 ? other : this;
  }

  /** What the condition's negation comes to. */
  RuleMatch not() {
    return switch (this) {
      case NO -> YES;
      case MAYBE -> MAYBE;
      case YES -> NO;
    };
  }

  /** Whether a rule takes a packet. */
  static RuleMatch of(Firewall.Rule rule, Packet packet) {
    return when(rule.protocol().isEmpty()
            || rule.protocol().equals("all")
            || rule.protocol().equals(packet.protocol()))
        .and(device(rule.inDevice(), packet.inDevice()))
        .and(device(rule.outDevice(), packet.outDevice()))
        .and(network(rule.source(), packet.source()))
        .and(network(rule.destination(), packet.destination()))
        .and(ports(rule.ports(), packet.port()))
        .and(conditions(rule, packet));
  }

  private static RuleMatch when(boolean so) {
    return so ? YES : NO;
  }

  private static RuleMatch device(String pattern, String device) {
    if (pattern.isEmpty() || pattern.equals("+")) {
      return YES;
    }
    if (device.equals(Packet.UNSEEN)) {
      return pattern.equals("lo") ? NO : MAYBE;
    }
    String prefix = pattern.replaceFirst("[+*]$", "");
    return when(prefix.equals(pattern) ? device.equals(pattern) : device.startsWith(prefix));
  }

  private static RuleMatch network(@Nullable Cidr network, @Nullable Ipv4Address address) {
    if (network == null) {
      return YES;
    }
    return address == null ? MAYBE : when(network.contains(address));
  }

  private static RuleMatch ports(String ports, int port) {
    if (ports.isEmpty()) {
      return YES;
    }
    return Arrays.stream(ports.replaceAll("[{}\\s]", "").split(",", -1))
        .map(range -> range(range.split("[:-]", 2), port))
        .reduce(NO, RuleMatch::or);
  }

  private static RuleMatch range(String[] ends, int port) {
    try {
      int first = Integer.parseInt(ends[0]);
      return when(first <= port && port <= Integer.parseInt(ends[ends.length - 1]));
    } catch (NumberFormatException e) {
      return MAYBE; // a name of a service, whose number is the node's business
    }
  }

  private static RuleMatch conditions(Firewall.Rule rule, Packet packet) {
    return rule.conditions().stream()
        .map(condition -> condition(condition, packet))
        .reduce(YES, RuleMatch::and);
  }

  /** Reads one kind of condition after the other; what is left over may or may not hold. */
  private static RuleMatch condition(String text, Packet packet) {
    Conditions open = new Conditions(text);
    open.read(COMMENT, _ -> YES);
    open.read(
        STATE,
        it -> {
          RuleMatch holds = state(it.group(3).toLowerCase(Locale.ROOT), packet.answer());
          return it.group(1) == null && it.group(2) == null ? holds : holds.not();
        });
    open.read(IN, it -> device(it.group(1), packet.inDevice()).not());
    open.read(OUT, it -> device(it.group(1), packet.outDevice()).not());
    open.read(SOURCE, it -> address(it.group(1), packet.source()).not());
    open.read(DESTINATION, it -> address(it.group(1), packet.destination()).not());
    open.read(
        TO_TYPE,
        it -> {
          RuleMatch holds = type(it.group(2).toLowerCase(Locale.ROOT), packet);
          return it.group(1) == null ? holds : holds.not();
        });
    open.read(FIB, _ -> MAYBE);
    open.read(JOINED, _ -> MAYBE);
    open.read(TRANSLATED, _ -> NO);
    open.read(IPV6, _ -> NO);
    open.read(FIELD, it -> field(it, packet));
    open.read(ICMP_TYPE, it -> icmp(it.group(1), packet.echo()));
    open.read(MODULE, _ -> YES);
    return open.left.isBlank() ? open.match : open.match.and(MAYBE);
  }

  /** What one of the values comes to that the key may have, or must not have. */
  private static RuleMatch field(MatchResult condition, Packet packet) {
    String key = condition.group(1);
    RuleMatch holds =
        Arrays.stream(condition.group(3).replaceAll("[{}\"]", "").split(",", -1))
            .map(value -> value(key, value.strip(), packet))
            .reduce(NO, RuleMatch::or);
    return "!= ".equals(condition.group(2)) ? holds.not() : holds;
  }

  private static RuleMatch value(String key, String value, Packet packet) {
    if (value.startsWith("@") || value.startsWith("$")) {
      return MAYBE; // a set, whose elements stand elsewhere
    }
    return switch (key) {
      case "iif", "iifname" -> device(value, packet.inDevice());
      case "oif", "oifname" -> device(value, packet.outDevice());
      case "ip saddr" -> address(value, packet.source());
      case "ip daddr" -> address(value, packet.destination());
      case "meta nfproto" -> when(value.equals("ipv4"));
      case "icmp type" -> icmp(value, packet.echo());
      default -> when(value.equals(packet.protocol()));
    };
  }

  private static RuleMatch state(String states, boolean answer) {
    if (states.contains("untracked")) {
      return MAYBE;
    }
    return when(states.contains(answer ? "established" : "new"));
  }

  private static RuleMatch address(String text, @Nullable Ipv4Address address) {
    return Cidr.parse(text.contains("/") ? text : text + "/32")
        .map(network -> network(network, address))
        .orElse(MAYBE);
  }

  /** A packet that goes out at no device is for the node itself. */
  private static RuleMatch type(String type, Packet packet) {
    return switch (type) {
      case "local" -> when(packet.outDevice().isEmpty());
      case "unicast" -> when(!packet.outDevice().isEmpty());
      case "broadcast", "multicast", "anycast" -> NO;
      default -> MAYBE;
    };
  }

  private static RuleMatch icmp(String type, Packet.Echo echo) {
    return switch (type) {
      case "any" -> YES;
      case "8", "8/0", "echo-request" -> when(echo == Packet.Echo.REQUEST);
      case "0", "0/0", "echo-reply" -> when(echo == Packet.Echo.REPLY);
      default -> NO;
    };
  }

  /** The conditions of a rule that were not read yet, and what those that were come to. */
  private static final class Conditions {

    private String left;
    private RuleMatch match = YES;

    Conditions(String text) {
      left = text;
    }

    void read(Pattern kind, Function<MatchResult, RuleMatch> meaning) {
      Matcher matcher = kind.matcher(left);
      if (!left.isEmpty() && matcher.find()) {
        matcher.reset().results().map(meaning).forEach(it -> match = match.and(it));
        left = matcher.replaceAll("").strip();
      }
    }
  }
}
