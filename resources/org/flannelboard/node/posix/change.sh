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

# $1 a number, then as many words to run, then others.
first_words() {
  number=$1 taken=0
  shift
  for word in "$@"; do
    [ "$taken" -gt 0 ] || set --
    taken=$((taken + 1))
    [ "$taken" -gt "$number" ] || set -- "$@" "$word"
  done
  tool "$@"
}

need "$2"
first_words "$@" || exit $?
shift $(($1 + 1))
section now
tool "$@" 2>/dev/null
section end $?
