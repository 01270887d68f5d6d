package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.ObservationQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The scripts under the tools a machine that runs the lab has. */
class ScriptsLabTest {

  private static final Deadline MINUTE = Deadline.after(Duration.ofMinutes(1));

  private static final Path BUSYBOX = Path.of("target", "busybox");

  @BeforeAll
  static void nameBusyboxsTools() {
    String install = "test -d \"$1\" || { mkdir -p \"$1\" && busybox --install -s \"$1\"; }";
    try (NodeShell here = new LocalShell(new NodeId("here"), List.of("sh"), Map.of())) {
      here.exec(Script.of("busybox", install, BUSYBOX.toString()), MINUTE).orElseThrow();
    }
    assertThat(BUSYBOX.resolve("ip")).isSymbolicLink();
  }

  /** The shell and the tools of small systems; dash and bash are tried in every build. */
  @Nested
  class OnBusybox extends PosixNodeOpsTest.OnThisMachine {
    OnBusybox() {
      super("busybox", "sh");
    }

    /** As small systems have them: a name of busybox for each tool. */
    @Override
    protected Map<String, String> finding(Path bin) {
      return LocalShell.finding(bin, BUSYBOX);
    }

    /** Busybox's ip knows no {@code -d}: the network stays unknown. */
    @Override
    @Test
    protected void seesTheNetworkItPingsFrom() {
      ObservationQuery query = new ObservationQuery(List.of(), List.of(), true, false);
      assertThat(ops().observe(query, MINUTE).orElseThrow().network())
          .isInstanceOf(Known.Unknown.class);
    }
  }

  @Test
  void shellcheckHasNothingToSay() {
    try (NodeShell here = new LocalShell(new NodeId("here"), List.of("sh"), Map.of())) {
      ScriptsTest.SCRIPTS.forEach(
          (name, text) -> {
            Script check =
                Script.of("shellcheck " + name, "printf %s \"$1\" | shellcheck -s sh -", text);
            assertThat(here.exec(check, MINUTE).orElseThrow().text()).as(name).isEmpty();
          });
      Script canary = Script.of("shellcheck", "printf %s \"$1\" | shellcheck -s sh -", "rm $x");
      assertThat(here.exec(canary, MINUTE).orElseThrow().text()).contains("SC2086");
    }
  }
}
