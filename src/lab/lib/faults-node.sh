# shellcheck shell=bash
# Faults within a node; runs there as `bash -s break|mend NAME`. Known: NODE, LOGIN, GATEWAY; of flannel OWN_IP, OWN_SUBNET,
# OWN_VTEP (x.x.x.0), OWN_DOCKER0 (x.x.x.1), OWN_MAC, and the same PEER_... of the peer; KEPT, a directory for what was there.

DEVICE=flannel.1
OPTIONS=/etc/flanneld/flanneld
DROP_IN=/etc/systemd/system/docker.service.d/50-flannelboard.conf
NOBODY=172.16.17.254          # an address that no node has
FORMER_MAC=02:de:ad:be:ef:04  # what a peer's device had before it was made anew

# --- filters and settings --------------------------------------------------------------------------------------------------

# The whole filter as it was; a fault on top of a fault keeps the first state.
keep_filters() { [[ -e $KEPT/filters ]] || iptables-save >"$KEPT/filters"; }
restore_filters() {
  [[ -e $KEPT/filters ]] || return 0
  # What was not there before is not in the file: a table that a fault or its remedy made.
  grep -q '^\*raw' "$KEPT/filters" || { ! iptables-save -t raw | grep -q '^-A' || iptables -t raw -F; }
  iptables-restore <"$KEPT/filters"
}

stray() {
  keep_filters
  iptables -I "$@"
}

break_input_firewall() { stray INPUT -p udp --dport 8472 -j DROP; }
mend_input_firewall() { restore_filters; }
break_input_rejected() { stray INPUT -p udp --dport 8472 -j REJECT --reject-with icmp-host-prohibited; }
mend_input_rejected() { restore_filters; }
break_output_firewall() { stray OUTPUT -p udp --dport 8472 -j DROP; }
mend_output_firewall() { restore_filters; }
break_icmp_filtered() { stray INPUT -i "$DEVICE" -p icmp -j DROP; }
mend_icmp_filtered() { restore_filters; }

# flanneld looks after its rules every five seconds: it has to hang for them to stay away.
break_forward_drop() {
  keep_filters
  kill -STOP "$(pidof flanneld)"
  iptables -P FORWARD DROP
  iptables -D FORWARD -s 10.253.0.0/16 -j ACCEPT 2>/dev/null || true
  iptables -D FORWARD -d 10.253.0.0/16 -j ACCEPT 2>/dev/null || true
}
mend_forward_drop() {
  restore_filters
  ! pidof flanneld >/dev/null || kill -CONT "$(pidof flanneld)"
}

break_firewall_flushed() {
  keep_filters
  iptables -F
  iptables -X
  # As flanneld does within five seconds.
  iptables -A FORWARD -s 10.253.0.0/16 -j ACCEPT
  iptables -A FORWARD -d 10.253.0.0/16 -j ACCEPT
}
mend_firewall_flushed() { restore_filters; }

# What docker 28 adds (moby 48724): containers are reached by way of the bridge or of the node alone.
break_docker_direct_routing() {
  keep_filters
  iptables -A DOCKER ! -i docker0 -o docker0 -j DROP
  iptables -t raw -A PREROUTING -d "${OWN_DOCKER0%.1}.2" ! -i docker0 -j DROP
}
mend_docker_direct_routing() { restore_filters; }

set_sysctl() { sysctl -qw "$1"; }
break_icmp_ignored() { set_sysctl net.ipv4.icmp_echo_ignore_all=1; }
mend_icmp_ignored() { set_sysctl net.ipv4.icmp_echo_ignore_all=0; }
break_ip_forward_off() { set_sysctl net.ipv4.ip_forward=0; }
mend_ip_forward_off() { set_sysctl net.ipv4.ip_forward=1; }
break_tunnel_forward_off() { set_sysctl net/ipv4/conf/$DEVICE/forwarding=0; }
mend_tunnel_forward_off() { set_sysctl net/ipv4/conf/$DEVICE/forwarding=1; }

break_reverse_path() {
  ip route replace "$PEER_VTEP/32" via "$GATEWAY" dev eth0
  set_sysctl net.ipv4.conf.all.rp_filter=1
}
mend_reverse_path() {
  ip route delete "$PEER_VTEP/32" via "$GATEWAY" dev eth0 2>/dev/null || true
  set_sysctl net.ipv4.conf.all.rp_filter=0
}

