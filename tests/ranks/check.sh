#!/usr/bin/env bash
# check.sh MODULE PROGRAM ROOT: a sweep comes to the same bytes on any number of ranks.
#
#   - one thread, two threads, two ranks, three ranks, warm-up found by pilot runs: equal folders;
#   - a rank killed in the middle, the first or another, and the same command again: the same;
#   - a rank killed under --enable-recovery: the others finish it;
#   - what is wrong is said once, and a sweep of other files on another rank is refused.
set -euo pipefail
# shellcheck source=tests/ranks/mpi.sh
. "$(dirname "$0")/mpi.sh"
program=$(realpath "$1")
source=$(realpath "$2")/tests/sweep
cp "$source"/*.ini "$source"/*.csv "$scratch"
cd "$scratch"

call=(sweep scenario.ini --set 'quotas.concurrent-connections=5,8' --quiet --replications)

same () {
  diff -r "$1" "$2" >difference || { fail "$3"; head -5 difference; }
}

check_ranks () {
  local n
  "$program" "${call[@]}" 20 -o one --threads 1 >one.txt
  "$program" "${call[@]}" 20 -o two --threads 2 >/dev/null
  same one two "two threads differ from one"
  for n in 2 3; do
    ranks "$n" "$program" "${call[@]}" 20 -o "ranks$n" --threads 1 >"ranks$n.txt"
    same one "ranks$n" "$n ranks differ from one thread"
    sed "s|ranks$n/|one/|" "ranks$n.txt" | cmp - one.txt || fail "$n ranks print other things"
  done
  ranks 2 "$program" "${call[@]}" 20 -o ranks2 >again.txt
  cmp -s again.txt ranks2.txt || fail "a finished sweep prints other things the second time"
}

check_warm_up () {
  "$program" "${call[@]}" 10 -o warm --warm-up auto >/dev/null
  ranks 2 "$program" "${call[@]}" 10 -o warm2 --warm-up auto >/dev/null
  same warm warm2 "the warm-up that two ranks find differs"
}

# disturb SIGNAL RANK FOLDER OPTION…: under three ranks, one of which gets the signal when some
# runs are finished.
disturb () {
  local signal=$1 rank=$2 folder=$3 child i status=0
  shift 3
  mpirun "$@" -n 3 "$program" "${call[@]}" 80 -o "$folder" --threads 1 >disturbed 2>&1 &
  child=$!
  for i in {1..300}; do
    [ "$(wc -l 2>/dev/null <"$folder/runs.jsonl" || echo 0)" -lt 20 ] || break
    sleep 0.1
  done
  kill_rank "$signal" "$rank" "$child"
  wait "$child" || status=$?
  echo "$status" >status
  [ "$i" -lt 300 ] || fail "nothing is finished after 30 s"
}

check_killed () {
  local rank
  "$program" "${call[@]}" 80 -o whole >/dev/null
  for rank in 0 1; do
    disturb KILL "$rank" "killed$rank"
    [ "$(cat status)" != 0 ] || fail "rank $rank was killed, and mpirun is content"
    ! grep -q '"complete": true' "killed$rank/sweep.json" || fail "rank $rank was killed too late"
    ranks 2 "$program" "${call[@]}" 80 -o "killed$rank" >/dev/null
    same whole "killed$rank" "rank $rank was killed, and what went on differs"
  done
}

check_recovery () {
  disturb KILL 1 recovered --enable-recovery
  [ "$(cat status)" = 0 ] || { fail "exit status $(cat status) after a recovery"; cat disturbed; }
  same whole recovered "what the others finished differs"
}

# A signal to one rank: it goes, the others finish.
check_leaving () {
  disturb TERM 2 left
  [ "$(cat status)" = 0 ] || { fail "exit status $(cat status) where a rank has gone"; cat disturbed; }
  same whole left "what the others finished differs"
}

# refused WORDS COMMAND…: exit status 2, and those words once.
refused () {
  local words=$1 status=0
  shift
  "$@" >refused 2>&1 || status=$?
  [ "$status" = 2 ] || fail "exit status $status, expected 2: $*"
  [ "$(grep -cF -- "$words" refused)" = 1 ] || { fail "not once '$words': $*"; cat refused; }
}

check_refused () {
  local alone=(env CVPNSIM_MODULES=/nonexistent)
  refused "--replications: 'x' is not" ranks 3 "$program" "${call[@]}" x -o no
  refused "no.ini: error: " ranks 3 "$program" sweep no.ini -o no
  refused "built without MPI" ranks 3 "${alone[@]}" "$program" "${call[@]}" 20 -o no
  refused "mpirun: it has started 3 processes of 'run'" ranks 3 "$program" run scenario.ini -o no
  refused "mpirun: it has started 2 processes of 'plan'" ranks 2 "$program" plan scenario.ini -o no
  [ ! -e no ] || fail "a refused command has begun"
  ranks 1 "$program" check scenario.ini >/dev/null || fail "one process of another command is refused"
  # Each rank in a folder of its own, as on machines whose files are not the same.
  mkdir other && cp ./*.ini ./*.csv other && sed -i 's|20/h|21/h|' other/rates.csv
  refused "rank 1: its scenario, its options or its version" \
    mpirun -n 1 "$program" "${call[@]}" 20 -o no : -n 1 -wdir other "$program" "${call[@]}" 20 -o no
  mkdir bare
  refused "rank 1: it cannot read the scenario" \
    mpirun -n 1 "$program" "${call[@]}" 20 -o no2 : -n 1 -wdir bare "$program" "${call[@]}" 20 -o no2
}

check_ranks
check_warm_up
check_killed
check_recovery
check_leaving
check_refused
[ "$failed" = 0 ] || { echo "$failed failed"; exit 1; }
