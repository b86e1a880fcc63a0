#!/usr/bin/env bash
# aws-snapshot.sh DIR [--endpoint ID]… [--region REGION] [--profile PROFILE]
# aws-snapshot.sh --policy
#
# What `cvpnsim import DIR` reads: runs the calls of the AWS CLI that only describe, and writes
# what each prints to a file of its own in DIR, which must be empty or not exist yet. A file is
# there whole or not at all; a call that is not permitted leaves none, and the import then says
# what is missing. --endpoint takes these Client VPN endpoints only; --policy prints the IAM
# policy that allows these calls and nothing else.
#
# Nothing secret is written: pre-shared keys of VPN connections and names of connected users are
# left out by the CLI's --query, user data is never asked for.
#
# Exit status: 0 done, also where calls were not permitted; 1 a call failed otherwise; 2 wrong use;
# 3 nothing could be asked, or written.
set -euo pipefail

# Calls without arguments, by the name of the file.
calls=(
  describe-vpcs
  describe-subnets
  describe-route-tables
  describe-internet-gateways
  describe-nat-gateways
  describe-security-groups
  describe-security-group-rules
  describe-network-acls
  describe-network-interfaces
  describe-instances
  describe-vpc-peering-connections
  describe-vpc-endpoints
  describe-prefix-lists
  describe-managed-prefix-lists
  describe-vpn-gateways
  describe-vpn-connections
  describe-customer-gateways
  describe-transit-gateways
  describe-transit-gateway-attachments
  describe-transit-gateway-vpc-attachments
  describe-transit-gateway-route-tables
)
# Calls for each of something.
endpoint_calls=(
  describe-client-vpn-target-networks
  describe-client-vpn-routes
  describe-client-vpn-authorization-rules
  describe-client-vpn-connections
  export-client-vpn-client-certificate-revocation-list
)
list_calls=(get-managed-prefix-list-entries)
table_calls=(
  get-transit-gateway-route-table-associations
  get-transit-gateway-route-table-propagations
  search-transit-gateway-routes
)

# Without CustomerGatewayConfiguration and Options.TunnelOptions, which have the pre-shared keys.
vpn_connections='{VpnConnections: VpnConnections[].{VpnConnectionId: VpnConnectionId,
  State: State, Type: Type, Category: Category, CustomerGatewayId: CustomerGatewayId,
  VpnGatewayId: VpnGatewayId, TransitGatewayId: TransitGatewayId, CoreNetworkArn: CoreNetworkArn,
  Options: {StaticRoutesOnly: Options.StaticRoutesOnly}, Routes: Routes, Tags: Tags}}'
# Without Username, CommonName and ClientIp, which say who is at work.
connections='{Connections: Connections[].{ClientVpnEndpointId: ClientVpnEndpointId,
  ConnectionId: ConnectionId, ConnectionEstablishedTime: ConnectionEstablishedTime,
  ConnectionEndTime: ConnectionEndTime, Status: Status}}'

usage () {
  sed -n '2,3s/^# /usage: /p' "$0" >&2
  exit 2
}

# "describe-vpcs" as IAM has it: "DescribeVpcs".
print_policy () {
  local call word separator=
  printf '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n'
  printf '      "Sid": "CvpnsimSnapshot",\n      "Effect": "Allow",\n      "Action": ['
  while IFS= read -r call; do
    printf '%s\n        "ec2:' "$separator"
    for word in ${call//-/ }; do printf '%s' "${word^}"; done
    printf '"'
    separator=,
  done < <(printf '%s\n' describe-client-vpn-endpoints "${calls[@]}" "${endpoint_calls[@]}" \
    "${list_calls[@]}" "${table_calls[@]}" | LC_ALL=C sort)
  printf '\n      ],\n      "Resource": "*"\n    }\n  ]\n}\n'
}

folder=
endpoints=()
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --policy) [ "$# $folder" = "1 " ] || usage; print_policy; exit ;;
    --endpoint) [ $# -gt 1 ] || usage; endpoints+=("$2"); shift 2 ;;
    --region | --profile) [ $# -gt 1 ] || usage; options+=("$1" "$2"); shift 2 ;;
    -h | --help) sed -n '2,/^set /s/^# \{0,1\}//p' "$0"; exit ;;
    -*) usage ;;
    *) [ -z "$folder" ] || usage; folder=$1; shift ;;
  esac
done
[ -n "$folder" ] || usage
for endpoint in "${endpoints[@]+"${endpoints[@]}"}"; do # it becomes a file's name
  [[ $endpoint =~ ^cvpn-endpoint-[0-9a-zA-Z]+$ ]] ||
    { echo "aws-snapshot: '$endpoint' is no id of a Client VPN endpoint" >&2; exit 2; }
done

command -v aws >/dev/null || { echo "aws-snapshot: the AWS CLI, aws, is not installed" >&2; exit 3; }
if [ -e "$folder" ] && { [ ! -d "$folder" ] || [ -n "$(ls -A "$folder")" ]; }; then
  echo "aws-snapshot: '$folder' has something in it; expected a new or empty folder" >&2
  exit 2
