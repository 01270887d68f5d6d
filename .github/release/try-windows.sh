#!/usr/bin/env bash
# Builds the Windows packages, then deploys a practice cluster from the zip file and from the installed package, which is
# removed without remains. Runs in Git's bash, where // stands for a / that is no path.
set -euo pipefail
mvn -B -Pinstaller package
cd target/installer/packages

unzip -q ./*.zip -d "$RUNNER_TEMP/portable"
"$RUNNER_TEMP/portable/Flannelboard/flannelboard-cli.exe" --practice push --all --yes

msi=$(cygpath -w "$(ls "$PWD"/*.msi)")
home=$(cygpath -u "$LOCALAPPDATA")/Flannelboard
msiexec //i "$msi" //qn
"$home/flannelboard-cli.exe" --practice push --all --yes
msiexec //x "$msi" //qn
test ! -e "$home/flannelboard-cli.exe"
