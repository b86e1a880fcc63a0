# shellcheck shell=bash
# What a connected session and a flow under way take, as the slope between two runs that
# differ in how many of them there are.  One minute.  Sourced by bench.sh.

# shellcheck disable=SC2154 # program, folder and kilobytes are bench.sh's

# footprint CLIENTS EVERY STAGE: sets 'kilobytes', 'sessions' and 'flying', the most of either
# at a time; flows under way by Little's law.
footprint () {
  awk -v clients="$1" -v every="$2" -f scripts/bench/sessions.awk |
    sed "s/^stage = .*/stage = $3/" >"$folder/memory.ini"
  measure "$program" run "$folder/memory.ini" -o "$folder/run" --force --only metrics --format json
  sessions=$(sed -nE 's/^ *"concurrent-peak" : ([0-9]+),$/\1/p' "$folder/out")
  flying=$(sed -nE 's/^ *"round-trip-mean" : ([0-9.e+-]+),?$/\1/p' "$folder/out")
  flying=$(calculate "int($sessions / ${2%s} * ${flying:-0})")
}

# slope NAME FEW FEW-KILOBYTES MANY MANY-KILOBYTES
slope () {
  awk -v name="$1" -v a="$2" -v ka="$3" -v b="$4" -v kb="$5" \
    'BEGIN { printf "| %s | %d | %.1f | %d | %.1f | %.0f |\n", name, a, ka / 1024, b, kb / 1024, (kb - ka) * 1024 / (b - a) }'
}

echo "| what | few | MiB | many | MiB | bytes of each |"
echo "| --- | --- | --- | --- | --- | --- |"
footprint 100000 36000s 50us
few=$sessions few_kilobytes=$kilobytes
footprint 400000 36000s 50us
slope "connected sessions, almost without flows" "$few" "$few_kilobytes" "$sessions" "$kilobytes"
footprint 100000 60s 1s
few=$flying few_kilobytes=$kilobytes
footprint 100000 60s 20s
slope "flows under way" "$few" "$few_kilobytes" "$flying" "$kilobytes"
