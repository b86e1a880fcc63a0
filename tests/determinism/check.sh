#!/usr/bin/env bash
# check.sh PROGRAM ROOT: the same scenario and seed give the same bytes.
#
#   - two runs of one scenario: every file of the folder is equal;
#   - another seed: flows.csv is another one;
#   - the groups of the file in reverse order: the flows are the same, because
#     what an entity draws hangs from its name and not from its place.  Only the
#     flows of one instant change places, and with them their numbers and ports;
#   - one more population beside them: what the others draw stays the same.
set -euo pipefail

program=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
cd "$2"

run () {
  local scenario=$1 folder=$2
  shift 2
  "$program" run "$scenario" -o "$scratch/$folder" --force --quiet "$@" >/dev/null
}

fail () {
  echo "$*"
  failed=$((failed + 1))
}

# The groups of a scenario, the last one first.  Lines before the first header
# are comments.
reverse_groups () {
  awk '/^\[/ { n++ } { group[n] = group[n] $0 "\n" }
       END { for (i = n; i > 0; i--) printf "%s\n", group[i] }' "$1"
}

check_twice () {
  run "$1" one
  run "$1" two
  diff -rq "$scratch/one" "$scratch/two" || fail "$1: two runs differ"
  [ "$(wc -l <"$scratch/one/flows.csv")" -gt 1 ] || fail "$1: has no flows"
}

check_seed () {
  run "$1" one
  run "$1" two --seed 4711
  ! cmp -s "$scratch/one/flows.csv" "$scratch/two/flows.csv" || fail "$1: the seed does not matter"
}

# flows.csv without the columns flow and snat_port, sorted.
unordered_flows () {
  cut -d, --complement -f2,12 "$1/flows.csv" | sort
}

check_order () {
  run "$1" one
  reverse_groups "$1" >"$scratch/reversed.ini"
  run "$scratch/reversed.ini" two
  unordered_flows "$scratch/one" >"$scratch/before"
  unordered_flows "$scratch/two" >"$scratch/after"
  cmp "$scratch/before" "$scratch/after" || fail "$1: the order of groups matters"
}

# What the flows of the population $2 are, without numbers that count everybody's.
flows_of () {
  awk -F, -v of="$2" 'index($3, of "-") == 1 { print $1, $3, $6, $8, $9, $10, $13, $14, $15 }' \
    "$1/flows.csv"
}

# One more population on the endpoint of the readers.
check_neighbour () {
  run "$1" one
  { cat "$1" tests/determinism/more.ini; } >"$scratch/more.ini"
  run "$scratch/more.ini" two
  flows_of "$scratch/one" readers >"$scratch/before"
  flows_of "$scratch/two" readers >"$scratch/after"
  [ "$(wc -l <"$scratch/before")" -gt 50 ] || fail "$1: readers have no flows"
  cmp "$scratch/before" "$scratch/after" || fail "$1: another population moves the draws of the first"
}

for scenario in scenarios/peered-vpc.ini scenarios/internet-intermittent-2-of-3.ini \
  scenarios/steps/step-5-snat.ini scenarios/nat-gateway-ports.ini scenarios/two-endpoints.ini \
  tests/determinism/people.ini tests/determinism/offices.ini; do
  check_twice "$scenario"
  check_seed "$scenario"
done
check_order scenarios/peered-vpc.ini
check_order scenarios/internet-intermittent-2-of-3.ini
check_order tests/determinism/people.ini
check_order tests/determinism/offices.ini
check_neighbour tests/determinism/people.ini
check_neighbour tests/determinism/offices.ini
[ "$failed" = 0 ] && echo "every run is determined by scenario and seed"
