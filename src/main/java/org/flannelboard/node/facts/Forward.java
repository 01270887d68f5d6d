package org.flannelboard.node.facts;

import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a vxlan device's forwarding database: frames for {@code mac} go to the VTEP at {@code
 * destination} (bridge(8), RFC 7348 section 4).
 *
 * @param destination the peer's underlay address; null where none is printed
 * @param permanent whether the kernel leaves it alone
 * @param line the entry as it was printed
 */
public record Forward(
    MacAddress mac,
    String device,
    @Nullable Ipv4Address destination,
    boolean permanent,
    String line) {}
