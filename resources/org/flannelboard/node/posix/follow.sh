# Follows a unit's journal. $1 the unit, $2 how many of its last lines come first.
#
# First a line `following`, then a line an entry. All ends when standard input does: journalctl
# before systemd 240 notices that nobody listens only with the next entry, which may never come.
need journalctl
echo following
exec 3<&0 </dev/null
journalctl -q --no-pager -o short-iso -n "$2" -f -u "$1" 3<&- &
follower=$!
(
  read -r _ <&3
  kill -TERM "$follower"
) >/dev/null 2>&1 &
watcher=$!
trap 'kill $watcher $follower 2>/dev/null' EXIT
trap 'exit 1' HUP INT PIPE TERM
wait "$follower"
