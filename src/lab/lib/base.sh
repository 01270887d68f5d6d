# shellcheck shell=bash
# The base image: one Debian tree that every node lies on as an overlay.
# It is built beside its final place and renamed, so a tree that carries its name is complete.

BASE_SUITE=bookworm  # etcd 3.4 with the v2 API, docker 20.10

base_hash() {
  { cat "$LAB_SOURCE/lib/base.sh" "$LAB_SOURCE/base/packages"; dpkg --print-architecture; } | sha256sum | cut -c1-12
}

base_tree() { printf '%s/base-%s' "$LAB_CACHE" "$(base_hash)"; }

# The part of the package list before or after the line "services", comma-separated or a line each.
base_packages() {
  case $1 in
    bootstrap) sed -e '/^#/d' -e '/^services$/,$d' "$LAB_SOURCE/base/packages" | paste -sd, ;;
    services) sed -e '1,/^services$/d' "$LAB_SOURCE/base/packages" ;;
  esac
}

# The archive this machine's own apt reads that suite from; empty where it reads another (debootstrap then has its default).
configured_archive() {
  # shellcheck disable=SC2016  # apt's own placeholders
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -v suite="$BASE_SUITE" '$1 == suite && $2 == "main" && $3 ~ /^https?:/ { print $3; exit }'
}

# The proxy of apt, for the downloads of debootstrap and of apt in the tree.
export_apt_proxy() {
  local APT_PROXY=
  eval "$(apt-config shell APT_PROXY Acquire::http::Proxy)"
  [[ -z $APT_PROXY ]] || export http_proxy=$APT_PROXY
}

ensure_base() {
  local tree
  tree=$(base_tree)
  [[ -d $tree ]] && return
  say "building the base ($(basename "$tree")), once; this takes a few minutes"
  install -d -m 0755 "$LAB_CACHE"
  (
    flock 8
    [[ ! -d $tree ]] || exit 0
    rm -rf --one-file-system "$LAB_CACHE"/base.building
    remove_unused_bases
    build_base "$LAB_CACHE/base.building" >"$LAB_CACHE/base.log" 2>&1 || {
      tail -n 20 "$LAB_CACHE/base.log" >&2
      die "the base could not be built; the whole log: $LAB_CACHE/base.log"
    }
    mv "$LAB_CACHE/base.building" "$tree"
  ) 8>"$LAB_CACHE/base.lock"
}

remove_unused_bases() {
  local old
  for old in "$LAB_CACHE"/base-*; do
    [[ -d $old ]] || continue
    grep -q "lowerdir=$old," /proc/mounts || rm -rf --one-file-system "$old"
  done
}

build_base() {
  local root=$1
  export_apt_proxy
  # No mirror argument when this machine has none for the suite.
  # shellcheck disable=SC2046
  debootstrap --variant=minbase --include="$(base_packages bootstrap)" "$BASE_SUITE" "$root" $(configured_archive) || return
  install_services "$root" || return
  strip_base "$root"
}

# Mounts of the installation live in a mount namespace of their own and vanish with it, also when interrupted.
install_services() {
  local root=$1
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"  # "action not allowed": start no service in here
  chmod 0755 "$root/usr/sbin/policy-rc.d"
  cp --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
  # shellcheck disable=SC2016
  base_packages services | unshare --mount --propagation private sh -ec '
    mount -t proc proc "$1/proc"
    export DEBIAN_FRONTEND=noninteractive
    chroot "$1" xargs apt-get -q -y --no-install-recommends install
  ' sh "$root"
}

# Nothing of the building, no identity, and no service but sshd and the bus: what runs is each node's own choice.
strip_base() {
  local root=$1 unit
  rm -f "$root"/usr/sbin/policy-rc.d "$root"/etc/resolv.conf "$root"/etc/ssh/ssh_host_* "$root"/var/lib/dbus/machine-id
  rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/etcd/*
  : >"$root/etc/machine-id"
  for unit in docker.service docker.socket containerd.service etcd.service firewalld.service; do
    chroot "$root" systemctl disable "$unit"
  done
  chroot "$root" systemctl mask console-getty.service getty.target apt-daily.timer apt-daily-upgrade.timer \
    dpkg-db-backup.timer e2scrub_all.timer fstrim.timer systemd-tmpfiles-clean.timer systemd-timesyncd.service
}
