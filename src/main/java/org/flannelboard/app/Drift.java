package org.flannelboard.app;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.deploy.plan.Verification;

/**
 * How far a cluster is from what its profile wants, step by step: the plan a push would carry out,
 * and where there is none, why.
 *
 * @param at when the nodes and etcd had been looked at
 * @param etcd the network configuration
 * @param nodes each node's steps in the order of the work, in the profile's order of nodes
 */
public record Drift(
    Instant at, Finding etcd, SequencedMap<NodeId, SequencedMap<StepId, Finding>> nodes) {

  public Drift {
    nodes = new LinkedHashMap<>(nodes);
  }

  /** How one step of one node stands. */
  public sealed interface Finding {

    /** Was seen as it should be. */
    record InSync(String evidence) implements Finding {}

    /** Is there, but not as it should be. */
    record Differs(Step step) implements Finding {}

    /** Is not there. */
    record Missing(Step step) implements Finding {}

    /** The proof a push would end with fails. */
    record NotVerified(List<Verification.Check> failing) implements Finding {
      public NotVerified {
        failing = List.copyOf(failing);
      }
    }

    /** Could not be found out, or cannot be planned: nothing is claimed. */
    record Unknown(Failure why) implements Finding {}

    /** Whether it is as it should be, by measurement. */
    default boolean inSync() {
      return this instanceof InSync;
    }
  }

  /** The nodes on which everything is as it should be. */
  public long nodesInSync() {
    return nodes.values().stream()
        .filter(steps -> steps.values().stream().allMatch(Finding::inSync))
        .count();
  }
}
