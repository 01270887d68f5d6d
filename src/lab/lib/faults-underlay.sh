# shellcheck shell=bash
# Faults of what carries the tunnels: the bridge in the workstation's namespace drops, the cable's far end is down. A rule bears
# the fault's name and nodes as its comment, by which it is taken back.

# underlay_rule NAME NODE PEER WORDS...: a rule for what the bridge passes on.
underlay_rule() {
  local mark="$1 $2 $3"
  shift 3
  workstation nft -f - <<NFT
table bridge faults {
  chain passing {
    type filter hook forward priority 0; policy accept;
  }
}
add rule bridge faults passing $* comment "$mark"
NFT
}

# underlay_free NAME NODE PEER: takes back the rules of that fault.
underlay_free() {
  local handle
  while read -r handle; do
    workstation nft delete rule bridge faults passing handle "$handle"
  done < <(workstation nft -a list table bridge faults 2>/dev/null |
    sed -n "s/.* comment \"$1 $2 $3\" # handle \([0-9]*\)\$/\1/p")
}

workstation() { ip netns exec "$WORKSTATION_NS" "$@"; }

break_node_down() { ip -n "$WORKSTATION_NS" link set "$1" down; }
mend_node_down() { ip -n "$WORKSTATION_NS" link set "$1" up; }

break_underlay_blocked() {
  mend_underlay_blocked "$@"
  underlay_rule underlay-blocked "$1" "$2" iifname "$1" oifname "$2" ip saddr "${NODE_IP[$1]}" drop
}
mend_underlay_blocked() { underlay_free underlay-blocked "$1" "$2"; }

break_vxlan_blocked() {
  mend_vxlan_blocked "$@"
  underlay_rule vxlan-blocked "$1" "" iifname "$1" udp dport 8472 drop
  underlay_rule vxlan-blocked "$1" "" oifname "$1" udp dport 8472 drop
}
mend_vxlan_blocked() { underlay_free vxlan-blocked "$1" ""; }

break_vxlan_blocked_one_way() {
  mend_vxlan_blocked_one_way "$@"
  underlay_rule vxlan-blocked-one-way "$1" "$2" iifname "$1" oifname "$2" udp dport 8472 drop
}
mend_vxlan_blocked_one_way() { underlay_free vxlan-blocked-one-way "$1" "$2"; }

# veth passes a checksum on unfinished, and nobody looks at it: the node has to finish it before it can be damaged.
break_checksum_bad() {
  mend_checksum_bad "$@"
  in_node "$1" ethtool -K eth0 tx off >/dev/null
  underlay_rule checksum-bad "$1" "" iifname "$1" udp dport 8472 udp checksum set 0x0bad
}
mend_checksum_bad() {
  underlay_free checksum-bad "$1" ""
  in_node "$1" ethtool -K eth0 tx on >/dev/null
}

break_mtu_blackhole() {
  mend_mtu_blackhole "$@"
  underlay_rule mtu-blackhole "$1" "" iifname "$1" ip protocol != tcp meta length '>' 1400 drop
  underlay_rule mtu-blackhole "$1" "" oifname "$1" ip protocol != tcp meta length '>' 1400 drop
}
mend_mtu_blackhole() { underlay_free mtu-blackhole "$1" ""; }
