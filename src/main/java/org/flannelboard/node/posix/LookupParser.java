package org.flannelboard.node.posix;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Lookup;

/**
 * Reads what {@code ip -o -force -batch} prints for a list of {@code route get ADDRESS}. A way
 * names its address; what has no way is said on standard error, with its line in the batch.
 */
final class LookupParser {

  private static final Pattern FAILED = Pattern.compile("Command failed .*:(\\d+)");

  private static final String LOCAL = "local";

  private LookupParser() {}

  /** The addresses that were answered for, each of them one that was asked for. */
  static Map<Ipv4Address, Lookup> parse(
      List<Ipv4Address> asked, List<String> answers, List<String> said)
      throws MalformedOutputException {
    Map<Ipv4Address, Lookup> lookups = new HashMap<>();
    for (String answer : answers) {
      Lookup lookup = way(Line.of(answer));
      lookups.put(lookup.target(), lookup);
    }
    String error = "";
    for (String line : said) {
      Matcher failed = FAILED.matcher(line);
      if (!failed.matches()) {
        error = line;
        continue;
      }
      int number = Integer.parseInt(failed.group(1));
      if (number < 1 || number > asked.size()) {
        throw new MalformedOutputException(line);
      }
      Ipv4Address target = asked.get(number - 1);
      lookups.put(target, none(target, error));
    }
    return lookups;
  }

  /** {@code 10.253.6.1 via 10.253.6.0 dev flannel.1 src 10.253.46.0 uid 0 cache mtu 1350}. */
  private static Lookup way(Line line) throws MalformedOutputException {
    boolean local = line.first().equals(LOCAL);
    String target = local ? line.after(LOCAL).orElse("") : line.first();
    return new Lookup(
        Ipv4Address.parse(target).orElseThrow(line::malformed),
        local,
        line.after("dev").orElseThrow(line::malformed),
        line.addressAfter("via").orElse(null),
        line.addressAfter("src").orElse(null),
        local ? LOCAL : line.after("table").orElse(""),
        line.number(line.after("mtu").orElse("0")),
        null,
        line.text());
  }

  /** {@code RTNETLINK answers: Network is unreachable}: what strerror(3) says is the reason. */
  private static Lookup none(Ipv4Address target, String said) {
    String error = said.replaceFirst("^(RTNETLINK answers|Error): ", "");
    return new Lookup(target, false, "", null, null, "", 0, error, said);
  }
}
