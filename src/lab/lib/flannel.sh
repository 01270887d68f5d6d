# shellcheck shell=bash
# The flannel release the profile names: the real one where it is given or can be fetched, else the stand-in.

FLANNEL_VERSION=v0.10.0
FLANNEL_NAME=flannel-$FLANNEL_VERSION-linux-amd64.tar.gz
FLANNEL_RELEASE=https://github.com/coreos/flannel/releases/download/$FLANNEL_VERSION/$FLANNEL_NAME

# provide_tarball DIRECTORY
provide_tarball() {
  local target=$1/$FLANNEL_NAME
  if [[ -n ${FLANNEL_TARBALL:-} ]]; then
    [[ -r $FLANNEL_TARBALL ]] || die "FLANNEL_TARBALL: cannot read $FLANNEL_TARBALL"
    cp "$FLANNEL_TARBALL" "$target"
    say "flannel: $FLANNEL_TARBALL"
  elif download_release; then
    cp "$LAB_CACHE/$FLANNEL_NAME" "$target"
    say "flannel: the release, from $FLANNEL_RELEASE"
  else
    (flock 8 && build_stand_in) 8>"$LAB_CACHE/stand-in.lock"  # two labs may come up at once
    cp "$(stand_in_tarball)" "$target"
    say "flannel: the lab's stand-in (set FLANNEL_TARBALL for a real release)"
  fi
  check_tarball "$target"
}

# A quick try, kept once it worked; FLANNEL_DOWNLOAD=0 spares even that.
download_release() {
  [[ ${FLANNEL_DOWNLOAD:-1} != 0 ]] || return 1
  local kept=$LAB_CACHE/$FLANNEL_NAME
  [[ ! -e $kept ]] || return 0
  curl --silent --fail --location --connect-timeout 2 --max-time 60 --output "$kept.part" "$FLANNEL_RELEASE" &&
    tar -tzf "$kept.part" flanneld mk-docker-opts.sh >/dev/null 2>&1 && mv "$kept.part" "$kept" && return 0
  rm -f "$kept.part"
  return 1
}

check_tarball() {
  tar -tzf "$1" flanneld mk-docker-opts.sh >/dev/null 2>&1 ||
    die "not a flannel release: $1 (flanneld and mk-docker-opts.sh must be at its top level)"
}

stand_in_tarball() {
  printf '%s/stand-in-%s/%s' "$LAB_CACHE" "$(cat "$LAB_SOURCE"/flanneld/* | sha256sum | cut -c1-12)" "$FLANNEL_NAME"
}

# Built once a version of its source; the same source gives the same bytes.
build_stand_in() {
  local tarball work
  tarball=$(stand_in_tarball)
  [[ ! -e $tarball ]] || return 0
  say "building the stand-in flanneld"
  rm -rf "$LAB_CACHE"/stand-in-*
  work=$LAB_CACHE/stand-in.building
  rm -rf "$work"
  install -d "$work/release"
  (
    cd "$LAB_SOURCE/flanneld"
    # Standard library only: nothing is fetched.
    env -u GOROOT GOPATH="$work/gopath" GOCACHE="$LAB_CACHE/go-cache" GOPROXY=off GOFLAGS= GOTOOLCHAIN=local GO111MODULE=on \
      CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w' -o "$work/release/flanneld" .
  ) || die "the stand-in flanneld does not build"
  install -m 0755 "$LAB_SOURCE/flanneld/mk-docker-opts.sh" "$work/release/"
  install -m 0644 "$LAB_SOURCE/flanneld/README.md" "$work/release/"
  tar -C "$work/release" --mtime=@0 --owner=0 --group=0 --numeric-owner -c flanneld mk-docker-opts.sh README.md |
    gzip -n >"$work/$FLANNEL_NAME"
  install -d "$(dirname "$tarball")"
  mv "$work/$FLANNEL_NAME" "$tarball"
  rm -rf "$work"
}
