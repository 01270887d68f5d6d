package org.flannelboard.diagnosis;

import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.SubnetLease;

/**
 * A node as flanneld on the others knows it: its lease, and the three entries that follow from it
 * (flannel, backend/vxlan: {@code handleSubnetEvents}).
 *
 * @param vtepMac where frames to it go; the neighbour's and the forwarding entry's address
 */
record Peer(NodeId node, SubnetLease lease, MacAddress vtepMac) {

  /** The address of its vxlan device: the first of its subnet, and the gateway to all of it. */
  Ipv4Address vtepAddress() {
    return lease.subnet().network();
  }

  /** The address that a ping of the matrix goes to. */
  Ipv4Address docker0() {
    return lease.docker0();
  }

  /** Its address on the underlay, where its VTEP listens. */
  Ipv4Address publicIp() {
    return lease.publicIp();
  }
}
