package org.flannelboard.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link NodeOps} says of a node's kernel, be the node a real one, this machine or one
 * in memory. A subclass says where on the node there is something to see.
 */
@Timeout(120)
public abstract class FactsContract {

  private static final RemotePath ABSENT = RemotePath.of("/no/such/file/of/flannelboard");

  private static final String NO_UNIT = "no-such-unit-of-flannelboard.service";

  /** The node under test, connected. */
  protected abstract NodeOps ops();

  /** An address of the node to send from. */
  protected abstract Ipv4Address source();

  /** Another address that answers. */
  protected abstract Ipv4Address answering();

  /** An address that never answers. */
  protected abstract Ipv4Address silent();

  /** An address that is none of the node's. */
  protected abstract Ipv4Address foreign();

  // Looking

  @Test
  void looksAtCountersAlone() {
    NodeFacts facts = ops().inspect(Inspection.counters(), soon()).orElseThrow();
    assertThat(facts.node()).isEqualTo(ops().node());
    assertThat(facts.host()).isEqualTo(Known.notChecked());
    assertThat(facts.network()).isEqualTo(NetworkFacts.notChecked());
    assertThat(facts.daemons()).isEqualTo(DaemonFacts.notChecked());
    Counters counters = facts.counters().toOptional().orElseThrow();
    for (String point :
        List.of("Ip/InReceives", "Icmp/InEchos", "Icmp/OutEchoReps", "Udp/InDatagrams")) {
      assertThat(counters.counts(point)).as(point).isTrue();
    }
  }

  @Test
  void seesHowTheKernelCarriesPackets() {
    NodeFacts facts = look(Depth.STATE);
    NetworkFacts network = facts.network();
    Host host = facts.host().toOptional().orElseThrow();
    assertThat(host.hostname()).isNotBlank();
    assertThat(host.kernel()).isNotBlank();
    assertThat(host.uptime()).isPositive();
    assertThat(network.owns(source())).isEqualTo(Known.of(true));
    assertThat(network.owns(foreign())).isEqualTo(Known.of(false));
    String device =
        network.addresses().toOptional().orElseThrow().stream()
            .filter(it -> it.address().equals(source()))
            .map(InterfaceAddress::device)
            .findFirst()
            .orElseThrow();
    assertThat(network.link(device).orElseThrow().up()).isTrue();
    assertThat(network.link(device).orElseThrow().line()).contains(device);
    assertThat(network.rules().toOptional().orElseThrow()).isNotEmpty();
    assertThat(network.sysctl("ipv4/ip_forward")).isPresent();
    assertThat(network.sysctl("ipv4/conf/all/rp_filter")).isPresent();
    assertThat(facts.counters().toOptional().orElseThrow().counts("dev/" + device + "/rx"))
        .isTrue();
  }

  @Test
  void answersForEveryAddressFileAndUnit() {
    NodeFacts facts = look(Depth.STATE);
    assertThat(facts.network().lookups()).containsKeys(source(), answering());
    assertThat(at(facts.network().lookups(), source()).local()).isTrue();
    assertThat(at(facts.network().lookups(), source()).error()).isNull();
    assertThat(facts.daemons().files()).containsOnlyKeys(ABSENT);
    assertThat(facts.daemons().files().get(ABSENT)).isEqualTo(Known.of(Optional.empty()));
    assertThat(facts.daemons().unit(NO_UNIT).orElseThrow().exists()).isFalse();
  }

  @Test
  void leavesWhatIsSlowToALookAtEverything() {
    NodeFacts state = look(Depth.STATE);
    assertThat(state.daemons().docker()).isEqualTo(Known.notChecked());
    assertThat(state.daemons().journal()).isEqualTo(Known.notChecked());
    assertThat(state.network().offloads()).isEqualTo(Known.notChecked());
    NodeFacts daemons = look(Depth.DAEMONS);
    assertThat(daemons.daemons().docker()).isNotEqualTo(Known.notChecked());
    assertThat(daemons.daemons().journal()).isNotEqualTo(Known.notChecked());
    assertThat(daemons.network()).isEqualTo(NetworkFacts.notChecked());
    assertThat(daemons.counters()).isEqualTo(Known.notChecked());
    NodeFacts everything = look(Depth.EVERYTHING);
    assertThat(everything.daemons().docker()).isNotEqualTo(Known.notChecked());
    assertThat(everything.daemons().journal()).isNotEqualTo(Known.notChecked());
    assertThat(everything.network().offloads()).isNotEqualTo(Known.notChecked());
  }

  // Probing

  @Test
  void countsTheEchoesItSends() {
    ProbeReport report = echoes(source(), answering(), 3);
    assertThat(report.sent()).isEqualTo(3);
    assertThat(report.answered()).isEqualTo(3);
    assertThat(report.errors()).isEmpty();
    Counters added = report.after().since(report.before());
    assertThat(added.at("Icmp/OutEchos")).isGreaterThanOrEqualTo(3);
    assertThat(added.at("Icmp/InEchoReps")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void isNotAnsweredBySilence() {
    ProbeReport report = echoes(source(), silent(), 2);
    assertThat(report.sent()).isEqualTo(2);
    assertThat(report.answered()).isZero();
  }

  @Test
  void sendsFromItsOwnAddressesAlone() {
    ProbeRequest request = new ProbeRequest.Echoes(foreign(), answering(), 1, 56, false);
    assertThat(ops().probe(request, soon()).toFailure())
        .containsInstanceOf(NodeFailure.CommandFailed.class);
  }

  // Deadlines

  @Test
  void startsNothingAfterItsDeadline() {
    Deadline past = Deadline.after(Duration.ZERO);
    assertTimedOut(ops().inspect(Inspection.counters(), past));
    assertTimedOut(ops().probe(new ProbeRequest.Echoes(source(), answering(), 1, 56, false), past));
    assertTimedOut(ops().change(new KernelChange.SetSysctl("ipv4/no-such-setting", 1), past));
  }

  @Test
  void saysWhatTheKernelRefuses() {
    KernelChange change = new KernelChange.SetSysctl("ipv4/no-such-setting", 1);
    assertThat(ops().change(change, soon()).toFailure())
        .containsInstanceOf(NodeFailure.CommandFailed.class);
  }

  private static void assertTimedOut(Result<?, NodeFailure> result) {
    assertThat(result.toFailure()).containsInstanceOf(NodeFailure.TimedOut.class);
  }

  private NodeFacts look(Depth depth) {
    Inspection inspection =
        new Inspection(depth, List.of(source(), answering()), List.of(NO_UNIT), List.of(ABSENT), 5);
    return ops().inspect(inspection, soon()).orElseThrow();
  }

  private ProbeReport echoes(Ipv4Address from, Ipv4Address to, int count) {
    return ops().probe(new ProbeRequest.Echoes(from, to, count, 56, false), soon()).orElseThrow();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private static <K, V> V at(Map<K, V> map, K key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }
}
