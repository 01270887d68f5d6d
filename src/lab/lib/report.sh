# shellcheck shell=bash
# What the lab says: progress and errors to stderr, so that stdout belongs to the commands it runs.

say() { printf 'lab: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

require_root() { ((EUID == 0)) || die "needs root (namespaces, mounts): sudo $0 ..."; }

# until_true SECONDS COMMAND...: polls ten times a second, false once the time is over.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}
