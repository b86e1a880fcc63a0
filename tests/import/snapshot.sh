#!/usr/bin/env bash
# snapshot.sh ROOT: scripts/aws-snapshot.sh with an `aws` that answers from here.
#
# Are only calls made that describe, and each of them allowed by --policy? Is a file there whole or
# not at all, of a call that is not permitted or breaks off, too? Does nothing ask for secrets?
set -euo pipefail
script=$(realpath "$1/scripts/aws-snapshot.sh")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir bin
export CALLS=$scratch/calls PATH=$scratch/bin:$PATH
bad=0

cat >bin/aws <<'FAKE'
#!/usr/bin/env bash
# Lists of ids for --output text, an answer for --output json, and some that cannot be had.
printf '%s\n' "${*//$'\n'/ }" >>"$CALLS"
refuse () {
  printf '\nAn error occurred (%s) when calling the operation: %s\n' "$1" "$2" >&2
  exit 254
}
printf '%s|' "$AWS_PAGER" "$AWS_CLI_AUTO_PROMPT" "$PYTHONUTF8" >"$CALLS.environment"
case "$* " in
  *' --profile lost '*) printf '\nYou must specify a region.\n' >&2; exit 253 ;;
  # As the CLI itself: it ends as after any error, and who called it has the signal, too.
  *describe-subnets*' --profile stopped '*) kill -s "$STOP" "$PPID"; exit 130 ;;
  *' --profile throttled --query '*) refuse RequestLimitExceeded 'Request limit exceeded.' ;;
  *export-*' --profile empty '*) exit 0 ;;
  *' --profile nobody '*) refuse ExpiredToken 'The security token included in the request is expired' ;;
esac
case $2 in
  describe-customer-gateways) refuse UnauthorizedOperation 'You are not authorized to perform this.' ;;
  describe-transit-gateway-vpc-attachments) printf '{"TransitGatewayVpc'; refuse InternalError 'Oh' ;;
esac
case "$2 $*" in
  describe-client-vpn-endpoints*' text')
    printf 'cvpn-endpoint-0aaaaaaaaaaaaaaaa\tcvpn-endpoint-0bbbbbbbbbbbbbbbb\n' ;;
  describe-managed-prefix-lists*' text') printf 'pl-63a5400a\nNone\n' ;;
  describe-transit-gateway-route-tables*' text') printf 'tgw-rtb-0cccccccccccccccc\n' ;;
  *' text') echo None ;;
  *) printf '{ "%s": [] }\n' "$2" ;;
esac
FAKE
chmod +x bin/aws

fail () {
  echo "$*" >&2
  bad=1
}
run () { # run STATUS ARGUMENT…
  local expected=$1 status=0
  shift
  : >"$CALLS"
  env --default-signal bash "$script" "$@" >out 2>err </dev/null || status=$?
  [ "$status" -eq "$expected" ] || fail "$*: status $status, expected $expected: $(cat err)"
}
expect () { # expect FILE TEXT
  grep -qF -- "$2" "$1" || fail "$1 does not say: $2"
}

run 1 snap --region eu-west-1 --profile reader
for file in describe-client-vpn-endpoints describe-vpcs describe-vpn-connections \
  describe-client-vpn-routes.cvpn-endpoint-0aaaaaaaaaaaaaaaa \
  describe-client-vpn-connections.cvpn-endpoint-0bbbbbbbbbbbbbbbb \
  export-client-vpn-client-certificate-revocation-list.cvpn-endpoint-0aaaaaaaaaaaaaaaa \
  get-managed-prefix-list-entries.pl-63a5400a \
  search-transit-gateway-routes.tgw-rtb-0cccccccccccccccc \
  get-transit-gateway-route-table-associations.tgw-rtb-0cccccccccccccccc; do
  [ -s "snap/$file.json" ] || fail "$file.json is missing"
done
[ -z "$(find snap -mindepth 1 ! -name '*.json')" ] || fail "left behind: $(ls -A snap)"
[ "$(find snap -name '*.json' | wc -l)" -eq 34 ] || fail "$(find snap -name '*.json' | wc -l) files"
[ ! -e snap/describe-customer-gateways.json ] || fail "a file of a call that was not permitted"
[ ! -e snap/describe-transit-gateway-vpc-attachments.json ] || fail "half a file"
[ "$(stat -c %a snap)" = 700 ] || fail "others may read it: $(stat -c %a snap)"
expect err "not permitted: describe-customer-gateways; 'describe-customer-gateways.json' is missing"
expect err "failed: describe-transit-gateway-vpc-attachments: An error occurred (InternalError)"
expect out "34 files in snap; not permitted: 1, failed: 1"
expect out "next: cvpnsim import snap -o scenario.ini"
expect calls "--filters Name=type,Values=static,propagated"