fi
umask 077 # it says how to get where
mkdir -p -- "$folder" && scratch=$(mktemp -d "$folder/.snapshot.XXXXXX") || exit 3
trap 'rm -rf "$scratch"' EXIT
# The CLI catches an interruption itself, and ends as after any other error.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# Whatever the user's configuration says: no pager and no prompt, UTF-8, and patience with throttling.
# (Version 1 of the CLI knows none of the options that would say so, and no pager.)
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off AWS_CLI_OUTPUT_ENCODING=UTF-8 PYTHONUTF8=1
export AWS_MAX_ATTEMPTS="${AWS_MAX_ATTEMPTS:-10}"
written=0 denied=0 failed=0
ids=()

# The message of a call that did not succeed, on one line.
explain () {
  sed -e '/^ *$/d' -e 's/^ *//' "$scratch/errors" | tr '\n' ' ' | cut -c 1-300
}

# complain CALL WHAT: of a call that did not succeed, and what that means.
complain () {
  if grep -Eq 'UnauthorizedOperation|AccessDenied|not authorized' "$scratch/errors"; then
    echo "not permitted: $1; $2" >&2
    denied=$((denied + 1))
  else
    echo "failed: $1: $(explain)" >&2
    failed=$((failed + 1))
  fi
}

# ask NAME CALL [ARGUMENT]…: what it prints becomes NAME.json; FALSE if the call did not succeed.
# An answer that has nothing in it the CLI does not print at all.
ask () {
  local name=$1
  shift
  if aws ec2 "$@" "${options[@]+"${options[@]}"}" --output json \
    >"$scratch/$name.part" 2>"$scratch/errors" </dev/null; then
    grep -q '[^[:space:]]' "$scratch/$name.part" || return 0
    mv "$scratch/$name.part" "$folder/$name.json" || exit 3
    written=$((written + 1))
    return 0
  fi
  complain "$1" "'$name.json' is missing"
  return 1
}

# ask_ids QUERY CALL: ids of what the call, which has been answered before, lists go to 'ids'.
ask_ids () {
  local query=$1 call=$2
  ids=()
  [ -e "$folder/$call.json" ] || return 0
  if aws ec2 "$call" "${options[@]+"${options[@]}"}" --query "$query" --output text \
    >"$scratch/ids" 2>"$scratch/errors" </dev/null; then
    mapfile -t ids < <(tr -s '\t ' '\n' <"$scratch/ids" | grep -E '^[a-z-]+-[0-9a-zA-Z]+$' | LC_ALL=C sort -u)
  else
    complain "$call" "nothing is asked of what it lists"
  fi
}

chosen=()
[ "${#endpoints[@]}" -eq 0 ] || chosen=(--client-vpn-endpoint-ids "${endpoints[@]}")
if ! ask describe-client-vpn-endpoints describe-client-vpn-endpoints "${chosen[@]+"${chosen[@]}"}" &&
  [ "$failed" -gt 0 ]; then
  exit 3
fi
if [ "${#endpoints[@]}" -eq 0 ]; then
  ask_ids 'ClientVpnEndpoints[].ClientVpnEndpointId' describe-client-vpn-endpoints
  endpoints=("${ids[@]+"${ids[@]}"}")
fi

for endpoint in "${endpoints[@]+"${endpoints[@]}"}"; do
  for call in "${endpoint_calls[@]}"; do
    query=()
    [ "$call" != describe-client-vpn-connections ] || query=(--query "$connections")
    ask "$call.$endpoint" "$call" --client-vpn-endpoint-id "$endpoint" \
      "${query[@]+"${query[@]}"}" || true
  done
done
for call in "${calls[@]}"; do
  query=()
  [ "$call" != describe-vpn-connections ] || query=(--query "$vpn_connections")
  ask "$call" "$call" "${query[@]+"${query[@]}"}" || true
done
ask_ids 'PrefixLists[].PrefixListId' describe-managed-prefix-lists
for list in "${ids[@]+"${ids[@]}"}"; do
  ask "get-managed-prefix-list-entries.$list" get-managed-prefix-list-entries \
    --prefix-list-id "$list" || true
done
ask_ids 'TransitGatewayRouteTables[].TransitGatewayRouteTableId' describe-transit-gateway-route-tables
for table in "${ids[@]+"${ids[@]}"}"; do
  for call in "${table_calls[@]}"; do
    filters=()
    [ "$call" != search-transit-gateway-routes ] ||
      filters=(--filters 'Name=type,Values=static,propagated' --max-results 1000)
    ask "$call.$table" "$call" --transit-gateway-route-table-id "$table" \
      "${filters[@]+"${filters[@]}"}" || true
  done
done

echo "$written files in $folder; not permitted: $denied, failed: $failed"
printf 'next: cvpnsim import %q -o scenario.ini\n' "$folder"
[ "$failed" -eq 0 ]
