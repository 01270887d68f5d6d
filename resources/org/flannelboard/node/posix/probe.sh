# Sends a few packets and reads the counters before and after. $1 echoes or datagrams; $2 the
# target; $3 how many. Echoes: $4 the source, $5 the payload's bytes, $6 yes if no router may cut
# the packets. Datagrams: $4 the port.
kind=$1 target=$2 count=$3

# Without root, ping refuses pauses below 0.2 s (iputils). Its own -W takes whole seconds there
# before 2020: what has not been answered half a second after the last request is lost, and ping
# sums up when it is interrupted.
echoes() {
  need ping
  if has ip && [ -z "$(ip -4 -o addr show to "$1" 2>&1)" ]; then
    echo "$1 is not an address of this node" >&2
    exit 1
  fi
  source=$1 payload=$2 whole=$3
  pause=0.2
  [ "$(id -u)" -ne 0 ] || pause=0.02
  set --
  [ "$whole" = no ] || set -- -M "do"
  before
  set -- ping -n -c "$count" -i "$pause" -W 1 -s "$payload" "$@" -I "$source" "$target"
  if has timeout; then
    set -- timeout -s INT "$(echo "$count $pause" | awk '{ print 0.5 + $1 * $2 }')" "$@"
  fi
  "$@" 2>&1
}

# bash alone among the shells sends datagrams. A VTEP's socket counts each, and drops it for its VNI
# fffffe that no device has (RFC 7348 section 5).
datagrams() {
  need bash
  before
  bash -c '
    for ((i = 0; i < $3; i++)); do
      printf "\x08\0\0\0\xff\xff\xfe\0flannelboard" >"/dev/udp/$1/$2"
    done' bash "$target" "$1" "$count" 2>&1
}

before() {
  section before
  counters
  section sent
}

shift 3
"$kind" "$@"
section status $?
section after
counters
section end
