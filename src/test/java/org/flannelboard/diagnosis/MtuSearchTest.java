package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.AT;
import static org.flannelboard.diagnosis.HealthyCluster.vm;

import java.util.Map;
import org.flannelboard.node.facts.ProbeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest packet that passes whole, found by few pings. */
class MtuSearchTest {

  private static final Subject.OnPair PAIR = new Subject.OnPair(vm(3), vm(4));

  private static MtuSearch begin() {
    return MtuSearch.of(HealthyCluster.of(4).facts(), PAIR).orElseThrow();
  }

  @Test
  void beginsWithWhatFlannelPromises() {
    assertThat(begin().next())
        .contains(
            new ProbeRequest.Echoes(
                HealthyCluster.subnet(3).firstHost(),
                HealthyCluster.subnet(4).firstHost(),
                2,
                1422,
                true));
  }

  @Test
  void whatPassesWholeNeedsNoSearch() {
    MtuSearch after = begin().after(true);

    assertThat(after.next()).isEmpty();
    assertThat(after.finding(AT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {84, 85, 576, 1350, 1410, 1448, 1449})
  void findsTheExactSize(int limit) {
    MtuSearch search = begin();
    int asked = 0;
    while (search.next().isPresent()) {
      assertThat(search.finding(AT)).isEmpty();
      search = search.after(search.next().get().payload() + 28 <= limit);
      asked++;
    }

    Finding finding = search.finding(AT).orElseThrow();
    assertThat(finding.id()).isEqualTo("mtu-blackhole@vm03>vm04");
    assertThat(finding.arguments())
        .containsEntry("passes", String.valueOf(limit))
        .containsEntry("mtu", "1450");
    // What flannel is told is the outer packet's size, 50 bytes more than what passes inside.
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy.Instruct(
                "lower-mtu",
                Map.of("node", "vm03", "mtu", "" + limit, "outer", "" + (limit + 50))));
    assertThat(asked).isLessThanOrEqualTo(12);
  }
}
