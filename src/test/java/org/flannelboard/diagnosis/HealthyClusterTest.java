package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster all other tests of this package break. */
class HealthyClusterTest {

  @ParameterizedTest
  @ValueSource(ints = {4, 255})
  void answersWholeAndReachesAll(int size) {
    ClusterFacts facts = HealthyCluster.of(size).facts();
    assertThat(facts.sightings()).hasSize(size);
    assertThat(facts.matrix().allReached()).isTrue();
    assertThat(facts.lease(HealthyCluster.vm(size)).orElseThrow().docker0())
        .hasToString("10.253." + size + ".1");
  }

  @Test
  void looksAsAFaultChangesIt() {
    ClusterFacts facts = HealthyCluster.of(4).silent(2).lostPair(1, 3).facts();
    assertThat(facts.sighting(HealthyCluster.vm(2))).isEmpty();
    assertThat(Case.lostIn(facts.matrix()))
        .extracting(Subject.OnPair::text)
        .containsExactlyInAnyOrder("vm01>vm03", "vm03>vm01");
  }
}
