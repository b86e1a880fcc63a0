# shellcheck shell=bash
# What the files of a run cost: the session model with one kind of file after another, each
# to be compared with the same run without rows.  CVPN_BENCH_WRITERS: how many clients (default:
# 30000). Sourced by bench.sh.

# shellcheck disable=SC2154 # folder and before are bench.sh's

awk -v clients="${CVPN_BENCH_WRITERS:-30000}" -f scripts/bench/sessions.awk >"$folder/session.ini"

series
simulate 'no rows' "$folder/session.ini" metrics,subnets,summary
without_rows=$before
for files in flows trace flow-logs sessions connection-log \
  flows,trace,sessions,connection-log,flow-logs; do
  before=$without_rows # all against the first line
  simulate "$files" "$folder/session.ini" "metrics,subnets,summary,$files" --trace all
done
