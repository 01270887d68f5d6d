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

/** {@code fix} on four nodes: what it prints, for people and for machines, and its status. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FixCommandTest {

  private static final String ROUTE = "route-missing@vm04>vm02";

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
  void diagnoseSaysHowToCallIt() {
    Outcome found =
        broken(FaultKind.ROUTE_MISSING, () -> bench.practice("diagnose", "vm02", "vm04"));
    assertThat(found.out())
        .contains("→ flannelboard fix '" + ROUTE + "'")
        .contains(" 1  on vm04: ip route replace")
        .contains(" 2  on vm04: restart flanneld.service");
    Outcome silent = broken(FaultKind.CLOCK_BEHIND, () -> bench.practice("diagnose", "--all"));
    assertThat(silent.out()).contains("clock-skew@vm04").doesNotContain("flannelboard fix");
  }

  @Test
  void fixesAndProvesAndIsUndone() {
    broken(
        FaultKind.ROUTE_MISSING,
        () -> {
          Outcome fixed = bench.practice("fix", ROUTE, "--yes");
          assertThat(fixed.status()).as(fixed.out() + fixed.err()).isZero();
          assertThat(fixed.out())
              .contains("* " + " 1  on vm04: ip route replace", "   2  on vm04: restart")
              .contains("~ kernel  ip route replace 10.253.")
              .contains("until the next boot")
              .contains("A rollback of vm04 undoes all of this.")
              .contains("✓ " + ROUTE + " is gone; 2 pairs it had broken are reached");
          assertThat(fixed.err()).contains("✓ vm04  kernel  10.253.");

          Outcome list = bench.practice("rollback", "--list", "vm04");
          assertThat(list.out()).contains("fix of " + ROUTE);
          Outcome undone = bench.practice("rollback", "vm04", "--yes");
          assertThat(undone.status()).as(undone.err()).isZero();
          assertThat(undone.out())
              .contains("Undo the fix of " + ROUTE + " on vm04", "~ ip route del 10.253.")
              .contains("vm04 is as it was before the fix.");
          return bench.practice("fix", ROUTE, "--remedy", "2", "--yes");
        });
  }

  @Test
  void asJson() {
    JsonNode json =
        broken(
            FaultKind.IP_FORWARD_OFF,
            () -> {
              Outcome plan = bench.practice("fix", "ip-forward-off@vm04", "--plan", "--json");
              assertThat(plan.status()).isEqualTo(1);
              assertThat(plan.json().propertyNames())
                  .containsExactly(
                      "finding", "remedy", "disturbance", "undo", "containers", "byHand", "steps");
              Outcome fixed = bench.practice("fix", "ip-forward-off@vm04", "--json", "--yes");
              assertThat(fixed.status()).as(fixed.out() + fixed.err()).isZero();
              return fixed.json();
            });
    assertThat(json.propertyNames())
        .containsExactly(
            "finding",
            "remedy",
            "disturbance",
            "undo",
            "containers",
            "byHand",
            "steps",
            "healed",
            "red",
            "left");
    assertThat(json.get("undo").asString()).isEqualTo("wholly");
    assertThat(json.get("disturbance").asString()).isEqualTo("none");
    assertThat(json.get("healed").asBoolean()).isTrue();
    assertThat(json.get("steps")).hasSize(2);
    assertThat(json.get("steps").get(0).propertyNames())
        .containsExactly("node", "id", "command", "outcome");
    assertThat(json.get("steps").get(0).get("command").asString())
        .isEqualTo("echo 1 > /proc/sys/net/ipv4/ip_forward");
    assertThat(json.get("steps").get(1).get("id").asString()).isEqualTo("setting");
  }

  @Test
  void thePlanAloneChangesNothingAndNamesTheContainersThatStop() {
    Outcome plan =
        broken(
            FaultKind.FIREWALL_FLUSHED,
            () -> bench.practice("fix", "docker-chains-flushed@vm04", "--plan"));
    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out())
        .contains("~ docker-start  restart docker.service", "! docker restarts")
        .contains("A rollback undoes none of this.");
  }

  @Test
  void anInstructionIsPrintedAndNothingIsDone() {
    Outcome told =
        broken(FaultKind.CLOCK_BEHIND, () -> bench.practice("fix", "clock-skew@vm04", "--yes"));
    assertThat(told.status()).isEqualTo(1);
    assertThat(told.out())
        .contains("This is for you to do; nothing was changed:", "→ Set the clock of vm04");
    JsonNode json =
        broken(
            FaultKind.CLOCK_BEHIND,
            () -> bench.practice("fix", "clock-skew@vm04", "--json").json());
    assertThat(json.get("steps")).isEmpty();
    assertThat(json.get("byHand").get(0).asString()).startsWith("Set the clock of vm04");
  }

  @Test
  void whatIsLeftIsSaid() {
    Outcome fixed =
        broken(
            FaultKind.FORWARD_MISSING,
            () ->
                broken(
                    FaultKind.IP_FORWARD_OFF,
                    () -> bench.practice("fix", "forward-missing@vm04>vm02", "--yes")));
    assertThat(fixed.status()).as(fixed.out()).isZero();
    assertThat(fixed.out()).contains("ip-forward-off@vm04");
  }

  @Test
  void withoutLeaveNothingIsDone() {
    Outcome asked = broken(FaultKind.ROUTE_MISSING, () -> bench.practice("fix", ROUTE));
    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.out()).contains("~ kernel").doesNotContain("is gone");
  }

  @Test
  void aReadOnlyRunShowsAndRefuses() {
    Outcome refused = broken(FaultKind.ROUTE_MISSING, () -> bench.readOnly("fix", ROUTE, "--yes"));
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).contains("~ kernel  ip route replace");
    assertThat(refused.err()).contains("read-only");
    assertThat(bench.mutatingCalls("--read-only")).isEmpty();
  }

  @Test
  void whatIsNotThereIsAnsweredWithWhatIs() {
    Outcome unknown =
        broken(FaultKind.ROUTE_MISSING, () -> bench.practice("fix", "route-missing@vm09"));
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains(ROUTE);
    Outcome none =
        broken(FaultKind.ROUTE_MISSING, () -> bench.practice("fix", ROUTE, "--remedy", "3"));
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("numbered 1 to 2");
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
