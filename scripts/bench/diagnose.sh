# shellcheck shell=bash
# diagnose: at every documented maximum, and each size alone, the others being half of
# theirs.  Sourced by bench.sh.

# shellcheck disable=SC2154 # program and folder are bench.sh's

sizes=(associations=5 routes=100 rules=200 teams=40 subnet_routes=500 acl_entries=40
  group_rules=60 hosts=200)

# diagnose_network NAME SIZE=N...: what is not given is half of its maximum, at least 1.
diagnose_network () {
  local name=$1 size options=()
  shift
  for size in "${sizes[@]}"; do
    options+=(-v "${size%=*}=$(((${size#*=} + 1) / 2))")
  done
  for size; do
    options+=(-v "$size")
  done
  awk "${options[@]}" -f scripts/bench/network.awk >"$folder/network.ini"
  line "$name" "$program" diagnose "$folder/network.ini" --format json
}

diagnose_network "diagnose, all maxima" "${sizes[@]}"
doubled=()
for size in "${sizes[@]}"; do
  doubled+=("${size%=*}=$((2 * ${size#*=}))")
done
diagnose_network "diagnose, twice all maxima" "${doubled[@]}"
for size in "${sizes[@]}"; do
  key=${size%=*} maximum=${size#*=}
  series
  for quarters in 1 2 4 8; do
    n=$(((maximum * quarters + 2) / 4))
    diagnose_network "diagnose, ${key/_/ } $n" "$key=$n"
  done
done
