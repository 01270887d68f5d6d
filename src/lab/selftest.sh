#!/usr/bin/env bash
# Proves the lab itself: the promised initial state, the guide by hand to 12 of 12 pings, the stand-in's life and death,
# reset, and that nothing stays behind. In a lab of its own name, beside any other that runs.
# shellcheck disable=SC2016  # the nodes' shells expand what stands in single quotes
set -euo pipefail

SOURCE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
export FLANNELBOARD_LAB_NAME=selftest
FLANNELBOARD_LAB_OUT=$(mktemp -d)
export FLANNELBOARD_LAB_OUT
OUT=$FLANNELBOARD_LAB_OUT
NODES=(vm01 vm02 vm03 vm04)
FAILED=0
trap '"$SOURCE/lab" down; rm -rf "$OUT"' EXIT

lab() { "$SOURCE/lab" "$@"; }
ssh_to() { lab run ssh -F "$OUT/ssh_config" "$@"; }

# check TEXT COMMAND...: a line each; the script goes on, and fails at the end.
check() {
  local text=$1
  shift
  if "$@" >"$OUT/check.log" 2>&1; then
    echo "ok      $text"
  else
    echo "FAILED  $text"
    sed 's/^/        /' "$OUT/check.log"
    FAILED=$((FAILED + 1))
  fi
}

is() { [[ $1 == "$2" ]] || { echo "expected: $2"; echo "found:    $1"; return 1; }; }
refused() { ! "$@"; }

etcdctl() {
  lab exec vm01 env ETCDCTL_API=2 etcdctl --endpoints=https://vm01:2379,https://vm02:2379,https://vm03:2379 \
    --ca-file=/etc/kubernetes/ssl/ca.pem --cert-file=/etc/etcd/ssl/etcd.pem --key-file=/etc/etcd/ssl/etcd-key.pem "$@"
}

# until_is SECONDS EXPECTED COMMAND...: for what takes effect by a watch.
until_is() {
  local deadline=$((SECONDS + $1)) expected=$2 found
  shift 2
  while found=$("$@" 2>&1 || true) && [[ $found != "$expected" ]]; do
    ((SECONDS < deadline)) || { is "$found" "$expected"; return 1; }
    sleep 0.2
  done
}

# What makes a node's configuration: digest, mode and owner of every file where the guide or a push writes. docker draws its key.json.
manifest() {
  lab exec "$1" sh -c 'find /etc /usr/bin /usr/lib/systemd -xdev \( -type f -exec sha256sum {} + \) , \
    \( ! -type d -printf "%p %m %u %l\n" \) | grep -v -e /etc/ld.so.cache -e /etc/docker/key.json | LC_ALL=C sort'
}

docker_state() { lab exec "$1" sh -c 'echo $(systemctl is-enabled docker) $(systemctl is-active docker) $(ip -br -4 address show docker0 2>/dev/null)'; }
flannel_entries() {
  lab exec "$1" sh -c "ip route show $2; ip neighbour show ${2%/*} dev flannel.1; bridge fdb show dev flannel.1 | grep -c 'dst $3 ' || true"
}

