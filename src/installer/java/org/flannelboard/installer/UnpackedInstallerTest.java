package org.flannelboard.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The .rpm and the portable archive, unpacked without a package manager, and run. */
class UnpackedInstallerTest {

  @TempDir Path home;

  private Project project;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    project = Installed.project();
    shell = new Shell(home, Map.of());
  }

  @Test
  void theRpmHoldsTheApplication() throws IOException {
    String rpm = Folders.list(project.packages(), "*.rpm").getFirst().toString();
    assertThat(
            shell
                .run("rpm", "--query", "--package", "--queryformat", "%{version} %{arch}", rpm)
                .good())
        .isEqualTo(project.version() + " " + project.platform().chip().rpm);
    assertThat(shell.run("rpm", "--query", "--package", "--scripts", rpm).good()).isEmpty();
    shell
        .run(
            "sh",
            "-c",
            "rpm2cpio '"
                + rpm
                + "' | cpio --extract --make-directories --preserve-modification-time --quiet")
        .good();
    works(home.resolve("usr/bin/flannelboard"));
    assertThat(home.resolve("usr/share/man/man1/flannelboard.1.gz")).exists();
    assertThat(home.resolve("usr/share/zsh/site-functions/_flannelboard")).exists();
  }

  @Test
  void thePortableArchiveHoldsTheApplication() throws IOException {
    shell
        .run("tar", "-xf", Folders.list(project.packages(), "*.tar.gz").getFirst().toString())
        .good();
    Path folder = home.resolve("flannelboard-" + project.version());
    works(folder.resolve("bin/flannelboard"));
    assertThat(folder.resolve("LICENSE")).exists();
  }

  private void works(Path command) throws IOException {
    assertThat(Files.isSymbolicLink(command)).isTrue();
    assertThat(shell.run(command.toString(), "--version").good())
        .isEqualTo("flannelboard " + project.version() + "\n");
    assertThat(shell.run(command.toString(), "--practice", "push", "--all", "--yes").good())
        .contains("Done and verified");
    // Moved, its classes are still ready: with this mode a JVM that cannot use them does not start.
    Shell strict = shell.with("FLANNELBOARD_OPTS", "-XX:AOTMode=on");
    Path window = command.toRealPath().resolveSibling("Flannelboard");
    for (Path launcher : List.of(command, window)) {
      assertThat(strict.run(launcher.toString(), "--version").good())
          .isEqualTo("flannelboard " + project.version() + "\n");
    }
  }
}
