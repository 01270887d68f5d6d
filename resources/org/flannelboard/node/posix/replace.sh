# Replacing a file so that whoever looks sees the old one or the new one: it is written beside its
# place and renamed. Whatever ends the script earlier leaves nothing behind.
umask 077
temp='' copy=''
directory='' directory_top='' keep_directory='' keep_top=''

discard() {
  [ -z "$temp" ] || rm -f -- "$temp"
  [ -z "$copy" ] || rm -f -- "$copy"
  unmake "$directory" "$directory_top"
  unmake "$keep_directory" "$keep_top"
}
trap discard EXIT
trap 'exit 1' HUP INT TERM PIPE

# Ends without effect. $1 the path that is to blame; the reason is on standard error. What is still
# to come on standard input is read, so that its sender need not care.
fail() {
  cat >/dev/null
  section failed "$1"
  exit 1
}

# Sets target: $1 itself, or where a symbolic link there leads. A unit masked by a link to /dev/null
# shows why anything but a regular file is refused.
resolve() {
  target=$1
  if [ -h "$target" ]; then
    target=$(readlink -f -- "$1") || fail "$1"
  fi
  if [ -e "$target" ] && [ ! -f "$target" ]; then
    echo "$target: Not a regular file" >&2
    fail "$1"
  fi
}

# Makes directory $2 and what is missing above it, with mode $1. Sets top to the outermost one made.
make_directories() {
  if [ -z "$2" ] || [ -d "$2" ]; then
    return 0
  fi
  make_directories "$1" "${2%/*}" || return 1
  mkdir -m "$1" -- "$2" || return 1
  [ -n "$top" ] || top=$2
  section made "$2"
}

# Removes directory $1 and those above it, up to $2, as far as they are empty.
unmake() {
  [ -n "$2" ] || return 0
  inner=$1
  while rmdir -- "$inner" 2>/dev/null && [ "$inner" != "$2" ]; do
    inner=${inner%/*}
  done
}

# Sets temp: a new file beside the target, for its owner's eyes only.
begin() {
  directory=${target%/*} top=''
  make_directories 0755 "$directory" || { directory_top=$top; fail "$1"; }
  directory_top=$top
  temp=$(mktemp "$directory/.${target##*/}.flannelboard.XXXXXX") || fail "$1"
}

# fsync(2) for one file; `sync FILE` does it since coreutils 8.24 only.
flush() { dd if=/dev/null of="$1" conv=notrunc,fsync status=none 2>/dev/null || sync; }

# Renames. From here on there is nothing to undo.
finish() {
  mv -f -- "$temp" "$target" || fail "$1"
  temp='' directory_top='' keep_top=''
  if [ -e /sys/fs/selinux/enforce ] && has restorecon; then
    restorecon "$target"
  fi
  file_state "$target" 0
}
