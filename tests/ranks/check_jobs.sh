#!/usr/bin/env bash
# check_jobs.sh MODULE JOBS: a crew under mpirun does each job once, whatever becomes of a rank.
set -euo pipefail
# shellcheck source=tests/ranks/mpi.sh
. "$(dirname "$0")/mpi.sh"
jobs=$(realpath "$1")
cd "$scratch"

# answers WANTED FILE WORDS: the digest of all results, and how many ranks had a part in them.
answers () {
  grep -qxF "$1" "$2" || { fail "$3: expected $1"; cat "$2"; }
}

all=$("$jobs" 60 2 | head -1)
large=$("$jobs" 60 2 large | head -1)

check_alone () {
  "$jobs" 60 2 >alone
  answers "1 ranks" alone "without mpirun"
  ranks 1 "$jobs" 60 2 >one 2>&1
  cmp alone one || fail "one rank differs from none"
  # Whoever is alone loads nothing, and needs nothing.
  CVPNSIM_MODULES=/nonexistent ranks 1 "$jobs" 60 2 >one 2>&1
  cmp alone one || fail "one rank needs the module"
}

check_ranks () {
  local n
  for n in 2 3; do
    ranks "$n" "$jobs" 60 20 >some 2>&1
    answers "$all" some "$n ranks"
    answers "$n ranks" some "$n ranks"
    ranks "$n" "$jobs" 60 20 large >some 2>&1
    answers "$large" some "$n ranks with large results"
  done
}

check_dead_rank () {
  local status=0
  ranks 3 "$jobs" 60 20 die 1 >dead 2>&1 || status=$?
  [ "$status" != 0 ] || fail "mpirun without --enable-recovery goes on when a rank has died"
  mpirun --enable-recovery -n 3 "$jobs" 60 20 large die 1 >dead 2>&1 || fail "exit status $?"
  answers "$large" dead "a dead rank"
}

check_failing_rank () {
  local status=0
  ranks 3 "$jobs" 60 20 fail 2 >failing 2>&1 || status=$?
  [ "$status" = 2 ] || fail "a job fails: exit status $status"
  [ "$(grep -c '^rank 2: job [0-9]* fails$' failing)" = 1 ] ||
    { fail "a job fails: said otherwise than once"; cat failing; }
}

check_refused () {
  export CVPNSIM_MODULES=/nonexistent
  refused "this cvpnsim was built without MPI; expected a build with -DCVPN_MPI=ON" \
    ranks 3 "$jobs" 60 2
  export CVPNSIM_MODULES=$scratch
  echo 'no module' >cvpnsim-mpi.so
  refused "cannot load the module for MPI: " ranks 2 "$jobs" 60 2
  unset CVPNSIM_MODULES
  # As the starter of another MPI does it.
  refused "expected that one's mpirun" env PMI_SIZE=2 PMI_RANK=0 "$jobs" 60 2
}

check_alone
check_ranks
check_dead_rank
check_failing_rank
check_refused
[ "$failed" = 0 ] || { echo "$failed failed"; exit 1; }
