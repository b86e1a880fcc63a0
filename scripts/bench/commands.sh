# shellcheck shell=bash
# Commands that a person waits for: a process's whole time for one flow, large files, large
# snapshots; and how runs scale with processors.  Sourced by bench.sh.

# shellcheck disable=SC2154 # program, folder and repeat are bench.sh's

# One flow: starting and ending costs what 'true' costs, of which as many are started.
explain_one () {
  local name=$1
  shift
  again=200 line "explain, one flow, $name" "$program" explain "$@"
}

awk -f scripts/bench/sessions.awk >"$folder/session.ini"
awk -f scripts/bench/network.awk >"$folder/network.ini"
again=200 line "true: the start of a process" /bin/true
explain_one "a scenario of 100 lines" scenarios/peered-vpc.ini --client engineers --to 'web tcp 443'
explain_one "the session model" "$folder/session.ini" --client team-0 --to 'host-3 tcp 443'
explain_one "all documented maxima" "$folder/network.ini" --client team-0 --to 'host-3 tcp 443'

# A file of 50 MB, as text and as a configuration; beside awk, which only splits its lines.
series
awk -v bytes=50000000 -f scripts/bench/large.awk >"$folder/large.ini"
line "awk, the words of a scenario of 50 MB" awk '{ n += NF } END { print n }' "$folder/large.ini"
line "explain, one flow of it" "$program" explain "$folder/large.ini" --client staff \
  --to 'host-0-3-3 tcp 443'
line "check it" "$program" check "$folder/large.ini"
rm "$folder/large.ini"

# What the AWS CLI prints of 10,000 and of 50,000 network interfaces; beside jq, which only
# parses them.
mkdir "$folder/snapshot"
cp tests/import/cases/C01/*.json "$folder/snapshot"
for n in ${CVPN_BENCH_INTERFACES:-10000 50000}; do
  series
  awk -v count="$n" -v interfaces="$folder/snapshot/more.json" -v subnets="$folder/snapshot/subnets-2.json" \
    -f scripts/bench/interfaces.awk
  if command -v jq >/dev/null; then
    line "jq, $n network interfaces" jq '.NetworkInterfaces | length' "$folder/snapshot/more.json"
  fi
  line "import of them" "$program" import "$folder/snapshot" -o "$folder/imported.ini" --force
done

# scale NAME SWEEP-OPTION...: one thread and two, in turn.
scale () {
  local name=$1 turn threads least=('' '' '')
  shift
  for ((turn = 0; turn < repeat; turn++)); do
    for threads in 1 2; do
      measure "$program" sweep "$@" -o "$folder/sweep" --force --quiet --threads "$threads"
      least[threads]=$(less "${least[threads]}" "$wall")
    done
  done
  awk -v name="$name" -v a="${least[1]}" -v b="${least[2]}" \
    'BEGIN { printf "| %s | %.2f | %.2f | %.2f |\n", name, a, b, a / (b > 0 ? b : 0.001) }'
}

printf '\n%s\n' "| on $(nproc) processors | one thread, wall time, s | two threads | times as fast |"
echo "| --- | --- | --- | --- |"
scale "sweep, 20 replications of the session model" "$folder/session.ini" --replications 20
scale "sweep, 4 settings of 10 replications, no traffic" scripts/bench/office.ini --replications 10 \
  --set clients.staff.count=2000,4000,6000,8000
# Short runs: what a run costs beside its events; the same where there is much to read.
scale "sweep, 500 replications of 300 people, no traffic" scripts/bench/office.ini --replications 500
scale "sweep, 20 replications of ten minutes, all documented maxima" "$folder/network.ini" \
  --replications 20 --duration 10min
