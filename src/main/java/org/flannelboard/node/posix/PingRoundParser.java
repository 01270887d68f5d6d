package org.flannelboard.node.posix;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingRound.Echo;

/** Reads a prober's line: the round's number and a word for each target, as in {@code ping.sh}. */
final class PingRoundParser {

  private final PingRequest request;

  PingRoundParser(PingRequest request) {
    this.request = request;
  }

  PingRound parse(String line) throws MalformedOutputException {
    String[] words = line.strip().split(" ");
    List<Ipv4Address> targets = request.targets();
    if (words.length != targets.size() + 1 || !words[0].matches("\\d{1,9}")) {
      throw new MalformedOutputException(line);
    }
    List<Echo> echoes = new ArrayList<>(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      echoes.add(echo(targets.get(i), words[i + 1], line));
    }
    return new PingRound(Integer.parseInt(words[0]), echoes);
  }

  private Echo echo(Ipv4Address target, String word, String line) throws MalformedOutputException {
    if (word.equals("-")) {
      return new Echo(target, null, null);
    }
    if (word.matches("[uts]\\d{1,4}")) {
      int number = Integer.parseInt(word.substring(1));
      return new Echo(target, null, error(word.charAt(0), number));
    }
    if (!word.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw new MalformedOutputException(line);
    }
    Duration rtt = Duration.ofNanos(new BigDecimal(word).movePointRight(6).longValue());
    // ping waits whole seconds; what came after the time that was asked for is lost.
    return new Echo(target, rtt.compareTo(request.timeout()) > 0 ? null : rtt, null);
  }

  private static String error(char kind, int number) {
    return switch (kind) {
      case 'u' -> unreachable(number);
      case 't' -> "time-exceeded";
      default -> notSent(number);
    };
  }

  /** Codes of an ICMP destination unreachable message (RFC 792, RFC 1812 section 5.2.7.1). */
  private static String unreachable(int code) {
    return switch (code) {
      case 0, 6, 11 -> "network-unreachable";
      case 1, 7, 12 -> "host-unreachable";
      case 2 -> "protocol-unreachable";
      case 3 -> "port-unreachable";
      case 4 -> "fragmentation-needed";
      case 9, 10, 13 -> "admin-prohibited";
      default -> "unreachable-" + code;
    };
  }

  /** errno of sendto(2) on Linux: what the node's own routes and filter say (ip-route(8)). */
  private static String notSent(int errno) {
    return switch (errno) {
      case 1 -> "filtered-locally";
      case 13 -> "route-prohibits";
      case 22 -> "route-discards";
      case 101 -> "network-unreachable";
      case 113 -> "host-unreachable";
      default -> "not-sent-" + errno;
    };
  }
}
