#!/usr/bin/env bash
# The pictures of a run of three minutes with an event: that they are drawn, and say what they
# should.  Takes the program and the root of the source tree.
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

# What gnuplot grumbles about without giving up, but for files without a row.
for script in "$source"/plots/*.gp; do
  gnuplot -e "run='$run'; format='svg'; out='$folder/picture.svg'" "$script" 2> "$folder/remarks" ||
    fail "$script fails"
  if grep -v 'No valid data points' "$folder/remarks" | grep -q .; then
    cat "$folder/remarks"
    fail "$script makes gnuplot remark on something"
  fi
done
exit "$bad"
