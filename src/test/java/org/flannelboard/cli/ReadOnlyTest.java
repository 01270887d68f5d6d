package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.practice.PracticeDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --read-only} and {@code --activity} do to every command. */
class ReadOnlyTest {

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
  void changesAreRefusedWithTheReasonAndNothingArrives() {
    SortedMap<String, String> before = disk();
    refused("push", "--all", "--yes");
    refused("push", "--all", "--yes", "--json");
    assertThat(disk()).isEqualTo(before);
    assertThat(bench.practice("push", "--all", "--yes").status()).isZero();
    SortedMap<String, String> deployed = disk();
    String network = "{\"Network\":\"10.1.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}";
    refused("rollback", "vm01", "--yes");
    refused("push", "--all", "--yes", "--renew-certificate");
    refused("network", "set", "--yes", "--config", network);
    assertThat(disk()).isEqualTo(deployed);
    assertThat(bench.practice("network", "show").out()).contains("10.253.0.0/16");
    assertThat(bench.mutatingCalls("--read-only")).as("calls of a read-only run").isEmpty();
    assertThat(bench.mutatingCalls("")).as("calls the guard saw").hasSizeGreaterThan(20);
  }

  @Test
  void lookingIsAsItAlwaysIs() {
    assertThat(bench.practice("push", "--all", "--yes").status()).isZero();
    for (List<String> command :
        List.of(
            List.of("status"),
            List.of("plan"),
            List.of("push", "--all"),
            List.of("ping", "--count", "1", "--interval", "100"),
            List.of("leases"),
            List.of("network", "show"),
            List.of("network", "set"),
            List.of("certificate", "show"),
            List.of("certificate", "issue", folder.resolve("issued").toString()),
            List.of("runbook"))) {
      Outcome outcome = bench.readOnly(command.toArray(String[]::new));
      assertThat(outcome.status()).as(command + outcome.err()).isZero();
    }
    assertThat(bench.mutatingCalls("--read-only")).isEmpty();
  }

  @Test
  void everyOperationOfARunIsALine() throws IOException {
    Path file = folder.resolve("activity.jsonl");
    Outcome pushed = bench.practice("push", "--all", "--yes", "--activity", file.toString());
    assertThat(pushed.status()).as(pushed.err()).isZero();
    List<JsonNode> lines = lines(file);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line.propertyNames())
                    .containsExactly(
                        "started",
                        "target",
                        "operation",
                        "arguments",
                        "mutating",
                        "change",
                        "outcome",
                        "durationMs",
                        "exitStatus",
                        "failure",
                        "answer",
                        "commands",
                        "output",
                        "errors"));
    List<JsonNode> changes = lines.stream().filter(it -> it.get("mutating").asBoolean()).toList();
    assertThat(changes)
        .extracting(line -> line.get("target").asString())
        .contains("vm01", "vm02", "etcd");
    assertThat(changes)
        .extracting(line -> line.get("change").asString())
        .containsOnly("push-20300613T151517Z-1");
    assertThat(lines.stream().filter(it -> !it.get("mutating").asBoolean()))
        .anyMatch(line -> line.get("change").isNull());
    assertThat(Files.readString(file)).doesNotContain("PRIVATE KEY").doesNotContain("FLANNELD_");

    int before = lines.size();
    assertThat(bench.practice("status", "--activity", file.toString()).status()).isZero();
    assertThat(lines(file)).as("appended").hasSizeGreaterThan(before);
    refused("rollback", "vm01", "--yes", "--activity", file.toString());
  }

  @Test
  void aStreamIsOneLineWithItsEnd() throws IOException {
    assertThat(bench.practice("push", "--all", "--yes").status()).isZero();
    Path file = folder.resolve("activity.jsonl");
    bench.practice("ping", "--count", "2", "--interval", "100", "--activity", file.toString());
    assertThat(lines(file).stream().filter(it -> it.get("operation").asString().equals("ping")))
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.get("outcome").asString()).isEqualTo("done");
              assertThat(line.get("answer").asString()).startsWith("2 rounds");
            });
  }

  @Test
  void aFileThatCannotBeWrittenStopsTheCommandBeforeItBegins() {
    String nowhere = folder.resolve("no-such-folder/activity.jsonl").toString();
    Outcome outcome = bench.practice("push", "--all", "--yes", "--activity", nowhere);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains(nowhere);
    assertThat(bench.mutatingCalls("")).isEmpty();
  }

  private void refused(String... command) {
    Outcome outcome = bench.readOnly(command);
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isEqualTo(2);
    assertThat(outcome.out() + outcome.err()).contains("read-only");
    if (List.of(command).contains("--json")) {
      assertThat(outcome.json().get("failure").get("code").asString()).isEqualTo("read-only");
    }
  }

  private SortedMap<String, String> disk() {
    return PracticeDisk.of(bench.practice, bench.practice.profile().nodes().getFirst().id());
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }
}
