#!/usr/bin/env bash
# Adds SHA256SUMS of everything in the draft of a release to it: checksums.sh v1.2.3
set -euo pipefail
mkdir -p target/release
gh release download "$1" --dir target/release
cd target/release
sha256sum -- * >../SHA256SUMS
cat ../SHA256SUMS
gh release upload "$1" ../SHA256SUMS
