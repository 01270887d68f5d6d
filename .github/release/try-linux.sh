#!/usr/bin/env bash
# Builds the Linux packages and lives their lives: installed, used, upgraded, removed.
set -euo pipefail
sudo src/installer/deps --install
sudo --preserve-env=JAVA_HOME env "PATH=$PATH" mvn -B -Pinstaller verify
