# shellcheck shell=bash
# What a run costs, by the number of people; docs/many-machines.md reckons with it.  One thread.
# Sourced by bench.sh.

# runs N NAME SCENARIO OPTION…: N runs in a new folder.
runs () {
  local n=$1 name=$2
  shift 2
  series
  # shellcheck disable=SC2154 # program and folder are bench.sh's
  line "$n runs, $name" "$program" sweep "$@" -o "$folder/sweep" --force --quiet --threads 1 \
    --replications "$n"
}

for sizes in '500 300' '50 8000' '5 126000'; do
  read -r n people <<<"$sizes"
  runs "$n" "$people people, no traffic" scripts/bench/office.ini --set "clients.staff.count=$people"
done
runs 10 "300 people with traffic" scenarios/peered-vpc.ini
