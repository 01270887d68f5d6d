package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An etcd that the workstation cannot reach itself, or shall not, is reached through a node. */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelLabTest {

  /** Names that the nodes alone know. */
  private static final String NAMES =
      """
      grep -q etcd-1.inside /etc/hosts || cat >>/etc/hosts <<'HOSTS'
      172.16.16.81 etcd-1.inside
      172.16.16.82 etcd-2.inside
      172.16.16.83 etcd-3.inside
      HOSTS
      """;

  private static final String FENCE = "-p tcp -s 172.16.16.1 --dport 2379 -j REJECT";

  private final Lab lab;

  TunnelLabTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void deploy() {
    lab.flannelboard().deploy();
  }

  @Test
  void theTunnelIsUsedWhereTheProfileSaysSo() {
    fence("-I");
    try {
      lab.flannelboard(etcd(e -> e.put("route", "direct"))).json("leases").exits(3);
      proveAtWork(lab.flannelboard(etcd(e -> e.put("route", "tunnel"))));
    } finally {
      fence("-D");
    }
  }

  @Test
  void theTunnelIsTheWayOutWhereNothingAnswersDirectly() {
    fence("-I");
    try {
      proveAtWork(lab.flannelboard(etcd(e -> e.put("route", "auto"))));
    } finally {
      fence("-D");
    }
  }

  /**
   * Certificates name vm01 to vm03 and their addresses: the tunnel does not excuse another name.
   */
  @Test
  void namesThatOnlyTheNodesKnowAreResolvedThereAndStillChecked() {
    Lab.NODES.forEach(node -> lab.on(node, NAMES));
    Flannelboard inside =
        lab.flannelboard(
            etcd(
                e -> {
                  ArrayNode endpoints = e.putArray("endpoints");
                  for (int i = 1; i <= 3; i++) {
                    endpoints.add("https://etcd-" + i + ".inside:2379");
                  }
                }));
    JsonNode failure = inside.json("leases").exits(3).json().path("failure");
    assertThat(failure.path("code").asString()).isEqualTo("etcd-server-untrusted");
    assertThat(failure.path("message").asString()).contains("etcd-1.inside:2379");
  }

  private static void proveAtWork(Flannelboard product) {
    assertThat(product.json("leases").exits(0).json().path("leases")).hasSize(4);
    JsonNode report = product.json("push", "--all", "--yes").exits(0).json();
    assertThat(report.path("changes").asInt()).isZero();
    JsonNode status = product.json("status").exits(0).json();
    assertThat(status.path("etcd").path("members")).hasSize(3);
  }

  /** Keeps the workstation from etcd, or lets it in again. */
  private void fence(String verb) {
    for (String node : new String[] {"vm01", "vm02", "vm03"}) {
      lab.on(node, "iptables " + verb + " INPUT " + FENCE);
    }
  }

  private static Consumer<ObjectNode> etcd(Consumer<ObjectNode> change) {
    return root -> change.accept((ObjectNode) root.get("etcd"));
  }
}
