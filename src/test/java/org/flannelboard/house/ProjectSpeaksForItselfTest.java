package org.flannelboard.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The repository says nothing that is true on one machine alone, puts nothing off, and sleeps
 * nowhere. Patterns are put together from halves, so that this file does not find itself.
 */
class ProjectSpeaksForItselfTest {

  /** What no file may contain, and what to do instead. */
  private static final Map<Pattern, String> NOWHERE = new LinkedHashMap<>();

  /** What no Java source may contain. */
  private static final Map<Pattern, String> NOT_IN_JAVA = new LinkedHashMap<>();

  static {
    forbid(NOWHERE, "(?<![\\w.])/(?:wo" + "rk|fa" + "rm)/", "a path of one machine");
    forbid(NOWHERE, "/tmp/f" + "b\\b", "a path of one machine");
    forbid(
        NOWHERE, "repo\\.maven\\." + "apache\\.org|repo1\\.maven\\." + "org", "a registry's host");
    forbid(
        NOWHERE,
        "registry\\.npm" + "js|py" + "pi\\.org|proxy\\.golang" + "\\.org",
        "a registry's host");
    forbid(NOWHERE, "\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b", "do it, or describe it in an issue");
    forbid(NOT_IN_JAVA, "@Dis" + "abled\\b", "a test that does not run proves nothing");
    forbid(NOT_IN_JAVA, "Thread\\.sl" + "eep\\b", "wait for the event, not for a while");
    forbid(NOT_IN_JAVA, "import lom" + "bok\\.", "records need no generator");
  }

  @Test
  void noFileSpeaksOfOneMachineOrPutsOff() {
    assertThat(findings(Repository.files(), NOWHERE)).isEmpty();
  }

  @Test
  void noSourceSleepsOrSkips() {
    assertThat(findings(Repository.javaSources("src"), NOT_IN_JAVA)).isEmpty();
  }

  @Test
  void everyTestClassHasATest() {
    List<Path> classes =
        Stream.of("src/test/java", "src/lab/java")
            .flatMap(folder -> Repository.javaSources(folder).stream())
            .filter(file -> file.toString().endsWith("Test.java"))
            .toList();
    assertThat(classes).isNotEmpty();
    assertThat(classes)
        .allSatisfy(
            file -> assertThat(hasTest(Repository.read(file))).as(Repository.name(file)).isTrue());
  }

  @Test
  void theCanariesAreFound() {
    assertThat(
            Stream.of(
                "see /wo" + "rk/main",
                "cd /tmp/f" + "b",
                "https://repo.maven.apa" + "che.org/x",
                "proxy.gol" + "ang.org",
                "// TO" + "DO later"))
        .allSatisfy(text -> assertThat(matches(text, NOWHERE)).hasSize(1));
    assertThat(Stream.of("@Disa" + "bled", "Thread.sle" + "ep(1)", "import lomb" + "ok.Data;"))
        .allSatisfy(text -> assertThat(matches(text, NOT_IN_JAVA)).hasSize(1));
    assertThat(matches("target/work/x and framework/", NOWHERE)).isEmpty();
    assertThat(hasTest("class ATest { void forgotten() {} }")).isFalse();
  }

  private static void forbid(Map<Pattern, String> rules, String pattern, String because) {
    rules.put(Pattern.compile(pattern), because);
  }

  /** A class inherits its tests from a contract, or has its own. */
  private static boolean hasTest(String source) {
    return Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b")
            .matcher(source)
            .find()
        || Pattern.compile("class \\w+ extends \\w+Contract\\b").matcher(source).find();
  }

  private static Set<String> findings(List<Path> files, Map<Pattern, String> rules) {
    return files.parallelStream()
        .flatMap(
            file ->
                matches(text(file), rules).stream().map(it -> Repository.name(file) + ": " + it))
        .collect(Collectors.toSet());
  }

  private static List<String> matches(String text, Map<Pattern, String> rules) {
    return rules.entrySet().stream()
        .flatMap(
            rule -> {
              Matcher matcher = rule.getKey().matcher(text);
              return matcher.find()
                  ? Stream.of("“" + matcher.group() + "”: " + rule.getValue())
                  : Stream.empty();
            })
        .toList();
  }

  /** The text of a file; empty for pictures and other bytes that are no UTF-8. */
  private static String text(Path file) {
    try {
      return Repository.read(file);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        return "";
      }
      throw e;
    }
  }
}
