package org.flannelboard.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flannelboard.installer.Shell.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The life of the .deb on this machine, in order: an older version is installed, this one over it;
 * it is used on the command line and in its window; it is purged. Needs root.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebInstallerTest {

  private static final String OLDER = "0.0.9";

  /** A file that the older version had and this one has not. */
  private static final Path GONE = Path.of("/opt/flannelboard/lib/app/gone.jar");

  /** The ground of a cell whose target answers, in the light theme. */
  private static final int REACHED = 0xdcf5e3;

  /** The head of the window; darker behind a question. */
  private static final int HEAD = 0xffffff;

  @TempDir static Path home;

  private static Project project;
  private static Shell shell;
  private static Set<String> before;

  @BeforeAll
  static void look() throws IOException {
    project = Installed.project();
    shell = new Shell(home, Map.of());
    purge();
    before = Installed.files();
  }

  @AfterAll
  static void purge() {
    shell.run("dpkg", "--purge", "flannelboard");
  }

  @Test
  @Order(1)
  void anOlderVersionIsInstalled() throws Exception {
    Path tree = project.target().resolve("older");
    Folders.remove(tree);
    Folders.copy(project.target().resolve("debian"), tree);
    Files.createFile(tree.resolve(Path.of("/").relativize(GONE)));
    Path deb = new LinuxPackages(project).deb(tree, OLDER, "none", home);
    shell.run("dpkg", "--install", deb.toString()).good();
    assertThat(version()).isEqualTo(OLDER);
    assertThat(GONE).exists();
  }

  @Test
  @Order(2)
  void thisVersionIsInstalledOverIt() throws IOException {
    Path settings = home.resolve(".config/flannelboard/settings.json");
    Folders.write(settings, "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    Path deb = Folders.list(project.packages(), "*.deb").getFirst();
    shell.run("dpkg", "--install", deb.toString()).good();
    assertThat(version()).isEqualTo(project.version());
    assertThat(GONE).doesNotExist();
    assertThat(settings).hasContent("{}");
    assertThat(shell.run("dpkg", "--verify", "flannelboard").good()).isEmpty();
  }

  @Test
  @Order(3)
  void theCommandIsOnThePath() {
    assertThat(shell.run("flannelboard", "--version").good())
        .isEqualTo("flannelboard " + project.version() + "\n");
  }

  @Test
  @Order(3)
  void practiceIsDeployedToGreenOnTheCommandLine() {
    assertThat(shell.run("flannelboard", "--practice", "push", "--all", "--yes").good())
        .contains("Done and verified");
    Outcome ping =
        shell.run("sh", "-c", "flannelboard --practice-deployed ping --count 1 --json 2>/dev/null");
    JsonNode cells = JsonMapper.shared().readTree(ping.good()).get("cells");
    assertThat(cells.size()).isEqualTo(12);
    cells.forEach(cell -> assertThat(cell.get("state").asString()).isEqualTo("reached"));
  }

  @Test
  @Order(3)
  void practiceIsDeployedToGreenInTheWindow() throws IOException {
    try (Display display = Display.open(shell)) {
      Path log = home.resolve("window.log");
      Path classes = home.resolve("classes.log");
      Process window =
          display
              .shell()
              .with("FLANNELBOARD_OPTS", "-Xlog:class+load:file=" + classes)
              .start(log, "/opt/flannelboard/bin/Flannelboard", "--practice");
      try {
        display.window("Flannelboard");
        assertThat(display.sees(screen -> (screen.getRGB(640, 5) & HEAD) == HEAD)).isTrue();
        display.press("ctrl+5");
        assertThat(display.sees(screen -> Display.cells(screen, 0xeceff2) == 12))
            .as("twelve cells that are not measured")
            .isTrue();
        display.press("ctrl+4");
        display.press("ctrl+p");
        assertThat(display.sees(screen -> (screen.getRGB(640, 5) & HEAD) != HEAD))
            .as("the question before a push")
            .isTrue();
        // Past the plan and the pace to the containers that docker's restart stops; then the
        // answer.
        for (int i = 0; i < 7; i++) {
          display.press("Tab");
        }
        for (String key : new String[] {"space", "Tab", "Tab", "Return", "ctrl+5"}) {
          display.press(key);
        }
        assertThat(display.sees(screen -> Display.cells(screen, REACHED) == 12))
            .as("twelve green cells")
            .isTrue();
      } finally {
        display.look();
        display.keep(project.target().resolve("window.png"));
        window.destroy();
        window.onExit().join();
      }
      assertThat(log).hasContent("");
      waitsForNothingSlow(Files.readAllLines(classes));
    }
  }

  /**
   * The window is there before anything is loaded whose jar's signatures are checked, which takes a
   * quarter of a second a jar, and without the parser of commands, which no archive keeps.
   */
  private static void waitsForNothingSlow(List<String> classes) {
    assertThat(classes).anyMatch(it -> it.contains(" org.flannelboard.boot.Main source: shared"));
    assertThat(classes).noneMatch(it -> it.contains(" picocli.CommandLine "));
    assertThat(first(classes, " org.bouncycastle."))
        .isGreaterThan(first(classes, " com.sun.javafx.tk.quantum.WindowStage "));
  }

  private static int first(List<String> lines, String part) {
    return lines.indexOf(lines.stream().filter(it -> it.contains(part)).findFirst().orElseThrow());
  }

  @Test
  @Order(3)
  void aFileThatIsOpenedIsReadAsAProfile() throws IOException {
    assertThat(Files.readString(Path.of("/usr/share/applications/mimeinfo.cache")))
        .contains("application/x-flannelboard-cluster=flannelboard.desktop;");
    assertThat(Files.readString(Path.of("/usr/share/mime/globs2")))
        .contains(":application/x-flannelboard-cluster:*.flannelboard.yaml\n");
    Path broken = home.resolve("broken.flannelboard.yaml");
    Files.writeString(broken, "nodes: [");
    try (Display display = Display.open(shell)) {
      Outcome refused =
          display.shell().run("/opt/flannelboard/bin/Flannelboard", broken.toString());
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.output()).contains("The profile is not YAML here");
    }
  }

  @Test
  @Order(3)
  void theManualPageIsRendered() {
    String page = shell.with("MANWIDTH", "80").run("man", "flannelboard").good();
    assertThat(page).contains("flannelboard push", "--practice-deployed", "EXIT STATUS");
    assertThat(shell.run("man", "--warnings", "-l", "/usr/share/man/man1/flannelboard.1.gz").good())
        .doesNotContain("warning");
  }

  @Test
  @Order(3)
  void theShellCompletesCommands() {
    String ask =
        "source /usr/share/bash-completion/completions/flannelboard; "
            + "COMP_WORDS=(flannelboard pu); COMP_CWORD=1; _complete_flannelboard 2>/dev/null; "
            + "printf '%s\\n' \"${COMPREPLY[@]}\"";
    assertThat(shell.run("bash", "-c", ask).good()).isEqualTo("push\n");
  }

  @Test
  @Order(4)
  void purgeLeavesNothing() throws IOException {
    assertThat(beyond(before, Installed.files())).contains("/opt/flannelboard");
    shell.run("dpkg", "--purge", "flannelboard").good();
    assertThat(beyond(before, Installed.files())).as("left behind").isEmpty();
    assertThat(beyond(Installed.files(), before)).as("taken along").isEmpty();
    assertThat(home.resolve(".config/flannelboard/settings.json")).exists();
  }

  /** What the second has and the first has not. */
  private static Set<String> beyond(Set<String> some, Set<String> more) {
    Set<String> beyond = new TreeSet<>(more);
    beyond.removeAll(some);
    return beyond;
  }

  private static String version() {
    return shell.run("dpkg-query", "--show", "--showformat=${Version}", "flannelboard").good();
  }
}
