package org.flannelboard.node.posix;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;

/** Reads what the kernel counts: files below /proc/net (proc_net(5)), ip(8), filters. */
final class CountersParser {

  /** Fields of /proc/net/dev behind the device's name, by their names in {@link Counters}. */
  private static final List<String> DEVICE_FIELDS =
      List.of(
          "",
          "rx",
          "rx-error",
          "rx-dropped",
          "",
          "",
          "",
          "",
          "",
          "tx",
          "tx-error",
          "tx-dropped",
          "",
          "",
          "tx-carrier",
          "");

  private final SortedMap<String, Long> values = new TreeMap<>();

  private CountersParser() {}

  static Known<Counters> parse(Answers answers, Known<Firewall> firewall) {
    CountersParser parser = new CountersParser();
    return answers.read(
        "devices",
        devices -> {
          for (String line : devices.lines()) {
            parser.device(line);
          }
          parser.protocols(Section.require(answers.sections(), "protocols").lines());
          for (String line : Section.require(answers.sections(), "other-hosts").lines()) {
            parser.otherHosts(line);
          }
          firewall.toOptional().ifPresent(it -> it.chains().forEach(parser::chain));
          return new Counters(parser.values);
        });
  }

  /** {@code eth0: 123 4 …}, without a space where old kernels run out of columns. */
  private void device(String line) throws MalformedOutputException {
    int colon = line.lastIndexOf(':');
    if (colon < 0) {
      if (line.contains("|")) {
        return;
      }
      throw new MalformedOutputException(line);
    }
    String[] fields = line.substring(colon + 1).strip().split("\\s+");
    if (fields.length < DEVICE_FIELDS.size()) {
      throw new MalformedOutputException(line);
    }
    String device = line.substring(0, colon).strip();
    for (int i = 0; i < DEVICE_FIELDS.size(); i++) {
      if (!DEVICE_FIELDS.get(i).isEmpty()) {
        values.put(Counters.device(device, DEVICE_FIELDS.get(i)), number(fields[i], line));
      }
    }
  }

  /** A line of names, then a line of values, both under the protocol's name. */
  private void protocols(List<String> lines) throws MalformedOutputException {
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] names = lines.get(i).strip().split("\\s+");
      String[] numbers = lines.get(i + 1).strip().split("\\s+");
      if (names.length != numbers.length || !names[0].equals(numbers[0])) {
        throw new MalformedOutputException(lines.get(i));
      }
      String protocol = names[0].replace(":", "");
      for (int k = 1; k < names.length; k++) {
        values.put(protocol + "/" + names[k], number(numbers[k], lines.get(i + 1)));
      }
    }
  }

  /** {@code …\ RX errors: length … overrun otherhost\ 0 … 0 3\ …} of {@code ip -s -s -o}. */
  private void otherHosts(String line) throws MalformedOutputException {
    String[] parts = line.split("\\\\");
    for (int i = 0; i + 1 < parts.length; i++) {
      List<String> names = Line.of(parts[i]).words();
      if (names.contains("otherhost")) {
        List<String> numbers = Line.of(parts[i + 1]).words();
        // The names begin with `RX errors:`, two words that have no number.
        int at = names.indexOf("otherhost") - 2;
        if (at < 0 || at >= numbers.size()) {
          throw new MalformedOutputException(line);
        }
        String device = Line.of(line).words().get(1);
        values.put(
            Counters.device(Line.device(device.substring(0, device.length() - 1)), "other-host"),
            number(numbers.get(at), line));
      }
    }
  }

  private void chain(Chain chain) {
    if (chain.packets() >= 0) {
      values.put(Counters.policy(chain), chain.packets());
    }
    for (Rule rule : chain.rules()) {
      if (rule.packets() >= 0) {
        values.merge(Counters.rule(chain, rule), rule.packets(), Long::sum);
      }
    }
  }

  private static long number(String digits, String line) throws MalformedOutputException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedOutputException(line);
    }
  }
}
