# shellcheck shell=bash
# What a value of each distribution costs, and the tables that each flow touches, in nanoseconds
# (tests/bench/draws.c), each beside others in the same run.  Half a minute.  Sourced by bench.sh.

build=${CVPN_BENCH_BUILD:-build/release}
cmake --preset release -B "$build" >/dev/null
cmake --build "$build" --target bench_draws >&2
"$build/tests/bench/bench_draws"
