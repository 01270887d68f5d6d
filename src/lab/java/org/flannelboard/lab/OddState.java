package org.flannelboard.lab;

/** What a node can have that looks like trouble and is none: scripts that make it and undo it. */
enum OddState {

  /** Other people's bridges, tunnels, addresses, routes and rules. */
  FOREIGN_NETWORKS(
      """
      ip link add br-0a1b2c3d type bridge
      ip address add 172.18.0.1/16 dev br-0a1b2c3d
      ip link set br-0a1b2c3d up
      ip route add 10.98.0.0/16 via 172.18.0.2 dev br-0a1b2c3d
      ip link add vxlan42 type vxlan id 42 dstport 4789 dev eth0 nolearning
      ip address add 10.96.0.1/24 dev vxlan42
      ip link set vxlan42 up
      ip address add 192.168.77.1/24 dev eth0
      ip route add default via 172.16.16.1 table 300
      ip rule add to 10.97.0.0/16 priority 300 lookup 300
      """,
      """
      ip rule delete priority 300
      ip route flush table 300
      ip address delete 192.168.77.1/24 dev eth0
      ip link delete vxlan42
      ip link delete br-0a1b2c3d
      """),

  /**
   * The chains that firewalld 0.6 makes, CentOS 7's, with UDP 8472 open and flannel's and docker's
   * devices in the zone "trusted" (firewalld.zones(5)).
   */
  FIREWALLD_WITH_THE_PORT_OPEN(
      """
      iptables-save >/run/lab-before-firewalld
      iptables-restore --noflush <<'RULES'
      *filter
      :INPUT_direct - [0:0]
      :INPUT_ZONES - [0:0]
      :INPUT_ZONES_SOURCE - [0:0]
      :IN_public - [0:0]
      :IN_public_allow - [0:0]
      :IN_public_deny - [0:0]
      :IN_public_log - [0:0]
      :IN_trusted - [0:0]
      :FORWARD_direct - [0:0]
      :FORWARD_IN_ZONES - [0:0]
      :FORWARD_OUT_ZONES - [0:0]
      :FWDI_public - [0:0]
      :FWDI_trusted - [0:0]
      :FWDO_trusted - [0:0]
      -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A INPUT -i lo -j ACCEPT
      -A INPUT -j INPUT_direct
      -A INPUT -j INPUT_ZONES_SOURCE
      -A INPUT -j INPUT_ZONES
      -A INPUT -m conntrack --ctstate INVALID -j DROP
      -A INPUT -j REJECT --reject-with icmp-host-prohibited
      -A INPUT_ZONES -i flannel.1 -g IN_trusted
      -A INPUT_ZONES -i docker0 -g IN_trusted
      -A INPUT_ZONES -g IN_public
      -A IN_trusted -j ACCEPT
      -A IN_public -j IN_public_log
      -A IN_public -j IN_public_deny
      -A IN_public -j IN_public_allow
      -A IN_public -p icmp -j ACCEPT
      -A IN_public_allow -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT
      -A IN_public_allow -p udp -m udp --dport 8472 -m conntrack --ctstate NEW -j ACCEPT
      -A FORWARD -i lo -j ACCEPT
      -A FORWARD -j FORWARD_direct
      -A FORWARD -j FORWARD_IN_ZONES
      -A FORWARD -j FORWARD_OUT_ZONES
      -A FORWARD -m conntrack --ctstate INVALID -j DROP
      -A FORWARD -j REJECT --reject-with icmp-host-prohibited
      -A FORWARD_IN_ZONES -i flannel.1 -g FWDI_trusted
      -A FORWARD_IN_ZONES -i docker0 -g FWDI_trusted
      -A FORWARD_IN_ZONES -g FWDI_public
      -A FORWARD_OUT_ZONES -o docker0 -g FWDO_trusted
      -A FWDI_trusted -j ACCEPT
      -A FWDO_trusted -j ACCEPT
      -A FWDI_public -p icmp -j ACCEPT
      COMMIT
      RULES
      """,
      """
      iptables-restore </run/lab-before-firewalld
      rm /run/lab-before-firewalld
      """);

  private final String make;
  private final String undo;

  OddState(String make, String undo) {
    this.make = make;
    this.undo = undo;
  }

  String make() {
    return "set -e\n" + make;
  }

  String undo() {
    return undo;
  }
}
