package org.flannelboard.node;

import java.time.Duration;
import java.util.List;
import org.flannelboard.base.Ipv4Address;

/**
 * What a node shall ping.
 *
 * @param source the address to ping from: the node's own docker0
 * @param targets the peers' docker0 addresses, none of them local to the node
 * @param interval from the start of a round to the start of the next; at least 100 ms
 * @param timeout how long an echo reply may take; less than the interval
 * @param rounds how many rounds; 0 for no end
 */
public record PingRequest(
    Ipv4Address source,
    List<Ipv4Address> targets,
    Duration interval,
    Duration timeout,
    int rounds) {

  public PingRequest {
    targets = List.copyOf(targets);
    if (targets.contains(source)) {
      throw new IllegalArgumentException("a ping to an address of the source proves nothing");
    }
    if (interval.toMillis() < 100 || timeout.compareTo(interval) > 0 || timeout.toMillis() < 1) {
      throw new IllegalArgumentException("interval " + interval + ", timeout " + timeout);
    }
  }
}
