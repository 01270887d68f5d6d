# shellcheck shell=bash
# The network below the overlay: the workstation's namespace with a bridge in it, a namespace and a veth pair a node.

create_workstation() {
  ip netns add "$WORKSTATION_NS"
  keep_from_forwarding "$WORKSTATION_NS"
  ip -n "$WORKSTATION_NS" link set lo up
  ip -n "$WORKSTATION_NS" link add "$BRIDGE" type bridge
  ip -n "$WORKSTATION_NS" address add "$WORKSTATION_IP/$SUBNET_LENGTH" dev "$BRIDGE"
  ip -n "$WORKSTATION_NS" link set "$BRIDGE" up
  # Shorter than any MTU that a fault leaves: who looks at nodes by ssh goes on seeing them.
  ip -n "$WORKSTATION_NS" route change "${WORKSTATION_IP%.*}.0/$SUBNET_LENGTH" dev "$BRIDGE" proto kernel scope link \
    src "$WORKSTATION_IP" mtu 1300
  # `ip netns exec` lays these over /etc: the nodes have names, and an unknown name fails at once, for nothing answers
  # on loopback's port 53.
  install -d "/etc/netns/$WORKSTATION_NS"
  hosts_file "$(hostname)" >"/etc/netns/$WORKSTATION_NS/hosts"
  echo '# no name server in the lab' >"/etc/netns/$WORKSTATION_NS/resolv.conf"
}

hosts_file() {
  local node
  printf '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n'
  is_node "$1" || printf '%s\t%s\n' "$WORKSTATION_IP" "$1"
  for node in "${NODES[@]}"; do printf '%s\t%s\n' "${NODE_IP[$node]}" "$node"; done
}

# A new namespace inherits the machine's own setting.
keep_from_forwarding() { ip netns exec "$1" sysctl -qw net.ipv4.ip_forward=0; }

# The default route leads to the workstation, which forwards nothing; flanneld looks for its interface by that route.
connect_node() {
  local node=$1 id
  id=$(node_id "$node")
  ip netns add "$id"
  keep_from_forwarding "$id"
  ip -n "$WORKSTATION_NS" link add "$node" type veth peer name eth0 netns "$id"
  ip -n "$WORKSTATION_NS" link set "$node" master "$BRIDGE" up
  ip -n "$id" link set lo up
  ip -n "$id" address add "${NODE_IP[$node]}/$SUBNET_LENGTH" dev eth0
  ip -n "$id" link set eth0 up
  ip -n "$id" route add default via "$WORKSTATION_IP"
}

# The link goes first: a deleted namespace is taken apart later, in the kernel's own time.
disconnect_node() {
  local node=$1
  ip -n "$WORKSTATION_NS" link delete "$node" 2>/dev/null || true
  remove_namespace "$(node_id "$node")"
}

remove_workstation() {
  remove_namespace "$WORKSTATION_NS"
  rm -rf "/etc/netns/$WORKSTATION_NS"
  rmdir /etc/netns 2>/dev/null || true
}

# Ends what still runs in a namespace of the lab (programs left by `lab run`), then removes it.
remove_namespace() {
  local namespace=$1
  [[ -e /run/netns/$namespace ]] || return 0
  end_processes ip netns pids "$namespace"
  ip netns delete "$namespace"
}

# end_processes LISTING-COMMAND...: TERM, two seconds' grace, KILL. This very shell and its ancestors are spared.
end_processes() {
  local -a pids
  mapfile -t pids < <("$@" 2>/dev/null | grep -vxF -f <(own_ancestry) || true)
  ((${#pids[@]} > 0)) || return 0
  kill -TERM "${pids[@]}" 2>/dev/null || true
  until_true 2 none_alive "${pids[@]}" || kill -KILL "${pids[@]}" 2>/dev/null || true
}

# A zombie is as good as gone; when it is reaped is its parent's affair.
none_alive() {
  local pid
  for pid in "$@"; do
    ! grep -q '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$pid/status" 2>/dev/null || return 1
  done
}

own_ancestry() {
  local pid=$BASHPID
  while ((pid > 1)); do
    echo "$pid"
    pid=$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status")
  done
}