break_mtu_too_large() { ip link set eth0 mtu 1400; }
# A flannel.1 that was made anew since has the smaller size, and docker with it.
mend_mtu_too_large() {
  ip link set eth0 mtu 1500
  ! shows "$DEVICE" 'mtu 1350' || { ip link delete "$DEVICE" && start_again; }
}

break_sudo_refused() {
  [[ $LOGIN != root ]] || { echo "$NODE: the login user is root and needs no sudo" >&2; exit 1; }
  [[ ! -e /etc/sudoers.d/$LOGIN ]] || mv "/etc/sudoers.d/$LOGIN" "$KEPT/sudoers"
}
mend_sudo_refused() { [[ ! -e $KEPT/sudoers ]] || mv "$KEPT/sudoers" "/etc/sudoers.d/$LOGIN"; }

# --- flannel's device and its entries ---------------------------------------------------------------------------------------

exists() { ip link show dev "$1" >/dev/null 2>&1; }
mac_of() { ip -o link show dev "$1" | sed 's/.*link\/ether \([^ ]*\).*/\1/'; }
shows() { ip -d link show dev "$1" 2>/dev/null | grep -q -- "$2 "; }

has_entries() { [[ -n $(ip -4 route show dev "$DEVICE" 2>/dev/null) ]]; }

# Of a device that is whole: a fault on top of a fault keeps what was before both.
keep_device() {
  has_entries || return 0
  ip -4 route show dev "$DEVICE" >"$KEPT/routes"
  ip -4 neighbour show dev "$DEVICE" nud permanent >"$KEPT/neighbours"
  bridge fdb show dev "$DEVICE" >"$KEPT/forwards"
  mac_of "$DEVICE" >"$KEPT/mac"
}

# make_device NAME VNI PORT LOCAL: as flanneld makes it, with the MAC that was announced.
make_device() {
  ip link add "$1" address "$(cat "$KEPT/mac")" mtu 1450 type vxlan id "$2" dev eth0 local "$4" dstport "$3" nolearning
  ip address add "$OWN_VTEP/32" dev "$1"
  ip link set "$1" up
}

# put_entries DEVICE: what flanneld had put; going down takes routes and neighbours away, deletion all.
put_entries() {
  local mac ip route
  while read -r mac _ ip _; do bridge fdb replace "$mac" dev "$1" dst "$ip" self permanent; done <"$KEPT/forwards"
  while read -r ip _ mac _; do ip neighbour replace "$ip" lladdr "$mac" dev "$1" nud permanent; done <"$KEPT/neighbours"
  # shellcheck disable=SC2086  # a line of words
  while read -r route; do ip route replace $route dev "$1"; done <"$KEPT/routes"
}

# In place of flannel's own: NAME VNI PORT LOCAL.
swap_device() {
  exists "$DEVICE" || return 0
  keep_device
  ip link delete "$DEVICE"
  make_device "$@"
  put_entries "$1"
}
put_back() {
  ip link delete "$1"
  exists "$DEVICE" || { make_device "$DEVICE" 1 8472 "$OWN_IP" && put_entries "$DEVICE"; }
}

break_device_down() {
  keep_device
  ip link set "$DEVICE" down
}
mend_device_down() { mend_device_bounced; }

break_device_bounced() {
  keep_device
  ip link set "$DEVICE" down
  ip link set "$DEVICE" up
}
mend_device_bounced() {
  [[ -e $KEPT/mac ]] && exists "$DEVICE" || return 0
  ip link set "$DEVICE" up
  has_entries || put_entries "$DEVICE"
}

break_device_missing() {
  exists "$DEVICE" || return 0
  keep_device
  ip link delete "$DEVICE"
}
mend_device_missing() {
  [[ -e $KEPT/mac ]] && ! exists "$DEVICE" || return 0
  make_device "$DEVICE" 1 8472 "$OWN_IP"
  put_entries "$DEVICE"
}

break_port_taken() {
  keep_device
  ip link set "$DEVICE" down
  ! systemctl --quiet is-active lab-port-taken || return 0
  systemd-run --quiet --unit=lab-port-taken --property=Type=notify --property=NotifyAccess=all python3 -c '
import os, signal, socket
owner = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
owner.bind(("0.0.0.0", 8472))
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
told.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
signal.pause()
'
}
mend_port_taken() {
  systemctl stop lab-port-taken 2>/dev/null || true
  mend_device_bounced
}

