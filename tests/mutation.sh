#!/usr/bin/env bash
# mutation.sh PROGRAM ROOT [SCENARIO...]: would a scenario notice?
#
# Takes away one rule of a scenario at a time (a route, an authorization rule, a
# rule of a security group, an ACL or a firewall, one subnet of an endpoint route,
# one entry of a prefix list, one table of a gateway endpoint, a route or an
# association of a transit gateway, one subnet of an attachment, a setting of a NAT
# gateway, one item of a list), or has one event not happen, and asks verify, which
# must then fail.  What survives is a rule that no [expect] group depends on; those of
# mutation.allow are known.  A scenario that fails as it is would notice everything,
# and is an error.  What a scenario includes is not touched: a network that several
# share has more than each of them needs.
set -euo pipefail

program=$(realpath "$1")
cd "$2"
shift 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export program scratch

# Lines "NUMBER<TAB>CHANGE": line NUMBER goes, or is left without its Nth item; or, where
# CHANGE is "never", is the time of an event that does not happen.
list_mutations () {
  awk '
    /^\[/ { kind = substr($1, 2); sub(/\]$/, "", kind); next }
    /^#/ || !/ = / { next }
    { key = substr($0, 1, index($0, " = ") - 1); value = substr($0, index($0, " = ") + 3) }
    kind == "security-group" && (key == "ingress" || key == "egress") { rule = 1 }
    kind == "route-table" && key != "vpc" && key != "main" { rule = 1 }
    kind == "network-acl" && key != "vpc" { rule = 1 }
    kind == "client-vpn-routes" || kind == "authorization-rules" { rule = 1 }
    kind == "prefix-list" && key == "entries" { rule = 1 }
    kind == "vpc-endpoint" && key == "route-tables" { rule = 1 }
    kind == "transit-gateway-route-table" && key != "transit-gateway" { rule = 1 }
    kind == "transit-gateway-attachment" && (key == "subnets" || key == "route-table" || key ~ /^appliance-mode/) { rule = 1 }
    kind == "nat-gateway" && key != "subnet" { rule = 1 }
    kind == "network" && (key == "firewall" || key == "return-routes") { rule = 1 }
    kind == "certificate-revocation-list" { rule = 1 }
    kind == "event" && key == "at" { print NR "\tnever"; next }
    key == "security-groups" || key == "listen" && value ~ /;/ { rule = 1 }
    rule {
      rule = 0
      sub(/;[ ]*$/, "", value)
      n = split(value, items, ";")
      if (n == 1) print NR "\t0"
      for (i = 1; n > 1 && i <= n; i++) print NR "\t" i
    }' "$1"
}

# The scenario $1 without item $3 of line $2, or without the line where it is 0.  An
# event that never happens does so long after the run.
mutate () {
  awk -v line="$2" -v item="$3" '
    NR != line { print; next }
    item == "0" { next }
    item == "never" { print "at = 100000d"; next }
    {
      at = index($0, " = ")
      value = substr($0, at + 3)
      sub(/;[ ]*$/, "", value)
      n = split(value, items, / *; */)
      text = ""
      for (i = 1; i <= n; i++)
        if (i != item) text = text (text == "" ? "" : "; ") items[i]
      print substr($0, 1, at + 2) text
    }' "$1"
}

# The mutant lies in a copy of the folder, for what it includes and reads; prints
# its name if it survives.
try () {
  local scenario=$1 line=$2 item=$3 text group mutant
  mutant=$scratch/$(dirname "$scenario")/mutant-$(basename "$scenario" .ini)-$line-$item
  mutate "$scenario" "$line" "$item" >"$mutant"
  if "$program" verify "$mutant" >/dev/null 2>&1; then
    text=$(sed -n "${line}p" "$scenario")
    group=$(head -n "$line" "$scenario" | grep '^\[' | tail -n 1)
    case $item in
      0) ;;
      never) text="$text (never)" ;;
      *) text="$text (item $item)" ;;
    esac
    printf '%s: %s %s\n' "$scenario" "$group" "$text"
  fi
  rm -f "$mutant"
}
export -f mutate try

cp -r scenarios "$scratch"
[ $# -gt 0 ] || set -- scenarios/*.ini scenarios/steps/*.ini scenarios/cases/*.ini \
  scenarios/troubles/*.ini scenarios/intermittent/*.ini
for scenario in "$@"; do
  "$program" verify "$scenario" >/dev/null 2>&1 || { echo "$scenario fails as it is" >&2; exit 1; }
  list_mutations "$scenario" | sed "s|^|$scenario\t|"
done >"$scratch/mutations"
# shellcheck disable=SC2016
xargs -P "$(nproc)" -n 3 bash -c 'try "$@"' bash <"$scratch/mutations" | sort >"$scratch/survivors"

total=$(wc -l <"$scratch/mutations")
grep -v '^#' tests/mutation.allow | grep -v '^$' | sort >"$scratch/allowed" || true
unknown=$(comm -23 "$scratch/survivors" "$scratch/allowed")
echo "$total mutants, $(wc -l <"$scratch/survivors") survive"
[ "$total" -gt 20 ] || [ $# -lt 20 ] || { echo "too few: nothing was tried"; exit 1; }
[ -z "$unknown" ] || { echo "No expectation depends on:"; echo "$unknown"; exit 1; }
