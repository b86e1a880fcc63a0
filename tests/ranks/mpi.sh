# Read by the scripts beside it, and skips them with the reason where mpirun or the module is
# missing.
# shellcheck shell=bash

module=$1
shift
command -v mpirun >/dev/null || { echo "skipped: no mpirun; scripts/install-packages.sh --test"; exit 77; }
[ -e "$module" ] || { echo "skipped: built without -DCVPN_MPI=ON"; exit 77; }

# As root, more ranks than cores, and no copies from the memory of another process: in a container
# these are refused otherwise.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
# What Open MPI does not free is from modules that are unloaded by then, and cannot be named.
export ASAN_OPTIONS=detect_leaks=0

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

fail () {
  echo "$*"
  failed=$((failed + 1))
}

# ranks N COMMAND…
ranks () {
  local n=$1
  shift
  mpirun -n "$n" "$@"
}

# refused WORDS COMMAND…: exit status 2, and those words once.
refused () {
  local words=$1 status=0
  shift
  "$@" >refused 2>&1 || status=$?
  [ "$status" = 2 ] || fail "exit status $status, expected 2: $*"
  [ "$(grep -cF -- "$words" refused)" = 1 ] || { fail "not once '$words': $*"; cat refused; }
}

# kill_rank SIGNAL RANK MPIRUN: to the process that MPIRUN has started as that rank.
kill_rank () {
  local children child
  mapfile -t children < <(cat "/proc/$3/task/"*/children | tr ' ' '\n')
  for child in "${children[@]}"; do
    [ -n "$child" ] || continue
    if tr '\0' '\n' 2>/dev/null <"/proc/$child/environ" | grep -qx "OMPI_COMM_WORLD_RANK=$2"; then
      kill "-$1" "$child"
      return
    fi
  done
  fail "no rank $2 to kill"
}
