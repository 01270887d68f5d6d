package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.AT;
import static org.flannelboard.diagnosis.HealthyCluster.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What climbs found on pairs, and what is made of it. */
class AccordTest {

  /** Found on pairs, the pairs that are red, what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1>4 2>4 3>4; 1-4 2-4 3-4; underlay-blocked@vm04 inbound",
        "4>1 4>2 4>3; 1-4 2-4 3-4; underlay-blocked@vm04 outbound",
        // One of the node's lost pairs was not tried, and two are few.
        "1>4 2>4; 1-4 2-4 3-4; underlay-blocked@vm01>vm04 outbound, underlay-blocked@vm02>vm04"
            + " outbound",
        "1>4 2>4; 1-4 2-4; underlay-blocked@vm04 inbound",
        "1>4; 1-4; underlay-blocked@vm01>vm04 outbound",
        // Three that agree speak for the others.
        "1>5 2>5 3>5; 1-5 2-5 3-5 4-5; underlay-blocked@vm05 inbound",
        "1>2 1>3 2>3; 1-2 1-3 1-4 1-5 2-3 2-4 2-5 3-4 3-5 4-5; underlay-blocked@cluster both",
      })
  void whatAgreesIsSaidOnce(String climbs, String red, String said) {
    HealthyCluster cluster = HealthyCluster.of(5);
    for (String pair : red.split(" ")) {
      String[] ends = pair.split("-");
      cluster.lostPair(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
    }
    List<Finding> probed =
        Stream.of(climbs.split(" ")).map(it -> found(it, FindingCode.UNDERLAY_BLOCKED)).toList();
    Diagnosis diagnosis = Diagnostician.examine(cluster.facts(), probed);
    assertThat(diagnosis.roots())
        .extracting(it -> it.id() + " " + it.direction().code())
        .containsExactly(said.split(", "));
  }

  @Test
  void itExplainsEveryCellOfItsNodeAndKeepsAllThatWasSeen() {
    HealthyCluster cluster = HealthyCluster.of(4).lostPair(1, 4).lostPair(2, 4).lostPair(3, 4);
    List<Finding> probed =
        Stream.of("1>4", "2>4", "3>4").map(it -> found(it, FindingCode.UNDERLAY_BLOCKED)).toList();
    Diagnosis diagnosis = Diagnostician.examine(cluster.facts(), probed);
    assertThat(diagnosis.unexplained()).isEmpty();
    Finding joined = diagnosis.roots().getFirst();
    assertThat(joined.pairs()).hasSize(6);
    assertThat(joined.evidence()).extracting(Evidence::line).containsExactly("1>4", "2>4", "3>4");
    assertThat(joined.arguments()).containsEntry("from", "vm01, vm02, vm03");
    assertThat(joined.arguments()).containsEntry("to", "vm04");
  }

  /** Something else at the same node is nobody's to speak for. */
  @Test
  void disagreementIsLeftAsItIs() {
    HealthyCluster cluster = HealthyCluster.of(4).lostPair(1, 4).lostPair(2, 4).lostPair(3, 4);
    List<Finding> probed = new ArrayList<>();
    probed.add(found("1>4", FindingCode.UNDERLAY_BLOCKED));
    probed.add(found("2>4", FindingCode.UNDERLAY_BLOCKED));
    probed.add(found("3>4", FindingCode.BAD_UDP_CHECKSUM));
    assertThat(Diagnostician.examine(cluster.facts(), probed).roots()).hasSize(3);
  }

  private static Finding found(String pair, FindingCode code) {
    int from = Integer.parseInt(pair.substring(0, 1));
    int to = Integer.parseInt(pair.substring(2));
    return Finding.of(
        code,
        Severity.ERROR,
        new Subject.OnPair(vm(from), vm(to)),
        Direction.OUTBOUND,
        Map.of("from", vm(from).name(), "to", vm(to).name()),
        List.of(new Evidence(vm(to), "cat /proc/net/snmp", pair, AT)),
        List.of(new Remedy.Instruct("open-underlay", Map.of("from", vm(from).name()))));
  }
}
