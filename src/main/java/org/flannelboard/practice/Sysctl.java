package org.flannelboard.practice;

/**
 * Kernel settings that decide over packets (kernel, Documentation/networking/ip-sysctl.rst), with
 * their values at boot.
 */
public enum Sysctl {
  /** Whether packets for others are passed on; docker sets it when it starts. */
  IP_FORWARD("net/ipv4/ip_forward", 0),
  /** Whether echo requests go unanswered. */
  ICMP_ECHO_IGNORE_ALL("net/ipv4/icmp_echo_ignore_all", 0),
  /** Whether a packet's source has to be routed to where it came from: 0 no, 1 strictly. */
  RP_FILTER("net/ipv4/conf/all/rp_filter", 0);

  private final String name;
  private final int atBoot;

  Sysctl(String name, int atBoot) {
    this.name = name;
    this.atBoot = atBoot;
  }

  int atBoot() {
    return atBoot;
  }

  /** Where the kernel shows it. */
  String path() {
    return "/proc/sys/" + name;
  }
}
