#!/usr/bin/env bash
# Times the whole job on the four lab nodes against its peers, each as a whole process from the workstation:
#   flannelboard   push --all --yes, then ping --count 1
#   guide          the guide typed as sequential ssh and scp (guide.sh), pings included
#   ansible        the same as a playbook, pipelining on, pings included
# Each run begins on nodes in the guide's initial state ("first"), and is done once more with nothing left to change
# ("again"). The three take turns, so that a slow minute of the machine meets them all. Then one ping round against fping.
#
#   src/lab/lab deps --install --bench && mvn -q package -DskipTests && src/bench/bench.sh [RUNS]
#
# Needs root, like the lab. Prints each figure in seconds and the medians of the ratios.
set -euo pipefail

HERE=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
ROOT=$(cd "$HERE/../.." && pwd -P)
RUNS=${1:-3}
LAB=$ROOT/src/lab/lab
OUT=${FLANNELBOARD_LAB_OUT:-$ROOT/target/lab}
APP=$ROOT/target/app/bin/flannelboard
FIGURES=$(mktemp)
trap 'rm -f "$FIGURES"' EXIT

job() {
  case $1 in
    flannelboard)
      "$LAB" run sh -c "'$APP' --profile '$OUT/cluster.yaml' push --all --yes && '$APP' --profile '$OUT/cluster.yaml' ping --count 1" ;;
    guide) "$LAB" run "$HERE/guide.sh" "$OUT" ;;
    ansible)
      LAB_DIRECTORY=$OUT "$LAB" run env ANSIBLE_CONFIG="$HERE/ansible/ansible.cfg" ansible-playbook "$HERE/ansible/guide.yaml" ;;
  esac
}

timed() {
  local who=$1 when=$2 begun ended log
  log=$(mktemp)
  begun=$(date +%s.%N)
  if ! job "$who" > "$log" 2>&1; then
    echo "$who failed ($when):" >&2
    tail -20 "$log" >&2
    exit 1
  fi
  ended=$(date +%s.%N)
  rm -f "$log"
  awk -v w="$who" -v s="$when" -v b="$begun" -v e="$ended" 'BEGIN { printf "%s %s %.2f\n", w, s, e - b }' | tee -a "$FIGURES"
}

"$LAB" up
for ((run = 1; run <= RUNS; run++)); do
  for who in flannelboard guide ansible; do
    "$LAB" reset > /dev/null 2>&1
    timed "$who" first
    timed "$who" again
  done
done

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
column() { awk -v w="$1" -v s="$2" '$1 == w && $2 == s { print $3 }' "$FIGURES"; }
for when in first again; do
  for who in flannelboard guide ansible; do
    echo "median $when $who: $(column "$who" "$when" | median) s"
  done
  for peer in guide ansible; do
    ratio=$(paste <(column "$peer" "$when") <(column flannelboard "$when") | awk '{ printf "%.2f\n", $1 / $2 }' | median)
    echo "median ratio $when, $peer / flannelboard: $ratio"
  done
done

echo "one ping round, warm connections:"
jar=$(echo "$ROOT"/target/app/lib/flannelboard-*.jar)
"$LAB" reset > /dev/null 2>&1
job flannelboard > /dev/null 2>&1
"$LAB" run "${FLANNELBOARD_JAVA_HOME:-${JAVA_HOME:?set JAVA_HOME to the JDK 25 of the build}}/bin/java" -cp "$jar" "$HERE/java/PingRound.java" "$OUT/cluster.yaml"
