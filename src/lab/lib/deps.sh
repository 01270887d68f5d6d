# shellcheck shell=bash
# The programs a lab needs on this machine and the packages of Debian and Ubuntu that carry them.

# PROGRAM:PACKAGE; the last three serve the lab's tests: cfssl is compared with, fping is the probing floor.
LAB_PROGRAMS=(debootstrap:debootstrap systemd-nspawn:systemd-container ip:iproute2 nsenter:util-linux
  unshare:util-linux flock:util-linux openssl:openssl ssh:openssh-client ssh-keygen:openssh-client go:golang-go
  curl:curl sshpass:sshpass cfssl:golang-cfssl fping:fping)

missing_packages() {
  local entry
  for entry in "${LAB_PROGRAMS[@]}"; do
    command -v "${entry%%:*}" >/dev/null || echo "${entry##*:}"
  done | sort -u
  # Lets debootstrap verify Debian's signatures on Ubuntu as well.
  [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || echo debian-archive-keyring
}

check_dependencies() {
  local -a missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || die "missing here: ${missing[*]}
     install them with: $LAB_SOURCE/lab deps --install"
}

dependencies() {
  local -a missing
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then
    say "nothing is missing"
  elif [[ ${1:-} == --install ]]; then
    require_root
    command -v apt-get >/dev/null || die "no apt-get here; install by hand: ${missing[*]}"
    apt-get -o DPkg::Lock::Timeout=300 -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq -y --no-install-recommends install "${missing[@]}"
    say "installed: ${missing[*]}"
  else
    printf '%s\n' "${missing[@]}"
    say "install them with: $LAB_SOURCE/lab deps --install"
    return 1
  fi
}
