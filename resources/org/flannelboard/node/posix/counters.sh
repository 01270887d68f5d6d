# One block with what a command prints. $1 its name; the rest is the command. What that says on
# standard error stands before it in a block `said NAME`; where the command is not there or fails, a
# block `no-NAME REASON` takes its place. Leaves the output in $shown.
show() {
  name=$1 shown=''
  shift
  if ! has "$1"; then
    section "no-$name" "$1 is not installed"
    return 0
  fi
  section said "$name"
  { shown=$(limited "$@" 2>&3 3>&-); } 3>&1
  status=$?
  case $status in
    0)
      section "$name"
      printf '%s\n' "$shown"
      ;;
    124) section "no-$name" "$1 gave no answer in 5 s" ;; # timeout(1)
    *) section "no-$name" "$1 failed with status $status" ;;
  esac
}

# How many packets passed which point since boot, and the filters that count them.
counters() {
  section devices
  cat /proc/net/dev
  section protocols
  cat /proc/net/snmp /proc/net/netstat
  # Frames for others are counted by no file, and shown since iproute2 6.0, if there were any.
  section other-hosts
  has ip && ip -s -s -o link show 2>/dev/null | grep otherhost
  show iptables iptables-save -c
  show iptables-legacy iptables-legacy-save -c
  show nft nft list ruleset
}
