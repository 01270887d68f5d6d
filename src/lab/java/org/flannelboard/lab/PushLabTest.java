package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The guide's whole job by one push from the guide's starting point, and what follows from it. */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushLabTest {

  private static final String CONFIG = "/kubernetes/network/config";

  /** Everything a push could touch, its own journal included: whoever writes moves the ctime. */
  private static final String TRACES =
      """
      find /etc /usr/bin /usr/lib/systemd /var/lib/flannelboard /run/flannel \
        -printf '%p %i %s %T@ %C@\\n' | sort
      systemctl show flanneld.service docker.service --property=Id,MainPID,NRestarts \
        --property=ActiveEnterTimestampMonotonic,ExecMainStartTimestampMonotonic
      """;

  private final Lab lab;
  private final Flannelboard flannelboard;

  PushLabTest(Lab lab) {
    this.lab = lab;
    this.flannelboard = lab.flannelboard();
  }

  @BeforeAll
  void pushFromTheStartingPoint() {
    lab.reset();
    JsonNode report = flannelboard.json("push", "--all", "--yes").exits(0).json();
    assertThat(report.path("succeeded").asBoolean()).isTrue();
    assertThat(report.path("etcd").path("outcome").asString()).isEqualTo("changed");
    assertThat(names(report.path("nodes"))).isEqualTo(Lab.NODES);
    for (JsonNode node : report.path("nodes")) {
      assertThat(node.path("steps"))
          .allSatisfy(
              step -> assertThat(step.path("outcome").asString()).isIn("changed", "unchanged"));
    }
  }

  @Test
  void allDockerNetworksReachEachOther() {
    JsonNode matrix = flannelboard.json("ping").exits(0).json();
    assertThat(matrix.path("cells")).hasSize(12);
    assertThat(matrix.path("cells"))
        .allSatisfy(
            cell -> {
              assertThat(cell.path("state").asString()).isEqualTo("reached");
              assertThat(cell.path("rttMs").asDouble()).isPositive();
              assertThat(cell.path("lossRatio").asDouble()).isZero();
            });
  }

  @Test
  void containersReachEachOther() {
    List<String> addresses =
        Lab.NODES.stream().map(node -> lab.container(node, "web", "up")).toList();
    for (String node : Lab.NODES) {
      for (String address : addresses) {
        lab.on(node, "ip netns exec web ping -c 1 -W 5 " + address);
      }
    }
    Lab.NODES.forEach(node -> lab.container(node, "web", "down"));
  }

  @Test
  void etcdHoldsTheGuidesConfigurationAndFourLeases() {
    JsonNode config = JsonMapper.shared().readTree(lab.etcdctl("vm01", "get " + CONFIG));
    assertThat(config)
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"Network":"10.253.0.0/16", "SubnetLen": 24, "Backend": {"Type": "vxlan"}}
                    """));

    List<String> leases =
        lab.etcdctl("vm01", "ls /kubernetes/network/subnets").lines().sorted().toList();
    assertThat(leases)
        .hasSize(4)
        .allMatch(key -> key.matches("/kubernetes/network/subnets/10\\.253\\.\\d+\\.0-24"));
    List<String> owners =
        leases.stream()
            .map(key -> JsonMapper.shared().readTree(lab.etcdctl("vm01", "get " + key)))
            .map(lease -> lease.path("PublicIP").asString())
            .toList();
    assertThat(owners)
        .containsExactlyInAnyOrder("172.16.16.81", "172.16.16.82", "172.16.16.83", "172.16.16.84");
  }

  @Test
  void servicesAreEnabledAndActiveOnAllNodes() {
    for (String node : Lab.NODES) {
      for (String unit : List.of("flanneld", "docker")) {
        assertThat(lab.on(node, "systemctl is-enabled " + unit)).as(node).isEqualTo("enabled\n");
        assertThat(lab.on(node, "systemctl is-active " + unit)).as(node).isEqualTo("active\n");
      }
    }
  }

  @Test
  void keysAreForRootAlone() {
    for (String node : Lab.NODES) {
      assertThat(lab.on(node, "stat -c '%a %U:%G' /etc/flanneld/ssl/flannel-key.pem"))
          .as(node)
          .isEqualTo("600 root:root\n");
    }
  }

  @Test
  void aSecondPushChangesNothing() {
    Map<String, String> before = traces();
    JsonNode report = flannelboard.json("push", "--all", "--yes").exits(0).json();
    assertThat(report.path("changes").asInt()).isZero();
    for (JsonNode node : report.path("nodes")) {
      assertThat(node.path("steps"))
          .isNotEmpty()
          .allSatisfy(step -> assertThat(step.path("changed").asBoolean()).isFalse());
    }
    assertThat(traces()).isEqualTo(before);

    assertThat(flannelboard.run("push", "--all", "--yes").exits(0).out()).contains(": 0 changes");
    flannelboard.json("plan").exits(0);
    assertThat(traces()).isEqualTo(before);
  }

  private Map<String, String> traces() {
    Map<String, String> traces = new TreeMap<>();
    Lab.NODES.forEach(node -> traces.put(node, lab.on(node, TRACES)));
    return traces;
  }

  @Test
  void theApiThatFlannelDoesNotReadIsRefused() {
    Map<String, String> before = traces();
    Flannelboard v3 = lab.flannelboard(root -> ((ObjectNode) root.get("etcd")).put("api", "v3"));
    for (String command : List.of("push --all --yes", "plan", "status")) {
      assertThat(v3.run(command.split(" ")).exits(2).err())
          .contains("etcd.api", "0.10.0", "v2 API only");
    }
    assertThat(v3.json("profile", "check").exits(2).json().path("problems"))
        .anySatisfy(
            problem -> {
              assertThat(problem.path("code").asString()).isEqualTo("flannel-reads-v2-only");
              assertThat(problem.path("line").asInt()).isPositive();
            });
    assertThat(traces()).isEqualTo(before);
  }

  @Test
  void statusIsHealthy() {
    JsonNode status = flannelboard.json("status").exits(0).json();
    assertThat(status.path("healthy").asBoolean()).isTrue();
    assertThat(names(status.path("nodes"))).isEqualTo(Lab.NODES);
    for (JsonNode node : status.path("nodes")) {
      for (String unit : List.of("flanneld.service", "docker.service")) {
        JsonNode state = node.path("units").path(unit);
        assertThat(state.path("activeState").asString()).isEqualTo("active");
        assertThat(state.path("enabled").asBoolean()).isTrue();
      }
      String name = node.path("name").asString();
      String device = lab.on(name, "cat /sys/class/net/flannel.1/address").strip();
      assertThat(node.path("vtepMac").asString()).isEqualTo(device);
      assertThat(node.path("certificate").path("trusted").asBoolean()).isTrue();
      assertThat(node.path("checks"))
          .isNotEmpty()
          .allSatisfy(check -> assertThat(check.path("holds").asBoolean()).isTrue());
    }
    assertThat(status.path("etcd").path("api").asString()).isEqualTo("v2");
    assertThat(status.path("etcd").path("leases").asInt()).isEqualTo(4);
    assertThat(status.path("etcd").path("members"))
        .hasSize(3)
        .allSatisfy(member -> assertThat(member.path("healthy").asBoolean()).isTrue());
  }

  @Test
  void leasesAreTheNodesOwn() {
    JsonNode leases = flannelboard.json("leases").exits(0).json().path("leases");
    assertThat(leases).hasSize(4);
    for (JsonNode lease : leases) {
      String node = lease.path("node").asString();
      String subnet = lease.path("subnet").asString();
      assertThat(lab.on(node, "cat /run/flannel/subnet.env"))
          .contains("FLANNEL_SUBNET=" + subnet.replace(".0/24", ".1/24"));
      assertThat(lease.path("ttlSeconds").asLong()).isBetween(80_000L, 86_400L);
    }
  }

  @Test
  void certificatesAreTheSameEverywhereAndTrusted() {
    JsonNode nodes = flannelboard.json("certificate", "show").exits(0).json().path("nodes");
    String onNode =
        lab.on("vm01", "openssl x509 -noout -fingerprint -sha256 -in /etc/flanneld/ssl/flannel.pem")
            .strip()
            .replaceFirst(".*=", "");
    for (JsonNode node : nodes) {
      JsonNode certificate = node.path("certificate");
      assertThat(certificate.path("fingerprint").asString().replace(":", ""))
          .isEqualToIgnoringCase(onNode.replace(":", ""));
      assertThat(certificate.path("trusted").asBoolean()).isTrue();
      assertThat(certificate.path("keyMatches").asBoolean()).isTrue();
    }
    assertThat(names(nodes)).isEqualTo(Lab.NODES);
    lab.on(
        "vm01",
        "openssl verify -purpose sslclient -CAfile /etc/kubernetes/ssl/ca.pem"
            + " /etc/flanneld/ssl/flannel.pem");
  }

  @Test
  void aFileChangedByHandIsFoundAndHealed() {
    String options = "/etc/flanneld/flanneld";
    String good = lab.on("vm03", "cat " + options);
    lab.on("vm03", "echo '# somebody was here' >>" + options);

    JsonNode plan = flannelboard.json("plan").exits(1).json();
    assertThat(changedFiles(plan)).containsExactly("vm03 " + options);

    JsonNode report = flannelboard.json("push", "--all", "--yes").exits(0).json();
    assertThat(report.path("changes").asInt()).isPositive();
    for (JsonNode node : report.path("nodes")) {
      boolean changed =
          stream(node.path("steps")).anyMatch(step -> step.path("changed").asBoolean());
      assertThat(changed).isEqualTo(node.path("name").asString().equals("vm03"));
    }
    assertThat(lab.on("vm03", "cat " + options)).isEqualTo(good);
    flannelboard.json("plan").exits(0);
    assertThat(flannelboard.json("ping").exits(0).json().path("reached").asInt()).isEqualTo(12);
  }

  @Test
  void theRunbookSaysWhatWouldBeDone() {
    lab.on("vm04", "rm /usr/bin/mk-docker-opts.sh");
    Ran markdown = flannelboard.run("runbook").exits(0);
    assertThat(markdown.out())
        .contains("put vm04 /usr/bin/mk-docker-opts.sh")
        .doesNotContain("put vm02");
    Ran script = flannelboard.run("runbook", "--format", "sh").exits(0);
    assertThat(script.out()).contains("/usr/bin/mk-docker-opts.sh");
    Ran syntax =
        Program.start(List.of("sh", "-n", "-c", script.out())).await(Duration.ofSeconds(10));
    syntax.exits(0);
    flannelboard.json("push", "vm04", "--yes").exits(0);
    flannelboard.json("plan").exits(0);
  }

  private static List<String> changedFiles(JsonNode plan) {
    return stream(plan.path("nodes"))
        .flatMap(
            node ->
                stream(node.path("steps"))
                    .filter(step -> step.path("changes").asBoolean())
                    .filter(step -> step.has("path"))
                    .map(step -> node.path("name").asString() + " " + step.path("path").asString()))
        .toList();
  }

  private static List<String> names(JsonNode nodes) {
    return stream(nodes).map(node -> node.path("name").asString()).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
