# Units as systemd has them, the files they are made of and their main processes.
# One -p a property: systemd 219 documents no list.
unit_states() {
  section units
  shown=$(systemctl show --no-pager -p Id -p Names -p LoadState -p ActiveState -p SubState \
    -p UnitFileState -p Result -p NeedDaemonReload -p FragmentPath -p DropInPaths -p MainPID \
    -- "$@")
  printf '%s\n' "$shown"
  printf '%s\n' "$shown" | while IFS= read -r line; do
    case $line in
      FragmentPath=/* | DropInPaths=/*) unit_files "${line#*=}" ;;
      MainPID=[1-9]*) main_process "${line#*=}" ;;
    esac
  done
}

# $1 paths, separated by spaces as systemctl prints them.
unit_files() {
  set -f
  for unit_file in $1; do
    [ -f "$unit_file" ] || continue
    section unit-file "$unit_file"
    base64 -w 0 -- "$unit_file"
    echo
  done
  set +f
}

# $1 process number. The links of another user's process are not for everyone to read (proc(5)).
main_process() {
  section process "$1"
  if exe=$(readlink "/proc/$1/exe"); then
    printf 'exe %s\n' "$exe"
    printf 'cmdline '
    base64 -w 0 "/proc/$1/cmdline"
    echo
  fi
}
