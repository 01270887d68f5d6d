package org.flannelboard.node.posix;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;

/** Reads what {@code probe.sh} prints. */
final class ProbeParser {

  /** {@code 10 packets transmitted, 8 received, +2 errors, 20% packet loss, time 459ms}. */
  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) packets transmitted, (\\d+) received,.*");

  /** What ping(8) prints that is no complaint. */
  private static final Pattern USUAL =
      Pattern.compile("PING .*|\\d+ bytes from .*|--- .*|rtt .*|pipe \\d+.*|\\s*");

  /** The only difference between complaints of the same kind. */
  private static final Pattern NUMBER_OF_ECHO = Pattern.compile(" icmp_seq=\\d+");

  /** connect(2) fails where the kernel has no way at all, before anything is sent. */
  private static final Pattern NO_WAY = Pattern.compile("(ping: )?connect: .*");

  /** bash can be built without its /dev/udp; then nothing was sent. */
  private static final Pattern NO_SUCH_DEVICE =
      Pattern.compile(".*/dev/udp/.*: No such file or directory");

  private ProbeParser() {}

  static ProbeReport parse(ProbeRequest request, List<Section> sections)
      throws MalformedOutputException {
    Section.require(sections, "end");
    int sent = index(sections, "sent");
    int after = index(sections, "after");
    Counters before = counters(sections.subList(0, sent));
    Counters behind = counters(sections.subList(after, sections.size()));
    List<String> lines = sections.get(sent).lines();
    return switch (request) {
      case ProbeRequest.Echoes it -> echoes(it, lines, before, behind);
      case ProbeRequest.Datagrams it -> datagrams(it, lines, before, behind);
    };
  }

  private static ProbeReport datagrams(
      ProbeRequest.Datagrams request, List<String> lines, Counters before, Counters after)
      throws MalformedOutputException {
    List<String> errors = complaints(lines);
    for (String error : errors) {
      if (NO_SUCH_DEVICE.matcher(error).matches()) {
        throw new MalformedOutputException(error);
      }
    }
    return new ProbeReport(request.count(), 0, errors, before, after);
  }

  private static ProbeReport echoes(
      ProbeRequest.Echoes request, List<String> lines, Counters before, Counters after)
      throws MalformedOutputException {
    List<String> errors = complaints(lines);
    for (String line : lines) {
      Matcher summary = SUMMARY.matcher(line);
      if (summary.matches()) {
        return new ProbeReport(
            Integer.parseInt(summary.group(1)),
            Integer.parseInt(summary.group(2)),
            errors,
            before,
            after);
      }
    }
    if (errors.stream().anyMatch(error -> NO_WAY.matcher(error).matches())) {
      return new ProbeReport(request.count(), 0, errors, before, after);
    }
    throw new MalformedOutputException(String.join("; ", errors));
  }

  private static List<String> complaints(List<String> lines) {
    return lines.stream()
        .filter(line -> !USUAL.matcher(line).matches() && !SUMMARY.matcher(line).matches())
        .map(line -> NUMBER_OF_ECHO.matcher(line).replaceFirst("").strip())
        .distinct()
        .toList();
  }

  private static Counters counters(List<Section> sections) throws MalformedOutputException {
    Answers answers = new Answers(sections);
    Known<Counters> counters = CountersParser.parse(answers, FirewallParser.parse(answers));
    if (counters instanceof Known.Unknown<Counters>(String why)) {
      throw new MalformedOutputException(why);
    }
    return counters.toOptional().orElseThrow(() -> new MalformedOutputException("no counters"));
  }

  private static int index(List<Section> sections, String name) throws MalformedOutputException {
    return sections.indexOf(Section.require(sections, name));
  }
}
