package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flannelboard.profile.ProfileLocations.By;
import org.flannelboard.profile.ProfileLocations.Choice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileLocationsTest {

  @TempDir Path folder;
  private Path home;
  private Path working;

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    working = Files.createDirectory(folder.resolve("work"));
  }

  @Test
  void eachSystemHasItsOwnFolder() {
    String elsewhere = folder.resolve("elsewhere").toString();

    assertThat(on("Linux", Map.of()).config()).isEqualTo(home.resolve(".config/flannelboard"));
    assertThat(on("Linux", Map.of("XDG_CONFIG_HOME", elsewhere)).config())
        .isEqualTo(folder.resolve("elsewhere/flannelboard"));
    assertThat(on("Linux", Map.of("XDG_CONFIG_HOME", "not/absolute")).config())
        .isEqualTo(home.resolve(".config/flannelboard"));
    assertThat(on("Mac OS X", Map.of("XDG_CONFIG_HOME", elsewhere)).config())
        .isEqualTo(home.resolve("Library/Application Support/Flannelboard"));
    assertThat(on("Windows 11", Map.of("APPDATA", elsewhere)).config())
        .isEqualTo(folder.resolve("elsewhere/Flannelboard"));
    assertThat(on("Windows 11", Map.of()).config())
        .isEqualTo(home.resolve("AppData/Roaming/Flannelboard"));
  }

  @Test
  void whatIsRememberedHasItsOwnFolderToo() {
    String elsewhere = folder.resolve("elsewhere").toString();

    assertThat(on("Linux", Map.of()).state()).isEqualTo(home.resolve(".local/state/flannelboard"));
    assertThat(on("Linux", Map.of("XDG_STATE_HOME", elsewhere)).state())
        .isEqualTo(folder.resolve("elsewhere/flannelboard"));
    assertThat(on("Mac OS X", Map.of()).state())
        .isEqualTo(home.resolve("Library/Application Support/Flannelboard"));
    assertThat(on("Windows 11", Map.of("LOCALAPPDATA", elsewhere)).state())
        .isEqualTo(folder.resolve("elsewhere/Flannelboard"));
    assertThat(on("Windows 11", Map.of("LOCALAPPDATA", "")).state())
        .isEqualTo(home.resolve("AppData/Local/Flannelboard"));
    assertThat(on("Windows 11", Map.of("APPDATA", elsewhere)).profiles())
        .isEqualTo(folder.resolve("elsewhere/Flannelboard/profiles"));
  }

  @Test
  void theNearestWordWins() throws IOException {
    ProfileLocations quiet = on("Linux", Map.of());
    ProfileLocations loud = on("Linux", Map.of(ProfileLocations.VARIABLE, "v.yaml"));
    Path stored = Files.createDirectories(quiet.profiles()).resolve("lab.yaml");

    assertThat(quiet.choose(null))
        .isEqualTo(
            new Choice.None(
                List.of(working.resolve("cluster.yaml"), quiet.profiles().resolve("*.yaml"))));

    Files.createFile(stored);
    Files.createFile(quiet.profiles().resolve("notes.txt"));
    assertThat(quiet.choose(null)).isEqualTo(new Choice.Chosen(stored, By.ONLY_PROFILE));

    Files.createFile(working.resolve("cluster.yaml"));
    assertThat(quiet.choose(null))
        .isEqualTo(new Choice.Chosen(working.resolve("cluster.yaml"), By.WORKING_FOLDER));
    assertThat(loud.choose(null))
        .isEqualTo(new Choice.Chosen(working.resolve("v.yaml"), By.VARIABLE));
    assertThat(loud.choose(Path.of("o.yaml")))
        .isEqualTo(new Choice.Chosen(working.resolve("o.yaml"), By.OPTION));
  }

  @Test
  void amongSeveralNobodyGuesses() throws IOException {
    ProfileLocations locations = on("Linux", Map.of());
    Path b = Files.createFile(Files.createDirectories(locations.profiles()).resolve("b.yml"));
    Path a = Files.createFile(locations.profiles().resolve("a.yaml"));

    assertThat(locations.choose(null)).isEqualTo(new Choice.Several(List.of(a, b)));
  }

  private ProfileLocations on(String os, Map<String, String> environment) {
    return new ProfileLocations(os, environment, home, working);
  }
}
