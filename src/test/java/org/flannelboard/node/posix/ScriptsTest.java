package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledOnOs(OS.LINUX)
class ScriptsTest {

  /** One argument of a command line, the kernel's MAX_ARG_STRLEN: a script has to fit. */
  private static final int LONGEST_ARGUMENT = 128 * 1024;

  static final Map<String, String> SCRIPTS =
      Map.ofEntries(
          Map.entry("observe", Scripts.OBSERVE),
          Map.entry("put", Scripts.PUT),
          Map.entry("restore", Scripts.RESTORE),
          Map.entry("remove", Scripts.REMOVE),
          Map.entry("read", Scripts.READ),
          Map.entry("control", Scripts.CONTROL),
          Map.entry("reload-units", Scripts.RELOAD_UNITS),
          Map.entry("journal", Scripts.JOURNAL),
          Map.entry("follow", Scripts.FOLLOW),
          Map.entry("ping", Scripts.PING),
          Map.entry("inspect", Scripts.INSPECT),
          Map.entry("probe", Scripts.PROBE),
          Map.entry("change", Scripts.CHANGE),
          Map.entry("setting", Scripts.SETTING));

  /** The shells that stand behind sh on Linux, as far as this machine has them. */
  static Stream<List<String>> shells() {
    return Stream.of(
            List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"), List.of("sh"))
        .filter(
            shell ->
                Stream.of("/usr/bin", "/bin")
                    .anyMatch(folder -> Files.exists(Path.of(folder, shell.getFirst()))));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void everyShellCanReadThem(List<String> shell) {
    // With -n a shell reads its script and runs nothing of it.
    List<String> reading = Stream.concat(shell.stream(), Stream.of("-n")).toList();
    try (NodeShell here = new LocalShell(new NodeId("here"), reading, Map.of())) {
      SCRIPTS.forEach(
          (name, text) -> {
            ExecResult result =
                here.exec(Script.of(name, text), Deadline.after(Duration.ofSeconds(20)))
                    .orElseThrow();
            assertThat(result.stderr()).as(name).isEmpty();
            assertThat(result.exitStatus()).as(name).isZero();
          });
      ExecResult broken =
          here.exec(Script.of("broken", "if"), Deadline.after(Duration.ofSeconds(20)))
              .orElseThrow();
      assertThat(broken.exitStatus()).isNotZero();
    }
  }

  @Test
  void everyScriptFitsIntoOneArgument() {
    assertThat(SCRIPTS).allSatisfy((_, text) -> assertThat(text).hasSizeLessThan(LONGEST_ARGUMENT));
    // Quoted for a login shell, each quote in a script becomes four characters.
    assertThat(SCRIPTS.values())
        .allSatisfy(
            text -> assertThat(text.replace("'", "'\\''")).hasSizeLessThan(LONGEST_ARGUMENT / 4));
  }
}
