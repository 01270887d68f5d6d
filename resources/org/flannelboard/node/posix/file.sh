# One `@@ file` section: what stands at path $1, symbolic links followed. A regular file of up to
# $2 bytes comes with its content (its digest follows from that), a larger one with its digest.
file_state() {
  section file
  if [ -f "$1" ]; then
    regular_file "$1" "$2"
  elif [ -e "$1" ]; then
    printf 'other %s\n' "$(stat -L -c %F -- "$1" 2>/dev/null)"
  else
    why=$(stat -L -- "$1" 2>&1 >/dev/null)
    case $why in
      *': No such file or directory' | *': Not a directory') echo absent ;;
      *) printf 'unreadable %s\n' "${why##*: }" ;;
    esac
  fi
}

regular_file() {
  if [ ! -r "$1" ]; then
    echo 'unreadable Permission denied'
    return 0
  fi
  facts=$(stat -L -c '%s|%a|%U|%u|%G|%g|%Y' -- "$1")
  printf 'regular %s\n' "$facts"
  if [ "$2" -gt 0 ] && [ "${facts%%|*}" -le "$2" ]; then
    printf 'base64 '
    base64 -w 0 -- "$1" || printf '\nunreadable cannot be read to its end'
    echo
  else
    printf 'sha256 '
    sha256sum <"$1" || printf '\nunreadable cannot be read to its end\n'
  fi
}
