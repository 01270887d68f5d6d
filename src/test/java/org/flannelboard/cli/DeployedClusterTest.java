package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.flannelboard.cli.CliBench.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the commands that only look say of two nodes that are as they should be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployedClusterTest {

  private CliBench bench;
  @TempDir static Path folder;

  @BeforeAll
  void deploy() {
    bench = new CliBench(2, folder);
    Outcome push = bench.practice("push", "--all", "--yes");
    assertThat(push.status()).as(push.out() + push.err()).isZero();
  }

  @AfterAll
  void close() {
    bench.close();
  }

  @Test
  void statusAsText() {
    Outcome status = bench.practice("status");
    assertThat(status.status()).isZero();
    assertThat(status.out()).contains("vm01", "vm02", "active", "etcd ", "\"Network\"");
  }

  @Test
  void statusAsJson() {
    JsonNode status = bench.practice("status", "--json").json();
    assertThat(status.propertyNames()).containsExactly("at", "healthy", "nodes", "etcd");
    assertThat(status.get("healthy").asBoolean()).isTrue();
    JsonNode node = status.get("nodes").get(0);
    assertThat(node.propertyNames())
        .containsExactly(
            "name",
            "ip",
            "reachable",
            "hostname",
            "os",
            "kernel",
            "units",
            "subnet",
            "vtepMac",
            "docker0",
            "certificate",
            "checks");
    assertThat(node.get("units").get("flanneld.service").propertyNames())
        .containsExactly("activeState", "subState", "enabled");
    assertThat(node.get("certificate").propertyNames())
        .containsExactly(
            "subject", "issuer", "fingerprint", "notBefore", "notAfter", "trusted", "keyMatches");
    assertThat(node.get("checks")).allMatch(check -> check.get("holds").asBoolean());
    assertThat(status.get("etcd").propertyNames())
        .containsExactly("api", "version", "apis", "members", "config", "leases");
    assertThat(status.get("etcd").get("leases").asInt()).isEqualTo(2);
  }

  @Test
  void logs() {
    Outcome logs = bench.practice("logs", "vm01", "--lines", "2");
    assertThat(logs.status()).isZero();
    assertThat(logs.out().lines()).hasSize(2).allSatisfy(line -> assertThat(line).contains("vm01"));
    JsonNode document = bench.practice("logs", "vm01", "--unit", "docker", "--json").json();
    assertThat(document.propertyNames()).containsExactly("name", "unit", "lines");
    assertThat(document.get("unit").asString()).isEqualTo("docker.service");
    assertThat(bench.practice("logs", "vm01", "--lines", "0").status()).isEqualTo(2);
    assertThat(bench.practice("logs", "vm09").err()).contains("vm09");
  }

  @Test
  void restartAsksFirst() {
    Outcome asked = bench.practice("restart", "vm01", "--unit", "docker");
    assertThat(asked.status()).isEqualTo(1);
    assertThat(asked.out()).contains("docker.service", "docker restarts");
    assertThat(asked.err()).contains("Nothing was changed");
  }

  @Test
  void restartMeasuresAfterwards() {
    Outcome restarted = bench.practice("restart", "vm01", "--unit", "docker", "--yes");
    assertThat(restarted.status()).isZero();
    assertThat(restarted.out()).contains("docker.service is active; 2 of the node’s 2 pairs");
    JsonNode json =
        bench.practice("restart", "vm01", "--unit", "flanneld", "--yes", "--json").json();
    assertThat(json.propertyNames())
        .containsExactly(
            "name", "unit", "succeeded", "activeState", "pairs", "reached", "unreached");
    assertThat(json.get("succeeded").asBoolean()).isTrue();
  }

  @Test
  void pingAsCsvAndInTheFormatAskedFor() {
    Outcome csv = bench.practice("ping", "--count", "1", "--interval", "100", "--format", "csv");
    assertThat(csv.status()).isZero();
    assertThat(csv.out().lines())
        .hasSize(3)
        .startsWith("from,to,state,rttMs,lossRatio,at,cause")
        .anyMatch(line -> line.matches("vm01,vm02,reached,[0-9.]+,0\\.0,2030-[^,]+,"));
    Outcome json = bench.practice("ping", "--count", "1", "--interval", "100", "--format", "json");
    assertThat(json.json().get("pairs").asInt()).isEqualTo(2);
    Outcome text =
        bench.practice("--json", "ping", "--count", "1", "--interval", "100", "--format", "text");
    assertThat(text.out()).contains("2 of 2 pairs reached");
    assertThat(bench.practice("ping", "--format", "xml").status()).isEqualTo(2);
  }

  @Test
  void pingAsText() {
    Outcome ping = bench.practice("ping", "--count", "1", "--interval", "100");
    assertThat(ping.status()).isZero();
    assertThat(ping.out()).contains("2 of 2 pairs reached");
  }

  @Test
  void pingAsJson() {
    JsonNode ping = bench.practice("ping", "--json", "--count", "1", "--interval", "100").json();
    assertThat(ping.propertyNames()).containsExactly("at", "pairs", "reached", "cells");
    assertThat(ping.get("cells"))
        .hasSize(2)
        .allSatisfy(
            cell -> {
              assertThat(cell.propertyNames())
                  .containsExactly("from", "to", "state", "rttMs", "lossRatio", "at");
              assertThat(cell.get("state").asString()).isEqualTo("reached");
              assertThat(cell.get("lossRatio").asDouble()).isZero();
            });
  }

  @Test
  void leases() {
    assertThat(bench.practice("leases").out()).contains("PublicIP", "vm01", "vm02", "2 leases");
    JsonNode leases = bench.practice("leases", "--json").json();
    assertThat(leases.propertyNames())
        .containsExactly("leases", "withoutLease", "malformed", "unseen");
    assertThat(leases.get("leases").get(0).propertyNames())
        .containsExactly(
            "subnet", "node", "publicIp", "backendType", "vtepMac", "ttlSeconds", "anomalies");
    assertThat(leases.get("leases").get(0).get("anomalies")).isEmpty();
  }

  @Test
  void networkShow() {
    assertThat(bench.practice("network", "show").out()).contains("10.253.0.0/16");
    JsonNode shown = bench.practice("network", "show", "--json").json();
    assertThat(shown.propertyNames()).containsExactly("config", "revision");
  }

  @Test
  void aNetworkThatIsThereAlreadyIsNotWritten() {
    Outcome same = bench.practice("network", "set", "--json");
    assertThat(same.status()).isZero();
    assertThat(same.json().propertyNames()).containsExactly("changed", "config");
    assertThat(same.json().get("changed").asBoolean()).isFalse();
    assertThat(bench.practice("network", "set").out()).contains("Nothing to change");
  }

  @Test
  void aNetworkOverTheNodesIsRefused() {
    String config = "{\"Network\":\"172.16.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}";
    String before = bench.practice("network", "show").out();
    Outcome refused = bench.practice("network", "set", "--yes", "--json", "--config", config);
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.json().get("changed").asBoolean()).isFalse();
    assertThat(refused.json().get("problems"))
        .extracting(problem -> problem.get("code").asString())
        .contains("network-overlaps", "network-covers-node");
    assertThat(bench.practice("network", "set", "--yes", "--config", "{").status()).isEqualTo(2);
    assertThat(bench.practice("network", "show").out()).isEqualTo(before);
  }

  @Test
  void aNetworkIsNotChangedWithoutLeave() {
    String config = "{\"Network\":\"10.1.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}";
    Outcome unasked = bench.practice("network", "set", "--config", config);
    assertThat(unasked.status()).isEqualTo(1);
    assertThat(unasked.err()).contains("Nothing was changed.");
    assertThat(bench.practice("network", "show").out()).contains("10.253.0.0/16");
  }

  @Test
  void certificateShow() {
    Outcome shown = bench.practice("certificate", "show");
    assertThat(shown.status()).isZero();
    assertThat(shown.out()).contains("SHA-256", "vm01", "✓");
    JsonNode node = bench.practice("certificate", "show", "--json").json().get("nodes").get(1);
    assertThat(node.get("name").asString()).isEqualTo("vm02");
    assertThat(node.get("certificate").get("trusted").asBoolean()).isTrue();
    assertThat(node.get("certificate").get("keyMatches").asBoolean()).isTrue();
  }

  @Test
  void certificatesAreIssuedIntoAFolder(@TempDir Path into) {
    Outcome issued = bench.practice("certificate", "issue", into.toString(), "--json");
    assertThat(issued.status()).as(issued.err()).isZero();
    assertThat(issued.json().get("files"))
        .extracting(file -> Path.of(file.asString()).getFileName().toString())
        .containsExactlyInAnyOrder("flannel.pem", "flannel-key.pem", "flannel.csr");
    assertThat(into.resolve("flannel.pem")).content().contains("BEGIN CERTIFICATE");
    assertThat(bench.practice("certificate", "issue", into.toString()).status())
        .as("what is there is not overwritten")
        .isEqualTo(2);
  }

  @Test
  void aRequestOfCfsslsIsIssuedAsItSays(@TempDir Path into) throws Exception {
    Path request = into.resolve("other-csr.json");
    Files.writeString(
        request,
        """
        {
          "CN": "other",
          "hosts": [],
          "key": { "algo": "ecdsa", "size": 256 },
          "names": [{ "C": "CN", "O": "k8s" }]
        }
        """);
    Outcome issued =
        bench.practice(
            "certificate", "issue", into.toString(), "--request", request.toString(), "--json");
    assertThat(issued.status()).as(issued.err()).isZero();
    try (InputStream pem = Files.newInputStream(into.resolve("flannel.pem"))) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=other,O=k8s,C=CN");
      assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    Files.writeString(request, "{ \"CN\": ");
    Outcome refused =
        bench.practice("certificate", "issue", into.toString(), "--request", request.toString());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains(request.toString());
  }

  @Test
  void anAuthorityIsMadeIntoAFolder(@TempDir Path into) {
    Outcome made = bench.practice("certificate", "create-ca", "--cn", "lab", into.toString());
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out()).contains("ca.pem", "ca-key.pem", "ca.csr");
    assertThat(into.resolve("ca-key.pem")).exists();
  }

  @Test
  void aPlanOfWhatIsThereIsEmpty() {
    Outcome plan = bench.practice("plan");
    assertThat(plan.status()).isZero();
    assertThat(plan.out()).contains("nothing to change");
    JsonNode json = bench.practice("plan", "--json", "vm01").json();
    assertThat(json.propertyNames())
        .containsExactly(
            "changes",
            "certificateIssued",
            "certificateEndsWithCa",
            "etcd",
            "nodes",
            "unreachable");
    assertThat(json.get("changes").asInt()).isZero();
    assertThat(json.get("nodes")).hasSize(1);
  }

  @Test
  void aSecondPushChangesNothing() {
    Outcome again = bench.practice("push", "--all");
    assertThat(again.status()).isZero();
    assertThat(again.out()).contains("0 changes");
  }

  @Test
  void aRunbookOfWhatIsThereIsEmpty() {
    assertThat(bench.practice("runbook").out()).contains("nothing to do");
    assertThat(bench.practice("runbook", "--json").json().propertyNames())
        .containsExactly("runbook");
  }
}
