# Looks at a node for a diagnosis, without changing it. $1 counters, daemons, state or everything; $2
# how many lines of flanneld's journal; $3 a number, then that many addresses whose way is asked for;
# a number, then that many files; the rest are units.
depth=$1 entries=$2
TZ=UTC0
export TZ

# The kernel's ways to addresses, one process for all of them. An address without a way is told by
# its number in the batch; the others' ways name theirs. lo comes last and proves that all were asked:
# iproute2 3.10 ends its batch with the first way.
lookups() {
  if ! has ip; then
    section no-lookups ip is not installed
    return 0
  fi
  section said lookups
  { shown=$({ printf 'route get %s\n' "$@" && echo link show dev lo; } |
    limited ip -4 -o -force -batch - 2>&3 3>&-); } 3>&1
  case $shown in
    *'1: lo:'*) shown=${shown%1: lo:*} ;;
    *)
      section said lookups
      { shown=$(one_by_one "$@" 2>&3 3>&-); } 3>&1
      ;;
  esac
  section lookups
  printf '%s\n' "$shown"
}

one_by_one() {
  count=0
  for address in "$@"; do
    count=$((count + 1))
    ip -4 -o route get "$address" || echo "Command failed -:$count" >&2
  done
}

journal() {
  [ "$entries" -eq 0 ] ||
    show journal journalctl --no-pager -o short-iso -n "$entries" -u flanneld.service
}

# Sockets, and which processes hold them: a kernel's own socket is nobody's. ss(8) does the same,
# where it is installed. An IPv6 socket may take IPv4 datagrams too (ipv6(7)).
sockets() {
  section sockets
  cat /proc/net/udp /proc/net/udp6 2>/dev/null
  section owners
  # shellcheck disable=SC2012 # names below /proc are numbers
  ls -l /proc/[0-9]*/fd 2>/dev/null | awk '
    function note(file) { while ((getline line <file) > 0) { split(line, field); udp[field[10]] = 1 } }
    BEGIN { note("/proc/net/udp"); note("/proc/net/udp6") }
    /^\/proc\// { split($0, path, "/"); pid = path[3] }
    match($0, /socket:\[[0-9]+\]$/) {
      inode = substr($0, RSTART + 8, RLENGTH - 9)
      if (inode in udp && !seen[inode]++) print inode, pid
    }' | while read -r inode pid; do
    { read -r program <"/proc/$pid/comm"; } 2>/dev/null && printf '%s %s %s\n' "$inode" "$pid" "$program"
  done
}

# One process for all: a node has settings of each container's device. The shell's own read takes a
# byte at a time, of which the kernel gives but the first (proc(5)).
sysctls() {
  section sysctls
  grep -s . /dev/null /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/icmp_echo_ignore_all \
    /proc/sys/net/ipv4/conf/*/rp_filter /proc/sys/net/ipv4/conf/*/forwarding \
    /proc/sys/net/ipv4/neigh/default/gc_thresh3 /proc/sys/net/bridge/bridge-nf-call-iptables \
    /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max |
    sed -e 's#^/proc/sys/net/##' -e 's/:\([^:]*\)$/ \1/'
}

# One -p a property: systemd 219 documents no list.
units() {
  show units systemctl show --no-pager -p Id -p Names -p LoadState -p ActiveState -p SubState \
    -p Result -p Restart -p ExecMainStatus -p ExecMainStartTimestamp -p ExecMainExitTimestamp \
    -p After -p Requires -p BindsTo -p PartOf -- "$@"
}

# The daemons of this network namespace: a container's are not the node's.
processes() {
  section processes
  own=$(readlink /proc/self/ns/net)
  for folder in /proc/[0-9]*; do
    { read -r program <"$folder/comm"; } 2>/dev/null || continue
    case $program in
      flanneld | dockerd | etcd) ;;
      dockerd-current) program=dockerd ;; # docker 1.13 of CentOS 7
      *) continue ;;
    esac
    there=$(readlink "$folder/ns/net" 2>/dev/null)
    if [ -z "$there" ] || [ "$there" = "$own" ]; then
      [ "$program" != dockerd ] || dockerd=runs
      process "$program" "$folder"
    fi
  done
}

# $1 program, $2 its folder in /proc. Passwords stay on the node.
process() {
  section process "$1" "${2#/proc/}"
  tr '\0\n' '\n ' <"$2/cmdline" | sed -e 's#://[^/@]*@#://***@#g' -e 's/^/argument /' \
    -e 's/^\(argument --*[A-Za-z-]*password=\).*/\1***/' \
    -e '/^argument --*[A-Za-z-]*password$/{' -e n -e 's/.*/argument ***/' -e '}'
  if [ "$1" = flanneld ] && [ -r "$2/environ" ]; then
    tr '\0\n' '\n ' <"$2/environ" |
      sed -n -e /PASSWORD/d -e 's#://[^/@]*@#://***@#g' -e 's/^FLANNELD_/variable &/p'
  fi
}

# docker is asked only while it runs: a call through docker.socket would start it.
docker_facts() {
  if ! has docker; then
    section no-docker docker is not installed
  elif [ -z "$dockerd" ]; then
    section no-docker dockerd does not run
  else
    # shellcheck disable=SC2016 # the names are the template's
    show docker-bridge docker network inspect bridge --format \
      '{{range .IPAM.Config}}subnet {{.Subnet}}{{println}}{{end}}{{range $name, $value := .Options}}option {{$name}} {{$value}}{{println}}{{end}}'
    show docker-containers docker ps --format '{{.Names}}'
  fi
}

# $1 what ip printed of all devices.
offloads() {
  if ! has ethtool; then
    section no-offloads ethtool is not installed
    return 0
  fi
  section offloads
  printf '%s\n' "$1" | sed -n 's/^[0-9]*: \([^:@]*\)[:@].* vxlan id .*/\1/p' |
    while read -r device; do
      printf 'device %s\n' "$device"
      limited ethtool -k "$device" 2>/dev/null
    done
}

kernel_log() {
  if shown=$(limited dmesg 2>&1); then
    section kernel-log
    printf '%s\n' "$shown" | grep -iE 'martian|bad checksum|table full|neigh.*overflow|flannel|vxlan' |
      tail -n 20
  else
    section no-kernel-log "$(printf '%s\n' "$shown" | tail -n 1)"
  fi
}

section host
clock
dockerd=''
case $depth in
  counters)
    counters
    section end
    exit 0
    ;;
  daemons)
    processes
    docker_facts
    journal
    section end
    exit 0
    ;;
esac
machine
printf 'uid %s\n' "$(id -u)"
{ read -r uptime _ </proc/uptime; } 2>/dev/null && printf 'uptime %s\n' "$uptime"
{ read -r id </etc/machine-id; } 2>/dev/null && printf 'machine-id %s\n' "$id"
counters

show links ip -d -o link show
links=$shown
show addresses ip -4 -o addr show
show routes ip -4 -o route show table all
show rules ip -4 rule show
show neighbours ip -4 neigh show
show forwards bridge fdb show
sockets
sysctls
processes

shift 2
number=$1 ways=''
shift
while [ "$number" -gt 0 ]; do
  ways="$ways $1"
  shift
  number=$((number - 1))
done
# shellcheck disable=SC2086 # addresses
[ -z "$ways" ] || lookups $ways

number=$1
shift
while [ "$number" -gt 0 ]; do
  file_state "$1" 65536
  shift
  number=$((number - 1))
done
[ $# -eq 0 ] || units "$@"

if [ "$depth" = everything ]; then
  docker_facts
  offloads "$links"
  show time timedatectl
  journal
  kernel_log
fi
section end