initial_state() {
  local node
  for node in "${NODES[@]}"; do
    check "$node: booted without a failed unit" is "$(lab exec "$node" systemctl is-system-running)" running
    check "$node: root, by its key and strict known_hosts" is "$(ssh_to "$node" sudo -n id -un)" root
    check "$node: no flannel" refused lab exec "$node" sh -c 'command -v flanneld || ls /etc/flanneld || ip link show flannel.1'
    check "$node: the CA certificate" lab exec "$node" test -s /etc/kubernetes/ssl/ca.pem
  done
  check "four machine-ids" is "$(for node in "${NODES[@]}"; do lab exec "$node" cat /etc/machine-id; done | sort -u | wc -l)" 4
  check "the CA's key on vm01 alone" is "$(for node in "${NODES[@]}"; do lab exec "$node" sh -c 'ls /etc/kubernetes/ssl/ca-key.pem 2>/dev/null || true'; done | wc -l)" 1
  check "vm01: docker off" is "$(docker_state vm01)" "disabled inactive"
  check "vm02: docker off" is "$(docker_state vm02)" "disabled inactive"
  check "vm03: docker on its default network" is "$(docker_state vm03)" "enabled active docker0 DOWN 172.17.0.1/16"
  check "vm04: docker on its default network" is "$(docker_state vm04)" "enabled active docker0 DOWN 172.17.0.1/16"
  check "vm02: root may not log in" refused ssh_to root@vm02 true
  check "vm02: opspw by password" is "$(lab run sshpass -p lab-password ssh -o UserKnownHostsFile="$OUT/known_hosts" \
    -o PubkeyAuthentication=no opspw@vm02 'echo lab-password | sudo -S -p "" id -un')" root
  check "vm04: the encrypted key" lab run sshpass -P passphrase -p lab-passphrase ssh -o UserKnownHostsFile="$OUT/known_hosts" \
    -o IdentitiesOnly=yes -i "$OUT/keys/encrypted_ed25519" root@vm04 true
  check "etcd: three healthy members, v2" is "$(etcdctl cluster-health | tail -n 1)" "cluster is healthy"
  # 56: received an alert, 35: in the handshake
  check "etcd: no answer without a client certificate" is "$(lab exec vm01 sh -c \
    'curl -s --tls-max 1.2 --cacert /etc/kubernetes/ssl/ca.pem https://vm01:2379/v2/keys/ || echo $?')" 35
  check "etcd: no key yet" is "$(etcdctl ls)" ""
}

