package org.flannelboard.node.facts;

import java.time.Duration;
import org.flannelboard.base.Known;

/**
 * What kind of machine a node is.
 *
 * @param hostname as the kernel knows it
 * @param operatingSystem {@code PRETTY_NAME} of os-release(5), or empty
 * @param kernel release, for example {@code 3.10.0-1160.el7.x86_64}
 * @param uptime time since boot
 * @param root whether it was looked at with all rights; without them some facts are unknown
 * @param machineId content of machine-id(5); clones share it, and with it derived MAC addresses
 * @param synchronised whether a time service keeps the clock right
 */
public record Host(
    String hostname,
    String operatingSystem,
    String kernel,
    Duration uptime,
    boolean root,
    Known<String> machineId,
    Known<Boolean> synchronised) {}
