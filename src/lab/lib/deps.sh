# shellcheck shell=bash
# The programs a lab needs on this machine and the packages of Debian and Ubuntu that carry them.

# PROGRAM:PACKAGE; the last three serve the lab's tests: a password login, the certificates to compare with, the probing floor.
LAB_PROGRAMS=(debootstrap:debootstrap systemd-nspawn:systemd-container ip:iproute2 nsenter:util-linux
  unshare:util-linux flock:util-linux pgrep:procps sysctl:procps openssl:openssl ssh:openssh-client go:golang-go
  curl:curl sshpass:sshpass cfssl:golang-cfssl fping:fping)
BENCH_PROGRAMS=(ansible-playbook:ansible-core)

# missing_packages PROGRAM:PACKAGE...
missing_packages() {
  local entry
  for entry in "$@"; do
    command -v "${entry%%:*}" >/dev/null || echo "${entry##*:}"
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
      --bench) programs+=("${BENCH_PROGRAMS[@]}") ;;
      *) die "usage: lab deps [--install] [--bench]" ;;
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

# Another apt on a fresh machine (unattended upgrades) is waited for.
install_packages() {
  command -v apt-get >/dev/null || die "no apt-get here; install by hand: $*"
  local -a apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update
  DEBIAN_FRONTEND=noninteractive "${apt[@]}" -y --no-install-recommends install "$@"
}