commands() {
  local before
  check "exec passes the exit status on" is "$(lab exec vm01 sh -c 'exit 7' || echo $?)" 7
  check "run passes status, input, environment and directory on" \
    is "$(cd /tmp && echo in | WORD=word lab run sh -c 'echo "$(cat) $WORD $PWD"; exit 9' || echo $?)" $'in word /tmp\n9'
  before=$(cat /run/flannelboard-lab/selftest/*.pid)
  rm -rf "$OUT/cluster.yaml"
  check "a second up" lab up
  check "... leaves the nodes alone" is "$(cat /run/flannelboard-lab/selftest/*.pid)" "$before"
  check "... and writes the profile again" test -s "$OUT/cluster.yaml"
}

the_guide() {
  local output
  output=$(lab run "$SOURCE/../bench/guide.sh" "$OUT" 2>"$OUT/guide.log") || cat "$OUT/guide.log"
  check "the guide: all docker0 addresses reach each other" is "$output" "12 of 12 docker0 pings reached"
  check "the guide: configuration in etcd" is "$(etcdctl get /kubernetes/network/config)" \
    '{"Network":"10.253.0.0/16", "SubnetLen": 24, "Backend": {"Type": "vxlan"}}'
  check "the guide: four leases" is "$(etcdctl ls /kubernetes/network/subnets | wc -l)" 4
  for node in "${NODES[@]}"; do
    check "$node: enabled and active" is "$(lab exec "$node" systemctl is-enabled flanneld docker) $(lab exec "$node" systemctl is-active flanneld docker)" \
      $'enabled\nenabled active\nactive'
  done
}

containers() {
  local here there
  here=$(lab container vm01 web up)
  there=$(lab container vm03 web up)
  check "containers: $here reaches $there" lab exec vm01 ip netns exec web ping -q -c 2 -W 2 "$there"
  check "containers: $there reaches $here" lab exec vm03 ip netns exec web ping -q -c 2 -W 2 "$here"
  check "containers: removed" lab container vm01 web down
}

# What a fault and its healing change on a node, and what neither may.
fault_state() {
  lab exec "$1" bash -c 'ip -4 route; ip -4 neighbour show nud permanent | sort; bridge fdb show dev flannel.1 | sort
    ip -o -d link show dev flannel.1 | cut -d: -f2-; iptables-save | grep -v "^#" | sed "s/\[.*\]//"; ls /run/lab-faults'
  lab run nft list ruleset
}

faults() {
  local before
  lab fault route-missing vm04 vm02
  lab heal route-missing vm04 vm02
  before=$(fault_state vm04)
  check "faults: a node's" lab fault port-mismatch vm04
  check "... shows" lab exec vm04 sh -c 'ip -d link show flannel.1 | grep -q "dstport 4789"'
  check "... twice is once" lab fault port-mismatch vm04
  check "... is healed" lab heal port-mismatch vm04
  check "... twice as well" lab heal port-mismatch vm04
  check "... and leaves nothing" is "$(fault_state vm04)" "$before"
  check "faults: the underlay's" lab fault vxlan-blocked vm04
  check "... shows" refused lab exec vm04 ping -q -c 1 -W 1 "$(lab exec vm01 sh -c '. /run/flannel/subnet.env; echo "${FLANNEL_SUBNET%/*}"')"
  check "... is healed" lab heal vxlan-blocked vm04
  check "faults: of two nodes" refused lab fault route-missing vm04
  check "faults: an unknown one" refused lab fault nothing vm04
  # Left for the reset, which takes them along.
  lab fault vxlan-blocked vm04
  lab fault node-down vm03
}

a_lost_lease() {
  local subnet
  subnet=$(lab exec vm04 sh -c '. /run/flannel/subnet.env; echo "${FLANNEL_SUBNET%.*}.0/24"')
  check "lease: vm01 has route, neighbour and forwarding entry" is "$(flannel_entries vm01 "$subnet" 172.16.16.84 | wc -l)" 3
  etcdctl rm "/kubernetes/network/subnets/${subnet/\//-}" >"$OUT/removed.log"
  check "lease removed: vm01 drops all three" until_is 5 0 flannel_entries vm01 "$subnet" 172.16.16.84
  check "lease removed: flanneld ends with 0" until_is 5 "success 0 inactive" lab exec vm04 sh -c \
    'echo $(systemctl show flanneld --property=Result,ExecMainStatus,ActiveState --value)'
  check "... saying why" lab exec vm04 sh -c 'journalctl -u flanneld | grep -q "Lease has been revoked. Shutting down daemon."'
  lab exec vm04 systemctl start flanneld
  check "started again: the same subnet" until_is 5 "$subnet" lab exec vm04 sh -c '. /run/flannel/subnet.env; echo "${FLANNEL_SUBNET%.*}.0/24"'
  check "... and the pings" lab exec vm01 ping -q -c 1 -W 2 "${subnet%.*}.1"
}

reset_gives_back() {
  local node
  lab reset vm01 vm04
  check "reset of two: etcd keeps its keys" is "$(etcdctl ls /kubernetes/network/subnets | wc -l)" 4
  check "reset of two: three healthy members" is "$(etcdctl cluster-health | tail -n 1)" "cluster is healthy"
  lab reset
  for node in "${NODES[@]}"; do
    check "reset: $node's files, as at first" diff "$OUT/manifest.$node" <(manifest "$node")
  done
  initial_state
}

nothing_left() {
  check "down: no namespace" is "$(ip netns list | grep flb-selftest)" ""
  check "down: no process" refused pgrep -f -- 'machine=flb-selftest'
  check "down: no mount" refused grep -q 'flb-selftest\|labs/selftest' /proc/mounts
  check "down: no file" refused ls -d /etc/netns/flb-selftest /run/flannelboard-lab/selftest
  check "down: no control group" is "$(find /sys/fs/cgroup -maxdepth 2 -name 'flb-selftest*')" ""
}

lab down
check "stand-in flanneld: its own tests" env -C "$SOURCE/flanneld" GO111MODULE=on GOFLAGS= GOPROXY=off CGO_ENABLED=0 go test .
lab up
for node in "${NODES[@]}"; do manifest "$node" >"$OUT/manifest.$node"; done
initial_state
commands
the_guide
containers
a_lost_lease
faults
reset_gives_back
lab down
nothing_left
((FAILED == 0)) || { echo "$FAILED failed"; exit 1; }
echo "all as promised"
