package org.flannelboard.node.facts;

import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the neighbour table (ip-neighbour(8)).
 *
 * @param mac null while it is not resolved
 * @param state {@code PERMANENT}, {@code REACHABLE}, {@code STALE}, {@code INCOMPLETE}, {@code
 *     FAILED} …
 * @param line the entry as it was printed
 */
public record Neighbour(
    Ipv4Address address, String device, @Nullable MacAddress mac, String state, String line) {}
