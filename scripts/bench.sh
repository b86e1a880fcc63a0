#!/usr/bin/env bash
# bench.sh [TOPIC...]: builds the program for speed, and measures it, as one table
# (Markdown) on standard output. Each topic is a file of scripts/bench, which calls
# 'line' for each of its lines; all of them, or those named.
#
# Machines differ, and one machine differs from minute to minute. Each line is
# measured some times, in turn with a yardstick, a fixed loop in awk, and the fastest
# of each counts: the processor time is also given as a multiple of the yardstick's.
# With CVPN_BENCH_AGAINST another build takes its turn, too.
#
# CVPN_BENCH_PROGRAM: the program, instead of a new build in CVPN_BENCH_BUILD (default:
# build/release). CVPN_BENCH_AGAINST: another one, whose processor time is divided by
# the program's in a last column. CVPN_BENCH_REPEAT: how often each line is measured
# (default: 3); what takes longer than half a minute is measured once.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t topics < <(basename -as .sh scripts/bench/*.sh)
for topic; do
  [[ " ${topics[*]} " == *" $topic "* ]] ||
    { echo "bench.sh: no topic '$topic'; there are: ${topics[*]}" >&2; exit 2; }
done
[ $# -gt 0 ] || set -- "${topics[@]}"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build=${CVPN_BENCH_BUILD:-build/release}
program=${CVPN_BENCH_PROGRAM:-}
if [ -z "$program" ]; then
  { cmake --preset release -B "$build" && cmake --build "$build" --target cvpnsim; } >"$folder/build" 2>&1 ||
    { cat "$folder/build" >&2; exit 3; }
  program=$build/src/cli/cvpnsim
fi
against=${CVPN_BENCH_AGAINST:-}
repeat=${CVPN_BENCH_REPEAT:-3}

cat >"$folder/again" <<'END'
n=$1
shift
for ((i = 1; i < n; i++)); do "$@" >/dev/null || true; done
exec "$@"
END

# measure COMMAND...: sets 'wall' and 'processor' (user and system), in seconds, and
# 'kilobytes'; what it prints is in $folder/out and err.  A program that says no, with
# exit status 1, has done its work.  With 'again' it is run so often, one after another.
measure () {
  local user system status=0 TIMEFORMAT='%R %U %S'
  [ -z "${again:-}" ] || set -- bash "$folder/again" "$again" "$@"
  { time /usr/bin/time -o "$folder/memory" -f %M "$@" >"$folder/out" 2>"$folder/err" ||
    status=$?; } 2>"$folder/time"
  [ "$status" -le 1 ] || { echo "bench.sh: $* failed:" >&2; cat "$folder/err" >&2; exit 1; }
  read -r wall user system <"$folder/time"
  processor=$(calculate "$user + $system")
  kilobytes=$(tail -n 1 "$folder/memory")
}

calculate () {
  awk "BEGIN { print $1 }"
}

# less A B: the smaller of two; A may be empty.
less () {
  calculate "\"$1\" == \"\" || $2 < ${1:-0} ? $2 : ${1:-0}"
}

# yardstick: sets 'yard', the least so far of its processor time on this line.
yardstick () {
  again='' measure awk 'BEGIN { for (i = 0; i < 6000000; i++) s = (s * 31 + i) % 65521; print s }'
  yard=$(less "$yard" "$processor")
}

# series: what follows is not compared with the line above.
series () {
  before=''
}

# alternate COMMAND...: sets 'least_wall', 'least', 'yard' and, if the command is the
# program's and there is another one, 'other': the least of some turns.
alternate () {
  local i
  least='' least_wall='' other='' yard=''
  for ((i = 0; i < repeat; i++)); do
    yardstick
    if [ -n "$against" ] && [ "$1" = "$program" ]; then
      measure "$against" "${@:2}"
      other=$(less "$other" "$processor")
    fi
    measure "$@"
    least=$(less "$least" "$processor")
    least_wall=$(less "$least_wall" "$wall")
    [ "${wall%.*}" -lt 30 ] || break
  done
}

# counts: sets 'events' and 'flows' to those of the run that was measured, from what it
# said at its end and from its answer in JSON, if it was a run.
counts () {
  events=$(sed -nE 's/^cvpnsim: ([0-9]+) events in .*/\1/p' "$folder/err")
  flows=$(sed -nE '/^ *"flows" :/ { s/[^0-9]//gp; q }' "$folder/out")
}

# line NAME COMMAND...: one line of the table; leaves its processor time in 'before' and
# a run's flows in 'flows'. With again=N in front the command is run
# N times, and what is shown is one of them.
line () {
  local name=$1 events
  shift
  alternate "$@"
  counts
  awk -v name="$name" -v w="$least_wall" -v p="$least" -v y="$yard" -v b="$before" -v m="$kilobytes" \
    -v e="$events" -v f="$flows" -v o="$other" -v against="$against" -v n="${again:-1}" '
    function cell (known, format, value) { return known == "" ? " |" : " " sprintf(format, value) " |" }
    BEGIN {
      w = (w > 0 ? w : 0.001) / n; p = (p > 0 ? p : 0.001) / n
      digits = w < 0.1 ? "%.4f" : w < 10 ? "%.2f" : "%.1f"
      row = "| " name " |" cell(w, digits, w) cell(p, digits, p) cell(y, w < 0.1 ? "%.3f" : "%.2f", p / y)
      row = row cell(b, "%.2f", b == "" ? 0 : p / b) cell(m, "%.0f", m / 1024)
      row = row cell(e, "%.2f", e / w / 1e6) cell(f, "%d", f) cell(f, "%.2f", f == 0 ? 0 : p / f * 1e6)
      print row (against == "" ? "" : cell(o, "%.2f", o == "" ? 0 : o / n / p))
    }'
  before=$(calculate "$least / ${again:-1}")
}

# simulate NAME SCENARIO FILES [OPTION...]: a line of a run that writes these files.
simulate () {
  local name=$1 scenario=$2 files=$3
  shift 3
  line "$name" "$program" run "$scenario" -o "$folder/run" --force --only "$files" --format json "$@"
}

# heading: of the table. Topics with lines of another form have one of their own.
heading () {
  echo "| what | wall time, s | processor time, s | yardsticks | to the line above | memory, MiB |" \
    "million events/s | flows | µs a flow |${against:+ the other build |}"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |${against:+ --- |}"
}

[ -x /usr/bin/time ] || { echo "bench.sh needs GNU time (Debian: time)" >&2; exit 3; }
for topic; do
  series
  printf '\n%s\n\n' "$topic:"
  [[ ' hold peers memory ' == *" $topic "* ]] || heading
  # shellcheck source=/dev/null
  . "scripts/bench/$topic.sh"
done
