package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.vm;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where packets stop on their way there and back, and what shows it. */
class PacketWaysTest {

  @Test
  void everyHopOfAHealthyWayIsProven() {
    PacketWay way = way(HealthyCluster.of(4), 1, 2);
    for (List<Hop> hops : List.of(way.there(), way.back())) {
      assertThat(hops).extracting(Hop::kind).containsExactly(Hop.Kind.values());
      assertThat(hops)
          .allSatisfy(
              hop -> {
                assertThat(hop.state()).as(hop.kind().code()).isEqualTo(Hop.State.OK);
                assertThat(hop.evidence()).isNotEmpty();
                assertThat(hop.finding()).isNull();
              });
    }
    assertThat(hop(way.there(), Hop.Kind.FORWARD).evidence().getFirst().line())
        .isEqualTo("92:14:8f:74:3a:02 dev flannel.1 dst 172.16.16.82 self permanent");
    assertThat(hop(way.there(), Hop.Kind.PORT).node()).isEqualTo(vm(2));
    assertThat(hop(way.back(), Hop.Kind.PORT).node()).isEqualTo(vm(1));
  }

  @Test
  void aMissingEntryBreaksItsHopOfOneWayAlone() {
    PacketWay way = way(Faults.forwardMissing(4, 2), 4, 2);
    assertThat(broken(way.there())).containsExactly(Hop.Kind.FORWARD);
    assertThat(broken(way.back())).isEmpty();
    assertThat(hop(way.there(), Hop.Kind.FORWARD).finding()).isEqualTo("forward-missing@vm04>vm02");
    assertThat(hop(way.there(), Hop.Kind.UNDERLAY).state()).isEqualTo(Hop.State.NOT_CHECKED);
  }

  @Test
  void theSameFaultIsOnTheWayBackOfTheOtherCell() {
    PacketWay way = way(Faults.forwardMissing(4, 2), 2, 4);
    assertThat(broken(way.there())).isEmpty();
    assertThat(broken(way.back())).containsExactly(Hop.Kind.FORWARD);
  }

  @Test
  void aConsequenceNamesItsCause() {
    PacketWay way = way(Faults.deviceDown(4), 4, 2);
    assertThat(hop(way.there(), Hop.Kind.ROUTE).finding()).isEqualTo("vxlan-device-down@vm04");
    assertThat(hop(way.back(), Hop.Kind.TARGET_VTEP).finding()).isEqualTo("vxlan-device-down@vm04");
  }

  @Test
  void aTakenPortStopsWhatComesIn() {
    PacketWay way = way(Faults.portTaken(4), 2, 4);
    assertThat(broken(way.there())).containsExactly(Hop.Kind.PORT, Hop.Kind.TARGET_VTEP);
    assertThat(hop(way.there(), Hop.Kind.PORT).finding()).isEqualTo("udp-port-taken@vm04");
  }

  @Test
  void withoutALeaseNoEntryCanBe() {
    PacketWay way = way(Faults.leaseMissing(4), 2, 4);
    Hop route = hop(way.there(), Hop.Kind.ROUTE);
    assertThat(route.state()).isEqualTo(Hop.State.BROKEN);
    assertThat(route.finding()).isEqualTo("lease-missing@vm04");
    assertThat(hop(way.back(), Hop.Kind.ROUTE).state()).isEqualTo(Hop.State.OK);
  }

  @Test
  void aSilentEndIsNotChecked() {
    PacketWay way = way(HealthyCluster.of(4).silent(4).lost(1, 4), 1, 4);
    assertThat(hop(way.there(), Hop.Kind.ROUTE).state()).isEqualTo(Hop.State.OK);
    assertThat(hop(way.there(), Hop.Kind.TARGET_VTEP).state()).isEqualTo(Hop.State.NOT_CHECKED);
    assertThat(hop(way.there(), Hop.Kind.UNDERLAY).finding()).isEqualTo("node-unreachable@vm04");
  }

  @Test
  void whatLooksBrokenWherePacketsPassIsSuspicious() {
    HealthyCluster cluster = Faults.leaseStaleOwn(4);
    PacketWay way = way(cluster, 1, 4);
    assertThat(broken(way.there())).isEmpty();
    assertThat(hop(way.there(), Hop.Kind.TARGET_DOCKER0).state()).isEqualTo(Hop.State.SUSPICIOUS);
    assertThat(hop(way.there(), Hop.Kind.TARGET_DOCKER0).finding())
        .isEqualTo("lease-stale-own@vm04");
  }

  private static PacketWay way(HealthyCluster cluster, int from, int to) {
    ClusterFacts facts = cluster.facts();
    return PacketWays.of(facts, Diagnostician.examine(facts), vm(from), vm(to));
  }

  private static Hop hop(List<Hop> hops, Hop.Kind kind) {
    return hops.get(kind.ordinal());
  }

  private static List<Hop.Kind> broken(List<Hop> hops) {
    return hops.stream().filter(it -> it.state() == Hop.State.BROKEN).map(Hop::kind).toList();
  }
}
