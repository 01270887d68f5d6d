package org.flannelboard.diagnosis;

import java.util.Locale;

/** What can be found, named by its cause. */
public enum FindingCode {
  // A node as a whole
  NODE_UNREACHABLE,
  CLOCK_SKEW,
  SHARED_MACHINE_ID,

  // Filters and the underlay
  INPUT_FIREWALL,
  OUTPUT_FIREWALL,
  UNDERLAY_BLOCKED,
  BAD_UDP_CHECKSUM,
  MTU_BLACKHOLE,
  MTU_TOO_LARGE,
  REVERSE_PATH_FILTER,

  // The vxlan device
  UDP_PORT_TAKEN,
  VXLAN_PORT_MISMATCH,
  VNI_MISMATCH,
  VXLAN_DEVICE_MISSING,
  VXLAN_DEVICE_DOWN,
  VXLAN_DEVICE_BOUNCED,
  VTEP_MAC_CHANGED,
  VTEP_MAC_DUPLICATE,
  VXLAN_LOCAL_FOREIGN,

  // Entries
  ROUTE_MISSING,
  ROUTE_SHADOWED,
  NEIGHBOUR_MISSING,
  NEIGHBOUR_STALE,
  FORWARD_MISSING,
  FORWARD_WRONG,

  // Leases and flanneld
  LEASE_MISSING,
  LEASE_EXPIRING,
  PUBLIC_IP_WRONG,
  SUBNET_DUPLICATE,
  LEASE_STALE_OWN,
  FLANNELD_NOT_RUNNING,
  FLANNELD_START_FAILS,
  FLANNELD_WITHOUT_RESTART,
  BACKEND_WRONG,
  CONFIG_INVALID,
  CONFIG_MISSING,
  SUBNETS_EXHAUSTED,
  ETCD_UNREACHABLE,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_EXPIRING,

  // Docker
  DOCKER_NOT_RUNNING,
  DOCKER0_MISSING,
  DOCKER0_DOWN,
  DOCKER0_WRONG_SUBNET,
  SUBNET_ENV_STALE,
  DOCKER0_ROUTE_LOST,
  DOCKER_WITHOUT_BIP,
  DOCKER_CHAINS_FLUSHED,

  // Containers behind a green cell
  IP_FORWARD_OFF,
  FORWARD_DROP,
  DIRECT_ROUTING_DROP,
  MASQUERADED,

  // Cells that do not say what they seem to
  ICMP_IGNORED,
  ICMP_FILTERED,
  TARGET_LOCAL,

  /** Packets vanish at a known hop, for no known reason. */
  UNKNOWN_AT_HOP,
  /** Too little could be seen to say anything. */
  NOT_ENOUGH_SEEN;

  /** Kebab-case, stable over releases. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
