#!/usr/bin/env bash
# Times the way to the first window: Flannelboard on its practice cluster against an empty JavaFX window, by turns, on one
# X server without a window manager. The clock runs from the start of the process to the X server's MapNotify of a
# window of the program's size. Both run on the same JVM with the same options; Flannelboard is started by its own launcher.
# "warm" gives the empty window a class cache of its own as well, made as the build makes Flannelboard's.
#
#   src/lab/lab deps --install --bench && mvn -q package -DskipTests && src/bench/startup.sh [PAIRS]
#
# Prints each figure in milliseconds and the median of the paired ratios.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
ROOT=$(cd "$HERE/../.." && pwd -P)
PAIRS=${1:-10}
APP=$ROOT/target/app
WORK=$(mktemp -d)
PIDS=()

finish() {
  local pid
  for pid in "${PIDS[@]}"; do kill "$pid" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$WORK"
}
trap finish EXIT

# The JVM the launcher finds, in the launcher's own words.
JAVA=$(FLANNELBOARD_OPTS='-XshowSettings:properties' "$APP/bin/flannelboard" --version 2>&1 | sed -n 's/^ *java.home = //p')/bin/java
CLASSES=$(echo "$APP"/lib/*.jar | tr ' ' ':')
OPTIONS=(--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1
  -Xlog:disable -Xms64m -Xmx512m)

start_display() {
  local number
  for number in $(seq 90 110); do
    [[ -e /tmp/.X11-unix/X$number ]] || break
  done
  Xvfb ":$number" -screen 0 1600x1000x24 > "$WORK/xvfb.log" 2>&1 &
  PIDS+=("$!")
  export DISPLAY=:$number
  until xwininfo -root > /dev/null 2>&1; do kill -0 "${PIDS[0]}"; done
}

empty() { exec "$JAVA" "${OPTIONS[@]}" "$@" -cp "$WORK/empty.jar:$CLASSES" EmptyWindow; }
program() {
  case $1 in
    flannelboard) exec "$APP/bin/flannelboard" --practice ;;
    empty) empty ;;
    warm) empty "-XX:AOTCache=$WORK/empty.aot" ;;
  esac
}

# first_window NAME: milliseconds until the program's window is mapped.
first_window() {
  local began ended line id width pid
  coproc EVENTS { exec stdbuf -oL xev -root -event substructure 2> /dev/null; }
  local events=$EVENTS_PID
  # It listens long before a JVM can show anything.
  began=$(date +%s%N)
  (program "$1") > "$WORK/$1.log" 2>&1 &
  pid=$!
  while read -r -t 60 line <&"${EVENTS[0]}"; do
    [[ $line == MapNotify* ]] || continue
    ended=$(date +%s%N)
    read -r -t 5 line <&"${EVENTS[0]}"
    id=$(sed -n 's/.*window \(0x[0-9a-f]*\), override.*/\1/p' <<< "$line")
    width=$(xwininfo -id "$id" 2> /dev/null | sed -n 's/^ *Width: //p')
    ((${width:-0} > 600)) && break
    ended=''
  done
  kill "$pid" "$events" 2> /dev/null || true
  wait "$pid" "$events" 2> /dev/null || true
  [[ -n ${ended:-} ]] || { cat "$WORK/$1.log" >&2; exit 1; }
  echo $(((ended - began) / 1000000))
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

"$(dirname "$JAVA")/javac" -d "$WORK/classes" -cp "$CLASSES" "$HERE/java/EmptyWindow.java"
"$(dirname "$JAVA")/jar" --create --file "$WORK/empty.jar" -C "$WORK/classes" .
start_display
timeout 5 "$JAVA" "${OPTIONS[@]}" -XX:AOTCacheOutput="$WORK/empty.aot" -cp "$WORK/empty.jar:$CLASSES" EmptyWindow > "$WORK/rehearsal.log" 2>&1 || true
[[ -s $WORK/empty.aot ]] || { cat "$WORK/rehearsal.log" >&2; exit 1; }
for ((pair = 1; pair <= PAIRS; pair++)); do
  for name in flannelboard empty warm; do
    took=$(first_window "$name")
    echo "$name $took" | tee -a "$WORK/figures"
  done
done
column() { awk -v n="$1" '$1 == n { print $2 }' "$WORK/figures"; }
for name in flannelboard empty warm; do echo "median $name: $(column "$name" | median) ms"; done
for name in empty warm; do
  echo "median ratio to $name: $(paste <(column flannelboard) <(column "$name") | awk '{ printf "%.2f\n", $1 / $2 }' | median)"
done
