#!/usr/bin/env bash
# Times what the window's thread does while the matrix of 255 practice nodes changes every second, in software rendering and
# without a display, and weighs the heap after an hour's worth of rounds (src/bench/java/MatrixFrames.java).
#
#   mvn -q package -DskipTests && src/bench/frames.sh [NODES] [SECONDS] [all-pages]
#
# The class path is the application's; set CLASSPATH to measure other classes.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
ROOT=$(cd "$HERE/../.." && pwd -P)
JAVA=${FLANNELBOARD_JAVA_HOME:-${JAVA_HOME:?set JAVA_HOME to the JDK 25 of the build}}/bin/java
exec "$JAVA" -Xmx1g -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dglass.platform=Headless -Dprism.order=sw -Djava.awt.headless=true \
  -cp "${CLASSPATH:-$ROOT/target/app/lib/*}" "$HERE/java/MatrixFrames.java" "${1:-255}" "${2:-60}" "${@:3}"
