package org.flannelboard.diagnosis;

import java.time.Duration;
import java.time.Instant;
import org.flannelboard.node.facts.NodeFacts;

/**
 * What a node said of itself, and when.
 *
 * @param asked by the workstation's clock
 * @param answered by the workstation's clock
 */
public record Sighting(NodeFacts facts, Instant asked, Instant answered) {

  /** The same, with what docker and flanneld's journal say in a later look. */
  public Sighting hearing(Sighting later) {
    return new Sighting(facts.hearing(later.facts().daemons()), asked, answered);
  }

  /** When it was seen. */
  public Instant at() {
    return answered;
  }

  /**
   * How far the node's clock is ahead of the workstation's, negative if behind; exact to half of
   * what the question took.
   */
  public Duration clockOffset() {
    Instant middle = asked.plus(Duration.between(asked, answered).dividedBy(2));
    return Duration.between(middle, facts.clock());
  }
}
