package org.flannelboard.node.facts;

import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * A route of any table (ip-route(8)).
 *
 * @param table {@code main}, {@code local}, or another's name or number
 * @param type {@code unicast}, {@code local}, {@code unreachable}, {@code blackhole} …
 * @param destination the default route as 0.0.0.0/0
 * @param device empty where the route discards
 * @param gateway null for what is on the link itself
 * @param source preferred source address; null if none is named
 * @param onlink whether the gateway is taken to be on the link
 * @param line the entry as it was printed
 */
public record Route(
    String table,
    String type,
    Cidr destination,
    String device,
    @Nullable Ipv4Address gateway,
    @Nullable Ipv4Address source,
    boolean onlink,
    String line) {

  /** The table that is asked when no rule says otherwise. */
  public static final String MAIN = "main";
}
