#!/usr/bin/env bash
# Builds the Windows packages and uses them.
set -euo pipefail
mvn -B -Pinstaller package
.github/release/use-windows.sh target/installer/packages
