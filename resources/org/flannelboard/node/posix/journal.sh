# The end of a unit's journal, packed as base64. $1 the unit, $2 number of lines.
need journalctl
section journal
journalctl -q --no-pager -o short-iso -n "$2" -u "$1" | base64 -w 0
echo
section end
