package org.flannelboard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation as something that can be done, from its first step to its last.
 *
 * <p>Code that is {@code sh} is run, code that is {@code text} is what it prints. What a reader
 * does not see stands in comments of their own line: {@code <!-- cluster: deployed; route-missing
 * vm01 vm04 -->} is the state of the cluster that the commands behind it meet, and {@code <!--
 * file: cluster.yaml -->} before a block is the file that the block shows.
 *
 * @param file where it is
 * @param steps in their order
 */
record HandbookPage(Path file, List<Step> steps) {

  private static final Pattern NOTE = Pattern.compile("<!-- (cluster|file): (.+) -->");
  private static final Pattern FENCE = Pattern.compile("```([a-z]*)");
  private static final Pattern CRON =
      Pattern.compile("(?:\\S+ +){5}cd \\S+ && (.+?)(?: \\|\\| .+)?");

  HandbookPage {
    steps = List.copyOf(steps);
  }

  /** What a page asks for at a place. */
  sealed interface Step {

    /** The line it stands on. */
    int line();

    /** A cluster in a state. */
    record Stage(int line, String state) implements Step {}

    /** A file in the working folder. */
    record Written(int line, String name, String content) implements Step {}

    /** A command line, and what stands behind its {@code #}. */
    record Command(int line, String text, String remark) implements Step {}

    /** Lines that the commands before it print, in this order; others may stand between them. */
    record Printed(int line, List<String> lines) implements Step {}
  }

  static HandbookPage read(Path file) throws IOException {
    return new HandbookPage(file, new Reader(Files.readAllLines(file)).steps());
  }

  /** Its commands, in their order. */
  List<Step.Command> commands() {
    return steps.stream()
        .filter(Step.Command.class::isInstance)
        .map(Step.Command.class::cast)
        .toList();
  }

  private static final class Reader {

    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable String name;
    private int at;

    Reader(List<String> lines) {
      this.lines = lines;
    }

    List<Step> steps() {
      while (at < lines.size()) {
        String line = lines.get(at++);
        Matcher note = NOTE.matcher(line);
        Matcher fence = FENCE.matcher(line);
        if (note.matches() && note.group(1).equals("cluster")) {
          steps.add(new Step.Stage(at, note.group(2)));
        } else if (note.matches()) {
          name = note.group(2);
        } else if (fence.matches()) {
          block(fence.group(1), at, body());
        }
      }
      return steps;
    }

    private List<String> body() {
      List<String> body = new ArrayList<>();
      while (!lines.get(at).equals("```")) {
        body.add(lines.get(at++));
      }
      at++;
      return body;
    }

    private void block(String language, int first, List<String> body) {
      if (name != null) {
        steps.add(new Step.Written(first, name, String.join("\n", body) + "\n"));
        name = null;
        return;
      }
      switch (language) {
        case "sh" -> commands(first, body);
        case "text" -> steps.add(new Step.Printed(first, body));
        // A unit and a crontab name commands too.
        case "ini" ->
            body.stream()
                .filter(line -> line.startsWith("ExecStart="))
                .forEach(line -> command(first, line.substring("ExecStart=".length())));
        case "cron" ->
            body.stream()
                .map(CRON::matcher)
                .filter(Matcher::matches)
                .forEach(line -> command(first, line.group(1)));
        case "yaml", "conf" -> {}
        default -> throw new AssertionError("a block of what? line " + first);
      }
    }

    private void commands(int first, List<String> body) {
      StringBuilder open = new StringBuilder();
      for (int i = 0; i < body.size(); i++) {
        String line = body.get(i);
        if (line.endsWith("\\")) {
          open.append(line, 0, line.length() - 1);
        } else if (!line.isBlank()) {
          command(first + i + 1, open + line);
          open.setLength(0);
        }
      }
    }

    private void command(int line, String text) {
      int remark = text.indexOf(" #");
      String bare = remark < 0 ? text : text.substring(0, remark);
      String said = remark < 0 ? "" : text.substring(remark + 2);
      steps.add(new Step.Command(line, bare.strip(), said.strip()));
    }
  }
}
