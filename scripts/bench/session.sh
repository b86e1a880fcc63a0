# shellcheck shell=bash
# The session model (sessions.awk) at three sizes, each ten times the one before it, with a
# row for each flow and without; the pool as a quota and as addresses.
# CVPN_BENCH_CLIENTS: other sizes, "10000 100000". Sourced by bench.sh.

# shellcheck disable=SC2154 # folder is bench.sh's

# session_model NAME FILES CLIENTS [-v OPTION]...
session_model () {
  local name=$1 files=$2 clients=$3
  shift 3
  awk -v clients="$clients" "$@" -f scripts/bench/sessions.awk >"$folder/session.ini"
  simulate "$name, $clients clients" "$folder/session.ini" "$files"
}

for variant in 'session model|metrics,subnets,summary' \
  'session model with flows.csv|flows,metrics,subnets,summary'; do
  series
  for clients in ${CVPN_BENCH_CLIENTS:-10000 100000 1000000}; do
    session_model "${variant%|*}" "${variant#*|}" "$clients"
  done
done
series
for clients in 10000 100000; do
  session_model 'session model, pools of addresses' metrics,subnets,summary "$clients" -v pools=1
done
