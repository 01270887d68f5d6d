package org.flannelboard.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.apply.Journal.FileBefore;
import org.flannelboard.deploy.apply.Journal.Generation;
import org.flannelboard.deploy.apply.Journal.KernelDone;
import org.flannelboard.deploy.apply.Journal.State;
import org.flannelboard.deploy.apply.Journal.UnitBefore;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Firewall.Tool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal in memory and on the node. */
class JournalJsonTest {

  private static final String BEGUN = "\"startedAt\":\"2030-06-13T15:15:17Z\"";

  private static final NodeId NODE = new NodeId("vm01");
  private static final String DIGEST = "ab".repeat(32);

  @ParameterizedTest
  @EnumSource(State.class)
  void whatIsWrittenReadsBackTheSame(State state) {
    Journal journal =
        new Journal(
            List.of(generation(1, State.ROLLED_BACK, null), generation(2, state, "verify")));
    assertThat(JournalJson.read(NODE, JournalJson.write(journal)).orElseThrow()).isEqualTo(journal);
    assertThat(JournalJson.read(NODE, JournalJson.write(Journal.empty())).orElseThrow())
        .isEqualTo(Journal.empty());
  }

  static Stream<KernelChange> changes() {
    Cidr subnet = Cidr.of("10.253.6.0/24");
    Ipv4Address address = Ipv4Address.of("10.253.6.0");
    MacAddress mac = new MacAddress("92:14:8f:74:3a:00");
    List<String> rule = List.of("-p", "udp", "-j", "ACCEPT");
    return Stream.of(
        new KernelChange.PutRoute(subnet, "flannel.1", address, null, true),
        new KernelChange.PutRoute(subnet, "docker0", null, Ipv4Address.of("10.253.6.1"), false),
        new KernelChange.RemoveRoute(subnet, "flannel.1"),
        new KernelChange.PutNeighbour("flannel.1", address, mac),
        new KernelChange.RemoveNeighbour("flannel.1", address),
        new KernelChange.PutForward("flannel.1", mac, address),
        new KernelChange.RemoveForward("flannel.1", mac, address),
        new KernelChange.SetLink("docker0", true),
        new KernelChange.RemoveLink("flannel.1"),
        new KernelChange.SetSysctl("ipv4/conf/flannel.1/forwarding", 1),
        new KernelChange.InsertRule(Tool.IPTABLES, "filter", "INPUT", rule),
        new KernelChange.RemoveRule(Tool.IPTABLES_LEGACY, "raw", "PREROUTING", rule));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aFixReadsBackTheSame(KernelChange change) {
    Generation fix =
        new Generation(
            3,
            "2030-06-13T15:15:17Z",
            State.FAILED,
            List.of(),
            List.of(),
            List.of(),
            "kernel",
            "route-missing@vm04>vm02",
            List.of(new KernelDone(change, null), new KernelDone(change, change)));
    Journal journal = new Journal(List.of(generation(2, State.COMPLETE, null), fix));
    assertThat(JournalJson.read(NODE, JournalJson.write(journal)).orElseThrow()).isEqualTo(journal);
    assertThat(journal.interrupted()).isEmpty();
  }

  @Test
  void ofTheFirstVersionIsReadAsPushes() {
    String text =
        JournalJson.write(new Journal(List.of(generation(1, State.COMPLETE, null))))
            .replace("\"version\" : 2", "\"version\" : 1");
    Generation read = JournalJson.read(NODE, text).orElseThrow().latest().orElseThrow();
    assertThat(read.isPush()).isTrue();
    assertThat(read).isEqualTo(generation(1, State.COMPLETE, null));
  }

  @Test
  void theStoredFormIsReadByPeople() {
    String text = JournalJson.write(new Journal(List.of(generation(1, State.ROLLED_BACK, null))));
    assertThat(text)
        .endsWith("}\n")
        .contains("\"version\" : 2")
        .contains("\"state\" : \"rolled-back\"")
        .contains("\"path\" : \"/etc/flanneld/flanneld\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"version\":3,\"generations\":[]}",
        "{\"version\":1,\"generations\":[{}]}",
        "{\"version\":1,\"generations\":[{\"number\":1," + BEGUN + ",\"state\":\"lost\"}]}",
        "{\"version\":1,\"generations\":[{\"number\":1,\"startedAt\":\"x\",\"state\":\"open\"}]}",
        "{\"version\":1,\"generations\":[{" + BEGUN + ",\"state\":\"open\"}]}",
        "{\"version\":1,\"generations\":[{\"number\":1,"
            + BEGUN
            + ",\"state\":\"open\","
            + "\"files\":[{\"path\":\"relative\"}]}]}",
        "{\"version\":1,\"generations\":[{\"number\":1,"
            + BEGUN
            + ",\"state\":\"open\","
            + "\"units\":[{\"unit\":\"docker.service\"}]}]}",
        "{\"version\":2,\"generations\":[{\"number\":1,"
            + BEGUN
            + ",\"state\":\"open\","
            + "\"kernel\":[{\"change\":{\"do\":\"reboot\"}}]}]}"
      })
  void anythingElseIsRefusedWithItsStart(String text) {
    assertThat(JournalJson.read(NODE, text).toFailure().orElseThrow())
        .isInstanceOfSatisfying(
            NodeFailure.Unintelligible.class,
            failure ->
                assertThat(failure.arguments())
                    .containsEntry("node", "vm01")
                    .containsValue(text.substring(0, Math.min(120, text.length()))));
  }

  @Test
  void theLatestIsTheLastThatWasNotUndone() {
    Journal journal =
        new Journal(
            List.of(
                generation(1, State.COMPLETE, null),
                generation(2, State.FAILED, "options"),
                generation(3, State.ROLLED_BACK, null)));
    assertThat(journal.latest().orElseThrow().number()).isEqualTo(2);
    assertThat(journal.interrupted().orElseThrow().number()).isEqualTo(2);
    assertThat(journal.nextNumber()).isEqualTo(4);
    assertThat(Journal.empty().latest()).isEmpty();
    assertThat(Journal.empty().nextNumber()).isEqualTo(1);
  }

  @Test
  void aGenerationReplacesTheOneOfItsNumberAndOldOnesAreForgotten() {
    Journal journal = Journal.empty();
    for (int number : IntStream.rangeClosed(1, Journal.MEMORY + 5).toArray()) {
      journal = journal.with(generation(number, State.OPEN, null));
      journal = journal.with(generation(number, State.COMPLETE, null));
    }
    assertThat(journal.generations()).hasSize(Journal.MEMORY);
    assertThat(journal.generations().getFirst().number()).isEqualTo(6);
    assertThat(journal.generations()).allMatch(g -> g.state() == State.COMPLETE);
  }

  @Test
  void parentsComeOutermostFirst() {
    assertThat(
            Parents.of(
                List.of(RemotePath.of("/etc/flanneld/ssl/flannel.pem"), RemotePath.of("/usr/x"))))
        .extracting(RemotePath::text)
        .containsExactly("/etc", "/etc/flanneld", "/etc/flanneld/ssl", "/usr");
    assertThat(Parents.of(List.of(RemotePath.of("/x")))).isEmpty();
  }

  private static Generation generation(int number, State state, @Nullable String step) {
    return new Generation(
        number,
        "2030-06-13T15:15:17Z",
        state,
        List.of(
            new FileBefore(
                RemotePath.of("/etc/flanneld/flanneld"),
                DIGEST,
                RemotePath.of("/var/lib/flannelboard/kept/1/etc/flanneld/flanneld")),
            new FileBefore(RemotePath.of("/usr/bin/flanneld"), null, null)),
        List.of(new UnitBefore("flanneld.service", false, true)),
        List.of(RemotePath.of("/etc/flanneld")),
        step);
  }
}
