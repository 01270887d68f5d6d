package org.flannelboard.practice;

/** What a kernel counts of protocols in /proc/net/snmp and /proc/net/netstat, as far as we do. */
enum Count {
  IP_RECEIVED("Ip/InReceives"),
  IP_FORWARDED("Ip/ForwDatagrams"),
  IP_ADDRESS_ERRORS("Ip/InAddrErrors"),
  IP_NO_ROUTES_OUT("Ip/OutNoRoutes"),
  IP_NO_ROUTES_IN("IpExt/InNoRoutes"),
  ECHOS_IN("Icmp/InEchos"),
  ECHOS_OUT("Icmp/OutEchos"),
  REPLIES_IN("Icmp/InEchoReps"),
  REPLIES_OUT("Icmp/OutEchoReps"),
  UNREACHABLES_IN("Icmp/InDestUnreachs"),
  UNREACHABLES_OUT("Icmp/OutDestUnreachs"),
  DATAGRAMS_IN("Udp/InDatagrams"),
  NO_PORTS("Udp/NoPorts"),
  UDP_ERRORS("Udp/InErrors"),
  BAD_CHECKSUMS("Udp/InCsumErrors"),
  REVERSE_PATH("TcpExt/IPReversePathFilter");

  private final String point;

  Count(String point) {
    this.point = point;
  }

  /** Its name among {@link org.flannelboard.node.facts.Counters}. */
  String point() {
    return point;
  }
}
