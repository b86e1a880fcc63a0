# shellcheck shell=bash
# What reads a whole configuration, at every documented maximum.  Sourced by bench.sh.

# shellcheck disable=SC2154 # program and folder are bench.sh's

awk -f scripts/bench/network.awk >"$folder/before.ini"
awk -v acl_entries=39 -f scripts/bench/network.awk >"$folder/after.ini"

for name in \
  "check $folder/before.ini" \
  "diff $folder/before.ini $folder/after.ini" \
  "diagnose $folder/before.ini --apply --force -o $folder/mended.ini"; do
  read -ra words <<<"$name"
  series
  line "${name//"$folder/"/}" "$program" "${words[@]}"
done
