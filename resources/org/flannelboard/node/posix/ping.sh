# Pings all targets round after round, with the first prober this node has. $1 the probers to try,
# best first; $2 source; $3 interval and $4 timeout in milliseconds; $5 rounds, 0 for no end;
# $6 and $7 the perl and python probers; the rest are the targets.
#
# First a line `prober NAME`, then a line a round: its number and for each target the round-trip
# time in milliseconds, `-` (no reply), `u3` (ICMP destination unreachable, code 3), `t0` (time
# exceeded, code 0) or `s1` (not sent, errno 1). All ends when standard input does.
probers=$1 source=$2 interval=$3 timeout=$4 rounds=$5 perl_prober=$6 python_prober=$7
shift 7

if has ip && [ -z "$(ip -4 -o addr show to "$source" 2>&1)" ]; then
  echo "$source is not an address of this node" >&2
  exit 1
fi

# Exit status (EX_UNAVAILABLE of sysexits.h) of a prober without its modules or without the right to
# a raw socket (raw(7)): another may do. It costs less to try than to ask first.
unavailable=69

use_perl() {
  has perl || return 0
  perl -e "$perl_prober" "$source" "$interval" "$timeout" "$rounds" "$@"
  status=$?
  [ "$status" -eq "$unavailable" ] || exit "$status"
}

use_python() {
  for python in python3 /usr/libexec/platform-python python2 python; do
    has "$python" || continue
    "$python" -c "$python_prober" "$source" "$interval" "$timeout" "$rounds" "$@"
    status=$?
    [ "$status" -eq "$unavailable" ] || exit "$status"
  done
}

# Sets row: one round. On standard error fping sums up in the order of its arguments, after what
# ICMP errors came (with -q it would keep those to itself).
fping_row() {
  row='' troubles=' '
  answer=$(fping -C 1 -i 1 -t "$timeout" -S "$source" "$@" 2>&1 >/dev/null)
  while read -r first second third rest; do
    case $first/$second in
      ICMP/*) trouble "${rest##* }" "$second $third $rest" ;;
      [0-9]*/:) outcome "$first" "$third" ;;
    esac
  done <<END
$answer
END
  if [ -z "$row" ]; then
    printf '%s\n' "$answer" >&2
    exit 1
  fi
}

# $1 target, $2 the rest of what was said about it
trouble() {
  case $2 in
    *'Network Unreachable'* | *'Net Unreachable'*) troubles="$troubles$1=u0 " ;;
    *'Host Unreachable'*) troubles="$troubles$1=u1 " ;;
    *'rohibited'* | *'filtered'*) troubles="$troubles$1=u13 " ;;
    *'Time Exceeded'* | *'Time to live exceeded'*) troubles="$troubles$1=t0 " ;;
  esac
}

# $1 target, $2 milliseconds or -
outcome() {
  word=$2
  if [ "$word" = - ]; then
    case $troubles in
      *" $1="*)
        word=${troubles#*" $1="}
        word=${word%% *}
        ;;
    esac
  fi
  row="$row $word"
}

# Sets row: one round, a process for each target. ping waits whole seconds (iputils before 2020).
ping_row() {
  row='' troubles=' ' replies=' ' about=''
  answer=$(
    for target in "$@"; do
      ping -n -c 1 -W "$(((timeout + 999) / 1000))" -I "$source" "$target" 2>&1 &
    done
    wait
  )
  while read -r line; do
    case $line in
      PING\ *)
        about=${line#PING }
        about=${about%% *}
        ;;
      *' bytes from '*time[=\<]*)
        line=${line##*time?}
        replies="$replies$about=${line%% *} "
        ;;
      From\ *) trouble "$about" "$line" ;;
    esac
  done <<END
$answer
END
  for target in "$@"; do
    case $replies in
      *" $target="*)
        word=${replies#*" $target="}
        row="$row ${word%% *}"
        ;;
      *) outcome "$target" - ;;
    esac
  done
}

# $1 what makes a row; the rest are the targets. The pause is counted from the start of a round.
make_rows() {
  make_row=$1
  shift
  pause=$((interval / 1000)).$(printf %03d $((interval % 1000)))
  pacer=''
  exec 3<&0 </dev/null
  (
    read -r _ <&3
    kill -TERM "$$"
  ) >/dev/null 2>&1 &
  watcher=$!
  # shellcheck disable=SC2086 # pacer is a number or nothing
  trap 'kill $watcher $pacer 2>/dev/null' EXIT
  trap 'exit 0' TERM
  trap 'exit 1' HUP INT PIPE
  number=0
  while :; do
    number=$((number + 1))
    sleep "$pause" >/dev/null 2>&1 3<&- &
    pacer=$!
    "$make_row" "$@"
    printf '%s%s\n' "$number" "$row" || exit 1
    if [ "$number" -eq "$rounds" ]; then
      exit 0
    fi
    wait "$pacer"
  done
}

for prober in $probers; do
  case $prober in
    perl) use_perl "$@" ;;
    python) use_python "$@" ;;
    fping | ping)
      if has "$prober"; then
        echo "prober $prober"
        make_rows "${prober}_row" "$@"
      fi
      ;;
  esac
done
section no-tool ping
