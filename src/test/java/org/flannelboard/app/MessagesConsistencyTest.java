package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flannelboard.app.MessageUses.Use;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Problem;
import org.flannelboard.diagnosis.ContainerPlane;
import org.flannelboard.diagnosis.Direction;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.MatrixShape;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.StartFailure;
import org.flannelboard.practice.FaultGroup;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.probe.matrix.Cell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every failure and problem of the code base has its words, in every language the same set. */
class MessagesConsistencyTest {

  private static final Path FOLDER = Path.of("resources/org/flannelboard/app/i18n");
  private static final Path ENGLISH = FOLDER.resolve("messages.properties");
  private static final Path CHINESE = FOLDER.resolve("messages_zh_CN.properties");
  private static final Pattern FXML_KEY = Pattern.compile("\"%([a-z][A-Za-z0-9.-]*)\"");

  /** Beginnings of keys whose ends are codes of the diagnosis. */
  private static final Set<String> OF_DIAGNOSIS =
      Set.of(
          "cli.diagnose.containers.",
          "cli.fix.undo.",
          "diagnosis.direction.",
          "diagnosis.hop.",
          "diagnosis.probe.",
          "diagnosis.severity.",
          "diagnosis.state.",
          "finding.",
          "instruct.",
          "shape.");

  private static final Path DIAGNOSIS = Path.of("src/main/java/org/flannelboard/diagnosis");
  private static final Pattern INSTRUCTION = Pattern.compile("Instruct\\(\\s*\"([a-z-]*[a-z])\"");

  /** Where a parameter named code is the code of a problem: everywhere but in these. */
  private static final Pattern CODES_OF_PROBLEMS =
      Pattern.compile(
          "(?!(Verification|Cell|StepId|Terminal|FaultKind|HelpPage|Practice\\w+)\\.java).*");

  private static @Nullable MessageUses read;

  @AfterAll
  static void forget() {
    read = null;
  }

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
  void thereIsOneApostrophe() throws IOException {
    load(ENGLISH)
        .forEach(
            (key, text) ->
                assertThat((String) text).as("%s: ’ is the apostrophe", key).doesNotContain("'"));
  }

  /** One node is not 1 nodes: {@code {count|node|nodes}} says it of one and of several. */
  @Test
  void nothingIsCountedInOneFormAlone() throws IOException {
    Pattern inOneForm =
        Pattern.compile(
            "\\{(count|days|hours|minutes|leases|pairs|changes|members|capacity|measured)}"
                + " \\p{L}{2,}s\\b");
    load(ENGLISH)
        .forEach(
            (key, text) ->
                assertThat((String) text).as((String) key).doesNotContainPattern(inOneForm));
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
  void everyProblemHasItsWordsAndTheirArguments() throws IOException {
    assertSaid(problems());
  }

  @Test
  void everyTextThatIsAskedForIsThereWithItsArguments() throws IOException {
    assertSaid(texts());
  }

  @Test
  void noTextIsLeftThatNobodyAsksFor() throws IOException {
    Set<String> said = new TreeSet<>();
    problems().forEach(use -> said.add(use.value()));
    texts().forEach(use -> said.add(use.value()));
    for (Failure failure : failures()) {
      said.add("failure." + failure.code());
      said.add("failure." + failure.code() + ".remedy");
    }
    said.addAll(namedInViews());
    Set<String> obsolete = new TreeSet<>(load(ENGLISH).stringPropertyNames());
    obsolete.removeAll(said);
    assertThat(obsolete).as("lines to remove from %s and its translation", ENGLISH).isEmpty();
  }

  private static void assertSaid(List<Use> uses) throws IOException {
    Properties english = load(ENGLISH);
    Set<String> missing = new TreeSet<>();
    for (Use use : uses) {
      String text = english.getProperty(use.value());
      if (text == null) {
        missing.add(use.value() + " = … " + use.arguments() + " (" + use.file() + ")");
      } else if (use.arguments() != null) {
        assertThat(use.arguments())
            .as("arguments of %s in %s", use.value(), use.file())
            .containsAll(placeholders(text));
      }
    }
    assertThat(uses).hasSizeGreaterThan(60);
    assertThat(missing).as("lines to add to %s and its translation", ENGLISH).isEmpty();
  }

  private static List<Use> problems() throws IOException {
    return under("problem.", uses().given("code", CODES_OF_PROBLEMS));
  }

  /** Keys that stand in the sources whole, and those made of a beginning and a code. */
  private static List<Use> texts() throws IOException {
    MessageUses uses = uses();
    List<Use> texts = new ArrayList<>();
    Set<String> beginnings = new TreeSet<>();
    for (Use use : uses.said()) {
      if (use.value().endsWith(".")) {
        beginnings.add(use.value());
      } else {
        texts.add(use);
      }
    }
    Map<String, List<Use>> families =
        Map.of(
            "check.", uses.given("code", Pattern.compile("Verification.java")),
            "reason.", uses.given("reason", Pattern.compile("(DeployPlanner|Step).java")),
            "runbook.", uses.given("key", Pattern.compile("Runbook.java")),
            "practice.fault.", codes(FaultKind.values(), FaultKind::code),
            "practice.group.", codes(FaultGroup.values(), FaultGroup::code),
            "cell.lost.", codes(Cell.ProbeFailure.values(), Cell.ProbeFailure::code),
            "cell.not-measured.", codes(Cell.Reason.values(), Cell.Reason::code));
    assertThat(beginnings)
        .as("keys made of a beginning and a code")
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(families.keySet().stream(), OF_DIAGNOSIS.stream()).toList());
    families.forEach(
        (beginning, codes) -> {
          assertThat(codes).as(beginning).isNotEmpty();
          under(beginning, codes)
              .forEach(it -> texts.add(new Use(it.file(), it.value(), Set.of())));
        });
    // Their arguments are those of each finding, remedy and shape: no list of names is in sight.
    ofDiagnosis().forEach(key -> texts.add(new Use("diagnosis", key, null)));
    return texts;
  }

