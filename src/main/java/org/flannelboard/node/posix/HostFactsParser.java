package org.flannelboard.node.posix;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.node.Observation.HostFacts;

/** Reads the {@code host} section of {@code observe.sh}. */
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
