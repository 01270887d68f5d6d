package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A push whose process dies is resumed by the next one, and undone as if it had been one push. */
@FourNodes
class InterruptedPushLabTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Lab lab;
  private final Flannelboard flannelboard;

  InterruptedPushLabTest(Lab lab) {
    this.lab = lab;
    this.flannelboard = lab.flannelboard();
  }

  /** Four pushes in a row die: among the files, before the reload, among the units, at the end. */
  @Test
  void whateverStepItDiesAtTheNextPushGoesOnAndRollbackLeadsBack() {
    lab.reset();
    Map<String, NodeState> before = new TreeMap<>();
    Lab.NODES.forEach(node -> before.put(node, NodeState.of(lab, node)));

    killAfter("flanneld-binary");
    assertInterrupted();
    killAfter("docker-unit");
    assertInterrupted();
    killAfter("flanneld-enable");
    assertInterrupted();
    killAfter("flanneld-start");
    assertInterrupted();

    JsonNode report = flannelboard.json("push", "--all", "--yes").exits(0).json();
    assertThat(report.path("changes").asInt()).isPositive();
    assertThat(flannelboard.json("ping").exits(0).json().path("reached").asInt()).isEqualTo(12);
    assertThat(flannelboard.json("push", "--all", "--yes").exits(0).json().path("changes").asInt())
        .isZero();

    for (String node : Lab.NODES) {
      flannelboard.json("rollback", node, "--yes").exits(0);
      NodeState then = Objects.requireNonNull(before.get(node));
      assertThat(then.differences(NodeState.of(lab, node))).as(node).isEmpty();
      assertThat(lab.on(node, "find / -xdev -name '*.flannelboard.*'")).as(node).isEmpty();
    }
  }

  /** Kills the push as soon as any node has done the step. */
  private void killAfter(String step) {
    Pattern line = Pattern.compile("✓ vm0\\d  " + step + "  .*");
    try (Program push = flannelboard.start("push", "--all", "--yes")) {
      push.err().await(said -> line.matcher(said).matches(), PATIENCE);
    }
  }

  /** At least one node knows that a push was interrupted, and none is said to be in order. */
  private void assertInterrupted() {
    long open =
        Lab.NODES.stream()
            .filter(
                node ->
                    lab.tryOn(
                                node,
                                "grep -q '\"state\" : \"open\"' /var/lib/flannelboard/journal.json")
                            .status()
                        == 0)
            .count();
    assertThat(open).isPositive();
    flannelboard.json("plan").exits(1);
  }
}
