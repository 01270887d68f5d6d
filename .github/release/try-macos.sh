#!/usr/bin/env bash
# Builds the macOS packages, then deploys a practice cluster from the disk image and from the installed package.
set -euo pipefail
mvn -B -Pinstaller package
cd target/installer/packages

mkdir "$RUNNER_TEMP/image"
hdiutil attach -nobrowse -readonly -mountpoint "$RUNNER_TEMP/image" ./*.dmg
"$RUNNER_TEMP/image/Flannelboard.app/Contents/MacOS/flannelboard-cli" --practice push --all --yes
hdiutil detach "$RUNNER_TEMP/image"

sudo installer -pkg ./*.pkg -target /
/Applications/Flannelboard.app/Contents/MacOS/flannelboard-cli --practice push --all --yes
sudo rm -rf /Applications/Flannelboard.app
