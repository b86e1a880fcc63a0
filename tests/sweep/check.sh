#!/usr/bin/env bash
# check.sh PROGRAM ROOT: a sweep comes to the same bytes however it is run.
#
#   - on one thread, on two, killed and resumed, interrupted and resumed, extended: equal folders;
#   - a line that a crash tore is dropped, one that is damaged is refused;
#   - another sweep's folder is refused with what differs, and replaced by --force alone;
#   - a value that is wrong in one setting is named, and nothing is begun;
#   - `run` with the seed of a line of runs.jsonl gives that line's summary.
set -euo pipefail

program=$(realpath "$1")
source=$(realpath "$2")/tests/sweep
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$source"/*.ini "$source"/*.csv "$scratch"
cd "$scratch"
failed=0

fail () {
  echo "$*"
  failed=$((failed + 1))
}

grid=(--set 'quotas.concurrent-connections=5,8' --set 'clients.staff.session=exponential 10min,exponential 20min')

# sweep FOLDER OPTION…: of the grid, six replications unless said otherwise.
sweep () {
  local folder=$1
  shift
  "$program" sweep scenario.ini "${grid[@]}" -o "$folder" --quiet "$@"
}

same () {
  diff -r "$1" "$2" >difference || { fail "$3"; head -5 difference; }
}

# refused WORDS FOLDER OPTION…: exit status 2, and those words.
refused () {
  local words=$1 status=0
  shift
  sweep "$@" >printed 2>&1 || status=$?
  [ "$status" = 2 ] || fail "exit status $status, expected 2: $*"
  grep -qF -- "$words" printed || { fail "does not say '$words': $*"; cat printed; }
}

long=(--replications 30 --threads 2)

check_threads () {
  sweep one "${long[@]}" --threads 1 >one.txt
  sweep two "${long[@]}" >two.txt
  same one two "one thread and two differ"
  [ "$(wc -l <one/runs.jsonl)" = 120 ] || fail "not 120 runs"
  sed 's|two/|one/|' two.txt | cmp - one.txt || fail "one thread and two print other things"
}

# Starts a sweep and sends it a signal soon after it has kept a run.
disturb () {
  local signal=$1 folder=$2 child status=0
  "$program" sweep scenario.ini "${grid[@]}" -o "$folder" "${long[@]}" >disturbed 2>&1 &
  child=$!
  until [ -s "$folder/runs.jsonl" ] || ! kill -0 "$child" 2>/dev/null; do sleep 0.01; done
  sleep "0.0$((RANDOM % 10))"
  kill "-$signal" "$child" 2>/dev/null || true
  wait "$child" 2>/dev/null || status=$?
  echo "$status"
}

# Killed at random moments, some of them behind its end; new, and while it is extended.
check_killed () {
  local hits=0 folder
  sweep stretched --replications 10 >/dev/null
  for folder in killed killed killed killed stretched stretched stretched stretched; do
    [ "$(disturb KILL "$folder")" != 137 ] || hits=$((hits + 1))
  done
  [ "$hits" != 0 ] || fail "no kill has hit the sweep at work"
  sweep killed "${long[@]}" >killed.txt
  same one killed "a killed sweep that went on differs"
  sed 's|killed/|one/|' killed.txt | cmp - one.txt || fail "a killed sweep prints other things"
  sweep stretched "${long[@]}" >/dev/null
  same one stretched "a sweep that was killed while it was extended differs"
}

# interrupt SIGNAL STATUS: it is heard, and what is finished is kept.
interrupt () {
  local status=0
  for _ in 1 2 3 4 5 6 7 8; do
    [ "$status" != "$2" ] || break
    rm -rf interrupted
    status=$(disturb "$1" interrupted)
  done
  [ "$status" = "$2" ] || fail "SIG$1: exit status $status, expected $2"
  grep -q 'interrupted: [1-9][0-9]* of 120 runs are kept in interrupted; the same command goes on' disturbed ||
    { fail "an interrupted sweep does not say how far it is"; cat disturbed; }
  sweep interrupted "${long[@]}" >/dev/null
  same one interrupted "an interrupted sweep that went on differs"
}

check_interrupted () {
  interrupt INT 130
  interrupt TERM 143
}

# A file must not stand where a stream was closed, and get what is meant for that.
check_streams () {
  local child
  "$program" sweep scenario.ini "${grid[@]}" -o streams "${long[@]}" --threads 1 <&- 2>&- >/dev/null &
  child=$!
  until [ -s streams/runs.jsonl ] || ! kill -0 "$child" 2>/dev/null; do sleep 0.01; done
  kill "$child" 2>/dev/null || true
  wait "$child" || true
  ! grep -v '^{' streams/runs.jsonl || fail "what it says is among the runs"
  sweep streams "${long[@]}" >/dev/null
  same one streams "a sweep without standard streams differs"
}

