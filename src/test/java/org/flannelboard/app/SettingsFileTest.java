package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
            failure -> assertThat(Path.of(failure.aside())).hasContent(content));
    assertThat(file().file()).doesNotExist();
  }

  private SettingsFile file() {
    return new SettingsFile(folder.resolve(SettingsFile.NAME));
  }
}
