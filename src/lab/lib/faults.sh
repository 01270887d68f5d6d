# shellcheck shell=bash
# Faults of the catalogue on the real nodes: what breaks in reality is broken here, by the same programs. A fault is named as
# the practice cluster names it. `break_NAME` breaks, `mend_NAME` gives back what was there, unless it was mended by other
# means meanwhile; both may run twice. Where one lies says where it runs: faults-underlay.sh and faults-etcd.sh on this
# machine, all others in the node.

# NAME WHERE WHAT; WHERE is what has to be named: nothing (cluster), a NODE (node), a NODE and its PEER (pair).
FAULTS='
node-down               node     the cable is pulled
sudo-refused            node     sudo lets the login user do nothing (where that is not root)
etcd-unreachable        cluster  etcd is stopped on every member
etcd-v2-off             cluster  etcd runs without --enable-v2
underlay-blocked        pair     the underlay drops all that NODE sends to PEER
vxlan-blocked           node     the underlay drops UDP 8472 to and from NODE
vxlan-blocked-one-way   pair     the underlay drops UDP 8472 from NODE to PEER
checksum-bad            node     UDP 8472 leaves NODE with damaged checksums
mtu-blackhole           node     no packet of over 1400 bytes gets to or from NODE (TCP excepted: ssh lives on it)
mtu-too-large           node     eth0 has an MTU of 1400, flannel.1 its 1450
input-firewall          node     UDP 8472 is dropped in INPUT
input-rejected          node     UDP 8472 is rejected in INPUT
output-firewall         node     UDP 8472 is dropped in OUTPUT
icmp-filtered           node     ICMP out of flannel.1 is dropped in INPUT
forward-drop            node     FORWARD lacks flannel'\''s rules and drops; flanneld hangs and does not put them back
firewall-flushed        node     the filter table was emptied; flannel'\''s rules are back, docker'\''s are not
icmp-ignored            node     icmp_echo_ignore_all = 1
ip-forward-off          node     ip_forward = 0
tunnel-forward-off      node     conf.flannel/1.forwarding = 0
reverse-path            pair     rp_filter = 1 where the way back to PEER'\''s flannel.1 is eth0
device-down             node     flannel.1 is down
device-bounced          node     flannel.1 was down for a moment
device-missing          node     flannel.1 is deleted
port-taken              node     another process owns UDP 8472
port-mismatch           node     flannel.1 uses UDP 4789
vni-mismatch            node     flannel.2 with VNI 2 in place of flannel.1
vtep-mac-changed        node     flannel.1 has another MAC than announced
local-address-wrong     node     flannel.1 sends from an address that the node has no more
route-missing           pair     NODE lacks its route to PEER'\''s subnet
route-shadowed          pair     a /25 leads half of PEER'\''s subnet to the gateway
route-rule              pair     a routing rule leads PEER'\''s subnet to the gateway
neighbour-missing       pair     NODE lacks its neighbour entry for PEER
neighbour-stale         pair     NODE has a former MAC of PEER in both tables
forward-missing         pair     NODE lacks its forwarding entry for PEER
forward-wrong           pair     NODE forwards PEER'\''s packets to nobody
flanneld-stopped        node     flanneld is stopped, and docker with it
wrong-interface         node     flanneld is told an interface that is not there
wrong-public-ip         node     flanneld announces the address of a NAT
etcd-prefix-wrong       node     flanneld looks below another prefix
etcd-endpoint-wrong     node     flanneld asks where no etcd is
etcd-plain-http         node     flanneld speaks plain http
etcd-certificate-missing node    flanneld has no client certificate
etcd-authority-wrong    node     flanneld trusts somebody else
etcd-key-missing        node     flanneld'\''s key is not there
config-malformed        node     the configuration is no JSON; NODE'\''s flanneld was restarted
config-too-small        node     the configuration has room for two subnets; NODE'\''s flanneld was restarted
backend-unknown         node     the configuration has a mistyped backend; NODE'\''s flanneld was restarted
subnets-exhausted       node     every subnet of the configuration is leased, and NODE has none
renewal-missed          node     NODE'\''s lease ends in 40 minutes
lease-missing           node     NODE'\''s lease is gone, and flanneld with it
lease-mac-wrong         node     NODE'\''s lease names a MAC that is not its device'\''s
duplicate-subnet        pair     NODE announces PEER'\''s address and has its subnet
duplicate-vtep-mac      pair     NODE has PEER'\''s MAC, as a cloned machine
docker0-missing         node     docker has failed and docker0 is gone
docker0-down            node     docker0 is down
docker0-wrong-subnet    node     docker lost flannel'\''s options and made docker0 by its own choice
docker0-stale-subnet    node     flanneld has another subnet since, docker was not restarted
docker0-route-hijacked  node     NODE'\''s own subnet is routed into flannel.1
docker-direct-routing   node     the rules of docker 28 keep all but docker0 from containers
docker-without-options  node     docker lost flannel'\''s options and kept docker0 as it was
'

