package org.flannelboard.node.posix;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.node.facts.DaemonFacts.JournalLine;
import org.jspecify.annotations.Nullable;

/** Reads what {@code journalctl -o short-iso} prints. */
final class JournalParser {

  /** {@code 2026-11-22T20:00:00+0000 vm01 flanneld[812]: …}; the offset has a colon since 255. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)([+-]\\d\\d):?(\\d\\d) \\S+ (.*)");

  private JournalParser() {}

  /** The entries; a further line of one stands on its own, without a time. */
  static List<JournalLine> parse(Section section, List<String> said)
      throws MalformedOutputException {
    List<String> lines = section.lines().stream().filter(PosixUnits::isEntry).toList();
    if (lines.isEmpty() && !said.isEmpty()) {
      // A user who may not read the system's journal is told so, and nothing else.
      throw new MalformedOutputException(said.getFirst());
    }
    return lines.stream().map(JournalParser::line).toList();
  }

  private static JournalLine line(String line) {
    Matcher entry = ENTRY.matcher(line);
    return entry.matches()
        ? new JournalLine(
            time(entry.group(1) + entry.group(2) + ":" + entry.group(3)), entry.group(4))
        : new JournalLine(null, line);
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