# A file of the scenario is changed while the sweep is at work, and changed back.
check_changed () {
  local child status=0
  "$program" sweep scenario.ini "${grid[@]}" -o changed "${long[@]}" --threads 1 >printed 2>&1 &
  child=$!
  until [ -s changed/runs.jsonl ] || ! kill -0 "$child" 2>/dev/null; do sleep 0.01; done
  sed -i 's|20/h|21/h|' rates.csv
  wait "$child" || status=$?
  sed -i 's|21/h|20/h|' rates.csv
  [ "$status" = 2 ] || fail "a file changed meanwhile: exit status $status"
  grep -q 'changed: the scenario, or a file that it reads, has changed while' printed ||
    { fail "it does not say that a file has changed"; cat printed; }
  sweep changed "${long[@]}" >/dev/null
  same one changed "runs of a changed scenario are kept"
}

check_torn () {
  cp -r one torn
  # As a crash leaves it: not complete, lines in any order, the last one cut off.
  sed -i 's/"complete": true/"complete": false/' torn/sweep.json
  { head -20 one/runs.jsonl | tac; sed -n 21p one/runs.jsonl | head -c 700; } >torn/runs.jsonl
  rm torn/results.csv
  touch torn/.results.csv.A1B2C3
  # Killed again behind the torn line.
  while [ "$(disturb KILL torn)" = 137 ] && [ "$(wc -l <torn/runs.jsonl)" -lt 22 ]; do :; done
  sweep torn "${long[@]}" >/dev/null
  same one torn "a torn line is not dropped"
  sed -i '7s/^{/[/' torn/runs.jsonl
  refused 'torn/runs.jsonl:7: ' torn "${long[@]}"
  { head -2 one/runs.jsonl; head -c 1000000 /dev/zero | tr '\0' '['; echo; } >torn/runs.jsonl
  refused 'torn/runs.jsonl:3: it is not the result of a run' torn "${long[@]}"
  head -c 1000000 /dev/zero | tr '\0' '[' >torn/sweep.json
  refused 'torn/sweep.json: is not what sweep writes' torn "${long[@]}"
}

check_again () {
  cp -r one again
  "$program" sweep scenario.ini "${grid[@]}" -o again "${long[@]}" 2>&1 >/dev/null |
    grep -q 'nothing to do: all 120 runs are in again' || fail "a finished sweep does not say so"
  same one again "a finished sweep changes when it is run again"
}

check_extended () {
  sweep extended --replications 10 >/dev/null
  sweep extended "${long[@]}" >/dev/null
  same one extended "an extended sweep differs"
  refused 'holds 40 runs more than are asked for' extended --replications 20
  same one extended "a refused sweep has changed its folder"
}

check_another () {
  cp -r one another
  refused 'its seed is 1, not 2' another "${long[@]}" --seed 2
  refused 'its duration is the scenario'"'"'s, not 2h' another "${long[@]}" --duration 2h
  refused 'its warm-up is the scenario'"'"'s, not 1h' another "${long[@]}" --warm-up 1h
  refused 'its grid has other keys' another "${long[@]}" --set scenario.metrics-period=1h,2h
  refused 'something else is set in it' another "${long[@]}" --set scenario.metrics-period=1h
  sed -i 's|20/h|21/h|' rates.csv
  refused 'or a file that the scenario reads, has changed since' another "${long[@]}"
  sed -i 's|21/h|20/h|' rates.csv
  echo '# a remark' >>network.ini
  sweep another "${long[@]}" >/dev/null || fail "a remark in a file is another sweep"
  same one another "a refused sweep has changed its folder"
  sweep another --replications 2 --seed 2 --force >/dev/null
  sweep fresh --replications 2 --seed 2 >/dev/null
  same fresh another "a replaced sweep differs from a new one"
  touch another/letter.txt
  refused "holds 'letter.txt', which is not of a sweep; not replaced" another --replications 3 --force
  # What sweep.json does not stand beside is nobody's, with --force, too.
  cp -r one nobodys && rm nobodys/sweep.json nobodys/[cdh]*
  cp -r nobodys before
  refused "nobodys: holds 'r" nobodys "${long[@]}"
  refused "but no sweep.json, which says what it is of" nobodys "${long[@]}" --force
  same before nobodys "a refused sweep has changed what is not its own"
  mkdir other && touch other/letter.txt
  refused "holds 'letter.txt', which is not of a sweep; name another folder" other
}

