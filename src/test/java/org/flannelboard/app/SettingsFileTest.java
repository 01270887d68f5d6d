package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {

  private static final Settings CHOSEN =
      new Settings(
          "zh-CN",
          Settings.Look.HIGH_CONTRAST,
          Settings.Palette.DEUTERANOPIA,
          1.3,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          new Settings.Thresholds(Duration.ofMillis(5), 20),
          true);

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2030-06-13T15:15:17Z"));

  @TempDir private Path folder;

  @Test
  void whatIsKeptComesBack() {
    assertThat(file().save(CHOSEN).toFailure()).isEmpty();
    assertThat(file().load()).isEqualTo(new SettingsFile.Loaded(CHOSEN, null));
  }

  @Test
  void withoutAFileDefaultsHold() {
    assertThat(file().load()).isEqualTo(new SettingsFile.Loaded(Settings.defaults(), null));
  }

  @Test
  void whatAnotherVersionKnowsIsPassedOver() throws IOException {
    Files.writeString(
        file().file(),
        """
        {"look": "sepia", "scale": 40, "pingIntervalMs": 5, "future": {"a": 1},
         "palette": "monochrome", "thresholds": {"lossPercent": 300}}
        """);

    Settings settings = file().load().settings();

    assertThat(settings.look()).isEqualTo(Settings.Look.SYSTEM);
    assertThat(settings.palette()).isEqualTo(Settings.Palette.MONOCHROME);
    assertThat(settings.scale()).isEqualTo(Settings.LARGEST);
    assertThat(settings.pingInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.thresholds())
        .isEqualTo(new Settings.Thresholds(Duration.ofMillis(50), 100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "look: dark"})
  void whatIsNoJsonIsSetAsideAndSaidSo(String content) throws IOException {
    Files.writeString(file().file(), content);

    SettingsFile.Loaded loaded = file().load();

    assertThat(loaded.settings()).isEqualTo(Settings.defaults());
    assertThat(loaded.problem())
        .isInstanceOfSatisfying(
            AppFailure.SettingsSetAside.class,
            failure -> {
              assertThat(failure.file()).isEqualTo(file().file().toString());
              assertThat(failure.aside()).isEqualTo(file().file() + ".corrupt-20300613T151517Z");
              assertThat(Path.of(failure.aside())).hasContent(content);
            });
    assertThat(file().file()).doesNotExist();
  }

  @Test
  void whatWasSetAsideBeforeStays() throws IOException {
    Files.writeString(file().file(), "first");
    file().load();
    Files.writeString(file().file(), "second");
    file().load();

    assertThat(folder.resolve("settings.json.corrupt-20300613T151517Z")).hasContent("first");
    assertThat(folder.resolve("settings.json.corrupt-20300613T151517Z-2")).hasContent("second");
  }

  @Test
  void aFileOfBeforeThereWasANumberIsKeptWhole() throws IOException {
    Files.writeString(
        file().file(),
        """
        {"language": "zh-CN", "look": "dark", "palette": "standard", "scale": 1.1,
         "pingIntervalMs": 2000, "statusIntervalMs": 5000, "diffSideBySide": true,
         "thresholds": {"rttMs": 7, "lossPercent": 1}}
        """);
    Settings before = file().load().settings();

    assertThat(file().save(before).toFailure()).isEmpty();

    assertThat(file().load().settings()).isEqualTo(before);
    assertThat(before.look()).isEqualTo(Settings.Look.DARK);
    assertThat(before.thresholds().rtt()).isEqualTo(Duration.ofMillis(7));
    assertThat(file().file()).content().contains("\"version\" : 1");
  }

  @Test
  void whatANewerProgramWroteOutlivesThisOne() throws IOException {
    Files.writeString(
        file().file(),
        """
        {"version": 3, "look": "dark", "columns": ["rtt"],
         "thresholds": {"rttMs": 7, "jitterMs": 2}}
        """);
    Settings read = file().load().settings();

    assertThat(file().save(read).toFailure()).isEmpty();

    assertThat(file().load()).isEqualTo(new SettingsFile.Loaded(read, null));
    assertThat(file().file())
        .content()
        .contains("\"version\" : 3", "\"columns\"", "\"jitterMs\" : 2", "\"look\" : \"dark\"");
  }

  private SettingsFile file() {
    return new SettingsFile(folder.resolve(SettingsFile.NAME), CLOCK);
  }
}
