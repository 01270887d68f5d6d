package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.NodeActivity;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.node.posix.PosixNodeOps;
import org.flannelboard.ssh.SshNodeConnector;
import org.flannelboard.ssh.SshSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Options, exit codes and profiles, whatever the command. */
class CommandLineFaceTest {

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
  void optionsStandBeforeOrBehindTheCommand() {
    assertThat(bench.run("--practice", "--nodes", "2", "--json", "status").json().has("nodes"))
        .isTrue();
    assertThat(
            bench.run("status", "--practice-deployed", "--json", "--nodes=3").json().has("nodes"))
        .isTrue();
    assertThat(bench.asked).isEqualTo(List.of("2", "3 deployed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-such-option status",
        "status --no-such-option",
        "no-such-command",
        "network",
        "--practice --nodes 1 status",
        "--practice --nodes 256 status",
        "--practice push",
        "--practice push --all vm01",
        "--practice plan vm09",
        "--practice rollback",
        "--practice ping --count 0",
        "--practice ping --interval 99",
        "--practice ping --diagnose",
        "--practice runbook --format html",
        "--practice"
      })
  void wrongUsageIsTwo(String line) {
    Outcome wrong = bench.run(line.split(" "));
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).isNotBlank();
    assertThat(wrong.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pign --practice, flannelboard ping",
    "--practice statsu, flannelboard status",
    "ping --no-such --nodse 3, --nodes"
  })
  void aWrongWordIsComparedWithAllThatAreKnown(String line, String meant) {
    assertThat(bench.run(line.split(" ")).err()).contains(meant);
  }

  @Test
  void helpNamesEveryCommand() {
    Outcome help = bench.run("--help");
    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains("status", "plan", "push", "rollback", "ping", "leases", "network")
        .contains("certificate", "runbook", "profile", "Exit codes");
    assertThat(bench.run("--version").out()).startsWith("flannelboard ");
  }

  @Test
  void theLanguageIsChosen() {
    assertThat(bench.run("--practice", "--language", "zh-CN", "plan", "vm09").err())
        .contains("配置")
        .doesNotContain("The profile knows");
    assertThat(bench.run("--practice", "--language", "en", "plan", "vm09").err())
        .contains("The profile knows no node vm09.");
  }

