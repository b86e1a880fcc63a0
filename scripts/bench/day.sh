# shellcheck shell=bash
# A working day (sessions.awk) of so many people that 126,000 sessions are active at the
# peak, the documented maximum of an endpoint with five associations: 200 authorization
# rules, 100 routes of each association, a flow a minute in each session.
# CVPN_BENCH_DAY: the share of the people, for trying it out (default: 1).  Sourced by
# bench.sh.

# shellcheck disable=SC2154 # folder is bench.sh's

# day NAME EVERY FILES
day () {
  awk -v people="$(calculate "int(153000 * ${CVPN_BENCH_DAY:-1})")" -v teams=20 -v associations=5 -v rules=200 -v routes=100 \
    -v hosts=100 -v every="$2" -f scripts/bench/sessions.awk >"$folder/day.ini"
  series
  simulate "$1" "$folder/day.ini" "$3"
}

day 'the day, a flow a minute' 60s metrics,sessions,subnets
day 'the day, a flow in ten minutes, with flows.csv' 600s flows,metrics,sessions,subnets
