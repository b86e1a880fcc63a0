#!/usr/bin/env bash
# golden.sh PROGRAM [--bless] [NAME...]: small accounts, and the whole scenario that becomes of each.
#
# A case is a folder golden/NAME with the files of 'input', and 'arguments' if there are any.
# scenario.ini and report.txt are what the import writes. Besides, each case is imported again with
# its files under other names, all in one, whose bytes must be the same, and its template, filled as
# it says itself, must run, or be refused if no target network is known. --bless writes both files: read the difference then.
set -u

here=$(cd "$(dirname "$0")/golden" && pwd)
[ $# -ge 1 ] || { echo "usage: $0 PROGRAM [--bless] [NAME...]" >&2; exit 2; }
program=$(realpath "$1")
shift
bless=0
[ "${1:-}" = --bless ] && { bless=1; shift; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compare () {
  [ "$bless" = 1 ] && cp "$2" "$1"
  diff -u --label "$1" --label written "$1" "$2"
}

# The same under other names: of the AWS CLI, the files of each folder one behind the other, from the
# last to the first. A folder's name may be a route table's id, and stays.
join_input () {
  local folder=$1 into=$2 part

  if grep -rqE '"(terraform_version|Resources)"' "$folder"; then
    mkdir -p "$into/deep"
    cat "$folder"/*.json >"$into/deep/other.JSON"
    return
  fi
  while IFS= read -r part; do
    mkdir -p "$into/deep/$part"
    find "$folder/$part" -maxdepth 1 -name '*.json' | sort -r | xargs cat >"$into/deep/$part/all.JSON"
  done < <(cd "$folder" && find . -type d)
  find "$into" -empty -delete
}

# The template, filled by the very command that stands in it.
run_template () {
  local filled=$scratch/filled.ini

  grep -q '^\[client-vpn-endpoint ' "$1" || return 0
  sed 's/^#\([^ #]\)/\1/' "$1" >"$filled"
  cmp -s "$1" "$filled" && { echo "the template has no lines to fill"; return 1; }
  rm -rf "$scratch/run"
  if ! grep -q '^\[unknown target-networks-of-' "$1"; then
    "$program" run "$filled" -o "$scratch/run" --quiet --duration 10min >/dev/null || return
  else
    "$program" run "$filled" -o "$scratch/run" --quiet --duration 10min 2>&1 |
      grep -q 'target-networks: none is known' || return
  fi
  "$program" diagnose "$1" --fail-on error >"$scratch/diagnosis"
  [ $? -le 1 ]
}

check_case () {
  local folder=$here/$1 failed=0 arguments=()

  rm -rf "$scratch/other" "$scratch"/*.ini
  [ -f "$folder/arguments" ] && mapfile -t arguments <"$folder/arguments"
  "$program" import "$folder/input" "${arguments[@]}" -o "$scratch/scenario.ini" >"$scratch/report.txt" || return 1
  compare "$folder/scenario.ini" "$scratch/scenario.ini" || failed=1
  compare "$folder/report.txt" "$scratch/report.txt" || failed=1
  join_input "$folder/input" "$scratch/other"
  "$program" import "$scratch/other" "${arguments[@]}" --quiet >"$scratch/again.ini" || return 1
  cmp "$scratch/scenario.ini" "$scratch/again.ini" || failed=1
  run_template "$scratch/scenario.ini" || failed=1
  return "$failed"
}

names=("$@")
[ $# -gt 0 ] || mapfile -t names < <(ls "$here")
failed=0
for name in "${names[@]}"; do
  check_case "$name" || { echo "$name: failed"; failed=$((failed + 1)); }
done
echo "$((${#names[@]} - failed)) of ${#names[@]} cases pass"
[ "$failed" = 0 ] && [ "${#names[@]}" -gt 0 ]
