# Changes one thing in the running kernel, then shows it. $1 a number, then that many words of the
# command that changes; the rest is the command that shows, whose exit status ends the answer: what
# it fails to show is gone.

# iptables waits for another one's lock since 1.4.20, if it is told to.
tool() {
  need "$1"
  case $1 in
    iptables*)
      case $("$1" --help 2>/dev/null) in
        *--wait*)
          name=$1
          shift
          set -- "$name" -w "$@"
          ;;
      esac
      ;;
  esac
  limited "$@"
  status=$?
  [ "$status" -ne 124 ] || echo "$1 gave no answer in 5 s" >&2 # timeout(1)
  return "$status"
}

# iproute2 before 3.11 cannot replace a forwarding entry: what stands for the address goes first.
# bridge fdb replace MAC dev DEVICE dst ADDRESS self permanent
forwarded() {
  words=$(tool "$@" 2>&1 >/dev/null)
  status=$?
  case $words in
    *'"replace" is unknown'*) ;;
    *)
      [ -z "$words" ] || printf '%s\n' "$words" >&2
      return "$status"
      ;;
  esac
  tool bridge fdb show dev "$6" | sed -n "s/^$4 .*dst \([0-9.]*\).*/\1/p" |
    while read -r old; do limited bridge fdb del "$4" dev "$6" dst "$old" self; done
  shift 3
  tool bridge fdb add "$@"
}

# $1 a number, then as many words to run, then others.
first_words() {
  number=$1 taken=0
  shift
  for word in "$@"; do
    [ "$taken" -gt 0 ] || set --
    taken=$((taken + 1))
    [ "$taken" -gt "$number" ] || set -- "$@" "$word"
  done
  case "$1 ${2-} ${3-}" in
    'bridge fdb replace') forwarded "$@" ;;
    *) tool "$@" ;;
  esac
}

need "$2"
first_words "$@" || exit $?
shift $(($1 + 1))
section now
tool "$@" 2>/dev/null
section end $?
