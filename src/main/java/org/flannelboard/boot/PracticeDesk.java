package org.flannelboard.boot;

import java.time.Duration;
import java.util.Optional;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeScript;
import org.flannelboard.app.PracticeScript.Step;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeClock;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeFault;

/** Brings a practice cluster to the state a script describes. */
public final class PracticeDesk {

  private final PracticeCluster cluster;
  private final PracticeClock clock;
  private PracticeScript done = PracticeScript.empty();

  public PracticeDesk(PracticeCluster cluster, PracticeClock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /**
   * Does what the script says beyond what was done before, and mends what it does not say any more.
   * A clock that was set back stays where it is: time does not go back in a running cluster.
   */
  public synchronized void follow(PracticeScript script) {
    boolean fresh = done.steps().isEmpty();
    done.state().on().stream()
        .filter(fault -> !script.state().on().contains(fault))
        .forEach(fault -> fault(fault).ifPresent(cluster::switchOff));
    for (Step step : script.steps()) {
      switch (step) {
        case Step.On(Fault fault) -> fault(fault).ifPresent(cluster::switchOn);
        case Step.Advance(Duration by) when fresh -> advance(by);
        case Step.Advance _ -> {}
      }
    }
    Duration further = script.state().ahead().minus(done.state().ahead());
    if (!fresh && further.isPositive()) {
      advance(further);
    }
    done = script;
  }

  private void advance(Duration by) {
    clock.advance(by);
    cluster.catchUp();
  }

  /** The fault, if this cluster is large enough to have its nodes. */
  private Optional<PracticeFault> fault(Fault fault) {
    ClusterProfile profile = cluster.profile();
    return FaultKind.find(fault.code())
        .filter(_ -> fault.nodes().stream().allMatch(node -> profile.node(node).isPresent()))
        .map(kind -> kind.at(fault.nodes()));
  }
}
