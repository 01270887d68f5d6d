# shellcheck shell=bash
# The lab as a whole: up, down, reset, purge, and what is asked of a running one.

# One command at a time changes a lab. Descriptor 9 is the lock; booted nodes close it.
lock_lab() {
  require_root
  install -d -m 0755 "$LAB_CACHE" "$LAB_CACHE/labs"
  exec 9>"$LAB_CACHE/labs/$LAB_NAME.lock"
  flock 9
}

all_running() {
  local node
  [[ -e $LAB_RUN/complete ]] || return 1
  for node in "${NODES[@]}"; do node_leader "$node" >/dev/null || return 1; done
}

lab_up() {
  check_dependencies
  lock_lab
  if all_running; then
    publish
    say "already up; $LAB_OUT written again"
    return
  fi
  take_down
  ensure_base
  load_kernel_modules
  install -d -m 0755 "$LAB_RUN" "$LAB_HOME/published"
  mountpoint -q /run/netns || touch "$LAB_RUN/netns-mount-is-ours"
  create_seed
  create_workstation
  start_nodes "${NODES[@]}"
  : >"$LAB_RUN/complete"
  publish
  say "up after $SECONDS s; profile: $LAB_OUT/cluster.yaml"
}

# Everything random of this lab: made once an `up`, so that `reset` brings the same nodes back.
create_seed() {
  local node
  for node in "${NODES[@]}"; do
    install -d "$LAB_HOME/seed/$node"
    tr -d - </proc/sys/kernel/random/uuid >"$LAB_HOME/seed/$node/machine-id"
  done
  create_keys
  create_trust
  provide_tarball "$LAB_HOME/published"
  write_profile "$FLANNEL_NAME"
}

# Built into many kernels (there, and without kmod, nothing is loaded); as modules, a node could not load them from inside.
load_kernel_modules() {
  local module
  for module in overlay bridge veth vxlan br_netfilter ip_tables iptable_filter iptable_nat nf_tables; do
    modprobe --quiet "$module" 2>/dev/null || true
  done
}

start_nodes() {
  local node
  for node in "$@"; do
    connect_node "$node"
    create_node "$node"
    boot_node "$node"
  done
  for node in "$@"; do
    until_true 90 boot_finished "$node" || die "$node did not boot; its console: $LAB_RUN/$node.console"
  done
  for node in "$@"; do check_services "$node"; done
}

# The units the initial state promises, a line each when one is not active.
check_services() {
  local node=$1 unit
  local -a units=(ssh)
  ! is_etcd_node "$node" || units+=(etcd)
  case $node in vm03 | vm04) units+=(docker) ;; esac
  for unit in "${units[@]}"; do
    in_node "$node" systemctl --quiet is-active "$unit" ||
      die "$node: $unit is not active; see: $LAB_SOURCE/lab exec $node journalctl -u $unit"
  done
}

lab_down() {
  lock_lab
  take_down
  say "down"
}

# Also right after a crash, and when nothing is up: each step looks at what there is.
take_down() {
  local node
  rm -f "$LAB_RUN/complete"
  for node in "${NODES[@]}"; do stop_node "$node"; done
  for node in "${NODES[@]}"; do
    disconnect_node "$node"
    remove_node "$node"
  done
  remove_workstation
  rm -rf --one-file-system "$LAB_HOME"
  # Made by `ip netns add`; shared with other people's namespaces, if there are any.
  if [[ -e $LAB_RUN/netns-mount-is-ours ]] && mountpoint -q /run/netns && [[ -z $(ls -A /run/netns) ]]; then
    umount /run/netns
    rmdir /run/netns
  fi
  rm -rf "$LAB_RUN"
  rmdir /run/flannelboard-lab 2>/dev/null || true
}

lab_purge() {
  lock_lab
  take_down
  [[ -z $(find "$LAB_CACHE/labs" -mindepth 1 -maxdepth 1 -type d) ]] || die "another lab uses $LAB_CACHE; end it first"
  rm -rf --one-file-system "$LAB_CACHE"
  say "purged"
}

# The initial state again, with the same keys, certificates and machine-ids. Without a node named, etcd is empty again.
lab_reset() {
  local node
  lock_lab
  all_running || die "the lab is not up"
  local -a chosen=("$@")
  ((${#chosen[@]} > 0)) || chosen=("${NODES[@]}")
  for node in "${chosen[@]}"; do is_node "$node" || die "no such node: $node"; done
  rm -f "$LAB_RUN/complete"
  forget_faults
  for node in "${chosen[@]}"; do
    stop_node "$node"
    disconnect_node "$node"
    (($# == 0)) || keep_etcd_data "$node"
    remove_node "$node"
  done
  start_nodes "${chosen[@]}"
  : >"$LAB_RUN/complete"
  say "reset: ${chosen[*]}"
}

lab_status() {
  require_root
  local node state failed up=0
  for node in "${NODES[@]}"; do
    if node_leader "$node" >/dev/null; then
      state=$(in_node "$node" systemctl is-system-running 2>/dev/null) || true
      failed=$(in_node "$node" systemctl --failed --plain --no-legend 2>/dev/null | awk '{ print $1 }' | paste -sd' ')
      up=$((up + 1))
    else
      state=off failed=
    fi
    printf '%-5s %-13s %-9s %s\n' "$node" "${NODE_IP[$node]}" "${state:-unknown}" "$failed"
  done
  ((up == ${#NODES[@]}))
}

lab_exec() {
  require_root
  (($# >= 2)) || die "usage: lab exec NODE CMD..."
  is_node "$1" || die "no such node: $1"
  in_node "$@"
}

lab_run() {
  require_root
  (($# >= 1)) || die "usage: lab run CMD..."
  [[ -e $LAB_RUN/complete ]] || die "the lab is not up"
  exec ip netns exec "$WORKSTATION_NS" "$@"
}
