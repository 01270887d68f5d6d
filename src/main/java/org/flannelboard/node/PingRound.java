package org.flannelboard.node;

import java.time.Duration;
import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * One finished round of echo requests from one node.
 *
 * @param number from 1
 * @param echoes one for each target of the request, in its order
 */
public record PingRound(int number, List<Echo> echoes) {

  public PingRound {
    echoes = List.copyOf(echoes);
  }

  /**
   * What became of one echo request (RFC 792).
   *
   * @param rtt round-trip time; null if no reply came in time
   * @param error what came instead, for example {@code host-unreachable}; null if nothing came
   */
  public record Echo(Ipv4Address target, @Nullable Duration rtt, @Nullable String error) {}
}