# Every call describes, is of that region and profile, and is allowed by the policy.
while read -r service call rest; do
  case $service:$call in
    ec2:describe-* | ec2:get-* | ec2:search-* | ec2:export-client-vpn-client-certificate-*) ;;
    *) fail "not a call that describes: $service $call" ;;
  esac
  case $rest in
    *'--region eu-west-1 --profile reader'*) ;;
    *) fail "of another region or profile: $call $rest" ;;
  esac
done <"$CALLS"
cut -d ' ' -f 2 "$CALLS" | sed 's/-//g' | sort -u >called
cp calls calls.whole
run 0 --policy
grep -o 'ec2:[A-Za-z]*' out | sed 's/ec2://' | tr '[:upper:]' '[:lower:]' | sort -u >allowed
diff called allowed >&2 || fail "the policy is for other calls"

# Keys of tunnels, and names of people.
for word in CustomerGatewayConfiguration TunnelOptions PreSharedKey Username CommonName user-data; do
  if grep -qi -- "$word" calls.whole; then fail "asks for $word"; fi
done
grep -q '^ec2 describe-vpn-connections .*--query' calls.whole ||
  fail "keys of VPN connections are not left out"

# One endpoint only; a folder that has something in it; nobody's credentials.
run 1 one --endpoint cvpn-endpoint-0dddddddddddddddd
expect calls "describe-client-vpn-endpoints --client-vpn-endpoint-ids cvpn-endpoint-0dddddddddddddddd"
expect calls "describe-client-vpn-routes --client-vpn-endpoint-id cvpn-endpoint-0dddddddddddddddd"
if grep -q 0aaaaaaaaaaaaaaaa calls; then fail "another endpoint was asked for"; fi
run 2 snap
expect err "has something in it"
[ ! -s calls ] || fail "asked before looking at the folder"
run 3 none --profile nobody
expect err "ExpiredToken"
[ "$(wc -l <calls)" -eq 1 ] || fail "went on without credentials"
run 3 lost --profile lost
expect err "failed: describe-client-vpn-endpoints: You must specify a region."
run 2
run 2 --policy snap2

# An id becomes a file's name; a folder's name may have spaces; no AWS CLI at all.
for id in ../0a 'cvpn-endpoint-0a 0b' '' '--profile'; do
  run 2 odd --endpoint "$id"
  expect err "'$id' is no id of a Client VPN endpoint"
  if [ -s calls ] || [ -e odd ]; then fail "asked for '$id'"; fi
done
run 1 "a folder's name"
expect out "next: cvpnsim import a\\ folder\\'s\\ name -o scenario.ini"
[ -s "a folder's name/describe-vpcs.json" ] || fail "not in the folder with spaces"
: >not-a-folder
run 3 not-a-folder/below
status=0
PATH=$scratch/none /bin/bash "$script" without >out 2>err </dev/null || status=$?
if [ "$status" != 3 ] || [ -e without ]; then fail "without the AWS CLI: status $status"; fi
expect err "the AWS CLI, aws, is not installed"

# An answer with nothing in it is printed as nothing, which is no file of JSON.
run 1 empty --profile empty
[ -z "$(find empty -empty)" ] || fail "an empty file: $(find empty -empty)"

# What lists the ids of further calls can fail, too.
run 1 throttled --profile throttled
expect err "failed: describe-client-vpn-endpoints: An error occurred (RequestLimitExceeded)"
expect err "failed: describe-managed-prefix-lists: An error occurred (RequestLimitExceeded)"

# Interrupted: no further call, no half file, nothing left but whole ones.
for stop in INT:130 TERM:143 HUP:129; do
  export STOP=${stop%:*}
  run "${stop#*:}" "stopped-$STOP" --profile stopped
  [ "$(tail -1 calls | cut -d ' ' -f 2)" = describe-subnets ] || fail "$STOP: went on"
  [ -z "$(find "stopped-$STOP" -mindepth 1 ! -name '*.json')" ] || fail "$STOP: left $(ls -A "stopped-$STOP")"
  [ -s "stopped-$STOP/describe-vpcs.json" ] || fail "$STOP: what was whole is gone"
done

# The user's configuration has a pager, a prompt and another form of output.
AWS_PAGER=less AWS_CLI_AUTO_PROMPT=on AWS_DEFAULT_OUTPUT=yaml run 1 configured
[ "$(cat calls.environment)" = '|off|1|' ] || fail "the environment of calls: $(cat calls.environment)"
if grep -v -e '--output json' -e '--output text$' calls; then fail "calls without a form of output"; fi
exit "$bad"
