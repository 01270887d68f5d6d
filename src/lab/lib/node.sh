# shellcheck shell=bash
# One node: an overlay on the base, booted by systemd-nspawn in the node's network namespace.

create_node() {
  local node=$1 home
  home=$(node_home "$node")
  install -d "$home"/{upper,work,root}
  mount -t overlay "$(node_id "$node")" -o "lowerdir=$(base_tree),upperdir=$home/upper,workdir=$home/work" "$home/root" ||
    die "no overlay can lie in $LAB_CACHE ($(stat -f -c %T "$LAB_CACHE")); set FLANNELBOARD_LAB_DIR to a directory on ext4, xfs or tmpfs"
  write_initial_state "$node"
  restore_etcd_data "$node"
}

# The others would not let an empty member of the same name back in: a member reset alone keeps its data.
keep_etcd_data() {
  ! is_etcd_node "$1" || cp -a "$(node_root "$1")/var/lib/etcd" "$LAB_HOME/etcd-data-$1"
}

restore_etcd_data() {
  local kept=$LAB_HOME/etcd-data-$1
  [[ -d $kept ]] || return 0
  cp -a "$kept/." "$(node_root "$1")/var/lib/etcd/"
  rm -rf "$kept"
}

# Detached from this shell and its locks; the pid is how the node is found and ended.
boot_node() {
  local node=$1 id
  id=$(node_id "$node")
  local -a options=(--quiet --boot --directory="$(node_root "$node")" --machine="$id" --hostname="$node"
    --network-namespace-path="/run/netns/$id" --register=no --private-users=no
    --capability=all --system-call-filter='@keyring bpf @mount'  # what dockerd asks for
    --resolv-conf=off --timezone=off --link-journal=no)
  # Without a systemd on this machine nspawn cannot ask for a scope; the node then lives in a cgroup made here.
  [[ -d /run/systemd/system ]] || options+=(--keep-unit)
  (
    exec 9>&-
    [[ -d /run/systemd/system ]] || enter_own_cgroup "$id"
    # Writable /proc/sys and /sys: dockerd sets ip_forward. nspawn mounts /sys before it enters the node's namespace, and
    # /sys/class/net shows the namespace of its mounting: so nspawn itself starts in there.
    SYSTEMD_NSPAWN_API_VFS_WRITABLE=yes exec setsid nsenter --net="/run/netns/$id" systemd-nspawn "${options[@]}" \
      </dev/null >"$LAB_RUN/$node.console" 2>&1
  ) &
  echo $! >"$LAB_RUN/$node.pid"
}

# The hierarchies in which a systemd keeps its services apart: named (cgroup v1) and unified (v2).
cgroup_hierarchies() {
  if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
    echo /sys/fs/cgroup
  else
    local hierarchy
    for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
      [[ ! -d $hierarchy ]] || echo "$hierarchy"
    done
  fi
}

# Four systemds in one cgroup would take each other's services for their own.
enter_own_cgroup() {
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    mkdir -p "$hierarchy/$1"
    echo "$BASHPID" >"$hierarchy/$1/cgroup.procs"
  done
}

remove_own_cgroup() {
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    [[ -d $hierarchy/$1 ]] || continue
    find "$hierarchy/$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}

cgroup_processes() {
  local hierarchy
  for hierarchy in $(cgroup_hierarchies); do
    [[ ! -d $hierarchy/$1 ]] || find "$hierarchy/$1" -name cgroup.procs -exec cat {} +
  done | grep -vx 0 | sort -u
}

# The pid of nspawn, if the recorded process still is this node's.
node_pid() {
  local node=$1 pid
  pid=$(cat "$LAB_RUN/$node.pid" 2>/dev/null) || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- "--machine=$(node_id "$node") " || return 1
  echo "$pid"
}

# The node's PID 1 as this machine counts it. Another one after each reboot of the node.
node_leader() {
  local pid
  pid=$(node_pid "$1") || return 1
  pgrep -P "$pid" -o
}

# in_node NODE COMMAND...: as root, with a clean environment, in every namespace of the node.
in_node() {
  local leader
  leader=$(node_leader "$1") || die "$1 is not running"
  shift
  nsenter --target "$leader" --mount --uts --ipc --pid --net --cgroup --root --wd -- \
    env -i HOME=/root USER=root LANG=C.UTF-8 TERM="${TERM:-dumb}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# Returns once the node's boot is over, well or with failed units; false where systemd does not answer yet.
boot_finished() {
  local state
  state=$(in_node "$1" timeout 60 systemctl is-system-running --wait 2>/dev/null) || true
  [[ $state == running || $state == degraded ]]
}

# A node holds nothing worth an orderly shutdown: killing its PID 1 ends every process in it at once.
stop_node() {
  local node=$1 pid id
  id=$(node_id "$node")
  if pid=$(node_pid "$node"); then
    kill -KILL "$(node_leader "$node" || echo "$pid")" 2>/dev/null || true
    until_true 10 none_alive "$pid" || kill -KILL "$pid" 2>/dev/null || true
  fi
  if [[ ! -d /run/systemd/system ]]; then
    end_processes cgroup_processes "$id"
    remove_own_cgroup "$id"
  fi
  rm -f "$LAB_RUN/$node.pid" "$LAB_RUN/$node.console"
  rm -rf "/run/systemd/nspawn/propagate/$id" "/run/systemd/nspawn/unix-export/$id"
}

# Unmounts and removes the node's overlay.
remove_node() {
  local node=$1 root
  root=$(node_root "$node")
  if mountpoint -q "$root"; then
    until_true 5 umount "$root" 2>/dev/null || umount --lazy "$root"
  fi
  rm -rf --one-file-system "$(node_home "$node")"
}
