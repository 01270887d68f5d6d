package org.flannelboard.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher finds the right Java and hands every argument on as it is. The Java homes here are
 * made up: their {@code java} prints its own name and arguments, a line each.
 */
class LauncherTest {

  @TempDir Path folder;

  private Path launcher;

  @BeforeEach
  void install() throws IOException {
    Path app = folder.resolve("an app");
    launcher = app.resolve("bin/flannelboard");
    Files.createDirectories(launcher.getParent());
    Files.createDirectories(app.resolve("lib"));
    Files.copy(Repository.root().resolve("src/launcher/bin/flannelboard"), launcher);
    Files.createFile(app.resolve("lib/flannelboard-1.2.3.jar"));
  }

  @Test
  void handsArgumentsOnAsTheyAre() throws Exception {
    Run run = launch(launcher, Map.of("JAVA_HOME", home("25.0.3")), "a b", "", "*", "$HOME");
    assertThat(run.lines()).endsWith("a b", "", "*", "$HOME");
    assertThat(run.lines())
        .containsSequence("-jar", folder.toRealPath() + "/an app/lib/flannelboard-1.2.3.jar");
  }

  @Test
  void isFoundThroughLinksFromAnywhere() throws Exception {
    Path first =
        Files.createSymbolicLink(folder.resolve("first"), Path.of("an app/bin/flannelboard"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), first);
    Run run = launch(second, Map.of("JAVA_HOME", home("25")), "ping");
    assertThat(run.lines())
        .endsWith("ping")
        .contains(folder.toRealPath() + "/an app/lib/flannelboard-1.2.3.jar");
  }

  @Test
  void itsOwnVariableComesFirst() throws Exception {
    Run run =
        launch(
            launcher, Map.of("FLANNELBOARD_JAVA_HOME", home("26-ea"), "JAVA_HOME", home("25.0.1")));
    assertThat(run.lines().getFirst()).contains("26-ea");
  }

  @Test
  void aJavaTooOldInItsOwnVariableIsRefused() throws Exception {
    Run run = launch(launcher, Map.of("FLANNELBOARD_JAVA_HOME", home("21.0.4")));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.text()).contains("Java 25 or newer", "FLANNELBOARD_JAVA_HOME=", "21.0.4");
  }

  @Test
  void aJavaTooOldElsewhereIsPassedOver() throws Exception {
    String path = home("25.0.2") + "/bin:/usr/bin:/bin";
    Run run = launch(launcher, Map.of("JAVA_HOME", home("1.8.0_402"), "PATH", path));
    assertThat(run.lines().getFirst()).contains("25.0.2");
  }

  @Test
  void optionsFromTheEnvironmentComeAfterItsOwn() throws Exception {
    Run run =
        launch(
            launcher, Map.of("JAVA_HOME", home("25"), "FLANNELBOARD_OPTS", "-Xmx2g -Dsome=thing"));
    assertThat(run.lines()).containsSubsequence("-Xmx512m", "-Xmx2g", "-Dsome=thing", "-jar");
  }

  @Test
  void classesMadeReadyByTheBuildAreUsed() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", home("25.0.3"));
    assertThat(launch(launcher, environment).text()).doesNotContain("-XX:AOTCache");

    Path ready = folder.resolve("an app/lib/flannelboard.aot");
    Files.write(ready, new byte[1]);
    assertThat(launch(launcher, environment).lines())
        .contains("-XX:AOTCache=" + ready.toRealPath());
  }

  private String home(String version) throws IOException {
    Path home = folder.resolve("jdk " + version);
    Path java = home.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home.toString();
  }

  private record Run(int status, String text) {
    List<String> lines() {
      return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }
  }

  private Run launch(Path command, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("sh", command.toString()));
    line.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ends in time").isTrue();
    return new Run(process.exitValue(), Files.readString(output));
  }
}
