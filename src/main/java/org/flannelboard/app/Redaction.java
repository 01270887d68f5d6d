package org.flannelboard.app;

import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;

/**
 * Takes out of a text what tells strangers about a network: addresses, hardware addresses and the
 * names of hosts. The same value has the same placeholder everywhere, so that the text still makes
 * sense; prefix lengths and ports stay.
 */
public final class Redaction {

  /** Six groups of two: what a kernel prints of Ethernet. */
  private static final String MAC = "(?<mac>\\b[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}\\b)";

  private static final String IPV4 =
      "(?<four>(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\w]|\\.\\d))";

  /** With a double colon, or with all its eight groups: a time of day has neither. */
  private static final String IPV6 =
      "(?<six>(?<![\\w:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
          + "|(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::"
          + "(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?)(?![\\w:]))";

  private static final List<String> KINDS = List.of("mac", "six", "four");

  private final Pattern pattern;
  private final Map<String, String> places = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private Redaction(Map<String, String> hosts) {
    places.putAll(hosts);
    // The longest first: one name may begin with another.
    String names =
        hosts.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    // What follows a name after a dot is its domain.
    String host = "(?<![\\w-])(?<host>" + names + ")(?:\\.[A-Za-z][\\w-]*)*(?![\\w-])";
    this.pattern =
        Pattern.compile(
            String.join("|", MAC, IPV6, IPV4, host),
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** What is to be taken out of a cluster's texts. */
  public static Redaction of(ClusterProfile profile) {
    Map<String, String> hosts = new LinkedHashMap<>();
    List<NodeSpec> nodes = profile.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      name(hosts, nodes.get(i).id().name(), "node-" + (i + 1));
    }
    List<String> endpoints =
        profile.etcd().endpoints().stream().map(URI::getHost).filter(Objects::nonNull).toList();
    for (int i = 0; i < endpoints.size(); i++) {
      name(hosts, endpoints.get(i), "etcd-" + (i + 1));
    }
    for (int i = 0; i < nodes.size(); i++) {
      name(hosts, nodes.get(i).ssh().address(), "node-" + (i + 1));
    }
    List<String> jumps =
        nodes.stream()
            .flatMap(node -> node.ssh().jumps().stream())
            .map(SshAccess.Jump::address)
            .distinct()
            .toList();
    for (int i = 0; i < jumps.size(); i++) {
      name(hosts, jumps.get(i), "jump-" + (i + 1));
    }
    return new Redaction(hosts);
  }

  private static void name(Map<String, String> hosts, String host, String place) {
    if (Stream.of(IPV4, IPV6).noneMatch(host::matches)) {
      hosts.putIfAbsent(key(host), place);
    }
  }

  /** The text without them. */
  public String redact(String text) {
    return pattern.matcher(text).replaceAll(this::place);
  }

  private String place(MatchResult found) {
    String kind = KINDS.stream().filter(it -> found.group(it) != null).findFirst().orElse("host");
    String value = key(found.group(kind));
    // A lone pair of colons is no address.
    return Matcher.quoteReplacement(
        value.equals("::")
            ? value
            : places.computeIfAbsent(
                value, _ -> (kind.equals("mac") ? "mac-" : "address-") + next(kind)));
  }

  private int next(String kind) {
    return counts.merge(kind.equals("mac") ? "mac" : "address", 1, Integer::sum);
  }

  private static String key(String value) {
    return value.toLowerCase(Locale.ROOT);
  }
}
