package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Certificates from the command line, from nothing to renewed. */
class CertificateCommandTest {

  @TempDir Path folder;

  @Test
  void fromNothingToEveryNode() throws Exception {
    try (CliBench bench = new CliBench(2, folder)) {
      Outcome bare = bench.practice("certificate", "list");
      assertThat(bare.status()).isEqualTo(1);
      assertThat(bare.out()).contains("✗ missing");
      assertThat(bare.err()).contains("vm02 has no certificate for flanneld");

      Path issued = Files.createDirectories(folder.resolve("issued"));
      Outcome made = bench.practice("certificate", "issue", issued.toString());
      assertThat(made.status()).isZero();
      assertThat(made.out()).contains("! The certificate ends with its CA, at 2035-06-");
      String from = issued.toString();
      assertThat(bench.practice("plan").out())
          .contains("! The certificate ends with its CA, at 2035");
      Outcome unasked = bench.practice("certificate", "distribute", "--from", from);
      assertThat(unasked.status()).isEqualTo(1);
      assertThat(unasked.out()).contains("certificate-key");
      Outcome given = bench.practice("certificate", "distribute", "--from", from, "--yes");
      assertThat(given.status()).as(given.err()).isZero();
      assertThat(given.out()).contains("4 changes");

      JsonNode list = bench.practice("certificate", "list", "--json").json();
      assertThat(list.propertyNames()).containsExactly("at", "nodes");
      JsonNode node = list.get("nodes").get(1);
      assertThat(node.propertyNames())
          .containsExactly("name", "state", "path", "mode", "keyMode", "certificate", "findings");
      assertThat(node.get("state").asString()).isEqualTo("good");
      assertThat(node.get("certificate").get("key").asString()).isEqualTo("rsa 2048");
      assertThat(bench.practice("network", "set", "--yes").status())
          .as("etcd lets in what was distributed")
          .isZero();
    }
  }

  @Test
  void aFileThatIsNotThereIsSaidToBeNamedWhereItIs() {
    try (CliBench bench = new CliBench(2, folder)) {
      Outcome given =
          bench.practice("certificate", "distribute", "--from", folder.resolve("no").toString());
      assertThat(given.err())
          .contains("no such file", "Check that the path is the one that is meant")
          .doesNotContain("in the profile");
      ClusterProfile profile = bench.practice.profile();
      CertificateSpec.Ca ca = profile.certificates().ca();
      FileRef missing = new FileRef.Local(folder.resolve("ca-key.pem"));
      Outcome named =
          bench.on(
              withAuthority(
                  profile, new CertificateSpec.Ca(ca.certificate(), missing, ca.config())),
              "--language",
              "en",
              "certificate",
              "issue",
              folder.toString());
      assertThat(named.err())
          .contains("which the profile names as certificates.ca.key, cannot be read")
          .contains("Correct certificates.ca.key in the profile");
    }
  }

  private static ClusterProfile withAuthority(ClusterProfile p, CertificateSpec.Ca ca) {
    return new ClusterProfile(
        p.name(),
        p.nodes(),
        p.knownHosts(),
        p.etcd(),
        p.network(),
        p.sizeReason(),
        p.flannel(),
        new CertificateSpec(ca, p.certificates().profile(), p.certificates().request()),
        p.paths(),
        p.docker());
  }

  @Test
  void renewedNodeByNode() {
    try (CliBench bench = new CliBench(2, folder)) {
      bench.practice("push", "--all", "--yes");
      String before = bench.practice("certificate", "list").out();
      assertThat(bench.practice("certificate", "renew", "--node", "vm09", "--yes").status())
          .isEqualTo(2);
      Outcome renewed = bench.practice("certificate", "renew", "--yes");
      assertThat(renewed.status()).as(renewed.err()).isZero();
      assertThat(renewed.err()).contains("1 of 2: vm01", "2 of 2: vm02");
      assertThat(renewed.out()).contains("Renewed and verified on 2 nodes");
      assertThat(bench.practice("certificate", "list").out()).isNotEqualTo(before);
      assertThat(bench.practice("ping", "--count", "1", "--interval", "100").status()).isZero();
    }
  }

  @Test
  void aRenewalThatStopsSaysWhereAndHowToUndo() {
    try (CliBench bench = new CliBench(2, folder)) {
      bench.practice("push", "--all", "--yes");
      bench.practice.switchOn(
          new PracticeFault.UnitStartFails(new NodeId("vm01"), "flanneld.service"));
      Outcome stopped = bench.practice("certificate", "renew", "--yes", "--json");
      assertThat(stopped.status()).isEqualTo(1);
      JsonNode nodes = stopped.json().get("nodes");
      assertThat(nodes.get(0).propertyNames())
          .containsExactly("name", "outcome", "undoable", "failure");
      assertThat(nodes.get(1).get("outcome").asString()).isEqualTo("not-reached");
    }
  }

  @Test
  void theAuthorityAndTheCalendar() throws Exception {
    try (CliBench bench = new CliBench(2, folder)) {
      Outcome ca = bench.practice("certificate", "ca");
      assertThat(ca.status()).isZero();
      assertThat(ca.out()).contains("vm01:/etc/kubernetes/ssl/ca.pem", "It can sign");
      assertThat(bench.practice("certificate", "ca", "--json").json().propertyNames())
          .containsExactly("source", "certificate", "problems");
      Path empty = Files.createDirectories(folder.resolve("empty"));
      assertThat(bench.practice("certificate", "ca", "--folder", empty.toString()).status())
          .isEqualTo(2);

      bench.practice("certificate", "distribute", "--yes");
      Path file = folder.resolve("ends.ics");
      assertThat(bench.practice("certificate", "export-expiry", file.toString()).status()).isZero();
      assertThat(file)
          .content()
          .contains("Certificate of vm01 in practice ends", "of vm02 in", "of CA in");
    }
  }
}
