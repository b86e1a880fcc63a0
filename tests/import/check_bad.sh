#!/usr/bin/env bash
# check_bad.sh PROGRAM all|NAME... [--bless]: what an import says of files that cannot be imported.
#
# "PROGRAM import NAME" is run in the folder bad, or with the words of NAME.args; it must exit with
# status 2, print nothing on standard output, and NAME.err on standard error, byte for byte. The
# cases of make_case have files that no repository should hold. --bless writes NAME.err from what
# the program says: read it then.
set -u

here=$(cd "$(dirname "$0")" && pwd)/bad
[ $# -ge 2 ] || { echo "usage: $0 PROGRAM all|NAME... [--bless]" >&2; exit 2; }
program=$(realpath "$1")
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bless=0
names=()
made=(missing folder-empty folder-unread pipe empty blank nul utf8 utf16-half large deep memory)

# Puts the folder NAME into the scratch folder; fails for a name that is none of these.
make_case () {
  local folder=$scratch/$1
  mkdir "$folder"
  case $1 in
    missing) rmdir "$folder" ;;
    folder-empty) echo text >"$folder/notes.txt" ;;
    folder-unread) rmdir "$folder"; ln -s loop "$scratch/loop"; mkdir "$folder"; ln -s ../loop "$folder/a.json" ;;
    pipe) rmdir "$folder"; mkfifo "$folder" ;;
    empty) : >"$folder/vpcs.json" ;;
    blank) printf ' \n\n' >"$folder/vpcs.json" ;;
    nul) printf '{\000}\000' >"$folder/vpcs.json" ;;
    utf8) printf '{"Vpcs": [{"VpcId": "caf\351"}]}' >"$folder/vpcs.json" ;;
    utf16-half) printf '\377\376{\000}' >"$folder/vpcs.json" ;;
    large) truncate -s 600M "$folder/vpcs.json" ;;
    deep) printf '%0100d' 0 | tr 0 '[' >"$folder/vpcs.json" ;;
    memory) yes '[[{},{},{},{},{},{},{},{},{},{}]],' | head -c 60000000 >"$folder/vpcs.json" ;;
    *) rmdir "$folder"; return 1 ;;
  esac
}

run_case () {
  local name=$1 folder=$here words=(import)
  make_case "$name" && folder=$scratch
  if [ -f "$here/$name.args" ]; then
    mapfile -t -O 1 words <"$here/$name.args"
  else
    words+=("$name")
  fi
  (cd "$folder" && timeout 60 "$program" "${words[@]}" >"$scratch/out" 2>"$scratch/err")
  local status=$?
  rm -rf "${scratch:?}/$name"
  [ "$bless" = 1 ] && cp "$scratch/err" "$here/$name.err"
  if [ "$status" != 2 ] || [ -s "$scratch/out" ]; then
    echo "$name: exit status $status and $(wc -c <"$scratch/out") bytes, expected 2 and none"
    return 1
  fi
  diff -u --label "$name.err" --label "standard error" "$here/$name.err" "$scratch/err"
}

for word in "$@"; do
  case $word in
    --bless) bless=1 ;;
    all)
      for folder in "$here"/*/; do
        names+=("$(basename "$folder")")
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
