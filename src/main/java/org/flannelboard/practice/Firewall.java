package org.flannelboard.practice;

/** Rules a practice node's packet filter can have. */
public enum Firewall {
  /** INPUT drops UDP packets to the vxlan port. */
  VXLAN_IN,
  /** OUTPUT drops UDP packets to the vxlan port. */
  VXLAN_OUT,
  /** INPUT drops ICMP that comes out of the tunnel. */
  ICMP_FROM_TUNNEL,
  /** FORWARD drops what belongs to no known connection and does not come from docker's bridge. */
  FORWARD
}
