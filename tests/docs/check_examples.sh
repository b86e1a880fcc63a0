#!/usr/bin/env bash
# check_examples.sh PROGRAM ROOT: is what the documents show what the program prints?
#
# In every fenced block a line "$ COMMAND" is run, in a folder of its own with
# the scenarios in it, and each line shown below it must be in the output, in
# that order.  A line with an ellipsis stands for what was left out.  What begins
# with scripts/ builds, and has a test of its own.
set -euo pipefail

program=$(realpath "$1")
root=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/out" "$scratch/tests"
ln -s "$program" "$scratch/bin/cvpnsim"
cp -r "$root/scenarios" "$root/plots" "$scratch"
cp -r "$root/tests/validation" "$scratch/tests"
cd "$scratch"
PATH="$scratch/bin:$PATH"
bad=0
examples=0

# The shown lines of $1 in the output $2, in order; prints the first that is not.
find_missing () {
  awk '
    FILENAME == ARGV[1] { shown[++n] = $0; next }
    {
      while (i < n && (shown[i + 1] == "" || index(shown[i + 1], "…"))) i++
      if (i < n && $0 == shown[i + 1]) i++
    }
    END {
      while (i < n && (shown[i + 1] == "" || index(shown[i + 1], "…"))) i++
      if (i < n) print shown[i + 1]
    }' "$1" "$2"
}

# Runs one example: the command $1, the shown lines in the file "shown".
run_example () {
  local missing
  case $1 in
    *'jq '*) command -v jq >/dev/null || return 0 ;;
    scripts/*) return 0 ;;
  esac
  examples=$((examples + 1))
  bash -c "$1" >output 2>&1 </dev/null || true
  missing=$(find_missing shown output)
  [ -z "$missing" ] && return
  printf '%s: $ %s\n  shows, and the program does not print:\n  %s\n' "$document" "$1" "$missing"
  bad=1
}

for document in README.md docs/seven-steps.md docs/outputs.md docs/validation.md docs/over-time.md docs/troubles.md docs/intermittent.md docs/importing.md docs/capacity.md; do
  fenced=no
  command=
  continued=no
  while IFS= read -r line; do
    if [ "$continued" = yes ]; then
      command="${command%\\} ${line#"${line%%[![:space:]]*}"}"
      case $line in *[\\]) ;; *) continued=no ;; esac
      continue
    fi
    case $line in
      '```'*)
        [ -n "$command" ] && run_example "$command"
        command=
        if [ "$fenced" = no ]; then fenced=yes; else fenced=no; fi ;;
      '$ '*)
        if [ "$fenced" = yes ]; then
          [ -n "$command" ] && run_example "$command"
          command=${line#'$ '}
          case $line in *[\\]) continued=yes ;; esac
          : >shown
        fi ;;
      *) [ -n "$command" ] && printf '%s\n' "$line" >>shown ;;
    esac
  done <"$root/$document"
done
echo "$examples examples"
[ "$examples" -gt 20 ] || bad=1
exit "$bad"
