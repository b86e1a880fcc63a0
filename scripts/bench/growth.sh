# shellcheck shell=bash
# How the cost of a run grows: the session model with 5,000 clients, and each size alone from
# its ordinary one upwards.  CVPN_BENCH_PICTURE=FILE draws it, as PNG or SVG
# (docs/pictures/growth.png).  Sourced by bench.sh.

# shellcheck disable=SC2154 # folder and what 'line' sets are bench.sh's

echo 'series,size,seconds,flows' >"$folder/growth.csv"

# grow SERIES OPTION SIZE...: a line for each size of what is an option of sessions.awk.
grow () {
  local name=$1 option=$2 size
  shift 2
  series
  for size; do
    awk -v clients=5000 -v "$option=$size" -f scripts/bench/sessions.awk >"$folder/growth.ini"
    simulate "$name, $size" "$folder/growth.ini" metrics,subnets,summary
    echo "$name,${size%s},$before,$flows" >>"$folder/growth.csv"
  done
}

grow clients clients 1250 2500 5000 10000 20000 40000
grow 'seconds between the flows of a session' every 240s 120s 60s 30s 15s 7.5s
grow 'authorization rules' rules 10 20 40 80 160 320
grow 'routes of each association' routes 10 20 40 80 160 320
grow 'routes of a subnet' subnet_routes 10 20 40 80 160 320
grow 'entries of an ACL' acl_entries 10 20 40 80 160 320
grow 'rules of a security group' group_rules 10 20 40 80 160 320
grow 'associations' associations 1 2 4 8 16
grow 'destinations' hosts 10 20 40 80 160 320

if [ -n "${CVPN_BENCH_PICTURE:-}" ]; then
  gnuplot -e "data = '$folder/growth.csv'; out = '$CVPN_BENCH_PICTURE'" scripts/bench/growth.gp
fi
