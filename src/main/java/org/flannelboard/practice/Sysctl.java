package org.flannelboard.practice;

/** Kernel settings that faults change (kernel, Documentation/networking/ip-sysctl.rst). */
public enum Sysctl {
  /** Whether packets for others are passed on; docker sets it when it starts. */
  IP_FORWARD(KernelSettings.IP_FORWARD),
  /** The same for what comes out of the tunnel alone. */
  TUNNEL_FORWARD("ipv4/conf/flannel.1/forwarding"),
  /** Whether echo requests go unanswered. */
  ICMP_ECHO_IGNORE_ALL("ipv4/icmp_echo_ignore_all"),
  /** Whether a packet's source has to be routed to where it came from: 0 no, 1 strictly. */
  RP_FILTER("ipv4/conf/all/rp_filter");

  private final String name;

  Sysctl(String name) {
    this.name = name;
  }

  /** Its path below {@code /proc/sys/net}. */
  String below() {
    return name;
  }

  /** Where the kernel shows it. */
  String path() {
    return "/proc/sys/net/" + name;
  }
}
