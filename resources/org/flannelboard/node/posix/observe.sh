# Looks at a node without changing it.
# $1 yes: the network; $2 yes: containers; $3 number of files; then that many pairs of
# content limit and path; the rest are units.
network=$1 containers=$2 files=$3
shift 3

section host
clock
machine
has systemctl && printf 'systemd %s\n' "$(systemctl --version)"

while [ "$files" -gt 0 ]; do
  file_state "$2" "$1"
  shift 2
  files=$((files - 1))
done

if [ $# -gt 0 ]; then
  need systemctl
  unit_states "$@"
fi

# Plain text: -j came with iproute2 4.14 (links, addresses) and 4.17 (routes).
if [ "$network" = yes ]; then
  if has ip; then
    section links
    ip -d -o link show 2>&1
    section addresses
    ip -4 -o addr show 2>&1
    section routes
    ip -4 -o route show table main 2>&1
  else
    section no-network ip is not installed
  fi
fi

# docker is asked only while it runs: a call through docker.socket would start it.
running_containers() {
  if ! has docker; then
    section no-containers docker is not installed
  elif ! systemctl is-active -q docker.service; then
    section no-containers docker is not active
  elif ! list=$(limited docker ps --no-trunc --format '{{.ID}}|{{.Names}}|{{.Image}}' 2>&1); then
    section no-containers docker gives no answer
  else
    section containers
    printf '%s\n' "$list"
  fi
}

if [ "$containers" = yes ]; then
  running_containers
fi
section end
