package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.cli.HandbookPage.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of the documentation is run, in the order of its page, and prints what the page
 * says. A command ends with 0 unless a remark behind it names another status ({@code # exit 1});
 * one that watches or follows goes on until it has printed something. In what is printed {@code …}
 * stands for anything, and times, fingerprints, hardware addresses, subnets and round-trip times
 * need not be the same.
 */
class DocumentedCommandsTest {

  private static final Path HOWTO = Path.of("src/docs/howto");

  /** Programs that are not run here, and why; their lines are read by a shell, and not run. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "mvn", "this test is a part of it",
          "src/lab/lab", "takes a machine of its own as root: .ci/run",
          "curl", "takes the internet");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern STATUS = Pattern.compile("\\bexit (\\d)");

  /** What no two runs have in common. */
  private static final Pattern CHANCE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d(T[\\d:.]+Z)?|\\d{8}T\\d{6}Z|\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?"
              + "|\\b0\\.\\d\\d+|\\b10\\.253\\.\\d+|\\b[0-9a-f]{2}(:[0-9a-f]{2}){5}"
              + "|SHA256:[\\w+/]{43}|\\b[0-9a-f]{12,}\\b");

  @TempDir Path folder;

  static List<Path> pages() throws IOException {
    try (Stream<Path> howto = Files.list(HOWTO)) {
      return Stream.concat(
              Stream.of(Path.of("README.md")),
              howto.filter(page -> page.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void doesWhatItSays(Path file) throws Exception {
    HandbookPage page = HandbookPage.read(file);
    String language = file.toString().endsWith(".zh.md") ? "zh-CN" : "en";
    try (HandbookWorld world = new HandbookWorld(folder, language)) {
      String printed = "";
      boolean fresh = true;
      for (Step step : page.steps()) {
        String where = file + ":" + step.line();
        switch (step) {
          case Step.Stage(int _, String state) -> world.stage(state);
          case Step.Written(int _, String name, String content) -> world.write(name, content);
          case Step.Command command -> {
            printed = (fresh ? "" : printed) + run(world, command, where);
            fresh = false;
          }
          case Step.Printed(int _, List<String> lines) -> {
            assertThat(inOrder(printed, lines)).as("%s of\n%s", where, printed).isEmpty();
            fresh = true;
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void isTheSameInBothLanguages(Path file) throws IOException {
    HandbookPage page = HandbookPage.read(file);
    if (file.equals(Path.of("README.md"))) {
      return; // has its own section in Chinese
    }
    Path other = other(file);
    assertThat(other).isRegularFile();
    assertThat(HandbookPage.read(other).commands())
        .extracting(Step.Command::text)
        .isEqualTo(page.commands().stream().map(Step.Command::text).toList());
    assertThat(states(HandbookPage.read(other))).isEqualTo(states(page));
  }

  @Test
  void whatIsRunElsewhereIsNamedSomewhere() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path page : pages()) {
      HandbookPage.read(page)
          .commands()
          .forEach(command -> named.add(program(words(command.text()))));
    }
    assertThat(named).containsAll(ELSEWHERE.keySet());
  }

  private static Path other(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(
        name.endsWith(".zh.md")
            ? name.replace(".zh.md", ".md")
            : name.replaceFirst("\\.md$", ".zh.md"));
  }

  private static List<String> states(HandbookPage page) {
    return page.steps().stream()
        .flatMap(
            step ->
                step instanceof Step.Stage(int _, String state) ? Stream.of(state) : Stream.empty())
        .toList();
  }

  private String run(HandbookWorld world, Step.Command command, String where) throws Exception {
    List<String> words = new ArrayList<>(words(command.text()));
    String program = program(words);
    if (!program.equals("flannelboard")) {
      return shell(command.text(), !ELSEWHERE.containsKey(program), where);
    }
    words.removeFirst();
    String target = null;
    if (words.size() > 2 && words.get(words.size() - 2).equals(">")) {
      target = words.removeLast();
      words.removeLast();
    }
    if (words.isEmpty()) {
      return ""; // opens the window, which has tests of its own
    }
    boolean goesOn = words.contains("--watch") || words.contains("--follow");
    HandbookWorld.Outcome outcome = goesOn ? world.runUntilItPrints(words) : world.run(words);
    Matcher status = STATUS.matcher(command.remark());
    assertThat(outcome.status())
        .as("%s: %s\n%s", where, command.text(), outcome.all())
        .isEqualTo(
            goesOn ? outcome.status() : status.find() ? Integer.parseInt(status.group(1)) : 0);
    if (target != null) {
      world.write(target, outcome.out());
      return "";
    }
    return outcome.all();
  }

  /** A line for the shell, in the working folder; at least it is one. */
  private String shell(String text, boolean wholly, String where) throws Exception {
    List<String> line = wholly ? List.of("sh", "-ec", text) : List.of("sh", "-nc", text);
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(where).isTrue();
    assertThat(process.exitValue()).as("%s: %s\n%s", where, text, printed).isZero();
    return printed;
  }

  private static String program(List<String> words) {
    String first = words.getFirst();
    return first.endsWith("/flannelboard") ? "flannelboard" : first;
  }

  private static List<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(word -> Stream.of(1, 2, 3).map(word::group).filter(it -> it != null).findFirst())
        .map(Optional::orElseThrow)
        .toList();
  }

  /** The lines that are not there in this order. */
  private static List<String> inOrder(String printed, List<String> wanted) {
    List<String> there = printed.lines().map(DocumentedCommandsTest::masked).toList();
    List<String> missing = new ArrayList<>();
    int from = 0;
    for (String line : wanted) {
      if (line.isBlank() || line.strip().equals("…")) {
        continue;
      }
      Pattern pattern = pattern(line);
      int at = from;
      while (at < there.size() && !pattern.matcher(there.get(at)).matches()) {
        at++;
      }
      if (at == there.size()) {
        missing.add(line);
      } else {
        from = at + 1;
      }
    }
    return missing;
  }

  private static Pattern pattern(String line) {
    return Pattern.compile(
        Arrays.stream(masked(line).split("…", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  private static String masked(String line) {
    return CHANCE.matcher(line).replaceAll((MatchResult _) -> "~").replaceAll("\\s+", " ").strip();
  }
}
