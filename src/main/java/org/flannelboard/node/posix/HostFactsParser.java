package org.flannelboard.node.posix;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Known;
import org.flannelboard.node.Observation.HostFacts;
import org.flannelboard.node.facts.Host;

/** Reads the {@code host} section of {@code observe.sh} and {@code inspect.sh}. */
final class HostFactsParser {

  private static final Pattern SYSTEMD = Pattern.compile("systemd (\\d+)");

  private HostFactsParser() {}

  static HostFacts parse(Section section) throws MalformedOutputException {
    String[] uname = section.value("uname").orElse("").split(" ", -1);
    if (uname.length != 3) {
      throw new MalformedOutputException(String.join("\n", section.lines()));
    }
    return new HostFacts(
        uname[0],
        unquote(section.value("os").orElse("")),
        uname[1],
        uname[2],
        systemd(section.value("systemd").orElse("")));
  }

  /** The same section with {@code uid}, {@code uptime} and {@code machine-id}. */
  static Host host(Section section, Known<Boolean> synchronised) throws MalformedOutputException {
    HostFacts facts = parse(section);
    String machineId = section.value("machine-id").orElse("");
    return new Host(
        facts.hostname(),
        facts.operatingSystem(),
        facts.kernel(),
        uptime(section.value("uptime").orElse("")),
        section.value("uid").orElse("").equals("0"),
        machineId.isEmpty() ? Known.unknown("no /etc/machine-id") : Known.of(machineId),
        synchronised);
  }

  /** Seconds with hundredths, as /proc/uptime has them. */
  private static Duration uptime(String seconds) throws MalformedOutputException {
    try {
      return Duration.ofMillis(new BigDecimal(seconds).movePointRight(3).longValue());
    } catch (NumberFormatException e) {
      throw new MalformedOutputException("uptime " + seconds);
    }
  }

  /** {@code date '+%s %N'}; a date without nanoseconds leaves the second field as it was. */
  static Instant clock(Section section) throws MalformedOutputException {
    String clock = section.value("clock").orElse("");
    String[] fields = clock.split(" ", -1);
    try {
      long nanos = fields.length > 1 && fields[1].matches("\\d+") ? Long.parseLong(fields[1]) : 0;
      return Instant.ofEpochSecond(Long.parseLong(fields[0]), nanos);
    } catch (NumberFormatException | DateTimeException e) {
      throw new MalformedOutputException(clock);
    }
  }

  /** os-release(5): values may be in double or single quotes. */
  private static String unquote(String value) {
    return value.length() >= 2 && value.matches("([\"']).*\\1")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static int systemd(String version) {
    Matcher matcher = SYSTEMD.matcher(version);
    return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
