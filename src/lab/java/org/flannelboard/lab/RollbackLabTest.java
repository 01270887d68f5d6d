package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Undoing a push gives each node back as it was, byte for byte, and a push brings it back. */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollbackLabTest {

  /** What somebody had installed by hand before: other contents, modes and owners. */
  private static final String OLD_FLANNEL =
      """
      install -d -m 0750 /etc/flanneld
      echo 'FLANNEL_OPTIONS="-v=9"' >/etc/flanneld/flanneld
      chmod 0640 /etc/flanneld/flanneld
      chown daemon:adm /etc/flanneld/flanneld
      printf '#!/bin/sh\\nexit 1\\n' >/usr/bin/mk-docker-opts.sh
      chmod 0711 /usr/bin/mk-docker-opts.sh
      touch -d '2018-06-13 23:15:17' /etc/flanneld/flanneld /usr/bin/mk-docker-opts.sh
      """;

  private static final String UNIT = "/usr/lib/systemd/system/docker.service";

  private final Lab lab;
  private final Flannelboard flannelboard;
  private final Flannelboard inPlace;
  private final Map<String, NodeState> before = new TreeMap<>();

  RollbackLabTest(Lab lab) {
    this.lab = lab;
    this.flannelboard = lab.flannelboard();
    this.inPlace = lab.flannelboard(root -> root.putObject("docker").put("style", "in-place"));
  }

  @BeforeAll
  void push() {
    lab.reset();
    lab.on("vm04", OLD_FLANNEL);
    for (String node : List.of("vm01", "vm02", "vm04")) {
      before.put(node, NodeState.of(lab, node));
    }
    inPlace.json("push", "vm01", "--yes").exits(0);
    flannelboard.json("push", "--all", "--yes").exits(0);
  }

  @Test
  void everyFileIsBackAndAPushBringsTheNodeBack() {
    rollBack("vm04", flannelboard);
    assertThat(lab.on("vm04", "systemctl is-active docker")).isEqualTo("active\n");
    assertThat(lab.on("vm04", "cat /proc/$(pidof dockerd)/cmdline")).doesNotContain("--bip");
    flannelboard.run("rollback", "vm04", "--yes").exits(1); // there is nothing left to undo

    flannelboard.json("push", "vm04", "--yes").exits(0);
    assertThat(flannelboard.json("ping").exits(0).json().path("reached").asInt()).isEqualTo(12);
  }

  @Test
  void everyFileIsBackWhereSudoIsNeeded() {
    rollBack("vm02", flannelboard);
    assertThat(lab.tryOn("vm02", "systemctl is-active docker").out()).isEqualTo("inactive\n");

    flannelboard.json("push", "vm02", "--yes").exits(0);
    assertThat(flannelboard.json("ping").exits(0).json().path("reached").asInt()).isEqualTo(12);
  }

  @Test
  void theUnitEditedInPlaceIsTheGuidesAndComesBack() {
    String original =
        lab.on("vm01", "cat /var/lib/flannelboard/kept/1/lib/systemd/system/docker.service");
    String edited =
        original
            .replace(
                "#EnvironmentFile=-/etc/sysconfig/docker-network",
                "EnvironmentFile=-/run/flannel/docker")
            .replace(
                "After=network.target containerd.service",
                "After=network.target containerd.service flanneld.service");
    assertThat(edited).isNotEqualTo(original);
    assertThat(lab.on("vm01", "cat " + UNIT)).isEqualTo(edited);
    assertThat(lab.on("vm01", "cat /proc/$(pidof dockerd)/cmdline")).contains("--bip=10.253.");

    rollBack("vm01", inPlace);
    assertThat(lab.on("vm01", "cat " + UNIT)).isEqualTo(original);

    inPlace.json("push", "vm01", "--yes").exits(0);
    assertThat(lab.on("vm01", "cat " + UNIT)).isEqualTo(edited);
  }

  private void rollBack(String node, Flannelboard product) {
    var report = product.json("rollback", node, "--yes").exits(0).json();
    assertThat(report.path("checks"))
        .isNotEmpty()
        .allSatisfy(check -> assertThat(check.path("holds").asBoolean()).isTrue());
    assertThat(before(node).differences(NodeState.of(lab, node))).isEmpty();
  }

  private NodeState before(String node) {
    return Objects.requireNonNull(before.get(node));
  }
}
