package org.flannelboard.cluster;

import org.flannelboard.base.Ipv4Address;

/**
 * A node as the profile describes it.
 *
 * @param id its name
 * @param ip its address on the underlay: flannel's public IP, the guide's {@code NODE_IP}
 * @param ssh how it is reached
 */
public record NodeSpec(NodeId id, Ipv4Address ip, SshAccess ssh) {}
