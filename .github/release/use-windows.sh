#!/usr/bin/env bash
# Deploys a practice cluster from the zip file in a folder, then from the installed package there, which is removed without
# remains: use-windows.sh FOLDER. Runs in Git's bash, where // stands for a / that is no path.
set -euo pipefail
cd "$1"

unzip -q ./*.zip -d "$RUNNER_TEMP/portable"
"$RUNNER_TEMP/portable/Flannelboard/flannelboard-cli.exe" --practice push --all --yes

msi=$(cygpath -w "$(ls "$PWD"/*.msi)")
home=$(cygpath -u "$LOCALAPPDATA")/Flannelboard
msiexec //i "$msi" //qn
"$home/flannelboard-cli.exe" --practice push --all --yes
msiexec //x "$msi" //qn
test ! -e "$home/flannelboard-cli.exe"
