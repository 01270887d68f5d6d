package org.flannelboard.app;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * The ends of certificates as a calendar (iCalendar, RFC 5545): one event each, with an alarm 30
 * days before. The same certificate always gives the same event, so that a second import updates
 * the first.
 */
public final class ExpiryCalendar {

  /** The longest line without its end, in octets (RFC 5545 section 3.1). */
  private static final int LINE = 75;

  /** RFC 5545 section 3.3.5, form 2: a time in UTC. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Messages messages;
  private final String cluster;
  private final Instant made;
  private final StringBuilder text = new StringBuilder();

  private ExpiryCalendar(Messages messages, String cluster, Instant made) {
    this.messages = messages;
    this.cluster = cluster;
    this.made = made;
  }

  /**
   * A certificate's end.
   *
   * @param owner the node's name; {@code CA} for the authority
   * @param notAfter the last moment at which it holds
   * @param fingerprint its SHA-256
   */
  public record End(String owner, Instant notAfter, String fingerprint) {}

  /** The calendar's text, with the line ends the standard asks for. */
  public static String of(List<End> ends, String cluster, Instant made, Messages messages) {
    ExpiryCalendar calendar = new ExpiryCalendar(messages, cluster, made);
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line("PRODID:-//Flannelboard//Certificate expiry//EN");
    calendar.line("CALSCALE:GREGORIAN");
    ends.forEach(calendar::event);
    calendar.line("END:VCALENDAR");
    return calendar.text.toString();
  }

  private void event(End end) {
    Map<String, String> names = Map.of("owner", end.owner(), "cluster", cluster);
    String summary = messages.text("calendar.summary", names);
    line("BEGIN:VEVENT");
    // The owner is part of it: one certificate may be on several nodes.
    line("UID:" + end.fingerprint() + "-" + end.owner() + "@flannelboard");
    line("DTSTAMP:" + TIME.format(made));
    line("DTSTART:" + TIME.format(end.notAfter()));
    line("SUMMARY:" + escaped(summary));
    line("DESCRIPTION:" + escaped("SHA-256 " + end.fingerprint()));
    line("TRANSP:TRANSPARENT");
    line("BEGIN:VALARM");
    line("ACTION:DISPLAY");
    line("DESCRIPTION:" + escaped(summary));
    line("TRIGGER:-P30D");
    line("END:VALARM");
    line("END:VEVENT");
  }

  /** A text value (RFC 5545 section 3.3.11). */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n");
  }

  /** A content line, folded before the 76th octet and never within a character. */
  private void line(String content) {
    int octets = 0;
    for (int at = 0; at < content.length(); ) {
      String character = Character.toString(content.codePointAt(at));
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LINE) {
        text.append("\r\n ");
        octets = 1;
      }
      text.append(character);
      octets += size;
      at += character.length();
    }
    text.append("\r\n");
  }
}
