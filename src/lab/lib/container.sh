# shellcheck shell=bash
# A stand-in for a container: a namespace in the node with a veth in docker0 and an address of docker0's network.
# There are no images in the lab; to the network it is what a container is.

lab_container() {
  require_root
  (($# >= 2)) || die "usage: lab container NODE NAME [up|down]"
  local node=$1 name=$2 action=${3:-up}
  is_node "$node" || die "no such node: $node"
  [[ $name =~ ^[a-z0-9]{1,12}$ ]] || die "a container's name is 1 to 12 of a-z0-9: $name"
  case $action in
    up) in_node "$node" sh -euc "$CONTAINER_UP" sh "$name" || die "$node: container $name did not start (is docker0 there?)" ;;
    down) in_node "$node" ip netns delete "$name" || die "$node: no container $name" ;;
    *) die "up or down, not $action" ;;
  esac
}

# Prints the address: the first host of docker0's network, from .2 on, that no other container of the node has.
# shellcheck disable=SC2016
CONTAINER_UP='
  gateway=$(ip -o -4 address show dev docker0 | awk "{ print \$4 }")
  [ -n "$gateway" ]
  used=$(for other in $(ip netns list | cut -d" " -f1); do ip -n "$other" -o -4 address | awk "{ print \$4 }"; done)
  prefix=${gateway%.*}
  host=2
  while echo "$used" | grep -qxF "$prefix.$host/${gateway#*/}"; do host=$((host + 1)); done
  ip netns add "$1"
  ip link add "ve-$1" type veth peer name eth0 netns "$1"
  ip link set "ve-$1" master docker0 up
  ip -n "$1" link set lo up
  ip -n "$1" address add "$prefix.$host/${gateway#*/}" dev eth0
  ip -n "$1" link set eth0 mtu "$(. /run/flannel/subnet.env 2>/dev/null && echo "$FLANNEL_MTU" || echo 1500)" up
  ip -n "$1" route add default via "${gateway%/*}"
  echo "$prefix.$host"
'
