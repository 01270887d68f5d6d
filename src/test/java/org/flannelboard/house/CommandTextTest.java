package org.flannelboard.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Command lines are written in {@code node.posix} alone, where quoting is understood; {@code ssh}
 * adds no more than sudo and the shell that runs them.
 */
class CommandTextTest {

  /**
   * A string literal that begins as a command line does: a program, then a verb or an option. What
   * nft compares, {@code ip saddr}, is none.
   */
  private static final Pattern COMMAND =
      Pattern.compile(
          "\"(?:sudo|sh|bash|systemctl|journalctl|ip|bridge|ss|ping|fping|iptables(?:-save)?|docker"
              + "|etcdctl|chmod|chown|mkdir|mv|cp|rm|cat|tar|gzip|sha256sum|sysctl|modprobe)"
              + " (?!(?:from|is|was|has|in|on|does|did|at|of|could|cannot|to)\\b|v\\d|[sd]addr\\b|protocol\\b)(?:-{1,2}[a-zA-Z]|[a-z/$])[^\"]*\"");

  /**
   * Commands that are printed for people, and never run by this program: a step's twin in a
   * runbook, a change as an administrator would type it, the command that shows a fact again.
   */
  private static final Set<String> ARE_READ =
      Set.of(
          "src/main/java/org/flannelboard/app/Runbook.java",
          "src/main/java/org/flannelboard/deploy/plan/StepCommand.java",
          "src/main/java/org/flannelboard/diagnosis/MtuSearch.java",
          "src/main/java/org/flannelboard/diagnosis/PacketWays.java",
          "src/main/java/org/flannelboard/node/KernelChange.java",
          "src/main/java/org/flannelboard/node/facts/Source.java",
          "src/main/java/org/flannelboard/ui/kit/StepText.java");

  private static final Pattern SHELL_OF_SSH = Pattern.compile("\"(?:sudo|sh) .*");

  @Test
  void commandLinesStayInTheirRoom() {
    Path main = Repository.root().resolve("src/main/java/org/flannelboard");
    Path room = main.resolve("node/posix");
    Path ssh = main.resolve("ssh");
    Stream<String> found =
        Repository.filesUnder(main).stream()
            .filter(file -> !file.startsWith(room) && !ARE_READ.contains(Repository.name(file)))
            .flatMap(
                file ->
                    commands(Repository.read(file)).stream()
                        .filter(it -> !file.startsWith(ssh) || !SHELL_OF_SSH.matcher(it).matches())
                        .map(it -> Repository.name(file) + ": " + it));
    assertThat(found).as("command lines outside node.posix").isEmpty();
  }

  /** A permission that nobody needs any more would hide a command line of another kind. */
  @Test
  void everyPermissionIsNeeded() {
    assertThat(ARE_READ)
        .allSatisfy(
            file ->
                assertThat(commands(Repository.read(Repository.root().resolve(file))))
                    .isNotEmpty());
  }

  @Test
  void aCommandLineIsTold() {
    assertThat(commands("run(\"systemctl restart \" + unit); run(\"ip -j route\");"))
        .containsExactly("\"systemctl restart \"", "\"ip -j route\"");
    assertThat(commands("why(\"ss is missing\"); tool(\"ip\"); \"docker\"; \"ip saddr @set\""))
        .isEmpty();
  }

  private static List<String> commands(String source) {
    return COMMAND.matcher(source).results().map(MatchResult::group).toList();
  }
}
