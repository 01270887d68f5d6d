package org.flannelboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flannelboard.cli.CliBench.Outcome;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The network's commands that look ahead, write with care, and watch the leases. */
class NetworkCommandTest {

  @TempDir Path folder;

  @Test
  void impactSaysWhatASetWouldDoAndWritesNothing() throws IOException {
    try (CliBench bench = deployed(3)) {
      Path file = file("{\"Network\":\"10.9.0.0/16\",\"Backend\":{\"Type\":\"vxlan\",\"VNI\":7}}");
      Outcome told = bench.practice("network", "impact", file.toString());
      assertThat(told.status()).isEqualTo(1);
      assertThat(told.out())
          .contains("moves from 10.253.0.0/16 to 10.9.0.0/16", "orphaned: 3", "vm01 (10.253.");

      JsonNode json = bench.practice("network", "impact", file.toString(), "--json").json();
      assertThat(json.propertyNames())
          .containsExactly("changes", "refused", "disrupts", "config", "problems", "effects");
      assertThat(json.get("disrupts").asBoolean()).isTrue();
      assertThat(json.get("effects").get(0).propertyNames())
          .containsExactly("code", "arguments", "message", "remedy", "path", "weight", "whom");
      assertThat(bench.practice("network", "show").out()).contains("10.253.0.0/16");

      assertThat(bench.practice("network", "impact").status())
          .as("the profile's is what is stored")
          .isZero();
      assertThat(bench.practice("network", "impact", file("{\"Network\":1}").toString()).status())
          .isEqualTo(2);
      Outcome broken = bench.practice("network", "impact", file("{\n \"Network\"").toString());
      assertThat(broken.status()).isEqualTo(2);
      assertThat(broken.err()).contains("line 2, column");
      Outcome nowhere = bench.practice("network", "impact", "/nowhere/at-all.json");
      assertThat(nowhere.status()).isEqualTo(2);
      assertThat(nowhere.err()).contains("cannot be read: no such file.");
    }
  }

  @Test
  void setKeepsMembersNobodyHereKnows() throws IOException {
    try (CliBench bench = deployed(2)) {
      String text =
          "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,"
              + "\"Backend\":{\"Type\":\"vxlan\"},\"Ours\":{\"ticket\":[4711]}}";
      Outcome set = bench.practice("network", "set", "--yes", "--file", file(text).toString());
      assertThat(set.status()).as(set.err()).isZero();
      assertThat(bench.practice("network", "show").out().strip()).isEqualTo(text);
      assertThat(bench.practice("network", "set", "--file", file(text).toString()).out())
          .contains("Nothing to change");
    }
  }

  @Test
  void leasesWatchTheNodesToo() {
    try (CliBench bench = deployed(4)) {
      assertThat(bench.practice("leases").status()).isZero();
      bench.practice.switchOn(new PracticeFault.NodeDown(new NodeId("vm04")));
      Outcome unseen = bench.practice("leases");
      assertThat(unseen.status()).isEqualTo(3);
      assertThat(unseen.err()).contains("could not be read", "vm04");
    }
  }

  @Test
  void aNetworkMovedUnderTheLeasesShowsInThem() throws IOException {
    try (CliBench bench = deployed(2)) {
      Path file = file("{\"Network\":\"10.9.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}");
      bench.practice("network", "set", "--yes", "--file", file.toString());
      Outcome leases = bench.practice("leases");
      assertThat(leases.status()).isEqualTo(1);
      assertThat(leases.err()).contains("is none that the configuration with 10.9.0.0/16");
      assertThat(bench.practice("leases", "--json").json().get("leases").get(0).get("anomalies"))
          .extracting(anomaly -> anomaly.get("code").asString())
          .isEqualTo(List.of("lease-outside-network"));
    }
  }

  private CliBench deployed(int nodes) {
    CliBench bench = new CliBench(nodes, folder);
    assertThat(bench.practice("push", "--all", "--yes").status()).isZero();
    return bench;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("network-" + text.hashCode() + ".json"), text);
  }
}
