#!/usr/bin/env bash
# Times the way to the first window: Flannelboard on its practice cluster against an empty JavaFX window, by turns, on one
# X server without a window manager. The clock runs from the start of the process to the X server's MapNotify of a
# window of the program's size. Both run on the same JVM with the same options; Flannelboard is started by its own launcher.
# "warm" gives the empty window a class cache of its own as well, made as the build makes Flannelboard's.
#
#   src/lab/lab deps --install --bench && mvn -q package -DskipTests && src/bench/startup.sh [PAIRS]
#   src/lab/lab deps --install --bench && mvn -q -Pinstaller package && src/bench/startup.sh [PAIRS] installed
#
# "installed" times the application as its .deb installs it, against an empty window in the same linked runtime, which is
# given the class archive that every JDK comes with; and it weighs all of them ten seconds later: what they hold of the
# machine's memory (RSS), and that with shared pages divided among those who share them (PSS).
#
# Prints each figure in milliseconds, of the clock and of the processors (weights in MB), and the median of the paired ratios.
# On a busy machine the processors' count says more: it has no part in how long others kept the program waiting.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
ROOT=$(cd "$HERE/../.." && pwd -P)
PAIRS=${1:-10}
KIND=${2:-app}
APP=$ROOT/target/app
WORK=$(mktemp -d)
# Seconds after the first window in which a cluster is opened and looked at.
SETTLED=10
PIDS=()

finish() {
  local pid
  for pid in "${PIDS[@]}"; do kill "$pid" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$WORK"
}
trap finish EXIT

case $KIND in
  app)
    # The JVM the launcher finds, in the launcher's own words.
    JDK=$(FLANNELBOARD_OPTS='-XshowSettings:properties' "$APP/bin/flannelboard" --version 2>&1 | sed -n 's/^ *java.home = //p')
    JAVA=$JDK/bin/java
    LAUNCHER=$APP/bin/flannelboard
    CLASSES=:$(echo "$APP"/lib/*.jar | tr ' ' ':')
    ;;
  installed)
    JDK=${JAVA_HOME:?a JDK 25}
    dpkg-deb -x "$ROOT"/target/installer/packages/*.deb "$WORK/root"
    cp -rp "$ROOT/target/installer/runtime" "$WORK/runtime"
    JAVA=$WORK/runtime/bin/java
    "$JAVA" -XX:+UseSerialGC -Xshare:dump > "$WORK/dump.log" 2>&1
    LAUNCHER=$WORK/root/opt/flannelboard/bin/Flannelboard
    CLASSES=''
    ;;
  *)
    echo "usage: startup.sh [PAIRS] [installed]" >&2
    exit 2
    ;;
esac
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

empty() { exec "$JAVA" "${OPTIONS[@]}" "$@" -cp "$WORK/empty.jar$CLASSES" EmptyWindow; }
program() {
  case $1 in
    flannelboard) exec "$LAUNCHER" --practice ;;
    empty) empty ;;
    warm) empty "-XX:AOTCache=$WORK/empty.aot" ;;
  esac
}

# first_window NAME: milliseconds until the program's window is mapped, and those of the processors.
first_window() {
  local began ended line id width pid ticks
  coproc EVENTS { exec stdbuf -oL xev -root -event substructure 2> /dev/null; }
  local events=$EVENTS_PID
  # It listens long before a JVM can show anything.
  began=$(date +%s%N)
  (program "$1") > "$WORK/$1.log" 2>&1 &
  pid=$!
  while read -r -t 60 line <&"${EVENTS[0]}"; do
    [[ $line == MapNotify* ]] || continue
    ended=$(date +%s%N)
    ticks=$(awk '{ print $14 + $15 }' "/proc/$pid/stat") # proc(5): utime and stime, in hundredths of a second
    read -r -t 5 line <&"${EVENTS[0]}"
    id=$(sed -n 's/.*window \(0x[0-9a-f]*\), override.*/\1/p' <<< "$line")
    width=$(xwininfo -id "$id" 2> /dev/null | sed -n 's/^ *Width: //p')
    ((${width:-0} > 600)) && break
    ended=''
  done
  [[ $KIND != installed ]] || weigh "$1" "$pid"
  kill "$pid" "$events" 2> /dev/null || true
  wait "$pid" "$events" 2> /dev/null || true
  [[ -n ${ended:-} ]] || { cat "$WORK/$1.log" >&2; exit 1; }
  echo "$(((ended - began) / 1000000)) $((ticks * 10))"
}

# weigh NAME PID
weigh() {
  sleep "$SETTLED"
  awk -v name="$1" '/^Rss/ { print name, "RSS", $2 / 1024 } /^Pss:/ { print name, "PSS", $2 / 1024 }' "/proc/$2/smaps_rollup" >> "$WORK/weights"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

"$JDK/bin/javac" -d "$WORK/classes" -cp "$(echo "$APP"/lib/javafx-*.jar | tr ' ' ':')" "$HERE/java/EmptyWindow.java"
"$JDK/bin/jar" --create --file "$WORK/empty.jar" -C "$WORK/classes" .
start_display
timeout 5 "$JAVA" "${OPTIONS[@]}" -XX:AOTCacheOutput="$WORK/empty.aot" -cp "$WORK/empty.jar$CLASSES" EmptyWindow > "$WORK/rehearsal.log" 2>&1 || true
[[ -s $WORK/empty.aot ]] || { cat "$WORK/rehearsal.log" >&2; exit 1; }
for ((pair = 1; pair <= PAIRS; pair++)); do
  for name in flannelboard empty warm; do
    took=$(first_window "$name")
    echo "$name $took" | tee -a "$WORK/figures"
  done
done
column() { awk -v n="$1" -v c="$2" '$1 == n { print $c }' "$WORK/figures"; }
ratio() { awk '{ printf "%.2f\n", $1 / $2 }' | median; }
for name in flannelboard empty warm; do
  echo "median $name: $(column "$name" 2 | median) ms, processors $(column "$name" 3 | median) ms"
done
for name in empty warm; do
  echo "median ratio to $name: $(paste <(column flannelboard 2) <(column "$name" 2) | ratio)," \
    "processors $(paste <(column flannelboard 3) <(column "$name" 3) | ratio)"
done
[[ $KIND == installed ]] || exit 0
weight() { awk -v n="$1" -v k="$2" '$1 == n && $2 == k { print $3 }' "$WORK/weights"; }
for kind in RSS PSS; do
  for name in flannelboard empty warm; do echo "median $kind of $name: $(weight "$name" $kind | median) MB"; done
  for name in empty warm; do
    echo "median ratio of $kind to $name: $(paste <(weight flannelboard $kind) <(weight "$name" $kind) | ratio)"
  done
done
