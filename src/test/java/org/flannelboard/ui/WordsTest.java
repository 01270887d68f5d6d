package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.app.DriftReader;
import org.flannelboard.app.Placeholders;
import org.flannelboard.app.Settings;
import org.flannelboard.app.activity.Operation;
import org.flannelboard.app.task.Change;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.profile.ProfileForm;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.Test;

/** The window's bundles are complete, and nothing in them is left over. */
class WordsTest {

  private static final Pattern IN_FXML = Pattern.compile("\"%([a-z0-9.-]+)\"");
  private static final Pattern IN_JAVA = Pattern.compile("\"([a-z0-9]+(?:[.-][a-z0-9-]+)*)\"");

  private final Words english = Words.of(Locale.ENGLISH);
  private final Words chinese = Words.of(Locale.SIMPLIFIED_CHINESE);

  @Test
  void bothLanguagesHaveTheSameKeys() {
    assertThat(chinese.bundle().getLocale()).isEqualTo(Locale.SIMPLIFIED_CHINESE);
    assertThat(new TreeSet<>(ownKeys("ui_zh_CN.properties")))
        .isEqualTo(new TreeSet<>(ownKeys("ui.properties")));
  }

  @Test
  void bothLanguagesNameTheSameThings() {
    for (String key : ownKeys("ui.properties")) {
      assertThat(placeholders(chinese.text(key)))
          .as(key)
          .isEqualTo(placeholders(english.text(key)));
    }
  }

  @Test
  void thereIsOneApostrophe() {
    for (String key : ownKeys("ui.properties")) {
      assertThat(english.text(key)).as("%s: ’ is the apostrophe", key).doesNotContain("'");
    }
  }

  /** One node is not 1 nodes: {@code {count|node|nodes}} says it of one and of several. */
  @Test
  void nothingIsCountedInOneFormAlone() {
    Pattern inOneForm =
        Pattern.compile(
            "\\{(count|all|days|hours|links|lines|files|members|units|pairs|targets)}"
                + " \\p{L}{2,}s\\b");
    for (String key : ownKeys("ui.properties")) {
      assertThat(english.text(key)).as(key).doesNotContainPattern(inOneForm);
    }
  }

  @Test
  void aNumberHasItsWordInBothForms() {
    assertThat(english.text("clusters.nodes", "count", 1)).isEqualTo("1 node");
    assertThat(english.text("clusters.nodes", "count", 255)).isEqualTo("255 nodes");
    assertThat(chinese.text("clusters.nodes", "count", 1)).doesNotContain("|");
  }

  @Test
  void everyKeyIsUsedAndEveryUsedKeyIsThere() {
    Set<String> fxml = found("resources/org/flannelboard/ui", ".fxml", IN_FXML);
    Set<String> java = found("src/main/java/org/flannelboard/ui", ".java", IN_JAVA);
    Set<String> derived = new TreeSet<>();
    Stream.of(Place.values()).map(Place::titleKey).forEach(derived::add);
    Stream.of(StepId.values()).map(step -> "step." + step.code()).forEach(derived::add);
    DriftReader.STEPS.stream().map(step -> "deploy.short." + step.code()).forEach(derived::add);
    Stream.of(Journal.State.values())
        .map(state -> "pushes.state." + state.code())
        .forEach(derived::add);
    Stream.of(Cell.Reason.values()).map(it -> "cell.reason." + it.code()).forEach(derived::add);
    Stream.of(Cell.ProbeFailure.values())
        .map(it -> "cell.cause." + it.code())
        .forEach(derived::add);
    Stream.of(Operation.Kind.values()).map(it -> "operation." + it.code()).forEach(derived::add);
    Stream.of(Change.Kind.values()).map(it -> "change." + it.code()).forEach(derived::add);
    derived.addAll(reasons());
    derived.add("reason.finding"); // what a fix gives
    derived.addAll(choices());
    Stream.of(ProfileForm.Field.values())
        .map(it -> "firstrun.field." + it.path().replace("certificates.", ""))
        .forEach(derived::add);

    Set<String> keys = new TreeSet<>(ownKeys("ui.properties"));
    assertThat(keys).as("keys that FXML and codes ask for").containsAll(fxml).containsAll(derived);
    Set<String> used = new TreeSet<>(fxml);
    used.addAll(java);
    used.addAll(derived);
    assertThat(keys).as("keys nobody uses; remove them").isSubsetOf(used);
    Set<String> prefixes =
        keys.stream().map(key -> key.replaceFirst("\\..*", "")).collect(Collectors.toSet());
    assertThat(java)
        .as("keys the sources ask for")
        .filteredOn(it -> it.contains(".") && prefixes.contains(it.replaceFirst("\\..*", "")))
        .filteredOn(it -> !it.endsWith(".service"))
        .isSubsetOf(keys);
  }

  /** What can be chosen in the settings. */
  private static Set<String> choices() {
    Set<String> keys = new TreeSet<>(Set.of("settings.language.en", "settings.language.zh"));
    Stream.of(Settings.Look.values()).map(it -> "settings.look." + code(it)).forEach(keys::add);
    Stream.of(Settings.Palette.values())
        .map(it -> "settings.palette." + code(it))
        .forEach(keys::add);
    Stream.of(Status.values()).map(it -> "settings.preview." + code(it)).forEach(keys::add);
    return keys;
  }

  private static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reasons a planner gives for what it does with a unit. */
  private static Set<String> reasons() {
    return found(
            "src/main/java/org/flannelboard/deploy/plan",
            "DeployPlanner.java",
            Pattern.compile(
                "\"(not-enabled|not-running|files-changed|binary-replaced|arguments-differ|push-interrupted|network-changes)\""))
        .stream()
        .map(reason -> "reason." + reason)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found(String folder, String ending, Pattern pattern) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .flatMap(file -> pattern.matcher(read(file)).results().map(match -> match.group(1)))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> ownKeys(String file) {
    return read(Path.of("resources/org/flannelboard/ui/i18n", file))
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains("="))
        .map(line -> line.substring(0, line.indexOf('=')).strip())
        .toList();
  }

  private static Set<String> placeholders(String text) {
    return Placeholders.in(text);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
