package org.flannelboard.diagnosis;

import java.time.Instant;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.facts.Source;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was seen, in the words in which it was seen.
 *
 * @param node where; null for what stands in etcd
 * @param command what shows it, for an administrator to repeat
 * @param line the line that decides; or what was missing there, in brackets
 * @param at when, by the workstation's clock
 */
public record Evidence(@Nullable NodeId node, String command, String line, Instant at) {

  /** What a node said. */
  public static Evidence of(Sighting sighting, Source source, String line) {
    return new Evidence(sighting.facts().node(), source.command(), line, sighting.at());
  }
}
