# shellcheck shell=sh disable=SC2034
# Beginning of every script: one language for all messages, the administrator's tools within reach.
set -u
LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH

has() { command -v "$1" >/dev/null 2>&1; }

# Heads a block of lines on standard output.
section() { printf '@@ %s\n' "$*"; }

# Runs a command that may never answer, and gives it up after 5 s. The kernel always answers ip and
# bridge: for them a watchman would be one more process.
limited() {
  case $1 in
    ip | bridge) "$@" ;;
    *) if has timeout; then timeout 5 "$@"; else "$@"; fi ;;
  esac
}

# A tool this script cannot do without.
need() {
  if ! has "$1"; then
    section no-tool "$1"
    exit 0
  fi
}
