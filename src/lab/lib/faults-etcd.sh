# shellcheck shell=bash
# Faults of etcd and of what lies in it. flannel's keys are written with etcd's own certificate; what was there is kept in
# the lab's run directory.

FLANNEL_PREFIX=/kubernetes/network

# etcd2 ARGUMENTS...: etcdctl for the API flannel v0.10.0 has its keys in.
etcd2() {
  in_node vm01 env ETCDCTL_API=2 etcdctl --endpoints=https://vm01:2379,https://vm02:2379,https://vm03:2379 \
    --ca-file=/etc/kubernetes/ssl/ca.pem --cert-file=/etc/etcd/ssl/etcd.pem --key-file=/etc/etcd/ssl/etcd-key.pem "$@"
}

# on_members COMMAND...: on all of them at once, for a member waits for the others.
on_members() {
  local node
  local -a running=()
  for node in "${ETCD_NODES[@]}"; do
    in_node "$node" "$@" &
    running+=($!)
  done
  wait "${running[@]}"
}

# Killed: a member that is stopped first tries to hand its leadership to another that is being stopped.
break_etcd_unreachable() { on_members sh -euc 'systemctl kill --signal=KILL etcd; systemctl stop etcd'; }
mend_etcd_unreachable() { on_members systemctl start etcd; }

break_etcd_v2_off() { enable_v2 true false; }
mend_etcd_v2_off() { enable_v2 false true; }

# enable_v2 FROM TO
enable_v2() {
  # shellcheck disable=SC2016
  on_members sh -euc '
    grep -q -e "--enable-v2=$1" /etc/default/etcd || exit 0
    sed -i "s/--enable-v2=$1/--enable-v2=$2/" /etc/default/etcd
    systemctl kill --signal=KILL etcd
    systemctl restart etcd
  ' sh "$1" "$2"
}

# wrong_config NAME NODE TEXT: another configuration, and a node whose flanneld has to read it.
wrong_config() {
  local kept=$LAB_RUN/$1
  [[ -e $kept ]] || etcd2 get "$FLANNEL_PREFIX/config" >"$kept"
  etcd2 set "$FLANNEL_PREFIX/config" "$3" >/dev/null
  restart_flanneld "$2"
}

# right_config NAME NODE
right_config() {
  local kept=$LAB_RUN/$1
  [[ -e $kept ]] || return 0
  etcd2 set "$FLANNEL_PREFIX/config" "$(cat "$kept")" >/dev/null
  rm "$kept"
  start_flanneld "$2"
}

# Not waited for: it may never be ready. docker, which requires it, waits with it.
restart_flanneld() {
  forget_starts "$1"
  in_node "$1" systemctl restart --no-block flanneld
}
start_flanneld() {
  forget_starts "$1"
  in_node "$1" sh -euc 'systemctl restart flanneld; systemctl start docker'
}

# systemd gives up after a few starts in a short time; those of earlier faults do not count.
forget_starts() { in_node "$1" systemctl reset-failed flanneld docker docker.socket 2>/dev/null || true; }

break_config_malformed() {
  wrong_config config-malformed "$1" '{"Network":"10.253.0.0/16","SubnetLen":24,"Backend":{"Type":"vxlan"},}'
}
mend_config_malformed() { right_config config-malformed "$1"; }

break_config_too_small() {
  wrong_config config-too-small "$1" '{"Network":"10.253.0.0/23","SubnetLen":24,"Backend":{"Type":"vxlan"}}'
}
mend_config_too_small() { right_config config-too-small "$1"; }

break_backend_unknown() {
  wrong_config backend-unknown "$1" '{"Network":"10.253.0.0/16","SubnetLen":24,"Backend":{"Type":"vxlann"}}'
}
mend_backend_unknown() { right_config backend-unknown "$1"; }

# The one subnet that is left to choose is another node's.
break_subnets_exhausted() {
  local taken other
  for other in "${NODES[@]}"; do [[ $other == "$1" ]] || break; done
  taken=$(flannel_facts "$other" OTHER | sed -n 's/^OTHER_VTEP=//p')
  wrong_config subnets-exhausted "$1" "{\"Network\":\"10.253.0.0/16\",\"SubnetLen\":24,\"SubnetMin\":\"$taken\",\"SubnetMax\":\"$taken\",\"Backend\":{\"Type\":\"vxlan\"}}"
}
mend_subnets_exhausted() { right_config subnets-exhausted "$1"; }

