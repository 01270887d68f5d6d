package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.junit.jupiter.api.Test;

class ProfileTemplateTest {

  private static final Path FILE = Path.of("/srv/lab/cluster.yaml");

  @Test
  void theGuidesClusterIsAProfileAsItStands() {
    assertThat(parse(ProfileTemplate.guide("lab").text()))
        .isInstanceOfSatisfying(
            ProfileOutcome.Loaded.class,
            loaded -> {
              assertThat(loaded.warnings()).isEmpty();
              assertThat(loaded.profile().name()).isEqualTo("lab");
              assertThat(loaded.profile().nodes()).hasSize(4);
              assertThat(loaded.profile().etcd().endpoints()).hasSize(3);
            });
  }

  @Test
  void whatIsCommentedOutIsTheDefault() {
    String template = ProfileTemplate.guide("lab").text();
    String spoken =
        template
            .replaceAll("(?m)^  # (api|route|ip-masq|port|sudo):", "  $1:")
            .replaceAll("(?m)^# (certificates:|paths:|docker:|  .*)", "$1");

    assertThat(spoken).contains("\npaths:\n", "\n  api: auto", "\ncertificates:\n", "\ndocker:");
    assertThat(parse(spoken)).isEqualTo(parse(template));
  }

  @Test
  void ownNodesTakeThePlaceOfTheGuides() {
    List<ProfileTemplate.Node> nodes =
        List.of(
            new ProfileTemplate.Node(new NodeId("alpha"), Ipv4Address.of("192.0.2.1")),
            new ProfileTemplate.Node(new NodeId("true"), Ipv4Address.of("192.0.2.2")));

    assertThat(parse(ProfileTemplate.of("yes", nodes).text()))
        .isInstanceOfSatisfying(
            ProfileOutcome.Loaded.class,
            loaded -> {
              assertThat(loaded.profile().name()).isEqualTo("yes");
              assertThat(loaded.profile().nodes().get(1).id()).isEqualTo(new NodeId("true"));
              assertThat(loaded.profile().etcd().endpoints())
                  .hasToString("[https://192.0.2.1:2379]");
            });
  }

  @Test
  void aNetworkOfAnotherSizeWantsItsReason() {
    ProfileTemplate guide = ProfileTemplate.guide("lab");
    String text =
        new ProfileTemplate(
                "lab", guide.nodes(), guide.endpoints(), guide.prefix(), Cidr.of("10.0.0.0/12"))
            .text();

    assertThat(codes(parse(text))).containsExactly("network-reason-missing");
  }

  @Test
  void withoutNodesTheCheckSaysSo() {
    assertThat(codes(parse(ProfileTemplate.of("lab", List.of()).text())))
        .containsExactly("nodes-none", "etcd-endpoints-none");
  }

  private static List<String> codes(ProfileOutcome outcome) {
    assertThat(outcome).isInstanceOf(ProfileOutcome.Refused.class);
    return ((ProfileOutcome.Refused) outcome)
        .problems().stream().map(found -> found.problem().code()).toList();
  }

  private static ProfileOutcome parse(String text) {
    return new ProfileYaml(Path.of("/home/admin"))
        .parse(text.getBytes(StandardCharsets.UTF_8), FILE);
  }
}
