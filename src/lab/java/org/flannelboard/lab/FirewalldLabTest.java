package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.lab.LabDiagnosis.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * firewalld itself on a node, with either of its backends: what it lets through is no fault, what
 * it refuses is named with its zone, and what nobody can see of it is said.
 */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirewalldLabTest {

  private static final String NODE = "vm04";

  /** docker puts its chains back when it starts; flanneld looks after its own two rules. */
  private static final String SETTLE =
      """
      systemctl reset-failed docker # it may be restarted more often than its start limit allows
      systemctl restart docker
      timeout 30 sh -c 'until iptables -w -C FORWARD -s 10.253.0.0/16 -j ACCEPT 2>/dev/null; do sleep 0.2; done'
      """;

  private static final String STOP =
      """
      systemctl stop firewalld
      rm -rf /etc/firewalld/zones
      """
          + SETTLE;

  private final Lab lab;
  private LabDiagnosis diagnosis;

  FirewalldLabTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void deploy(@TempDir Path folder) throws IOException {
    lab.flannelboard().deploy();
    diagnosis = LabDiagnosis.open(lab, folder);
  }

  @AfterEach
  void stop() {
    lab.on(NODE, STOP);
    diagnosis.awaitHealthy();
  }

  @AfterAll
  void close() throws IOException {
    diagnosis.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables"})
  void withThePortOpenItIsNoFault(String backend) {
    start(backend, "firewall-offline-cmd --add-port=8472/udp");

    assertThat(Seen.in(diagnosis.all())).isEqualTo(Seen.HEALTHY);
    assertThat(Seen.in(diagnosis.pair(NODE, "vm02"))).isEqualTo(Seen.HEALTHY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "iptables"})
  void withThePortClosedItIsNamedAndItsInstructionHeals(String backend) {
    start(backend, "");

    Report report = diagnosis.all();

    assertThat(Seen.in(report)).isEqualTo(new Seen(aroundTheNode(), Set.of("input-firewall@vm04")));
    Finding finding = report.diagnosis().finding("input-firewall@vm04").orElseThrow();
    assertThat(finding.remedies()).hasSize(1);
    Remedy.Instruct open = (Remedy.Instruct) finding.remedies().getFirst();
    assertThat(open.code()).isEqualTo("open-in-firewalld");
    assertThat(open.arguments())
        .containsEntry("zone", "--zone=public ")
        .containsEntry("port", "8472");
    lab.on(
        NODE,
        "firewall-cmd --permanent %s--add-port=%s/udp && firewall-cmd --reload"
            .formatted(open.arguments().get("zone"), open.arguments().get("port")));
    diagnosis.awaitHealthy();
  }

  /** Its library made the rules; nothing is there that shows them, but the counters tell. */
  @Test
  void withoutNftItSaysWhereAndWhatItCannotSee() {
    lab.on(NODE, "mv /usr/sbin/nft /usr/sbin/nft.hidden");
    try {
      start("nftables", "");

      Report report = diagnosis.pair("vm02", NODE);

      assertThat(Seen.in(report).causes())
          .isNotEmpty()
          .allMatch(it -> it.startsWith("unknown-at-hop@"));
      Finding finding = report.diagnosis().roots().getFirst();
      assertThat(finding.arguments()).containsEntry("hop", "port").containsEntry("node", NODE);
      assertThat(finding.arguments().get("ruledOut")).doesNotContain("input-firewall");
      assertThat(finding.evidence())
          .anyMatch(it -> it.line().equals("[firewalld runs, and nothing shows what it filters]"))
          .anyMatch(it -> it.line().startsWith("Ip/InDelivers "));
    } finally {
      lab.on(NODE, "mv /usr/sbin/nft.hidden /usr/sbin/nft");
    }
  }

  private void start(String backend, String more) {
    lab.on(
        NODE,
        """
        set -e
        sed -i 's/^FirewallBackend=.*/FirewallBackend=%s/' /etc/firewalld/firewalld.conf
        firewall-offline-cmd --zone=trusted --add-interface=flannel.1
        %s
        systemctl start firewalld
        """
                .formatted(backend, more)
            + SETTLE);
  }

  /** Neither direction works without the datagrams that the node refuses. */
  private static Set<String> aroundTheNode() {
    return FaultTable.rows().stream()
        .filter(row -> row.kind().code().equals("input-firewall"))
        .findFirst()
        .orElseThrow()
        .red(Lab.NODES, NODE, "vm02");
  }
}
