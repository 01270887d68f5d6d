package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.flannelboard.base.Deadline;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The matrix shows what is broken, exactly there and no longer than it is. */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PingLabTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String BLOCK =
      "for chain in INPUT OUTPUT; do iptables -I $chain -p udp --dport 8472 -j DROP; done";
  private static final String UNBLOCK =
      "for chain in INPUT OUTPUT; do iptables -D $chain -p udp --dport 8472 -j DROP; done";

  private final Lab lab;
  private final Flannelboard flannelboard;

  PingLabTest(Lab lab) {
    this.lab = lab;
    this.flannelboard = lab.flannelboard();
  }

  @BeforeAll
  void deploy() {
    flannelboard.deploy();
  }

  @Test
  void aBlockedUnderlayIsLostInItsRowAndColumn() {
    lab.on("vm03", BLOCK);
    try {
      assertThat(measure(1)).isEqualTo(allBut("vm03", "lost", "lost"));
    } finally {
      lab.on("vm03", UNBLOCK);
    }
    assertThat(measure(0)).isEqualTo(allBut("", "", ""));
  }

  @Test
  void aDeviceThatIsDownIsLostInItsRowAndColumn() {
    lab.on("vm03", "ip link set flannel.1 down");
    try {
      assertThat(measure(1)).isEqualTo(allBut("vm03", "lost", "lost"));
    } finally {
      lab.on("vm03", "systemctl restart flanneld docker"); // flanneld sets its routes at its start
    }
    assertThat(measure(0)).isEqualTo(allBut("", "", ""));
  }

  @Test
  void aNodeThatCannotBeAskedIsUnreachableInItsRow() {
    lab.on("vm04", "ip link set eth0 down");
    try {
      assertThat(measure(1)).isEqualTo(allBut("vm04", "source-unreachable", "lost"));
      JsonNode status = flannelboard.json("status").exits(3).json();
      assertThat(status.path("nodes").path(3).path("failure").path("code").asString())
          .isEqualTo("node-unreachable");
    } finally {
      lab.on("vm04", "ip link set eth0 up; ip route replace default via 172.16.16.1");
    }
    assertThat(measure(0)).isEqualTo(allBut("", "", ""));
  }

  @Test
  void watchingShowsTheBreakAndTheHealing() {
    try (Program watch = flannelboard.start("ping", "--watch", "--json")) {
      await(watch, cells -> cells.equals(allBut("", "", "")));
      lab.on("vm03", BLOCK);
      try {
        await(watch, cells -> cells.equals(allBut("vm03", "lost", "lost")));
      } finally {
        lab.on("vm03", UNBLOCK);
      }
      await(watch, cells -> cells.equals(allBut("", "", "")));
    }
  }

  /** What turns red is looked into without being asked, told with its cause, and told when over. */
  @Test
  void watchingSaysWhyItWentRedAndWhenItIsOver() {
    try (Program watch = flannelboard.start("ping", "--watch", "--diagnose", "--json")) {
      await(watch, cells -> cells.equals(allBut("", "", "")));
      lab.fault(List.of("route-missing", "vm04", "vm02"));
      JsonNode broken;
      try {
        broken = incident(watch);
      } finally {
        lab.heal(List.of("route-missing", "vm04", "vm02"));
      }
      assertThat(broken.path("causes").valueStream().map(it -> it.path("id").asString()))
          .containsExactly("route-missing@vm04>vm02");
      assertThat(broken.path("pairs").valueStream().map(JsonNode::asString))
          .isNotEmpty()
          .isSubsetOf("vm02>vm04", "vm04>vm02");
      assertThat(broken.path("healed").isNull()).isTrue();
      JsonNode healed = incident(watch);
      assertThat(healed.path("began")).isEqualTo(broken.path("began"));
      assertThat(healed.path("healed").isNull()).isFalse();
    }
  }

  /** The next document that is an incident. */
  private static JsonNode incident(Program watch) {
    Deadline deadline = Deadline.after(PATIENCE);
    while (!deadline.expired()) {
      JsonNode incident = JsonMapper.shared().readTree(document(watch)).path("incident");
      if (!incident.isMissingNode()) {
        return incident;
      }
    }
    throw new AssertionError("no incident within " + PATIENCE);
  }

  /** A restart of sshd leaves connections alone; one whose process is killed is opened anew. */
  @Test
  void watchingSurvivesTheRestartOfANodesSshServer() {
    try (Program watch = flannelboard.start("ping", "--watch", "--json")) {
      await(watch, cells -> cells.equals(allBut("", "", "")));
      lab.on("vm02", "systemctl restart ssh; pkill -KILL -f '^sshd: ops'");
      await(watch, cells -> "source-unreachable".equals(cells.get("vm02 vm01")));
      await(watch, cells -> cells.equals(allBut("", "", "")));
    }
  }

  private Map<String, String> measure(int exitStatus) {
    return cells(flannelboard.json("ping").exits(exitStatus).json());
  }

  /** Reads documents until one fits. */
  private static void await(Program watch, Predicate<Map<String, String>> wanted) {
    Deadline deadline = Deadline.after(PATIENCE);
    Map<String, String> cells;
    do {
      assertThat(deadline.expired()).as("the mesh is not as expected within " + PATIENCE).isFalse();
      cells = cells(JsonMapper.shared().readTree(document(watch)));
    } while (!wanted.test(cells));
  }

  /** The next document: its braces alone stand at the beginning of a line. */
  private static String document(Program watch) {
    StringBuilder text = new StringBuilder();
    Predicate<String> end =
        line -> {
          text.append(line).append('\n');
          return line.equals("}");
        };
    watch.out().await(end, PATIENCE);
    return text.toString();
  }

  private static Map<String, String> cells(JsonNode matrix) {
    Map<String, String> cells = new TreeMap<>();
    for (JsonNode cell : matrix.path("cells")) {
      String pair = cell.path("from").asString() + " " + cell.path("to").asString();
      cells.put(pair, cell.path("state").asString());
    }
    return cells;
  }

  /** All reached, except the row and the column of one node. */
  private static Map<String, String> allBut(String node, String row, String column) {
    Map<String, String> cells = new TreeMap<>();
    for (String from : Lab.NODES) {
      for (String to : Lab.NODES) {
        if (!from.equals(to)) {
          String state = from.equals(node) ? row : to.equals(node) ? column : "reached";
          cells.put(from + " " + to, state);
        }
      }
    }
    return cells;
  }
}
