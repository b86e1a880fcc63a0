#!/usr/bin/env bash
# check_machines.sh MODULE PROGRAM ROOT: a sweep on two machines that see each other by TCP only.
#
# The machines are network namespaces with a host name and a folder each, and what mpirun takes for
# ssh goes from one to the other (not named so: mpirun has options for ssh).  All of it, processes too, is gone when the script ends.
#
#   - both work, and the folder, on the first one's disk, is that of one thread;
#   - the process on the other one is killed under --enable-recovery: the first finishes;
#   - the cable is pulled out: the first finishes, and mpirun waits for the lost machine.
set -euo pipefail

if [ "${CVPN_MACHINES:-}" != inside ]; then
  if ! unshare --net --mount --uts --pid --fork --mount-proc ip link >/dev/null 2>&1; then
    echo "skipped: needs root, namespaces and iproute2"
    exit 77
  fi
  CVPN_MACHINES=inside exec unshare --net --mount --uts --pid --fork --kill-child --mount-proc \
    bash "$0" "$@"
fi
# shellcheck source=tests/ranks/mpi.sh
. "$(dirname "$0")/mpi.sh"
program=$(realpath "$1")
source=$(realpath "$2")/tests/sweep
mkdir "$scratch/a" "$scratch/b"
cp "$source"/*.ini "$source"/*.csv "$scratch/a"
cp "$source"/*.ini "$source"/*.csv "$scratch/b"
cd "$scratch/a"

hostname machine-a
mount -t tmpfs none /run
mkdir /run/netns
ip netns add machine-b
ip link add cable-a type veth peer name cable-b netns machine-b
ip addr add 10.99.0.1/24 dev cable-a
ip -n machine-b addr add 10.99.0.2/24 dev cable-b
for device in lo cable-a; do ip link set "$device" up; done
for device in lo cable-b; do ip -n machine-b link set "$device" up; done
cat >"$scratch/agent" <<'END'
#!/usr/bin/env bash
shift
exec ip netns exec machine-b unshare --uts bash -c "hostname machine-b; $*"
END
chmod +x "$scratch/agent"
export OMPI_MCA_plm_rsh_agent="$scratch/agent"

call=("$program" sweep scenario.ini --set 'quotas.concurrent-connections=5,8' --quiet --threads 1
  --replications)

# both N FOLDER OPTION…: a rank on each machine.
both () {
  local n=$1 folder=$2
  shift 2
  mpirun "$@" --host 10.99.0.1:1 -n 1 "${call[@]}" "$n" -o "$folder" : \
    --host 10.99.0.2:1 -n 1 -wdir "$scratch/b" "${call[@]}" "$n" -o "$folder"
}

# The process of the program on the other machine.
other_process () {
  local file
  for file in /proc/[0-9]*/environ; do
    if tr '\0' '\n' 2>/dev/null <"$file" | grep -qx OMPI_COMM_WORLD_RANK=1; then
      basename "${file%/environ}"
      return
    fi
  done
}

wait_for_runs () {
  for _ in {1..300}; do
    [ "$(wc -l 2>/dev/null <"$1/runs.jsonl" || echo 0)" -lt "$2" ] || return 0
    sleep 0.1
  done
  fail "no $2 runs in $1 after 30 s"
}

same () {
  diff -r "$1" "$2" >difference || { fail "$3"; head -5 difference; }
}

check_both () {
  "${call[@]}" 80 -o one >one.txt
  both 80 two >two.txt
  same one two "two machines differ from one thread"
  sed 's|two/|one/|' two.txt | cmp - one.txt || fail "two machines print other things"
  [ ! -e ../b/two ] || fail "the other machine has written a folder, too"
}

check_killed () {
  local child status=0 other
  both 80 killed --enable-recovery >killed.txt 2>&1 &
  child=$!
  wait_for_runs killed 20
  other=$(other_process)
  kill -KILL "$other" || fail "nothing runs on the other machine"
  wait "$child" || status=$?
  [ "$status" = 0 ] || { fail "exit status $status after a recovery"; cat killed.txt; }
  same one killed "what the first machine finished differs"
}

check_cable () {
  local child
  both 80 cut --enable-recovery >cut.txt 2>&1 &
  child=$!
  wait_for_runs cut 20
  ip link set cable-a down
  timeout 60 bash -c 'until grep -q "\"complete\": true" cut/sweep.json; do sleep 0.1; done' ||
    fail "the first machine does not finish alone"
  same one cut "what was finished without the other machine differs"
  kill -KILL "$child" 2>/dev/null || true
}

check_both
check_killed
check_cable
[ "$failed" = 0 ] || { echo "$failed failed"; exit 1; }
