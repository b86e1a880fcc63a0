#!/usr/bin/env bash
# check_cases.sh PROGRAM [NAME...]: real problems as the AWS CLI describes them, imported and asked.
#
# A case is a folder with answers of the AWS CLI and a file 'expect'.  Its lines:
#
#   LANDING | GROUPS | TO [from PORT] | VERDICT [STEP CODE]   as explain says it; STEP *: any
#   report has TEXT, report lacks TEXT                        what import says
#   scenario has TEXT, scenario lacks TEXT                    what it writes
#   refused TEXT                                              it exits with 2 and says so
#   options OPTION...                                         of import
#
# Which of the traps of real input is in which case:
#
#   1 subnets that use the main route table implicitly              C04 C09 C18
#   2 routes by CIDR, IPv6 or prefix list; targets; blackholes      C01 C06-s3 C06-nat
#   3 AWS's prefix lists, whose blocks are in another call          C06-s3 C06-s3-without-entries
#   4 ACL entries: numbers as strings, absent ports, any order      C29
#   5 security groups: absent ports, icmp, peered groups, no tags   C02 C08 C06-s3
#   6 ids of 8 and 17 digits; counters as strings; "-"              C01 C02 C04
#   7 times of both versions of the CLI                             C01 C02
#   8 transit gateways over calls that do not name their table      C06-transit-gateway C18-transit-gateway
#   9 interfaces of Client VPN, several in a subnet, groups behind  C01 C10
#  10 connections, ended ones among them                            C04
#  11 words that are in no enum                                     C01 C06-s3 C06-nat C06-transit-gateway
#  12 old captures, endpoints of transit gateways                   C01 C43 C43-alone
set -u

[ $# -ge 1 ] || { echo "usage: $0 PROGRAM [NAME...]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

fail () {
  echo "$name: $*" >&2
  failed=1
}

trim () {
  local text=$1
  text=${text#"${text%%[! ]*}"}
  printf '%s' "${text%"${text##*[! ]}"}"
}

import () {
  local options
  options=$(sed -n 's/^options //p' "$here/cases/$name/expect")
  rm -f "$scratch/imported.ini"
  # The options of a case are words.
  # shellcheck disable=SC2086
  (cd "$here/cases" && "$program" import "$name" $options -o "$scratch/imported.ini") \
    >"$scratch/report" 2>&1
}

# What explain says of one landing: "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION".
ask () {
  local landing=$1 groups=$2 to=$3 port=()
  case $to in
  *' from '*) port=(--source-port "${to##* from }") to=${to% from *} ;;
  esac
  "$program" explain "$scratch/imported.ini" --landing "$landing" --groups "$groups" --to "$to" \
    "${port[@]}" --format json 2>&1 |
    jq -r '.landings[0] | [.verdict, .step, .code] | map (values) | join (" ")' 2>/dev/null
}

check_flow () {
  local landing groups to want got
  IFS='|' read -r landing groups to want <<<"$1"
  landing=$(trim "$landing") groups=$(trim "$groups") to=$(trim "$to") want=$(trim "$want")
  got=$(ask "$landing" "$groups" "$to")
  # '*' in what is wanted stands for any step.
  # shellcheck disable=SC2254
  case $got in
  $want) ;;
  *) fail "$to for $groups by $landing: '$got', expected '$want'" ;;
  esac
}

# has|lacks TEXT FILE
check_text () {
  if grep -qF -- "$2" "$3" 2>/dev/null; then
    [ "$1" = has ] || fail "$(basename "$3") has '$2'"
  else
    [ "$1" = lacks ] || fail "$(basename "$3") lacks '$2'"
  fi
}

check_line () {
  local line=$1 verb
  case $line in
  '' | '#'* | options\ *) ;;
  refused\ *)
    [ "$status" = 2 ] || fail "import exits with $status, not with 2"
    check_text has "${line#refused }" "$scratch/report"
    [ ! -e "$scratch/imported.ini" ] || fail "a scenario is written"
    ;;
  report\ * | scenario\ *)
    verb=${line#* }
    case $line in
    report\ *) check_text "${verb%% *}" "${verb#* }" "$scratch/report" ;;
    *) check_text "${verb%% *}" "${verb#* }" "$scratch/imported.ini" ;;
    esac
    ;;
  *) check_flow "$line" ;;
  esac
}

check_case () {
  local line
  import
  status=$?
  if [ "$status" != 0 ] && ! grep -q '^refused' "$here/cases/$name/expect"; then
    fail "import exits with $status:"
    cat "$scratch/report" >&2
    return
  fi
  while IFS= read -r line <&3; do
    check_line "$line"
  done 3<"$here/cases/$name/expect"
}

[ $# -gt 0 ] || mapfile -t names < <(cd "$here/cases" && ls)
[ $# -gt 0 ] && names=("$@")
for name in "${names[@]}"; do
  check_case
done
exit "$failed"
