package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Problem;
import org.junit.jupiter.api.Test;

/** Every failure and problem of the code base has its words, in every language the same set. */
class MessagesConsistencyTest {

  private static final Path FOLDER = Path.of("resources/org/flannelboard/app/i18n");
  private static final Path ENGLISH = FOLDER.resolve("messages.properties");
  private static final Path CHINESE = FOLDER.resolve("messages_zh_CN.properties");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
  private static final Pattern PROBLEM_CALL =
      Pattern.compile("Problem\\s*\\.(?:error|warning)\\(([^;]*);");
  private static final Pattern CODE = Pattern.compile("\"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\"");

  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    Properties english = load(ENGLISH);
    Properties chinese = load(CHINESE);
    assertThat(chinese.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    assertThat(english.stringPropertyNames())
        .allSatisfy(
            key ->
                assertThat(placeholders(chinese.getProperty(key)))
                    .as(key)
                    .isEqualTo(placeholders(english.getProperty(key))));
  }

  @Test
  void noKeyIsWrittenTwice() throws IOException {
    for (Path file : List.of(ENGLISH, CHINESE)) {
      List<String> keys =
          Files.readAllLines(file).stream()
              .filter(line -> line.contains("=") && !line.startsWith("#"))
              .map(line -> line.substring(0, line.indexOf('=')).strip())
              .toList();
      assertThat(keys).as(file.toString()).doesNotHaveDuplicates().isNotEmpty();
    }
  }

  @Test
  void everyFailureHasItsWordsAndItsRemedy() throws IOException {
    Properties english = load(ENGLISH);
    List<Failure> failures = failures();
    Set<String> missing = new TreeSet<>();
    for (Failure failure : failures) {
      for (String key :
          List.of("failure." + failure.code(), "failure." + failure.code() + ".remedy")) {
        String text = english.getProperty(key);
        if (text == null) {
          missing.add(key + " = … " + failure.arguments().keySet());
        } else {
          assertThat(failure.arguments().keySet()).as(key).containsAll(placeholders(text));
        }
      }
    }
    assertThat(failures).hasSizeGreaterThan(20);
    assertThat(missing).as("lines to add to %s and its translation", ENGLISH).isEmpty();
  }

  @Test
  void everyProblemNamedInTheSourcesHasItsWords() throws IOException {
    Properties english = load(ENGLISH);
    Set<String> missing =
        problemCodes().stream()
            .map(code -> "problem." + code)
            .filter(key -> english.getProperty(key) == null)
            .map(key -> key + " = …")
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).as("lines to add to %s and its translation", ENGLISH).isEmpty();
  }

  private static List<Failure> failures() {
    List<Failure> found = new ArrayList<>();
    for (JavaClass type : new ClassFileImporter().importPath(Path.of("target/classes"))) {
      if (type.isRecord()
          && type.isAssignableTo(Failure.class)
          && !type.isEquivalentTo(Problem.class)) {
        Specimens.of(type.reflect()).map(Failure.class::cast).forEach(found::add);
      }
    }
    return found;
  }

  private static Set<String> problemCodes() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path file : sources.filter(it -> it.toString().endsWith(".java")).toList()) {
        PROBLEM_CALL
            .matcher(Files.readString(file))
            .results()
            .flatMap(call -> CODE.matcher(call.group(1)).results())
            .map(match -> match.group(1))
            .forEach(codes::add);
      }
    }
    assertThat(codes).contains("node-name-twice");
    return codes;
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Properties load(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }
}