break_port_mismatch() { swap_device "$DEVICE" 1 4789 "$OWN_IP"; }
mend_port_mismatch() { ! shows "$DEVICE" 'dstport 4789' || put_back "$DEVICE"; }
break_vni_mismatch() { swap_device flannel.2 2 8472 "$OWN_IP"; }
mend_vni_mismatch() { ! exists flannel.2 || put_back flannel.2; }
break_local_address_wrong() { swap_device "$DEVICE" 1 8472 172.16.18.9; }
mend_local_address_wrong() { ! shows "$DEVICE" 'local 172.16.18.9' || put_back "$DEVICE"; }

# A new address takes the node's own neighbours along; with neighbours again it was announced.
break_vtep_mac_changed() {
  keep_device
  ip link set "$DEVICE" address "$(printf '02:aa:bb:cc:%02x:%02x' $((RANDOM % 256)) $((RANDOM % 256)))"
}
mend_vtep_mac_changed() {
  [[ -e $KEPT/mac && -z $(ip -4 neighbour show dev "$DEVICE" nud permanent) ]] || return 0
  ip link set "$DEVICE" address "$(cat "$KEPT/mac")"
  put_entries "$DEVICE"
}

break_route_missing() { ip route flush "$PEER_SUBNET" dev "$DEVICE"; }
mend_route_missing() { ip route replace "$PEER_SUBNET" via "$PEER_VTEP" dev "$DEVICE" onlink; }

break_route_shadowed() { ip route replace "$PEER_VTEP/25" via "$GATEWAY" dev eth0; }
mend_route_shadowed() { ip route delete "$PEER_VTEP/25" 2>/dev/null || true; }

break_route_rule() {
  mend_route_rule
  ip route replace default via "$GATEWAY" dev eth0 table 200
  ip rule add to "$PEER_SUBNET" priority 100 lookup 200
}
mend_route_rule() {
  while ip rule delete priority 100 2>/dev/null; do :; done
  ip route flush table 200 2>/dev/null || true
}

put_neighbour() { ip neighbour replace "$PEER_VTEP" lladdr "$PEER_MAC" dev "$DEVICE" nud permanent; }
put_forward() { bridge fdb replace "$PEER_MAC" dev "$DEVICE" dst "$PEER_IP" self permanent; }

break_neighbour_missing() { ip neighbour delete "$PEER_VTEP" dev "$DEVICE" 2>/dev/null || true; }
mend_neighbour_missing() { put_neighbour; }

break_neighbour_stale() {
  ip neighbour replace "$PEER_VTEP" lladdr "$FORMER_MAC" dev "$DEVICE" nud permanent
  bridge fdb replace "$FORMER_MAC" dev "$DEVICE" dst "$PEER_IP" self permanent
}
mend_neighbour_stale() {
  bridge fdb delete "$FORMER_MAC" dev "$DEVICE" 2>/dev/null || true
  put_neighbour
}

break_forward_missing() { bridge fdb delete "$PEER_MAC" dev "$DEVICE" 2>/dev/null || true; }
mend_forward_missing() { put_forward; }
break_forward_wrong() { bridge fdb replace "$PEER_MAC" dev "$DEVICE" dst "$NOBODY" self permanent; }
mend_forward_wrong() { put_forward; }

# --- flanneld ---------------------------------------------------------------------------------------------------------------

start_again() {
  systemctl restart flanneld
  systemctl start docker
}

break_flanneld_stopped() { systemctl stop flanneld; }
mend_flanneld_stopped() { systemctl start flanneld docker; }

# with_option OPTION...: each in place of the one of its name. Not waited for: flanneld may never be ready.
with_option() {
  local option
  ! grep -q -- " $1[ \"]" "$OPTIONS" || return 0
  cp -p "$OPTIONS" "$KEPT/options"
  for option in "$@"; do
    sed -i "/^FLANNEL_OPTIONS=/{s| *${option%%=*}=[^ \"]*||; s|\"\$| $option\"|}" "$OPTIONS"
  done
  systemctl restart --no-block flanneld
}
without_option() {
  [[ -e $KEPT/options ]] && ! cmp -s "$KEPT/options" "$OPTIONS" || return 0
  cp -p "$KEPT/options" "$OPTIONS"
  start_again
}

