package org.flannelboard.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;

/**
 * Where a command prints: answers to one stream, progress and complaints to the other.
 *
 * @param out the answer; JSON or text, fit for a pipe
 * @param err everything else
 * @param messages the words
 * @param interactive whether a person sits in front
 * @param coloured whether to use the terminal's colours
 */
record Terminal(
    PrintWriter out, PrintWriter err, Messages messages, boolean interactive, boolean coloured) {

  void print(String line) {
    out.println(line);
    out.flush();
  }

  void note(String line) {
    err.println(line);
    err.flush();
  }

  String text(String key, Map<String, String> arguments) {
    return messages.text(key, arguments);
  }

  String text(String key) {
    return messages.text(key, Map.of());
  }

  /** Complains: what happened, and what to do. */
  void complain(Failure failure) {
    Messages.Explanation words = messages.describe(failure);
    note(red("✗ ") + words.message());
    if (!words.remedy().isEmpty()) {
      note("  → " + words.remedy());
    }
  }

  /** A moment as people read it: UTC, to the second. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  String green(String text) {
    return paint(text, "32");
  }

  String red(String text) {
    return paint(text, "31");
  }

  String yellow(String text) {
    return paint(text, "33");
  }

  String strong(String text) {
    return paint(text, "1");
  }

  String faint(String text) {
    return paint(text, "2");
  }

  private String paint(String text, String code) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
