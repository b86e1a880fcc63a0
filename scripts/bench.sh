#!/usr/bin/env bash
# bench.sh [TOPIC...]: builds the program for speed, and measures it: user time,
# and the most memory that it took, as one table (Markdown) on standard output.
# Each topic is a file of scripts/bench, which calls 'line' for each of its lines;
# all of them, or those named.
#
# Machines differ, and one machine differs from minute to minute: before each line
# a yardstick is measured, a fixed loop in awk, and the time is also given as a
# multiple of it.
#
# CVPN_BENCH_PROGRAM: the program, instead of a new build.  CVPN_BENCH_REPEAT: how
# often each line is measured; the fastest counts (default: 3).
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t topics < <(basename -as .sh scripts/bench/*.sh)
for topic; do
  [[ " ${topics[*]} " == *" $topic "* ]] ||
    { echo "bench.sh: no topic '$topic'; there are: ${topics[*]}" >&2; exit 2; }
done
[ $# -gt 0 ] || set -- "${topics[@]}"

program=${CVPN_BENCH_PROGRAM:-}
if [ -z "$program" ]; then
  cmake --preset release >/dev/null
  cmake --build --preset release --target cvpnsim >&2
  program=build/release/src/cli/cvpnsim
fi
repeat=${CVPN_BENCH_REPEAT:-3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# measure COMMAND...: sets 'seconds', of user time, and 'kilobytes'; the best of some.
# A program that says no, with exit status 1, has done its work.
measure () {
  local user memory i status
  seconds='' kilobytes=''
  for ((i = 0; i < repeat; i++)); do
    status=0
    /usr/bin/time -o "$folder/time" -f '%U %M' "$@" >"$folder/out" 2>"$folder/err" || status=$?
    [ "$status" -le 1 ] || { echo "bench.sh: $* failed:" >&2; cat "$folder/err" >&2; exit 1; }
    read -r user memory < <(tail -n 1 "$folder/time")
    if [ -z "$seconds" ] || awk "BEGIN { exit !($user < $seconds) }"; then
      seconds=$user kilobytes=$memory
    fi
  done
}

# series: what follows is not compared with the line above.
series () {
  before=''
}

# line NAME COMMAND...: one line of the table.
line () {
  local name=$1 yardstick growth=''
  shift
  measure awk 'BEGIN { for (i = 0; i < 6000000; i++) s = (s * 31 + i) % 65521; print s }'
  yardstick=$seconds
  measure "$@"
  [ -z "$before" ] || growth=$(awk "BEGIN { printf \"%.2f\", $seconds / ($before + 1e-9) }")
  before=$seconds
  awk -v name="$name" -v s="$seconds" -v y="$yardstick" -v m="$kilobytes" -v g="$growth" \
    'BEGIN { printf "| %s | %.2f | %.2f | %s | %.0f |\n", name, s, s / y, g, m / 1024 }'
}

[ -x /usr/bin/time ] || { echo "bench.sh needs GNU time (Debian: time)" >&2; exit 3; }
echo "| what | user time, s | yardsticks | to the line above | memory, MiB |"
echo "| --- | --- | --- | --- | --- |"
for topic; do
  series
  # shellcheck source=/dev/null
  . "scripts/bench/$topic.sh"
done
