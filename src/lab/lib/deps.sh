# shellcheck shell=bash
# The programs a lab needs on this machine and the packages of Debian and Ubuntu that carry them.

# PROGRAM:PACKAGE, or LIBRARY:PACKAGE by the library's soname; the last three serve the lab's tests: a password login, the
# certificates to compare with, the probing floor.
LAB_PROGRAMS=(debootstrap:debootstrap systemd-nspawn:systemd-container ip:iproute2 nft:nftables nsenter:util-linux
  unshare:util-linux flock:util-linux pgrep:procps sysctl:procps openssl:openssl ssh:openssh-client go:golang-go
  curl:curl sshpass:sshpass cfssl:golang-cfssl fping:fping)
# What the tests beside the four nodes run on this machine itself: servers of their own on the loopback, shells, probers, a
# kernel in a namespace, and the window, on a display in memory.
TEST_PROGRAMS=(etcd:etcd-server etcdctl:etcd-client sshd:openssh-server sudo:sudo busybox:busybox shellcheck:shellcheck
  python3:python3 perl:perl ping:iputils-ping iptables:iptables Xvfb:xvfb libgtk-3.so.0:libgtk-3-0 libXtst.so.6:libxtst6)
BENCH_PROGRAMS=(ansible-playbook:ansible-core Xvfb:xvfb xev:x11-utils)

# is_here PROGRAM|LIBRARY
is_here() {
  if [[ $1 == *.so.* ]]; then
    [[ $(ldconfig -p) == *"$1 "* ]]
  else
    command -v "$1" >/dev/null
  fi
}

# missing_packages PROGRAM|LIBRARY:PACKAGE...
missing_packages() {
  local entry
  for entry in "$@"; do
    is_here "${entry%%:*}" || echo "${entry##*:}"
  done | sort -u
  # Lets debootstrap verify Debian's signatures on Ubuntu as well.
  [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || echo debian-archive-keyring
}

check_dependencies() {
  local -a missing
  mapfile -t missing < <(missing_packages "${LAB_PROGRAMS[@]}")
  ((${#missing[@]} == 0)) || die "missing here: ${missing[*]}
     install them with: $LAB_SOURCE/lab deps --install"
}

lab_deps() {
  local install='' option
  local -a missing programs=("${LAB_PROGRAMS[@]}")
  for option in "$@"; do
    case $option in
      --install) install=yes ;;
      --tests) programs+=("${TEST_PROGRAMS[@]}") ;;
      --bench) programs+=("${BENCH_PROGRAMS[@]}") ;;
      *) die "usage: lab deps [--install] [--tests] [--bench]" ;;
    esac
  done
  mapfile -t missing < <(missing_packages "${programs[@]}")
  if ((${#missing[@]} == 0)); then
    say "nothing is missing"
  elif [[ -n $install ]]; then
    require_root
    install_packages "${missing[@]}"
    say "installed: ${missing[*]}"
  else
    printf '%s\n' "${missing[@]}"
    say "install them with: $LAB_SOURCE/lab deps${*:+ $*} --install"
    return 1
  fi
}

# Another apt on a fresh machine (unattended upgrades) is waited for. No service is started on this machine: what is wanted
# of etcd and sshd is the program.
install_packages() {
  command -v apt-get >/dev/null || die "no apt-get here; install by hand: $*"
  local -a apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
  local policy=/usr/sbin/policy-rc.d ours='' status=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 0755 "$policy"
    ours=yes
  fi
  "${apt[@]}" update || status=$?
  ((status)) || DEBIAN_FRONTEND=noninteractive "${apt[@]}" -y --no-install-recommends install "$@" || status=$?
  [[ -z $ours ]] || rm -f "$policy"
  return "$status"
}
