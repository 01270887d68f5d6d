package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.practice.FaultKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The switches of practice clusters from a terminal. */
class PracticeCommandTest {

  @TempDir Path folder;
  private CliBench bench;

  @BeforeEach
  void open() {
    bench = new CliBench(2, folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void listsEveryFaultWithItsSentence() {
    Outcome list = fault("list");
    assertThat(list.status()).isZero();
    for (FaultKind kind : FaultKind.values()) {
      assertThat(list.out()).contains(kind.code());
    }
    assertThat(list.out()).contains("No fault is on.", "NODE PEER").doesNotContain("⟦");
    assertThat(bench.run("practice", "fault", "list", "--language", "zh-CN").out())
        .contains("没有开启的故障");
    assertThat(fault("list", "--json").json().get("faults").size())
        .isEqualTo(FaultKind.values().length);
  }

  @Test
  void switchesOnAndOffFromOneRunToTheNext() {
    assertThat(fault("on", "route-missing", "vm01", "vm02").out())
        .isEqualToIgnoringNewLines("route-missing vm01 vm02");
    fault("on", "etcd-v2-off");
    assertThat(fault("list").out()).contains("On: route-missing vm01 vm02, etcd-v2-off");
    assertThat(fault("off", "etcd-v2-off", "--json").json().get("on").toString())
        .isEqualTo("[{\"code\":\"route-missing\",\"nodes\":[\"vm01\",\"vm02\"]}]");
    assertThat(fault("clear").out()).isEqualToIgnoringNewLines("No fault is on.");
  }

  @Test
  void movesTheClockOnAndBackToThePresent() {
    Outcome show = bench.run("practice", "clock", "show", "--json");
    assertThat(show.json().get("aheadSeconds").asLong()).isZero();
    Outcome advanced = bench.run("practice", "clock", "advance", "26h", "--json");
    assertThat(advanced.json().get("aheadSeconds").asLong()).isEqualTo(26 * 3600);
    assertThat(advanced.json().get("now").asString())
        .isGreaterThan(show.json().get("now").asString());
    assertThat(bench.run("practice", "clock", "advance", "1y", "--language", "en").out())
        .contains("8786 hours ahead");
    assertThat(
            bench.run("practice", "clock", "reset", "--json").json().get("aheadSeconds").asLong())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "fault on, Missing required parameter",
    "fault on rain, no fault named rain",
    "fault on node-down, takes 1 different",
    "fault on route-missing vm01 vm01, takes 2 different",
    "fault on node-down db, has a node named db",
    "fault on node-down v/m, has a node named v/m",
    "fault off rain, no fault named rain",
    "clock advance 0h, moved on by",
    "clock advance 26, moved on by",
    "clock advance 999y, moved on by",
    "fault, Missing: one of",
    "clock, Missing: one of",
  })
  void wrongUsageIsTwo(String line, String why) {
    Outcome wrong = bench.run(("--language en practice " + line).split(" "));
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains(why);
    assertThat(wrong.out()).isEmpty();
  }

  @Test
  void aFileThatIsNotUnderstoodStopsEveryPracticeRun() throws IOException {
    Files.writeString(folder.resolve("practice"), "on\n");
    for (String[] command :
        new String[][] {
          {"--practice", "status"}, {"practice", "fault", "list"}, {"practice", "clock", "show"}
        }) {
      Outcome refused = bench.run(command);
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains(folder.resolve("practice").toString());
    }
    assertThat(bench.asked).isEmpty();
  }

  private Outcome fault(String... rest) {
    String[] line = new String[rest.length + 4];
    line[0] = "--language";
    line[1] = "en";
    line[2] = "practice";
    line[3] = "fault";
    System.arraycopy(rest, 0, line, 4, rest.length);
    return bench.run(line);
  }
}
