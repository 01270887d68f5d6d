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
  private static final Pattern IN =
      Pattern.compile("(! -i|! --in-interface|iif(?:name)? !=) \"?([^\\s\"]+)\"?");
  private static final Pattern OUT =
      Pattern.compile("(! -o|! --out-interface|oif(?:name)? !=) \"?([^\\s\"]+)\"?");
  private static final Pattern SOURCE = Pattern.compile("(! -s|ip saddr !=) (\\S+)");
  private static final Pattern DESTINATION = Pattern.compile("(! -d|ip daddr !=) (\\S+)");
  private static final Pattern TO_TYPE =
      Pattern.compile("(! )?(?:--dst-type|fib daddr type) ([A-Za-z]+)");
  private static final Pattern ICMP_TYPE = Pattern.compile("(?:--icmp-type|icmp type) ([\\w/-]+)");

  /** What both conditions come to. */
  RuleMatch and(RuleMatch other) {
    return compareTo(other) < 0 ? this : other;
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
        .and(conditions(String.join(" ", rule.conditions()), packet));
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
        .reduce(NO, (a, b) -> a.compareTo(b) < 0 ? b : a);
  }

  private static RuleMatch range(String[] ends, int port) {
    try {
      int first = Integer.parseInt(ends[0]);
      return when(first <= port && port <= Integer.parseInt(ends[ends.length - 1]));
    } catch (NumberFormatException e) {
      return MAYBE; // a name of a service, whose number is the node's business
    }
  }

  /** Reads one kind of condition after the other; what is left over may or may not hold. */
  private static RuleMatch conditions(String text, Packet packet) {
    if (text.isEmpty()) {
      return YES;
    }
    Conditions open = new Conditions(text);
    open.read(COMMENT, _ -> YES);
    open.read(
        STATE,
        it -> {
          RuleMatch holds = state(it.group(3).toLowerCase(Locale.ROOT), packet.answer());
          return it.group(1) == null && it.group(2) == null ? holds : holds.not();
        });
    open.read(IN, it -> device(it.group(2), packet.inDevice()).not());
    open.read(OUT, it -> device(it.group(2), packet.outDevice()).not());
    open.read(SOURCE, it -> address(it.group(2), packet.source()).not());
    open.read(DESTINATION, it -> address(it.group(2), packet.destination()).not());
    open.read(
        TO_TYPE,
        it -> {
          RuleMatch holds = type(it.group(2).toLowerCase(Locale.ROOT), packet);
          return it.group(1) == null ? holds : holds.not();
        });
    open.read(ICMP_TYPE, it -> icmp(it.group(1), packet.echo()));
    open.read(MODULE, _ -> YES);
    return open.left.isBlank() ? open.match : open.match.and(MAYBE);
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
      matcher.results().map(meaning).forEach(it -> match = match.and(it));
      left = matcher.replaceAll("");
    }
  }
}
