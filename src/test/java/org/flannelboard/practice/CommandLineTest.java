package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.node.Content;
import org.junit.jupiter.api.Test;

/** Unit files, environment files and command lines as systemd reads them. */
class CommandLineTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("ONE", "a b", "TWO", " --x=1  --y=2 ");

  @Test
  void aBareVariableIsSplitAndABracedOneIsNot() {
    assertThat(CommandLine.expand("/bin/p $TWO -o=${ONE} $NONE \"q r\"", ENVIRONMENT))
        .containsExactly("/bin/p", "--x=1", "--y=2", "-o=a b", "q r");
  }

  @Test
  void prefixesAreNoPartOfThePath() {
    assertThat(CommandLine.expand("-/bin/p", Map.of())).containsExactly("/bin/p");
  }

  @Test
  void anEnvironmentFileHasQuotesAndComments() {
    Map<String, String> read = new HashMap<>();
    UnitEnvironment.read("# no\nA=\"x y\"\nB='z'\nC=plain=1\n\nnonsense\n", read);
    assertThat(read).isEqualTo(Map.of("A", "x y", "B", "z", "C", "plain=1"));
  }

  @Test
  void linesAreContinuedOverComments() {
    assertThat(UnitText.parse("[S]\nK=a \\\n# not this\n  b\nL=c\n"))
        .containsExactly(
            new UnitText.Assignment("S", "K", "a  b"), new UnitText.Assignment("S", "L", "c"));
  }

  @Test
  void dropInsComeInOrderOfNamesAndAnEmptyAssignmentForgets() {
    FileTree files = new FileTree();
    write(files, "/usr/lib/systemd/system/a.service", "[Service]\nExecStart=/bin/old\n");
    write(files, "/etc/systemd/system/a.service.d/20.conf", "[Service]\nEnvironmentFile=-/two\n");
    write(
        files,
        "/usr/lib/systemd/system/a.service.d/10.conf",
        "[Service]\nExecStart=\nExecStart=/bin/new\nEnvironmentFile=-/one\n");
    UnitDefinition unit = UnitDefinition.load(files, "a.service");
    assertThat(unit.values("Service", "ExecStart")).containsExactly("/bin/new");
    assertThat(unit.values("Service", "EnvironmentFile")).containsExactly("-/one", "-/two");
    write(files, "/etc/systemd/system/a.service.d/10.conf", "[Service]\n");
    assertThat(UnitDefinition.load(files, "a.service").values("Service", "ExecStart"))
        .isEqualTo(List.of("/bin/old"));
  }

  private static void write(FileTree files, String path, String text) {
    files.write(path, Content.of(text), 0644, Instant.EPOCH);
  }
}
