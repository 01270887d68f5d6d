package org.flannelboard.node.posix;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.node.facts.DaemonFacts.Unit;
import org.jspecify.annotations.Nullable;

/** Reads what {@code systemctl show} prints of units, with TZ=UTC. */
final class UnitFactsParser {

  /** {@code Mon 2026-11-23 02:47:26 UTC}. */
  private static final Pattern TIME =
      Pattern.compile("\\w+ (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d) UTC");

  private UnitFactsParser() {}

  /** The named units, each of them. */
  static Map<String, Unit> parse(List<String> names, Section section)
      throws MalformedOutputException {
    List<ShownUnit> shown = ShownUnit.split(section.lines());
    Map<String, Unit> units = new HashMap<>();
    for (String name : names) {
      units.put(name, unit(name, ShownUnit.find(shown, name)));
    }
    return units;
  }

  private static Unit unit(String name, ShownUnit shown) throws MalformedOutputException {
    List<String> boundTo = new ArrayList<>(shown.words("Requires"));
    boundTo.addAll(shown.words("BindsTo"));
    boundTo.addAll(shown.words("PartOf"));
    return new Unit(
        name,
        shown.require("LoadState"),
        shown.require("ActiveState"),
        shown.require("SubState"),
        shown.orEmpty("Result"),
        shown.orEmpty("Restart"),
        exitStatus(shown.orEmpty("ExecMainStatus")),
        time(shown.orEmpty("ExecMainStartTimestamp")),
        time(shown.orEmpty("ExecMainExitTimestamp")),
        shown.words("After"),
        boundTo);
  }

  /** A unit that is no service has none. */
  private static int exitStatus(String digits) throws MalformedOutputException {
    return digits.isEmpty() ? 0 : Line.of(digits).number(digits);
  }

  private static @Nullable Instant time(String text) throws MalformedOutputException {
    if (text.isEmpty() || text.equals("n/a")) {
      return null;
    }
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new MalformedOutputException(text);
    }
    try {
      return Instant.parse(time.group(1) + "T" + time.group(2) + "Z");
    } catch (DateTimeException e) {
      throw new MalformedOutputException(text);
    }
  }
}