  /** Read once: it is the whole of the sources. */
  private static synchronized MessageUses uses() throws IOException {
    if (read == null) {
      read = new MessageUses(Path.of("src/main/java"), it -> !it.startsWith(DIAGNOSIS));
    }
    return read;
  }

  private static List<Use> under(String beginning, List<Use> uses) {
    return uses.stream()
        .map(use -> new Use(use.file(), beginning + use.value(), use.arguments()))
        .toList();
  }

  private static <E> List<Use> codes(E[] values, Function<E, String> code) {
    return Arrays.stream(values).map(it -> new Use("Cell.java", code.apply(it), Set.of())).toList();
  }

  /** Findings, what a person is told to do, the matrix's shapes, hops, probes and verdicts. */
  private static Set<String> ofDiagnosis() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (Hop.Kind kind : Hop.Kind.values()) {
      keys.add("diagnosis.hop." + kind.code());
    }
    for (Diagnostics.Probe.Kind kind : Diagnostics.Probe.Kind.values()) {
      keys.add("diagnosis.probe." + kind.code());
    }
    for (Direction direction : Direction.values()) {
      keys.add("diagnosis.direction." + direction.code());
    }
    for (Severity severity : Severity.values()) {
      keys.add("diagnosis.severity." + severity.code());
    }
    for (Hop.State state : Hop.State.values()) {
      keys.add("diagnosis.state." + state.code());
    }
    for (ContainerPlane.State state : ContainerPlane.State.values()) {
      keys.add("cli.diagnose.containers." + state.code());
    }
    for (Fixes.Undo undo : Fixes.Undo.values()) {
      keys.add("cli.fix.undo." + undo.name().toLowerCase(Locale.ROOT));
    }
    for (FindingCode code : FindingCode.values()) {
      keys.addAll(List.of("finding." + code.code(), "finding." + code.code() + ".remedy"));
    }
    for (Class<?> shape : MatrixShape.class.getPermittedSubclasses()) {
      String name = shape.getSimpleName().replaceAll("(?<!^)([A-Z])", "-$1");
      keys.add("shape." + name.toLowerCase(Locale.ROOT));
    }
    for (StartFailure failure : StartFailure.values()) {
      keys.add("instruct.start-" + failure.code());
    }
    try (Stream<Path> files = Files.walk(DIAGNOSIS)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        INSTRUCTION
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> keys.add("instruct." + match.group(1)));
      }
    }
    return keys;
  }

  /** The keys that FXML names as {@code %key}. */
  private static Set<String> namedInViews() throws IOException {
    Set<String> keys = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("resources"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".fxml")).toList()) {
        FXML_KEY
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> keys.add(match.group(1)));
      }
    }
    return keys;
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

  private static Set<String> placeholders(String text) {
    return new TreeSet<>(Placeholders.in(text));
  }

  private static Properties load(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }
}
