package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands on two nodes as the guide finds them. */
class PushCommandTest {

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
  void nothingHappensWithoutLeave() {
    SortedMap<String, String> before = disks();
    Outcome unasked = bench.practice("push", "--all");
    assertThat(unasked.status()).isEqualTo(1);
    assertThat(unasked.out()).contains("~ flanneld-binary", "changes.");
    assertThat(unasked.err()).contains("Nothing was changed.");
    assertThat(disks()).isEqualTo(before);
  }

  @Test
  void aPlanAndARunbookChangeNothing() throws Exception {
    SortedMap<String, String> before = disks();
    Outcome plan = bench.practice("plan", "--json");
    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.json().get("certificateIssued").asBoolean()).isTrue();
    assertThat(plan.json().get("etcd").get("problems")).isEmpty();
    JsonNode step = plan.json().get("nodes").get(0).get("steps").get(1);
    assertThat(step.propertyNames()).containsExactly("id", "changes", "path", "diff", "risk");
    Outcome markdown = bench.practice("runbook");
    assertThat(markdown.out())
        .contains("Runbook for the cluster practice", "```sh", "cfssl gencert");
    assertParses(bench.practice("runbook", "--format", "sh").out());
    assertThat(disks()).isEqualTo(before);
  }

  @Test
  void aPushSaysWhatBecameOfEachStepAndCanBeUndone() {
    Outcome push = bench.practice("push", "vm01", "--yes", "--json");
    assertThat(push.status()).as(push.err()).isZero();
    assertThat(push.json().propertyNames())
        .containsExactly("succeeded", "changes", "etcd", "nodes");
    assertThat(push.json().get("nodes")).hasSize(1);
    JsonNode node = push.json().get("nodes").get(0);
    assertThat(node.propertyNames()).containsExactly("name", "succeeded", "steps");
    assertThat(node.get("steps"))
        .allSatisfy(
            step ->
                assertThat(step.propertyNames())
                    .containsExactly("id", "changed", "outcome", "evidence"));

    assertThat(bench.practice("status").status()).as("vm02 is not deployed").isEqualTo(1);
    Outcome unasked = bench.practice("rollback", "vm01");
    assertThat(unasked.out()).contains("the push to vm01 that began at 2030-06-13T15:15:17Z:");
    assertThat(unasked.status()).isEqualTo(1);
    assertThat(unasked.out()).contains("Undo the push to vm01");
    Outcome undone = bench.practice("rollback", "vm01", "--yes", "--json");
    assertThat(undone.status()).as(undone.err()).isZero();
    assertThat(undone.json().propertyNames()).containsExactly("name", "actions", "checks");
    assertThat(undone.json().get("checks")).allMatch(check -> check.get("holds").asBoolean());
  }

  @Test
  void aDifferenceIsSaidOnceWithTheNodesItIsOn() {
    String plan = bench.practice("plan").out();
    assertThat(plan.lines().filter(line -> line.contains("+ExecStart=")).toList()).hasSize(1);
    assertThat(plan.lines().filter("vm01, vm02"::equals).toList()).hasSize(1);
    String restart = "  ~ docker-start  restart docker.service (its files change)";
    assertThat(plan.lines().dropWhile(line -> !line.equals("vm02"))).contains(restart);
    JsonNode nodes = bench.practice("plan", "--json").json().get("nodes");
    assertThat(nodes.get(0).toString()).contains("+ExecStart=");
    assertThat(nodes.get(1).toString()).contains("+ExecStart=");
  }

  @Test
  void whatWasNotSeenIsNotSaidToBeAsItShould() {
    bench.practice("push", "--all", "--yes");
    assertThat(bench.practice("plan").out())
        .contains("vm01, vm02  as it should be", "✓ Everything is as it should be");
    bench.practice.switchOn(new PracticeFault.HostKeyUnknown(new NodeId("vm02")));
    Outcome plan = bench.practice("plan");
    assertThat(plan.status()).isEqualTo(3);
    assertThat(plan.out())
        .contains("vm01  as it should be", "? Not seen, so nothing is said of: vm02")
        .doesNotContain("✓");
    assertThat(bench.practice("certificate", "renew", "--yes").out())
        .contains("✗ Not renewed at vm02; 1 node was renewed.")
        .doesNotContain("flannelboard rollback");
  }

  @Test
  void withoutEtcdNobodyKnowsOfALease() {
    bench.practice("push", "--all", "--yes");
    bench.practice.switchOn(new PracticeFault.EtcdUnreachable());
    assertThat(bench.practice("status").out().lines().filter(line -> line.startsWith("vm01")))
        .singleElement()
        .asString()
        .containsPattern("active +active +\\? +10\\.253");
  }

  @Test
  void theJournalsListWhatWasPushedTheLatestFirst() {
    assertThat(bench.practice("rollback", "--list").out()).contains("Nothing was pushed yet.");
    bench.practice("push", "--all", "--yes", "--canary", "--batch", "1");
    bench.practice("push", "vm01", "--yes", "--renew-certificate");
    Outcome list = bench.practice("rollback", "--list", "--json");
    assertThat(list.status()).isZero();
    JsonNode pushes = list.json().get("nodes").get(0).get("generations");
    assertThat(pushes).hasSize(2);
    assertThat(pushes.get(0).propertyNames())
        .containsExactly("number", "startedAt", "state", "undoneNext", "files", "units", "kernel");
    assertThat(pushes.get(0).get("number").asInt()).isEqualTo(2);
    assertThat(pushes.get(0).get("undoneNext").asBoolean()).isTrue();
    assertThat(pushes.get(1).get("undoneNext").asBoolean()).isFalse();
    assertThat(bench.practice("rollback", "vm01", "--list").out())
        .contains("vm01", "2030-06-13T15:15:17Z  complete", "rollback undoes this one")
        .doesNotContain("vm02");
    assertThat(bench.practice("rollback").status()).isEqualTo(2);
    assertThat(bench.practice("push", "--all", "--batch", "-1").status()).isEqualTo(2);
  }

  @Test
  void aNetworkOverTheNodesStopsThePushBeforeAnythingIsWritten() {
    SortedMap<String, String> before = disks();
    ClusterProfile wrong = inNetwork("172.16.0.0/16");
    Outcome plan = bench.on(wrong, "plan", "--language", "en");
    assertThat(plan.status()).isEqualTo(1);
    assertThat(plan.out()).contains("✗ Network: The network 172.16.0.0/16 overlaps");
    JsonNode problems = bench.on(wrong, "plan", "--json").json().get("etcd").get("problems");
    assertThat(problems.get(0).propertyNames())
        .containsExactly("code", "arguments", "message", "remedy", "path", "severity");

    Outcome push = bench.on(wrong, "push", "--all", "--yes", "--json");
    assertThat(push.status()).isEqualTo(1);
    JsonNode failure = push.json().get("etcd").get("failure");
    assertThat(failure.get("code").asString()).isEqualTo("network-refused");
    assertThat(failure.get("arguments").get("problems").asString())
        .contains("network-covers-node (Network)");
    assertThat(push.json().get("nodes"))
        .hasSize(2)
        .allSatisfy(node -> assertThat(node.get("succeeded").asBoolean()).isFalse());
    assertThat(disks()).isEqualTo(before);
    assertThat(bench.practice("plan", "--json").json().get("etcd").get("changes").asBoolean())
        .as("etcd still has no configuration")
        .isTrue();
  }

  @Test
  void whatCannotBeKnownBeforeTheFirstPushIsSaid() {
    Outcome network = bench.practice("network", "show", "--json");
    assertThat(network.status()).isEqualTo(3);
    assertThat(network.json().get("failure").get("code").asString())
        .isEqualTo("no-client-certificate");
    Outcome rollback = bench.practice("rollback", "vm01", "--yes");
    assertThat(rollback.err()).contains("There is nothing to undo on vm01");
  }

  private ClusterProfile inNetwork(String network) {
    ClusterProfile p = bench.practice.profile();
    return new ClusterProfile(
        p.name(),
        p.nodes(),
        p.knownHosts(),
        p.etcd(),
        NetworkConfig.of(Cidr.of(network), 24, p.network().backend()),
        p.sizeReason(),
        p.flannel(),
        p.certificates(),
        p.paths(),
        p.docker());
  }

  private SortedMap<String, String> disks() {
    SortedMap<String, String> disks = new TreeMap<>();
    bench
        .practice
        .profile()
        .nodes()
        .forEach(
            node ->
                PracticeDisk.of(bench.practice, node.id())
                    .forEach((path, content) -> disks.put(node.id() + path, content)));
    return disks;
  }

  /** The shell reads the script to its end and finds nothing wrong with its syntax. */
  private void assertParses(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("runbook.sh"), script);
    Process sh = new ProcessBuilder("sh", "-n", file.toString()).redirectErrorStream(true).start();
    String said = new String(sh.getInputStream().readAllBytes());
    assertThat(sh.waitFor()).as(said + script).isZero();
    assertThat(script).startsWith("#!/bin/sh");
  }
}