# lease_key NODE: the key of the lease that the node's flanneld holds.
lease_key() {
  local vtep
  vtep=$(flannel_facts "$1" OWN | sed -n 's/^OWN_VTEP=//p')
  printf '%s/subnets/%s-%s' "$FLANNEL_PREFIX" "$vtep" "$SUBNET_LENGTH"
}

# What is left to a lease that nobody renewed in time, in seconds: less than the hour before its end at which it is renewed.
# flanneld hangs, as if suspended: it would see that and renew.
break_renewal_missed() {
  local key
  key=$(lease_key "$1")
  in_node "$1" systemctl kill --kill-who=main --signal=STOP flanneld
  etcd2 set --ttl 2400 "$key" "$(etcd2 get "$key")" >/dev/null
}
mend_renewal_missed() { start_flanneld "$1"; }

# Stopped, for systemd would start it again five seconds after it ended with its lease.
break_lease_missing() {
  local key
  key=$(lease_key "$1")
  in_node "$1" systemctl stop flanneld
  etcd2 rm "$key" >/dev/null 2>&1 || true
}
mend_lease_missing() {
  forget_starts "$1"
  in_node "$1" systemctl start flanneld docker
}

break_lease_mac_wrong() {
  local key
  key=$(lease_key "$1")
  etcd2 set --ttl 86400 "$key" "{\"PublicIP\":\"${NODE_IP[$1]}\",\"BackendType\":\"vxlan\",\"BackendData\":{\"VtepMAC\":\"02:bb:00:00:00:01\"}}" >/dev/null
}
mend_lease_mac_wrong() {
  start_flanneld "$1"
  forget_mac "$1" 02:bb:00:00:00:01
}

# forget_mac NODE MAC: of a MAC that a node has announced and has no more, flanneld leaves its peers the forwarding entry.
forget_mac() {
  local other
  for other in "${NODES[@]}"; do
    in_node "$other" bridge fdb delete "$2" dev flannel.1 dst "${NODE_IP[$1]}" self 2>/dev/null || true
  done
}

# flanneld ends with its lease and takes the subnet that its file names. systemd would start it again after five seconds and
# leave docker as it is: so does this, at once.
break_docker0_stale_subnet() {
  local key own free
  own=$(flannel_facts "$1" OWN | sed -n 's/^OWN_VTEP=10\.253\.\([0-9]*\)\.0$/\1/p')
  free=$own
  while etcd2 get "$FLANNEL_PREFIX/subnets/10.253.$free.0-24" >/dev/null 2>&1; do free=$((free % 254 + 1)); done
  key=$(lease_key "$1")
  # shellcheck disable=SC2016
  in_node "$1" sed -i "s|^FLANNEL_SUBNET=.*|FLANNEL_SUBNET=10.253.$free.1/24|" /run/flannel/subnet.env
  etcd2 rm "$key" >/dev/null
  until_true 10 flanneld_ended "$1" || die "$1: flanneld did not end with its lease"
  forget_starts "$1"
  in_node "$1" systemctl restart --job-mode=ignore-dependencies flanneld
}
mend_docker0_stale_subnet() {
  forget_starts "$1"
  in_node "$1" systemctl restart docker
}

flanneld_ended() { ! in_node "$1" systemctl --quiet is-active flanneld; }

# Both have to be restarted afterwards: the victim's lease still names the other's device.
break_duplicate_subnet() {
  fault_in_node break duplicate-subnet "$1" "$2"
}
mend_duplicate_subnet() {
  fault_in_node mend duplicate-subnet "$1" "$2"
  start_flanneld "$2"
}

break_duplicate_vtep_mac() {
  fault_in_node break duplicate-vtep-mac "$1" "$2"
}
mend_duplicate_vtep_mac() {
  fault_in_node mend duplicate-vtep-mac "$1" "$2"
  start_flanneld "$2"
  forget_mac "$1" "$(flannel_facts "$2" PEER | sed -n 's/^PEER_MAC=//p')"
}
