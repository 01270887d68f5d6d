# Has systemd do something with a unit. $1 the verb, $2 the unit.
need systemctl
since=$(date +%s)
systemctl --no-ask-password "$1" -- "$2" >&2
status=$?
if [ "$status" -ne 0 ]; then
  section refused "$status"
  if has journalctl; then
    # --sync, since systemd 228: what the unit said last may still be on its way.
    journalctl --sync >/dev/null 2>&1
    journalctl -q --no-pager -o short-iso -n 40 --since "@$since" -u "$2" 2>/dev/null | base64 -w 0
    echo
  fi
  exit 0
fi
unit_states "$2"
section end
