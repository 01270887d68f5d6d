#!/usr/bin/env bash
# The tag must be the version of pom.xml behind a "v": check-tag.sh v1.2.3
set -euo pipefail
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml)
if [[ $1 != "v$version" ]]; then
  echo "the tag $1 is not the version of pom.xml, v$version" >&2
  exit 1
fi
