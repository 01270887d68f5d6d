package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.flannelboard.base.CancelToken;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;

/** Many nodes, a few at a time. */
class PaceTest {

  private static final List<Integer> SEVEN = List.of(1, 2, 3, 4, 5, 6, 7);

  @Test
  void nodesAreGroupedInTheirOrder() {
    assertThat(Pace.allAtOnce().groups(SEVEN)).containsExactly(SEVEN);
    assertThat(new Pace(true, 0).groups(SEVEN))
        .containsExactly(List.of(1), List.of(2, 3, 4, 5, 6, 7));
    assertThat(new Pace(true, 4).groups(SEVEN))
        .containsExactly(List.of(1), List.of(2, 3, 4, 5), List.of(6, 7));
    assertThat(new Pace(false, 3).groups(SEVEN))
        .containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
    assertThat(new Pace(true, 2).groups(List.of())).isEmpty();
    assertThatThrownBy(() -> new Pace(true, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void afterAGroupThatFailedNoOtherBegins() {
    try (Bench bench = Bench.bare(4)) {
      PracticeFault fault = new PracticeFault.UnitStartFails(bench.id(2), "flanneld.service");
      bench.practice.switchOn(fault);
      PushReport report = push(bench, new Pace(true, 2));
      assertThat(report.nodes())
          .extracting(NodeOutcome::node)
          .containsExactly(bench.id(1), bench.id(2), bench.id(3), bench.id(4));
      assertThat(report.nodes())
          .extracting(NodeOutcome::succeeded)
          .containsExactly(true, false, true, false);
      assertThat(report.nodes().get(3).steps().values())
          .allMatch(StepOutcome.NotReached.class::isInstance);
      assertThat(report.succeeded()).isFalse();

      bench.practice.switchOff(fault);
      assertThat(push(bench, new Pace(true, 2)).succeeded()).isTrue();
    }
  }

  @Test
  void aCanaryThatFailsSparesAllOthers() {
    try (Bench bench = Bench.bare(3)) {
      bench.practice.switchOn(new PracticeFault.UnitStartFails(bench.id(1), "flanneld.service"));
      push(bench, new Pace(true, 0));
      assertThat(bench.disk(2)).doesNotContainKey("/usr/bin/flanneld");
      assertThat(bench.disk(3)).doesNotContainKey("/usr/bin/flanneld");
    }
  }

  private static PushReport push(Bench bench, Pace pace) {
    Bench.Session session = bench.session();
    return session
        .deployment()
        .push(session.propose(), pace, ApplyListener.none(), new CancelToken());
  }
}
