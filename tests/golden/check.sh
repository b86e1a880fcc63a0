#!/usr/bin/env bash
# check.sh PROGRAM [NAME...]: a command and all that it prints or writes.
#
# A case is a folder with a file 'command': lines to be run in that folder, as
# a person would type them.  expected.txt holds each line, what it prints on
# standard output, and its exit status.  What it writes into "$out" is compared
# with the files of expected/, as far as they are there.
#
# --bless instead of comparing writes them: read the difference then.
set -u

here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: $0 PROGRAM [--bless] [NAME...]" >&2; exit 2; }
program=$(realpath "$1")
shift
bless=0
[ "${1:-}" = --bless ] && { bless=1; shift; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
out=$scratch/out

cvpnsim () {
  "$program" "$@"
}

# Runs the lines of a case; the folder it writes to is called OUT in the text.
run_lines () {
  local line
  while IFS= read -r line; do
    printf '$ %s\n' "$line"
    eval "$line" 2>"$scratch/errors" | sed "s|$out|OUT|g"
    printf 'exit status %s\n\n' "${PIPESTATUS[0]}"
  done <"$1"
}

check_files () {
  local name=$1 file failed=0
  [ -d "$here/$name/expected" ] || return 0
  for file in "$here/$name/expected"/*; do
    if [ "$bless" = 1 ]; then
      cp "$out/$(basename "$file")" "$file"
    else
      diff -u --label "$name/expected/$(basename "$file")" --label written \
        "$file" "$out/$(basename "$file")" || failed=1
    fi
  done
  return "$failed"
}

check_case () {
  local name=$1 failed=0
  rm -rf "$out"
  (cd "$here/$name" && run_lines command) >"$scratch/printed" || return 1
  if [ "$bless" = 1 ]; then
    cp "$scratch/printed" "$here/$name/expected.txt"
  else
    diff -u --label "$name/expected.txt" --label printed \
      "$here/$name/expected.txt" "$scratch/printed" || failed=1
  fi
  check_files "$name" || failed=1
  return "$failed"
}

[ $# -gt 0 ] || mapfile -t names < <(cd "$here" && find . -name command -printf '%P\n' | xargs -n1 dirname | sort)
[ $# -gt 0 ] && names=("$@")
failed=0
for name in "${names[@]}"; do
  check_case "$name" || { echo "$name: failed"; failed=$((failed + 1)); }
done
echo "$((${#names[@]} - failed)) of ${#names[@]} cases pass"
[ "$failed" = 0 ] && [ "${#names[@]}" -gt 0 ]
