package org.flannelboard.node.facts;

/** Where a kind of fact comes from, in words that an administrator can repeat on the node. */
public enum Source {
  HOST("uname -a"),
  LINKS("ip -d link show"),
  ADDRESSES("ip -4 addr show"),
  ROUTES("ip -4 route show table all"),
  RULES("ip -4 rule show"),
  LOOKUPS("ip route get ADDRESS"),
  NEIGHBOURS("ip -4 neigh show"),
  FORWARDS("bridge fdb show"),
  SOCKETS("ss -lunp"),
  SYSCTLS("sysctl -a"),
  FIREWALL("iptables-save -c"),
  FIREWALL_LEGACY("iptables-legacy-save -c"),
  FIREWALL_NFT("nft list ruleset"),
  COUNTERS("cat /proc/net/dev /proc/net/snmp /proc/net/netstat"),
  FILES("cat FILE"),
  UNITS("systemctl show UNIT"),
  PROCESSES("tr '\\0' ' ' < /proc/PID/cmdline"),
  DOCKER("docker network inspect bridge"),
  OFFLOADS("ethtool -k DEVICE"),
  CLOCK("date; timedatectl"),
  JOURNAL("journalctl -u flanneld"),
  KERNEL_LOG("dmesg");

  private final String command;

  Source(String command) {
    this.command = command;
  }

  /** A shell command whose output shows the same; capital words stand for what it is about. */
  public String command() {
    return command;
  }
}