lab_faults() {
  local name where text
  while read -r name where text; do
    [[ -z $name ]] || printf '%-25s%-9s%s\n' "$name" "$where" "$text"
  done <<<"$FAULTS"
}

# lab_fault break|mend NAME [NODE [PEER]]
lab_fault() {
  local verb=$1 name=${2:-} node=${3:-} peer=${4:-} where wanted
  require_root
  where=$(awk -v name="$name" '$1 == name { print $2 }' <<<"$FAULTS")
  case $where in
    cluster) wanted=2 ;;
    node) wanted=3 ;;
    pair) wanted=4 ;;
    *) die "no such fault: ${name:-(none named)}; see: lab faults" ;;
  esac
  (($# == wanted)) || die "$name is a fault of a $where: name $((wanted - 2)) nodes"
  ((wanted < 3)) || is_node "$node" || die "no such node: $node"
  ((wanted < 4)) || { is_node "$peer" && [[ $peer != "$node" ]]; } || die "no such peer: $peer"
  [[ -e $LAB_RUN/complete ]] || die "the lab is not up"
  if declare -F "${verb}_${name//-/_}" >/dev/null; then
    "${verb}_${name//-/_}" "$node" "$peer"
  else
    fault_in_node "$verb" "$name" "$node" "$peer"
  fi
}

# Sources faults-node.sh in the node, and runs the fault's function there with what it has to know of both ends.
fault_in_node() {
  local verb=$1 name=$2 node=$3 peer=$4
  local -a facts
  mapfile -t facts < <(flannel_facts "$node" OWN && { [[ -z $peer ]] || flannel_facts "$peer" PEER; })
  # Bash reads it as it runs it: the node's own stdin is the script.
  in_node "$node" env NODE="$node" LOGIN="${NODE_USER[$node]}" GATEWAY="$WORKSTATION_IP" \
    KEPT="/run/lab-faults/$name${peer:+.$peer}" "${facts[@]}" \
    bash -eu -s "$verb" "$name" <"$LAB_SOURCE/lib/faults-node.sh"
}

# PREFIX_IP, PREFIX_SUBNET, PREFIX_VTEP, PREFIX_DOCKER0 and PREFIX_MAC of a node, as flannel has it there now.
flannel_facts() {
  local node=$1 prefix=$2
  printf '%s_IP=%s\n' "$prefix" "${NODE_IP[$node]}"
  # shellcheck disable=SC2016
  in_node "$node" sh -euc '
    [ -r /run/flannel/subnet.env ] || exit 0
    . /run/flannel/subnet.env
    net=${FLANNEL_SUBNET%.*}
    printf "%s_SUBNET=%s\n%s_VTEP=%s\n%s_DOCKER0=%s\n" "$1" "$net.0/24" "$1" "$net.0" "$1" "$net.1"
    mac=$(ip -o link show dev flannel.1 2>/dev/null | sed "s/.*link\/ether \([^ ]*\).*/\1/")
    printf "%s_MAC=%s\n" "$1" "$mac"
  ' sh "$prefix"
}

# What a reset of nodes does not take away by itself: the underlay's faults, and what was kept of etcd.
forget_faults() {
  local name where node
  workstation nft delete table bridge faults 2>/dev/null || true
  for node in "${NODES[@]}"; do mend_node_down "$node"; done
  while read -r name where _; do
    [[ -z $name ]] || rm -f "$LAB_RUN/$name"
  done <<<"$FAULTS"
}
