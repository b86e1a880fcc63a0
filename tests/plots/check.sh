#!/usr/bin/env bash
# The pictures of a run of three minutes with an event, and of sweeps: that they are drawn, and say
# what they should.  Takes the program and the root of the source tree.
set -euo pipefail
program=$1
source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run=$folder/run
bad=0

fail () {
  echo "$*"
  bad=1
}

# says PICTURE TEXT
says () {
  grep -qF -- "$2" "$run/$1.svg" || fail "$1.svg does not say '$2'"
}

# quiet SCRIPT RUN: gnuplot draws it without a remark, but for files without a row.
quiet () {
  gnuplot -e "run='$2'; format='svg'; out='$folder/picture.svg'" "$1" 2> "$folder/remarks" ||
    fail "$1 fails"
  if grep -v 'No valid data points' "$folder/remarks" | grep -q .; then
    cat "$folder/remarks"
    fail "$1 makes gnuplot remark on something"
  fi
}

"$program" run "$source/scenarios/rule-edit-under-load.ini" -o "$run" --quiet > "$folder/summary.txt"
"$program" plot "$run" > "$folder/drawn.txt"
for picture in connections sessions outage storm verdicts; do
  for kind in png svg; do
    grep -q "/$picture.$kind\$" "$folder/drawn.txt" || fail "$picture.$kind was not drawn"
  done
done
for picture in connections sessions outage verdicts; do
  says "$picture" 'simulated time in min'
done
says sessions 'connected: up to 3 000'
says sessions 'one-more-group active'
says storm 'back, of 3 000 lost: 3 000'
says storm 'seconds since the period of the loss began, at 119 s'

# What gnuplot grumbles about without giving up.
for script in "$source"/plots/*.gp; do
  case $script in */sweep-* | */plan-*) ;; *) quiet "$script" "$run" ;; esac
done

# sweep NAME PICTURE OPTION…: the picture of a sweep, and no other.
sweep () {
  local name=$1 picture=$2
  shift 2
  run=$folder/$name
  "$program" sweep "$source/tests/sweep/scenario.ini" -o "$run" --quiet "$@" > "$folder/summary.txt"
  "$program" plot "$run" > "$folder/drawn.txt" 2> "$folder/remarks"
  printf '%s\n' "$run/$picture.png" "$run/$picture.svg" | cmp - "$folder/drawn.txt" || fail "$name: other pictures"
  [ ! -s "$folder/remarks" ] || fail "$name: remarks on standard error"
  quiet "$source/plots/$picture.gp" "$run"
}

quotas=(--set "quotas.concurrent-connections=5,8,20")
stays=(--set 'clients.staff.session=exponential 10min,exponential 20min')
sweep numbers sweep-curve "${quotas[@]}" --replications 3 --metric connection-success
says sweep-curve 'connection-success in %'
says sweep-curve '>concurrent-connections<'
sweep words sweep-curve "${stays[@]}" --replications 2
says sweep-curve 'exponential 20min'
says sweep-curve 'concurrent-peak'
sweep single sweep-curve "${stays[@]}" --replications 1 --metric return-mean,connections
says sweep-curve 'no run has it'
sweep both sweep-heat-map "${quotas[@]}" "${stays[@]}" --replications 2 --metric concurrent-peak,return-mean
says sweep-heat-map 'exponential 20min'
says sweep-heat-map '>concurrent-connections<'
says sweep-heat-map '>8<'

# plan NAME ARGUMENT…: the pictures of a plan, and no others; exit status 1 is an answer, too.
plan () {
  local name=$1 picture
  shift
  run=$folder/$name
  "$program" plan "$@" -o "$run" --quiet > "$folder/plan.txt" || [ $? -eq 1 ] || fail "$name: no plan"
  "$program" plot "$run" > "$folder/drawn.txt" 2> "$folder/remarks"
  printf "$run/plan-%s\n" blocking.png blocking.svg cost.png cost.svg hours.png hours.svg |
    cmp - "$folder/drawn.txt" || fail "$name: other pictures"
  [ ! -s "$folder/remarks" ] || fail "$name: remarks on standard error"
  for picture in blocking cost hours; do
    quiet "$source/plots/plan-$picture.gp" "$run"
  done
}

plan office --users 60 --profile office --success 99% --replications 8
says plan-blocking 'at most 1 % wanted'
says plan-blocking 'recommended: /22, 1 association'
says plan-hours 'usable addresses of the /22 recommended: 512'
says plan-hours 'quota of 5 associations: 126 000'
says plan-hours 'mean of '
says plan-cost '1 association: /22, /21 (recommended)'
says plan-cost 'USD a month'
plan refused "$source/tests/golden/plan/few.ini" --replications 2 --max-replications 4
says plan-blocking '5 associations, runs'
says plan-cost 'no candidate was held against the loss of a zone'
plan erlang "$source/tests/validation/blocking.ini" --set 'clients.staff.arrival=poisson 2/min' \
  --set quotas.concurrent-connections=35 --set scenario.warm-up=2h --duration 42h --replications 2 --max-replications 2
says plan-blocking 'closed form'
says plan-blocking ', runs'
exit "$bad"