  @Test
  void aMissingProfileNamesThePlacesLookedAt() {
    Outcome none = bench.run("--language", "en", "status");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err())
        .contains(folder.resolve("cluster.yaml").toString())
        .contains(folder.resolve(".config/flannelboard/profiles").toString());
    Outcome named = bench.run("--language", "en", "--profile", "other.yaml", "status");
    assertThat(named.status()).isEqualTo(2);
    assertThat(named.err()).contains("other.yaml");
  }

  @Test
  void aMalformedProfileNamesItsLines() throws IOException {
    Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        version: 1
        nodes:
          - name: vm01
            ip: 172.16.16.300
        etcd: { endpoints: [ "https://vm01:2379" ], prefx: /a }
        flannel: { version: 0.10.0, tarball: { file: a.tar.gz } }
        """);
    Outcome wrong = bench.run("--language", "en", "push", "--all", "--yes");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("4:9 nodes[0].ip", "5:45 etcd.prefx");
  }

  @Test
  void profilesAreWrittenCheckedAndImported() throws IOException {
    Path made = folder.resolve("cluster.yaml");
    Outcome init = bench.run("profile", "init", made.toString(), "--language", "en");
    assertThat(init.status()).as(init.err()).isZero();
    assertThat(init.out()).contains("Written: " + made);
    assertThat(bench.run("profile", "init", made.toString()).status())
        .as("never overwritten")
        .isEqualTo(2);
    assertThat(bench.run("profile", "check", "--language", "en").out()).contains("valid");
    assertThat(bench.run("profile", "check", "--json").json().get("valid").asBoolean()).isTrue();

    Files.writeString(made, Files.readString(made).replace("10.253.0.0/16", "10.253.0.0/17"));
    Outcome checked = bench.run("profile", "check", made.toString(), "--json");
    assertThat(checked.status()).isEqualTo(2);
    assertThat(checked.json().get("problems").get(0).propertyNames())
        .containsExactly(
            "code", "arguments", "message", "remedy", "path", "severity", "line", "column");

    Path env = folder.resolve("env.sh");
    Files.writeString(
        env,
        """
        export NODE_IPS=(172.16.16.81 172.16.16.82)
        export NODE_NAMES=(vm01 vm02)
        export ETCD_ENDPOINTS="https://172.16.16.81:2379"
        export FLANNEL_ETCD_PREFIX="/kubernetes/network"
        export CLUSTER_CIDR="10.253.0.0/16"
        """);
    Path imported = folder.resolve("imported.yaml");
    Outcome written =
        bench.run("profile", "import-env", env.toString(), "--out", imported.toString(), "--json");
    assertThat(written.status()).as(written.err()).isZero();
    assertThat(written.json().get("file").asString()).isEqualTo(imported.toString());
    assertThat(bench.run("--profile", imported.toString(), "profile", "check").status()).isZero();
    assertThat(bench.run("profile", "import-env", folder.resolve("none.sh").toString()).status())
        .isEqualTo(2);
  }

  @Test
  void profilesOfThisMachineAreListedWhetherTheyCanBeUsedOrNot() throws Exception {
    Path profiles = folder.resolve(".config/flannelboard/profiles");
    Path good = profiles.resolve("lab.yaml");
    assertThat(bench.run("profile", "init", good.toString()).status()).isZero();
    Files.writeString(profiles.resolve("bad.yaml"), "nodes: 5\n");
    Outcome listed = bench.run("profile", "list", "--json");
    assertThat(listed.status()).as(listed.err()).isZero();
    JsonNode list = listed.json().get("profiles");
    assertThat(list).hasSize(2);
    assertThat(list.get(0).get("valid").asBoolean()).isFalse();
    assertThat(list.get(1).get("name").asString()).isEqualTo("lab");
    assertThat(list.get(1).get("nodes").asInt()).isEqualTo(4);
    assertThat(bench.run("profile", "list").out()).contains("lab", good.toString());
  }

  @Test
  void aHostKeyIsForgottenOnlyAfterAYes() throws Exception {
    Path file = folder.resolve("known_hosts");
    String line =
        "vm01 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICKou80nQRsGPAAdrtrYsXEelzPIHEKyxi3m5/Mes4pH";
    Files.writeString(file, line + "\n");
    String fingerprint = "SHA256:5ODQNL1J8jt72iPcnxWYoBuk2c3EkoS2+7velemZwGs";
    try (SshNodeConnector ssh =
        new SshNodeConnector(
            SshSettings.of(file, folder, Map.of()),
            NodeQuestions.nobody(),
            NodeActivity.unobserved(),
            PosixNodeOps::new)) {
      bench.hostKeys = ssh.hostKeys();
      Outcome listed = bench.practice("known-hosts", "list", "--json");
      JsonNode key = listed.json().get("hostKeys").get(0);
      assertThat(key.get("fingerprint").asString()).isEqualTo(fingerprint);
      assertThat(key.get("line").asInt()).isEqualTo(1);
      assertThat(key.get("kind").asString()).isEqualTo("trusted");

      assertThat(bench.practice("known-hosts", "forget", "SHA256:other", "--yes").status())
          .isEqualTo(1);
      assertThat(bench.practice("known-hosts", "forget", fingerprint).status()).isEqualTo(1);
      assertThat(file).content().contains(line);
      Outcome forgotten = bench.practice("known-hosts", "forget", fingerprint, "--yes", "--json");
      assertThat(forgotten.status()).as(forgotten.err()).isZero();
      assertThat(forgotten.json().get("forgotten").asString()).isEqualTo(fingerprint);
      assertThat(file).isEmptyFile();
    }
  }

  @Test
  void withoutAProfileTheWindowOpensOnTheWaysToOneAndANamedOneIsToldAbout() {
    List<String> shown = new ArrayList<>();
    bench.window =
        new CliContext.WindowOpener() {
          @Override
          public boolean canOpen() {
            return true;
          }

          @Override
          public int real(ClusterProfile profile, @Nullable Locale locale, Conduct conduct) {
            shown.add(profile.name());
            return 0;
          }

          @Override
          public int practice(
              int nodes, boolean deployed, @Nullable Locale locale, Conduct conduct) {
            shown.add("practice " + nodes + (deployed ? " deployed" : ""));
            return 0;
          }

          @Override
          public int welcome(@Nullable Locale locale, Conduct conduct) {
            shown.add("welcome");
            return 0;
          }
        };
    assertThat(bench.run().status()).isZero();
    Outcome named = bench.run("--profile", folder.resolve("none.yaml").toString());
    assertThat(named.status()).isEqualTo(2);
    assertThat(named.err()).contains("none.yaml");
    assertThat(bench.run("--practice").status()).isZero();
    assertThat(bench.run("--practice-deployed").status()).isZero();
    assertThat(bench.run("--practice", "--nodes", "7").status()).isZero();
    assertThat(bench.run("--practice", "--nodes", "1").status()).isEqualTo(2);
    assertThat(shown).containsExactly("welcome", "practice 4", "practice 4 deployed", "practice 7");
  }

  @Test
  void theWindowOpensOnTheFileOfAProfileAndWordsOfAFileThatIsNoneAreLeftToTheParser()
      throws IOException {
    Path file = Files.createFile(folder.resolve("east.yaml"));
    Invocation invocation = bench.invocation();
    assertThat(invocation.takes(List.of("--profile", file.toString()))).isTrue();
    assertThat(invocation.profile).isEqualTo(file);
    assertThat(invocation.takes(List.of("--profile", folder.resolve("none.yaml").toString())))
        .isFalse();
    assertThat(invocation.takes(List.of("--profile", "--help"))).isFalse();
    assertThat(invocation.takes(List.of("status"))).isFalse();
    assertThat(invocation.takes(List.of("--practice", "ping"))).isFalse();
  }
}
