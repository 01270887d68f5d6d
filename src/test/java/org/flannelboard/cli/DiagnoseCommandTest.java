package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code diagnose} on four nodes: what it prints, for people and for machines, and its status. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiagnoseCommandTest {

  private CliBench bench;
  @TempDir static Path folder;

  @BeforeAll
  void deploy() {
    bench = new CliBench(4, folder);
    Outcome push = bench.practice("push", "--all", "--yes");
    assertThat(push.status()).as(push.out() + push.err()).isZero();
  }

  @AfterAll
  void close() {
    bench.close();
  }

  @Test
  void whatIsWellIsShownShortAndWhatIsNotWhole() {
    Outcome brief = bench.practice("diagnose", "vm01", "vm02");
    List<String> hops = brief.out().lines().filter(line -> line.startsWith("  ✓")).toList();
    assertThat(hops)
        .hasSize(20)
        .allMatch(line -> line.length() <= 100)
        .anyMatch(it -> it.endsWith("…"));
    Outcome whole = bench.practice("diagnose", "vm01", "vm02", "--verbose");
    assertThat(whole.out()).contains("vxlan id 1 local 172.16.16.81").doesNotContain("…");

    PracticeFault port = new PracticeFault.PortMismatch(new NodeId("vm02"));
    bench.practice.switchOn(port);
    assertThat(bench.practice("diagnose", "vm01", "vm02").out().lines())
        .filteredOn(line -> line.startsWith("  ✗") && line.contains("vxlan device"))
        .isNotEmpty()
        .allMatch(line -> line.contains("dstport 4789"));
    bench.practice.switchOff(port);
  }

  @Test
  void aHealthyPairAsJson() {
    Outcome healthy = bench.practice("diagnose", "vm01", "vm02", "--json");
    assertThat(healthy.status()).as(healthy.err()).isZero();
    JsonNode json = healthy.json();
    assertThat(json.propertyNames())
        .containsExactly(
            "at", "shape", "findings", "path", "containers", "unexplained", "silent", "probes");
    assertThat(json.get("findings")).as("a cluster as the guide deploys it").isEmpty();
    assertThat(json.get("path"))
        .hasSize(20)
        .allSatisfy(
            hop -> {
              assertThat(hop.propertyNames())
                  .containsExactly("direction", "hop", "node", "state", "finding", "evidence");
              assertThat(hop.get("state").asString()).as(hop.toString()).isEqualTo("ok");
            });
    assertThat(json.get("containers").get("state").asString()).isEqualTo("ok");
    assertThat(json.get("unexplained")).isEmpty();
  }

  @Test
  void aBrokenPairAsJson() {
    JsonNode json =
        broken(
            FaultKind.ROUTE_MISSING,
            () -> {
              Outcome found = bench.practice("diagnose", "vm02", "vm04", "--json");
              assertThat(found.status()).isEqualTo(1);
              return found.json();
            });
    JsonNode finding = json.get("findings").get(0);
    assertThat(finding.propertyNames())
        .containsExactly(
            "id",
            "code",
            "severity",
            "subject",
            "direction",
            "message",
            "evidence",
            "pairs",
            "dependsOn",
            "advice",
            "remedy");
    assertThat(finding.get("code").asString()).isEqualTo("route-missing");
    assertThat(finding.get("subject").asString()).isEqualTo("vm04>vm02");
    assertThat(finding.get("pairs"))
        .extracting(JsonNode::asString)
        .containsExactly("vm02>vm04", "vm04>vm02");
    assertThat(finding.get("remedy").get(0).get(0).asString()).startsWith("on vm04: ip route ");
    assertThat(json.get("path"))
        .filteredOn(hop -> hop.get("state").asString().equals("broken"))
        .singleElement()
        .satisfies(
            hop -> {
              assertThat(hop.get("direction").asString()).isEqualTo("back");
              assertThat(hop.get("hop").asString()).isEqualTo("route");
              assertThat(hop.get("finding").asString()).isEqualTo("route-missing@vm04>vm02");
            });
  }

  @Test
  void aBrokenPairAsTextNamesTheLineAndTheRemedy() {
    Outcome found =
        broken(FaultKind.INPUT_FIREWALL, () -> bench.practice("diagnose", "vm01", "vm04"));
    assertThat(found.status()).isEqualTo(1);
    assertThat(found.out())
        .contains("Nobody reaches vm04", "vm01 → vm04", "vm04 → vm01", "UDP port")
        .contains("input-firewall@vm04", "--dport 8472 -j DROP", "Containers of these two");
  }

  @Test
  void asMarkdownAndRedacted() {
    Outcome open =
        broken(
            FaultKind.INPUT_FIREWALL,
            () -> bench.practice("diagnose", "vm01", "vm04", "--markdown"));
    assertThat(open.status()).isEqualTo(1);
    assertThat(open.out()).startsWith("# vm01 → vm04").contains("`input-firewall@vm04`", "172.16.");
    Outcome redacted =
        broken(
            FaultKind.INPUT_FIREWALL,
            () -> bench.practice("diagnose", "--all", "--markdown", "--redact"));
    assertThat(redacted.out())
        .startsWith("# The cluster")
        .contains("`input-firewall@node-4`")
        .doesNotContain("vm0", "172.16.", "10.253.");
  }

  @Test
  void allPairs() {
    Outcome healthy = bench.practice("diagnose", "--all");
    assertThat(healthy.status()).as(healthy.out() + healthy.err()).isZero();
    assertThat(healthy.out()).contains("Everybody reaches everybody");
    JsonNode json =
        broken(
            FaultKind.DEVICE_MISSING, () -> bench.practice("diagnose", "--all", "--json").json());
    assertThat(json.propertyNames())
        .containsExactly("at", "shape", "findings", "unexplained", "silent", "probes");
    assertThat(json.get("findings").get(0).get("id").asString())
        .isEqualTo("vxlan-device-missing@vm04");
  }

  @Test
  void anEndThatDoesNotAnswerLeavesItOpen() {
    Outcome open = broken(FaultKind.NODE_DOWN, () -> bench.practice("diagnose", "vm01", "vm04"));
    assertThat(open.status()).isEqualTo(3);
    assertThat(open.err()).contains("vm04");
  }

  @Test
  void wrongUsage() {
    for (List<String> arguments :
        List.of(
            List.of("diagnose"),
            List.of("diagnose", "vm01"),
            List.of("diagnose", "vm01", "vm01"),
            List.of("diagnose", "vm01", "--all"),
            List.of("diagnose", "--all", "--redact"),
            List.of("diagnose", "--all", "--markdown", "--json"),
            List.of("diagnose", "vm01", "vm09"))) {
      Outcome wrong = bench.practice(arguments.toArray(String[]::new));
      assertThat(wrong.status()).as(arguments.toString()).isEqualTo(2);
      assertThat(wrong.err()).isNotBlank();
    }
  }

  /** What somebody finds while that fault is on, on the fourth node or on it and the second. */
  private <T> T broken(FaultKind kind, Supplier<T> somebody) {
    List<NodeId> nodes = List.of(new NodeId("vm04"), new NodeId("vm02"));
    PracticeFault fault = kind.at(nodes.subList(0, kind.nodes()));
    bench.practice.switchOn(fault);
    try {
      return somebody.get();
    } finally {
      bench.practice.switchOff(fault);
    }
  }
}
