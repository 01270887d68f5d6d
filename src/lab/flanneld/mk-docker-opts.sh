#!/bin/sh
# Turns flannel's subnet file into options of dockerd. The lab's stand-in for the script of that name in flannel's release.

usage() {
  cat >&2 <<USAGE
$0 [-f FLANNEL-ENV-FILE] [-d DOCKER-ENV-FILE] [-i] [-c] [-m] [-k COMBINED-KEY]
  -f  file flanneld writes             (default /run/flannel/subnet.env)
  -d  file to write for docker         (default /run/docker_opts.env)
  -i  a variable for each option       (-i and -c together are the default)
  -c  one variable with all options
  -k  name of that variable            (default DOCKER_OPTS)
  -m  leave --ip-masq out
USAGE
  exit 1
}

source_file=/run/flannel/subnet.env
target_file=/run/docker_opts.env
combined_key=DOCKER_OPTS
single='' combined='' masquerade=yes

while getopts 'f:d:icmk:h' option; do
  case $option in
    f) source_file=$OPTARG ;;
    d) target_file=$OPTARG ;;
    i) single=yes ;;
    c) combined=yes ;;
    m) masquerade='' ;;
    k) combined_key=$OPTARG ;;
    *) usage ;;
  esac
done
[ -n "$single$combined" ] || single=yes combined=yes

# shellcheck source=/dev/null
[ ! -f "$source_file" ] || . "$source_file"

bip='' ipmasq='' mtu=''
[ -z "${FLANNEL_SUBNET:-}" ] || bip=--bip=$FLANNEL_SUBNET
[ -z "${FLANNEL_MTU:-}" ] || mtu=--mtu=$FLANNEL_MTU
if [ -n "$masquerade" ]; then
  # One of the two translates, never both.
  case ${FLANNEL_IPMASQ:-} in
    '') ;;
    true) ipmasq=--ip-masq=false ;;
    false) ipmasq=--ip-masq=true ;;
    *)
      echo "Invalid value of FLANNEL_IPMASQ: $FLANNEL_IPMASQ" >&2
      exit 1
      ;;
  esac
fi

# Options already in a variable of that name come first.
eval "joined=\${$combined_key:-}"
joined=${joined:+$joined }
{
  for entry in "BIP $bip" "IPMASQ $ipmasq" "MTU $mtu"; do
    value=${entry#* }
    [ -n "$value" ] || continue
    [ -z "$single" ] || echo "DOCKER_OPT_${entry%% *}=\"$value\""
    joined="$joined $value"
  done
  [ -z "$combined" ] || echo "$combined_key=\"$joined\""
} >"$target_file"
