package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.junit.jupiter.api.Test;

class NodeCardTest {

  private static final Light FINE = new Light(Status.OK, "As it should be");
  private static final Light GONE = new Light(Status.UNKNOWN, "No answer for 3 s");
  private static final Light FOUND = new Light(Status.FAILED, "Findings: 1");

  @Test
  void aNodeThatSomethingWasFoundAboutIsNotCalledAsItShouldBe() {
    assertThat(card(FINE).head()).isEqualTo(FINE);
    assertThat(card(FINE).beside()).isNull();
    assertThat(card(FINE).marked(FOUND).head()).isEqualTo(FOUND);
    assertThat(card(FINE).marked(FOUND).beside()).isNull();
  }

  @Test
  void aNodeThatDoesNotAnswerKeepsSayingSoBesideIt() {
    assertThat(card(GONE).marked(FOUND).head()).isEqualTo(GONE);
    assertThat(card(GONE).marked(FOUND).beside()).isEqualTo(FOUND);
  }

  private static NodeCard card(Light whole) {
    return new NodeCard(
        new NodeSpec(
            new NodeId("vm01"),
            Ipv4Address.of("172.16.16.81"),
            new SshAccess("172.16.16.81", 22, "root", List.of(), List.of(), SudoMode.AUTO)),
        whole,
        "",
        NodeCard.NONE,
        NodeCard.NONE,
        NodeCard.NONE,
        FINE,
        FINE,
        null,
        FINE,
        false,
        null);
  }
}