check_locked () {
  local child
  "$program" sweep scenario.ini "${grid[@]}" -o locked --replications 400 --threads 1 --quiet >/dev/null 2>&1 &
  child=$!
  while [ ! -e locked/runs.jsonl ] && kill -0 "$child" 2>/dev/null; do sleep 0.05; done
  refused 'another sweep is at work in it' locked --replications 400
  kill "$child"
  wait "$child" || true
}

check_faults () {
  local status=0
  "$program" sweep scenario.ini --set 'quotas.concurrent-connections=5,-3,many' \
    --set 'clients.staff.session=exponential 10min,nonsense' -o none >printed 2>&1 || status=$?
  [ "$status" = 2 ] || fail "faults: exit status $status"
  [ "$(grep -c ': error: ' printed)" = 3 ] || { fail "not each fault once"; cat printed; }
  grep -q -- "--set.*-3.*(with concurrent-connections=-3 session=exponential 10min, and 1 more)" printed ||
    { fail "does not name the setting"; cat printed; }
  [ ! -e none ] || fail "something was begun"
  sed -i 's/^duration/#duration/' scenario.ini
  refused 'duration: is missing' none
  refused 'no.csv: No such file' none --settings no.csv
  refused "--metric: 'flows' is there twice" none --metric flows,blocked,flows
  mkfifo pipe
  status=0
  "$program" sweep pipe -o none >printed 2>&1 || status=$?
  [ "$status" = 2 ] || fail "a pipe: exit status $status"
  grep -q 'pipe: can be read only once' printed || fail "a pipe: not why"
  sed -i 's/^#duration/duration/' scenario.ini
}

check_seeds () {
  local seed
  command -v jq >/dev/null || { echo "note: no jq, seeds not compared"; return; }
  seed=$(sed -n 57p one/runs.jsonl | jq .seed)
  "$program" run scenario.ini --set quotas.concurrent-connections=5 \
    --set 'clients.staff.session=exponential 20min' --seed "$seed" -o run --quiet >/dev/null
  sed -n 57p one/runs.jsonl | jq -S .summary >swept.json
  jq -S . run/summary.json | cmp - swept.json || fail "'run' with its seed gives another summary"
}

check_until () {
  local options=(--until relative-precision=2% --metric concurrent-mean --max-replications 40)
  sweep until-one "${options[@]}" --threads 1 >until.txt
  sweep until-two "${options[@]}" --threads 2 >/dev/null
  same until-one until-two "--until: one thread and two differ"
  [ "$(cut -d, -f6 until-one/results.csv | sort -u | wc -l)" -gt 2 ] ||
    fail "--until: all settings have as many replications"
}

# Constant arrivals settle; those by time of day do not.
check_warm_up () {
  local steady=(--set 'clients.staff.arrival=poisson 60/h' --warm-up auto --replications 5)
  sweep warm "${steady[@]}" >warm.txt
  grep -q '^Warm-up: .* found by MSER-5' warm.txt || { fail "tells no warm-up"; cat warm.txt; }
  grep -q '"warm_up_found": {"ns": [1-9]' warm/sweep.json || fail "sweep.json has no warm-up"
  cp -r warm reused
  rm reused/results.csv reused/runs.jsonl
  sed -i 's/"complete": true/"complete": false/' reused/sweep.json
  sweep reused "${steady[@]}" --threads 1 >/dev/null
  same warm reused "the pilots' answer is not what a resumed sweep has"
  sed -i 's/"ns": [0-9]*/"ns": 3600000000000/; s/"complete": true/"complete": false/' reused/sweep.json
  rm reused/runs.jsonl
  sweep reused "${steady[@]}" | grep -q '^Warm-up: 1h, ' || fail "what the pilots have found is not kept"
  refused 'no steady state' unsettled --set 'clients.staff.arrival=at 20h' --set clients.staff.count=6 \
    --warm-up auto
  sweep unsettled --replications 2 >/dev/null || fail "a sweep that was given up before its first run is in the way"
  refused 'expected less than the duration, 1d' long --warm-up 30h
}

check_threads
check_killed
check_interrupted
check_streams
check_changed
check_torn
check_again
check_extended
check_another
check_locked
check_faults
check_seeds
check_until
check_warm_up
[ "$failed" = 0 ] && echo "a sweep is determined by scenario, grid and seed"
[ "$failed" = 0 ]
