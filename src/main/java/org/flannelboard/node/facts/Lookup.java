package org.flannelboard.node.facts;

import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel would do with a packet to an address ({@code ip route get}): all rules and tables
 * taken into account.
 *
 * @param local whether the address is the node's own
 * @param device where the packet leaves; empty if it does not
 * @param gateway null for what is on the link itself
 * @param source the address it would leave with; null if none was printed
 * @param table empty for the main table, and where ip(8) is too old to print it (3.10)
 * @param mtu bytes, where the kernel has learnt a smaller one for this destination; 0 elsewhere
 * @param error what the kernel said instead, for example {@code Network is unreachable}; null if it
 *     found a way
 * @param line the answer as it was printed
 */
public record Lookup(
    Ipv4Address target,
    boolean local,
    String device,
    @Nullable Ipv4Address gateway,
    @Nullable Ipv4Address source,
    String table,
    int mtu,
    @Nullable String error,
    String line) {}
