package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvShImportTest {

  private static final String FULL =
      """
      #!/bin/bash
      # 集群环境变量
      export ENCRYPTION_KEY=$(head -c 32 /dev/urandom | base64)
      CLUSTER_CIDR="10.253.0.0/16"
      export NODE_IPS=(172.16.16.81 172.16.16.82   # the first two
                       '172.16.16.83')
      export NODE_NAMES=(vm01 vm02 vm03)
      HOSTS=${NODE_NAMES[0]},$NODE_NAMES
      PORT=2379
      export ETCD_ENDPOINTS="https://${NODE_NAMES[0]}:${PORT},https://${NODE_NAMES[1]}:$PORT"
      export FLANNEL_ETCD_PREFIX='/kubernetes/network'   # flannel
      export CLUSTER_CIDR
      PATH=/opt/k8s/bin:$PATH
      """;

  private static final String GUIDE =
      """
      export ETCD_ENDPOINTS="https://vm01:2379,https://vm02:2379,https://vm03:2379"
      export FLANNEL_ETCD_PREFIX="/kubernetes/network"
      export CLUSTER_CIDR="10.253.0.0/16"
      """;

  @Test
  void arraysAndReferencesGiveAWholeProfile() {
    EnvShImport env = EnvShImport.read(FULL, Map.of());

    assertThat(env.nodes()).containsExactly(node("vm01", 81), node("vm02", 82), node("vm03", 83));
    assertThat(env.endpoints())
        .containsExactly(URI.create("https://vm01:2379"), URI.create("https://vm02:2379"));
    assertThat(env.prefix()).isEqualTo("/kubernetes/network");
    assertThat(env.cidr()).isEqualTo(Cidr.of("10.253.0.0/16"));
    assertThat(briefs(env))
        .containsExactly(
            "3:1 env-line-not-understood {line=ENCRYPTION_KEY=…}",
            "13:1 env-line-not-understood {line=PATH=…}");
    assertThat(ProfileWriterTest.read(env.template("lab").text()).nodes()).hasSize(3);
  }

  @Test
  void theGuidesOwnFileKnowsOneNode() {
    EnvShImport env = EnvShImport.read(GUIDE, Map.of("NODE_IP", "172.16.16.81"));

    assertThat(env.nodes()).containsExactly(node("172.16.16.81", 81));
    assertThat(briefs(env)).containsExactly("null env-single-node {ip=172.16.16.81}");
    assertThat(ProfileWriterTest.read(env.template("lab").text()).etcd().endpoints()).hasSize(3);
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    EnvShImport env =
        EnvShImport.read(
            "NODE_IPS=(172.16.16.81 x)\nNODE_NAMES=(vm01)\nCLUSTER_CIDR=10.1", Map.of());

    assertThat(briefs(env))
        .containsExactly(
            "null env-arrays-differ {ips=2, names=1}",
            "null env-value-invalid {value=x, variable=NODE_IPS}",
            "null env-variable-missing {variable=ETCD_ENDPOINTS}",
            "null env-variable-missing {variable=FLANNEL_ETCD_PREFIX}",
            "null env-value-invalid {value=10.1, variable=CLUSTER_CIDR}");
  }

  @Test
  void anExistingProfileKeepsAllThatTheFileDoesNotSay() {
    ClusterProfile old = ProfileWriterTest.read(ProfileTemplate.guide("lab").text());
    EnvShImport env =
        EnvShImport.read(
            "NODE_IPS='172.16.16.81 172.16.16.99'\nCLUSTER_CIDR=10.7.0.0/16", Map.of());

    ClusterProfile merged = env.onto(old);

    assertThat(merged.nodes()).hasSize(5).startsWith(old.nodes().toArray(new NodeSpec[0]));
    assertThat(merged.nodes().getLast().ssh().address()).isEqualTo("172.16.16.99");
    assertThat(merged.network().network()).isEqualTo(Cidr.of("10.7.0.0/16"));
    assertThat(merged.etcd()).isEqualTo(old.etcd());
    assertThat(merged.validate()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "A=b|b",
        "export A=b|b",
        "declare -x A=b|b",
        "A=\"x y\"'z w'q|x yz wq",
        "A=a\\ b|a b",
        "A=\"\\\"\\$\\n\"|\"$\\n",
        "A='$B'|$B",
        "A=${B}/x$B|1/x1",
        "A=b # c|b",
        "A=b#c|b#c",
        "A=b;|b"
      },
      delimiter = '|')
  void assignmentsAreReadAsAShellReadsThem(String line, String value) {
    EnvSh env = EnvSh.parse("B=1\n" + line + "\n", Map.of());

    assertThat(env.first("A")).contains(value);
    assertThat(env.problems()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "A=$(date)",
    "A=`date`",
    "A=$((1+1))",
    "A=${B:-x}",
    "A=$NOWHERE",
    "A=b C=d",
    "A=b date",
    "A=b; date",
    "A=\"b",
    "A=(b",
    "A=(b(c))",
    "A=*.pem",
    "A=~/x",
    "A=b&",
    "A=b>c"
  })
  void whatWouldNeedAShellIsReportedAndLeavesNoOldValue(String line) {
    EnvSh env = EnvSh.parse("A=old\n" + line + "\n", Map.of());

    assertThat(env.get("A")).isEmpty();
    assertThat(env.problems())
        .containsExactly(
            new LocatedProblem(
                Problem.warning("", "env-line-not-understood", Map.of("line", "A=…")),
                new Position(2, 1)));
  }

  @Test
  void otherStatementsAreReportedWithTheirLine() {
    EnvSh env = EnvSh.parse("source other.sh\n\nif true; then\nA=b\nfi\n", Map.of());

    assertThat(env.problems().stream().map(EnvShImportTest::brief))
        .containsExactly(
            "1:1 env-line-not-understood {line=source other.sh}",
            "3:1 env-line-not-understood {line=if true; then}",
            "5:1 env-line-not-understood {line=fi}");
  }

  @Test
  void damagedTextNeverThrows() {
    Random random = new Random(7);
    String alphabet = "A=b$(){}[]'\"\\#; \n`*~@0,:/";
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder(FULL.substring(random.nextInt(FULL.length())));
      for (int hits = 0; hits < 5; hits++) {
        text.insert(
            random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
      }
      EnvShImport env = EnvShImport.read(text.toString(), Map.of());
      byte[] document = env.template("lab").text().getBytes(StandardCharsets.UTF_8);

      assertThat(new ProfileYaml(Path.of("/h")).parse(document, Path.of("/x/cluster.yaml")))
          .isNotNull();
    }
  }

  private static ProfileTemplate.Node node(String name, int last) {
    return new ProfileTemplate.Node(new NodeId(name), Ipv4Address.of("172.16.16." + last));
  }

  private static List<String> briefs(EnvShImport env) {
    return env.problems().stream().map(EnvShImportTest::brief).toList();
  }

  private static String brief(LocatedProblem found) {
    return found.position()
        + " "
        + found.problem().code()
        + " "
        + new TreeMap<>(found.problem().arguments());
  }
}
