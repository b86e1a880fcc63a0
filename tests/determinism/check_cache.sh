#!/usr/bin/env bash
# check_cache.sh PROGRAM ROOT [SEEDS [OTHER]]: nobody sees whether passages are kept.
#
# Scenarios run as usual, and with --no-cache: every file is the same, all stages of all flows
# among them.  First nasty.ini with what nasty.awk adds for one seed, then all of scenarios/**
# that have a duration, the first part of it where they take long.  By hand: nasty.ini alone with
# the seeds FIRST-LAST, and the same by another program, a version from before, say.
set -euo pipefail

program=$(realpath "$1")
seeds=${3:-}
other=${4:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
runs=0
cd "$2"

# But flow-logs: who wants them has each flow leave its passage in the end.
all=flows,trace,sessions,metrics,subnets,nat-gateways,events,connection-log,connections,landings
all+=,round-trips,summary

fail () {
  echo "$*"
  failed=$((failed + 1))
}

run () {
  local with=$1 scenario=$2 folder=$3
  shift 3
  "$with" run "$scenario" -o "$scratch/$folder" --force --quiet "$@" \
    >"$scratch/$folder.txt"
  sed -i "s|$scratch/$folder|FOLDER|" "$scratch/$folder.txt"
}

same () {
  diff -rq "$scratch/$1" "$scratch/$2" >"$scratch/differences" &&
    cmp -s "$scratch/$1.txt" "$scratch/$2.txt" && return
  fail "$3: differs"
  cat "$scratch/differences"
}

check () {
  local scenario=$1 name=$2
  shift 2
  run "$program" "$scenario" cached --only "$all" --trace all "$@"
  run "$program" "$scenario" uncached --only "$all" --trace all --no-cache "$@"
  same cached uncached "$name"
  runs=$((runs + 1))
}

# Flow logs, and the traces of the first flow of each kind.
check_rest () {
  run "$program" "$1" cached --only flow-logs,trace
  run "$program" "$1" uncached --only flow-logs,trace --no-cache
  same cached uncached "$2, flow logs and first flows"
}

make_nasty () {
  awk -v seed="$1" -v flows="$scratch/nasty-flows.csv" -f tests/determinism/nasty.awk |
    cat tests/determinism/nasty.ini - >"$scratch/nasty.ini"
  cp tests/determinism/nasty-logins.csv "$scratch"
}

check_nasty () {
  make_nasty "$1"
  check "$scratch/nasty.ini" "nasty, seed $1"
  check_rest "$scratch/nasty.ini" "nasty, seed $1"
  [ "$(wc -l <"$scratch/cached/trace.csv")" -gt 10000 ] || fail "nasty, seed $1: has few stages"
  [ -z "$other" ] || {
    run "$program" "$scratch/nasty.ini" cached --trace all
    run "$other" "$scratch/nasty.ini" uncached --trace all
    same cached uncached "nasty, seed $1, against the other program"
  }
}

# Of a day, the part in which people come.
shorten () {
  case $1 in
    scenarios/office-day.ini) echo 10h ;;
    scenarios/nat-gateway-ports*.ini) echo 9h ;;
    scenarios/snat-exhaustion-saas.ini) echo 190min ;;
    scenarios/cases/c40-*.ini) echo 20min ;;
    *) if grep -qx 'duration = \(8h\|24h\)' "$1"; then echo 2h; fi ;;
  esac
}

check_scenario () {
  local duration
  duration=$(shorten "$1")
  check "$1" "$1" ${duration:+--duration "$duration"}
}

if [ -n "$seeds" ]; then
  for seed in $(seq "${seeds%-*}" "${seeds#*-}"); do
    check_nasty "$seed"
  done
else
  check_nasty 1
  while read -r scenario; do
    # A run needs to know where people land.
    [ "$scenario" = scenarios/unknown-besides.ini ] || check_scenario "$scenario"
  done < <(grep -rl --include='*.ini' '^duration = ' scenarios | xargs grep -l '^title = ' | sort)
fi
echo "$runs scenarios, $failed that differ"
[ "$failed" = 0 ]
