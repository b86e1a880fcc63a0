#!/usr/bin/env bash
# check.sh PROGRAM all|NAME... [--bless]: every error message, as a user sees it.
#
# NAME.ini is a scenario with a fault.  "PROGRAM verify" is run on it in this
# folder, with the words of NAME.args if there are any; it must exit with status
# 2 and print NAME.err on standard error, byte for byte.  The cases of make_case have files that no repository should
# hold.  --bless writes NAME.err from what the program says: read it then.
set -u

here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 2 ] || { echo "usage: $0 PROGRAM all|NAME... [--bless]" >&2; exit 2; }
program=$(realpath "$1")
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bless=0
names=()
made=(missing directory binary empty huge utf8)

# Puts NAME.ini into the scratch folder; fails for a name that is none of these.
make_case () {
  case $1 in
    missing) ;;
    directory) mkdir "$scratch/directory.ini" ;;
    binary) printf '[scenario]\ntitle = \000\001\002\n' >"$scratch/binary.ini" ;;
    empty) : >"$scratch/empty.ini" ;;
    huge) yes '# a comment, again and again' | head -c 100000000 >"$scratch/huge.ini" ;;
    utf8) printf '[scenario]\ntitle = caf\351\nseed = one\n' >"$scratch/utf8.ini" ;;
    *) return 1 ;;
  esac
}

run_case () {
  local name=$1 folder=$here words=(verify)
  make_case "$name" && folder=$scratch
  words+=("$name.ini")
  if [ -f "$here/$name.args" ]; then
    mapfile -t -O "${#words[@]}" words <"$here/$name.args"
  fi
  (cd "$folder" && "$program" "${words[@]}" >"$scratch/out" 2>"$scratch/err")
  local status=$?
  rm -rf "$scratch/$name.ini"
  [ "$bless" = 1 ] && cp "$scratch/err" "$here/$name.err"
  if [ "$status" != 2 ]; then
    echo "$name: exit status $status, expected 2"
    return 1
  fi
  diff -u --label "$name.err" --label "standard error" "$here/$name.err" "$scratch/err"
}

for word in "$@"; do
  case $word in
    --bless) bless=1 ;;
    all)
      for file in "$here"/*.ini; do
        names+=("$(basename "$file" .ini)")
      done
      names+=("${made[@]}")
      ;;
    *) names+=("$word") ;;
  esac
done

failed=0
for name in "${names[@]}"; do
  run_case "$name" || failed=$((failed + 1))
done
echo "$((${#names[@]} - failed)) of ${#names[@]} cases pass"
[ "$failed" = 0 ]