break_wrong_interface() { with_option -iface=eth9; }
mend_wrong_interface() { without_option; }
break_wrong_public_ip() { with_option -public-ip=10.0.2.15; }
mend_wrong_public_ip() { without_option; }
break_etcd_prefix_wrong() { with_option -etcd-prefix=/coreos.com/network; }
mend_etcd_prefix_wrong() { without_option; }
break_etcd_endpoint_wrong() { with_option -etcd-endpoints=https://127.0.0.1:4001; }
mend_etcd_endpoint_wrong() { without_option; }
break_etcd_plain_http() { with_option -etcd-endpoints=http://vm01:2379; }
mend_etcd_plain_http() { without_option; }
break_etcd_certificate_missing() { with_option -etcd-certfile= -etcd-keyfile=; }
mend_etcd_certificate_missing() { without_option; }
break_etcd_authority_wrong() { with_option -etcd-cafile=/etc/flanneld/ssl/flannel.pem; }
mend_etcd_authority_wrong() { without_option; }
break_etcd_key_missing() { with_option -etcd-keyfile=/etc/flanneld/ssl/flannel-key.old.pem; }
mend_etcd_key_missing() { without_option; }

break_duplicate_subnet() { with_option "-public-ip=$PEER_IP"; }
mend_duplicate_subnet() {
  # Else it would keep the peer's subnet.
  ! grep -q -- "-public-ip=$PEER_IP" "$OPTIONS" || rm -f /run/flannel/subnet.env
  without_option
}

break_duplicate_vtep_mac() {
  [[ -e $KEPT/mac ]] || mac_of "$DEVICE" >"$KEPT/mac"
  ip link set "$DEVICE" address "$PEER_MAC"
  systemctl restart flanneld
}
mend_duplicate_vtep_mac() {
  [[ -e $KEPT/mac && $(mac_of "$DEVICE") == "$PEER_MAC" ]] || return 0
  ip link set "$DEVICE" address "$(cat "$KEPT/mac")"
  systemctl restart flanneld
}

# --- docker -----------------------------------------------------------------------------------------------------------------

# Fails until systemd gives up; what made it fail is then taken away, and nothing starts it.
break_docker0_missing() {
  local doom=/run/systemd/system/docker.service.d/99-lab-fault.conf
  install -D -m 0644 /dev/stdin "$doom" <<'CONF'
[Service]
ExecStart=
ExecStart=/bin/false
Restart=no
CONF
  systemctl daemon-reload
  systemctl stop docker.socket 2>/dev/null || true
  systemctl restart docker 2>/dev/null || true
  rm "$doom"
  systemctl daemon-reload
  ip link delete docker0 2>/dev/null || true
}
mend_docker0_missing() {
  ! exists docker0 || return 0
  systemctl start docker
}

break_docker0_down() { ip link set docker0 down; }
mend_docker0_down() {
  ip link set docker0 up
  ip route replace "$OWN_SUBNET" dev docker0 proto kernel scope link src "$OWN_DOCKER0"
}

lose_options() {
  [[ ! -e $DROP_IN ]] || mv "$DROP_IN" "$KEPT/drop-in"
  systemctl daemon-reload
}
find_options() {
  [[ -e $KEPT/drop-in ]] || return 0
  [[ -e $DROP_IN ]] || mv "$KEPT/drop-in" "$DROP_IN"
  systemctl daemon-reload
  systemctl restart docker
}

# docker remembers the address it gave its bridge; without the memory it chooses 172.17.0.1.
break_docker0_wrong_subnet() {
  lose_options
  systemctl stop docker docker.socket 2>/dev/null
  ip link delete docker0
  rm -f /var/lib/docker/network/files/local-kv.db
  systemctl start docker
}
mend_docker0_wrong_subnet() { find_options; }

break_docker_without_options() {
  lose_options
  systemctl restart docker
}
mend_docker_without_options() { find_options; }

break_docker0_route_hijacked() {
  ip route flush "$OWN_SUBNET"
  ip route add "$OWN_SUBNET" dev "$DEVICE"
}
mend_docker0_route_hijacked() {
  ip route delete "$OWN_SUBNET" dev "$DEVICE" 2>/dev/null || true
  ip route replace "$OWN_SUBNET" dev docker0 proto kernel scope link src "$OWN_DOCKER0"
}

# ---------------------------------------------------------------------------------------------------------------------------

main() {
  mkdir -p "$KEPT"
  # Starts of earlier faults do not count: systemd gives up after a few in a short time.
  systemctl reset-failed flanneld docker docker.socket 2>/dev/null || true
  "${1}_${2//-/_}"
  [[ $1 == break ]] || rm -r "$KEPT"
}
main "$@"
