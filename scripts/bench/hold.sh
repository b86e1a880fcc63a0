# The hold model of the event queue (tests/bench/hold.c), in million events a second:
# a table of its own.  The ratio is to the binary heap of pointers of the same run.
# CVPN_BENCH_HOLD: the program, instead of a new build.
# shellcheck shell=bash
hold=${CVPN_BENCH_HOLD:-}
if [ -z "$hold" ]; then
  cmake --preset release >/dev/null
  cmake --build --preset release --target bench_hold >&2
  hold=build/release/tests/bench/bench_hold
fi
echo
echo "| delays, pending | event queue | radix heap | calendar | 4-ary heap | binary heap | GSequence | GTree | ratio to the binary heap | bytes per pending event | of the binary heap |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
"$hold"
echo
