#!/usr/bin/env bash
# safety.sh PROGRAM: what an import must never do, whatever its input has.
#
# Secrets: marks stand where pre-shared keys, user data, configurations of customer gateways,
# passwords, private keys, addresses of mail and names of users stand in the three forms, in input
# that can be imported and in input that cannot; no output has one. Injection: nothing ends a
# comment, a value or a line of a report, and a terminal gets no character that it would obey.
# Scale: authorization rules by the ten thousand. The outside: outputs that cannot be written, odd
# names, loops, other locales and folders, an interruption.
set -u

[ $# = 1 ] || { echo "usage: $0 PROGRAM" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
scratch=$(mktemp -d)
trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
failed=0
checks=0

fail () {
  echo "$*"
  failed=$((failed + 1))
}

# expect STATUS WHAT COMMAND…: its outputs go to out and err.
expect () {
  local status=$1 what=$2 got
  shift 2
  checks=$((checks + 1))
  "$@" >out 2>err
  got=$?
  [ "$got" = "$status" ] || { fail "$what: exit status $got, expected $status"; cat err; }
}

has () {
  grep -qF -- "$2" "$3" || { fail "$1: '$2' is not in $3:"; cat "$3"; }
}

# No character in these files that a terminal obeys, or that ends a line somewhere; valid UTF-8.
plain () {
  local what=$1 file
  shift
  for file in "$@"; do
    if LC_ALL=C grep -qP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]' "$file"; then
      fail "$what: $file has characters that are not to be seen"
      cat -v "$file"
    fi
    iconv -f UTF-8 -t UTF-8 "$file" >/dev/null || fail "$what: $file is not UTF-8"
  done
}

# secrets NAME STATUS OPTION…: every output of an import of the folder NAME.
secrets () {
  local name=$1 status=$2 format
  shift 2
  for format in text json; do
    rm -f scenario.ini
    expect "$status" "$name" "$program" import "$name" --format "$format" -o scenario.ini "$@"
    cat out err >all
    [ ! -e scenario.ini ] || cat scenario.ini >>all
    [ -s all ] || fail "$name: nothing was said"
    ! grep -qiE 'S3CRET|c2VjcmV0' all || { fail "$name: something secret is in:"; grep -iE 'S3CRET|c2VjcmV0' all; }
  done
}

vpcs='"Vpcs": [{"VpcId": "vpc-0a", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333",
  "Tags": [{"Key": "Name", "Value": "net"}, {"Key": "password", "Value": "S3CRET"}]}]'

mkdir cli cli-wrong
cat >cli/all.json <<END
{$vpcs,
"Subnets": [{"SubnetId": "subnet-0a", "VpcId": "vpc-0a", "CidrBlock": "10.0.0.0/24",
  "AvailabilityZone": "eu-west-1a", "Tags": [{"Key": "mail", "Value": "S3CRET@example.com"}]}],
"VpnGateways": [{"VpnGatewayId": "vgw-0a", "VpcAttachments": [{"State": "attached", "VpcId": "vpc-0a"}]}],
"VpnConnections": [{"VpnConnectionId": "vpn-0a", "State": "available", "Type": "ipsec.1",
  "CustomerGatewayId": "cgw-0a", "VpnGatewayId": "vgw-0a",
  "CustomerGatewayConfiguration": "<pre_shared_key>S3CRET</pre_shared_key>",
  "Options": {"StaticRoutesOnly": true, "TunnelOptions": [{"PreSharedKey": "S3CRET"}]},
  "VgwTelemetry": [{"StatusMessage": "S3CRET"}],
  "Routes": [{"DestinationCidrBlock": "10.8.0.0/16", "State": "available"}]}],
"CustomerGateways": [{"CustomerGatewayId": "cgw-0a", "State": "available", "Type": "ipsec.1",
  "CertificateArn": "arn:aws:acm:S3CRET", "DeviceName": "S3CRET"}],
"SecurityGroups": [{"GroupId": "sg-0a", "VpcId": "vpc-0a", "GroupName": "default",
  "Description": "S3CRET", "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [
  {"CidrIp": "10.0.0.0/8", "Description": "S3CRET"}]}], "IpPermissionsEgress": []}],
"NetworkInterfaces": [{"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "VpcId": "vpc-0a",
  "InterfaceType": "interface", "Status": "in-use", "Description": "S3CRET",
  "RequesterId": "S3CRET", "PrivateIpAddress": "10.0.0.9", "Groups": [{"GroupId": "sg-0a"}],
  "TagSet": [{"Key": "user", "Value": "S3CRET"}]}],
"Reservations": [{"Instances": [{"InstanceId": "i-0a", "State": {"Name": "running"},
  "SubnetId": "subnet-0a", "VpcId": "vpc-0a", "PrivateIpAddress": "10.0.0.10", "KeyName": "S3CRET",
  "UserData": "c2VjcmV0", "StateTransitionReason": "S3CRET", "ClientToken": "S3CRET",
  "IamInstanceProfile": {"Arn": "S3CRET"}, "SecurityGroups": [{"GroupId": "sg-0a"}]}]}],
"ClientVpnEndpoints": [{"ClientVpnEndpointId": "cvpn-endpoint-0a", "Description": "S3CRET",
  "Status": {"Code": "available", "Message": "S3CRET"}, "ClientCidrBlock": "172.16.0.0/22",
  "VpcId": "vpc-0a", "SecurityGroupIds": ["sg-0a"], "ServerCertificateArn": "arn:S3CRET",
  "AuthenticationOptions": [{"Type": "certificate-authentication", "MutualAuthentication":
  {"ClientRootCertificateChain": "arn:S3CRET"}}], "ClientLoginBannerOptions": {"Enabled": true,
  "BannerText": "S3CRET"}, "ConnectionLogOptions": {"Enabled": true, "CloudwatchLogGroup": "S3CRET"},
  "SelfServicePortalUrl": "https://S3CRET"}],
"ClientVpnTargetNetworks": [{"AssociationId": "cvpn-assoc-0a", "VpcId": "vpc-0a",
  "TargetNetworkId": "subnet-0a", "ClientVpnEndpointId": "cvpn-endpoint-0a",
  "Status": {"Code": "associated", "Message": "S3CRET"}, "SecurityGroups": ["sg-0a"]}],
"Connections": [{"ClientVpnEndpointId": "cvpn-endpoint-0a", "ConnectionId": "cvpn-connection-0a",
  "Username": "S3CRET", "CommonName": "S3CRET", "ClientIp": "172.16.0.2",
  "Status": {"Code": "active"}}],
"CertificateRevocationList": "-----BEGIN X509 CRL-----S3CRET", "Status": {"Code": "active"}}
END
# The same values where others are expected, and unfinished.
sed -e 's/"Type": "ipsec.1"/"Type": ["S3CRET"]/' -e 's/"CidrBlock": "10.0.0.0\/24"/"CidrBlock": "S3CRET"/' \
  -e 's/"VpcId": "vpc-0a", "CidrBlock"/"VpcId": "S3CRET S3CRET", "CidrBlock"/' \
  -e 's/"PrivateIpAddress": "10.0.0.9"/"PrivateIpAddress": "S3CRET"/' \
  -e 's/"GroupId": "sg-0a", "VpcId"/"GroupId": "S3CRET!", "VpcId"/' cli/all.json >cli-wrong/all.json
head -c 1100 cli/all.json >cli-wrong/cut.json
secrets cli 0
secrets cli-wrong 2

mkdir state state-wrong
cat >state/state.json <<'END'
{"format_version": "1.0", "terraform_version": "1.5.0", "values": {"outputs": {"password":
 {"sensitive": true, "value": "S3CRET"}}, "root_module": {"resources": [
 {"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", "values": {"id": "vpc-0a",
  "cidr_block": "10.0.0.0/16", "tags": {"owner": "S3CRET@example.com"}}, "sensitive_values": {}},
 {"address": "aws_subnet.a", "mode": "managed", "type": "aws_subnet", "name": "a", "values": {
  "id": "subnet-0a", "vpc_id": "vpc-0a", "cidr_block": "10.0.0.0/24", "availability_zone": "eu-west-1a"}},
 {"address": "aws_instance.a", "mode": "managed", "type": "aws_instance", "name": "a", "values": {
  "id": "i-0a", "subnet_id": "subnet-0a", "private_ip": "10.0.0.9", "user_data": "S3CRET",
  "user_data_base64": "c2VjcmV0", "password_data": "S3CRET", "key_name": "S3CRET",
  "vpc_security_group_ids": ["sg-0a"]}, "sensitive_values": {"user_data": true}},
 {"address": "aws_vpn_gateway.a", "mode": "managed", "type": "aws_vpn_gateway", "name": "a", "values":
  {"id": "vgw-0a", "vpc_id": "vpc-0a"}},
 {"address": "aws_vpn_connection.a", "mode": "managed", "type": "aws_vpn_connection", "name": "a",
  "values": {"id": "vpn-0a", "vpn_gateway_id": "vgw-0a", "customer_gateway_id": "cgw-0a",
  "static_routes_only": true, "tunnel1_preshared_key": "S3CRET", "tunnel2_preshared_key": "S3CRET",
  "customer_gateway_configuration": "<psk>S3CRET</psk>", "type": "ipsec.1"}},
 {"address": "tls_private_key.a", "mode": "managed", "type": "tls_private_key", "name": "a",
  "values": {"private_key_pem": "S3CRET"}},
 {"address": "aws_iam_user.S3CRET", "mode": "managed", "type": "aws_iam_user", "name": "u",
  "values": {"name": "S3CRET"}},
 {"address": "aws_acm_certificate.a", "mode": "managed", "type": "aws_acm_certificate", "name": "a",
  "values": {"private_key": "S3CRET", "certificate_body": "S3CRET"}},
 {"address": "aws_ec2_client_vpn_endpoint.a", "mode": "managed", "type": "aws_ec2_client_vpn_endpoint",
  "name": "a", "values": {"id": "cvpn-endpoint-0a", "client_cidr_block": "172.16.0.0/22",
  "description": "S3CRET", "vpc_id": "vpc-0a", "security_group_ids": ["sg-0a"],
  "server_certificate_arn": "S3CRET", "authentication_options": [{"type": "certificate-authentication",
  "root_certificate_chain_arn": "S3CRET"}], "client_login_banner_options": [{"banner_text": "S3CRET",
  "enabled": true}], "connection_log_options": [{"enabled": true, "cloudwatch_log_group": "S3CRET"}]}},
 {"address": "aws_ec2_client_vpn_network_association.a", "mode": "managed",
  "type": "aws_ec2_client_vpn_network_association", "name": "a", "values": {
  "client_vpn_endpoint_id": "cvpn-endpoint-0a", "subnet_id": "subnet-0a"}}]}}}
END
sed -e 's/"id": "vgw-0a"/"id": "S3CRET S3CRET"/' -e 's/"private_ip": "10.0.0.9"/"private_ip": "S3CRET"/' \
  -e 's/"cidr_block": "10.0.0.0\/24"/"cidr_block": "S3CRET"/' \
  -e 's/"type": "certificate-authentication"/"type": {"S": "S3CRET"}/' state/state.json >state-wrong/state.json
secrets state 0
secrets state-wrong 2

mkdir template template-wrong
cat >template/t.json <<'END'
{"Description": "S3CRET", "Parameters": {"Key": {"Type": "String", "NoEcho": true, "Default": "S3CRET"},
 "Group": {"Type": "String", "NoEcho": true}},
 "Resources": {
 "Net": {"Type": "AWS::EC2::VPC", "Metadata": {"x": "S3CRET"}, "Properties": {"CidrBlock": "10.0.0.0/16",
  "Tags": [{"Key": "password", "Value": "S3CRET"}]}},
 "Sub": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Net"}, "CidrBlock": "10.0.0.0/24",
  "AvailabilityZone": "eu-west-1a"}},
 "Sg": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": {"Ref": "Net"},
  "GroupDescription": "S3CRET", "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2,
  "CidrIp": "10.0.0.0/8", "Description": "S3CRET"}]}},
 "Web": {"Type": "AWS::EC2::Instance", "Properties": {"SubnetId": {"Ref": "Sub"}, "PrivateIpAddress":
  "10.0.0.9", "UserData": {"Fn::Base64": "S3CRET"}, "KeyName": "S3CRET", "SecurityGroupIds": [{"Ref": "Sg"}],
  "Tags": [{"Key": "Name", "Value": {"Ref": "Key"}}]}},
 "User": {"Type": "AWS::IAM::User", "Properties": {"LoginProfile": {"Password": "S3CRET"}, "UserName": "S3CRET"}},
 "Vgw": {"Type": "AWS::EC2::VPNGateway", "Properties": {"Type": "ipsec.1"}},
 "Vpn": {"Type": "AWS::EC2::VPNConnection", "Properties": {"Type": "ipsec.1", "VpnGatewayId": {"Ref": "Vgw"},
  "CustomerGatewayId": "cgw-0a", "StaticRoutesOnly": true,
  "VpnTunnelOptionsSpecifications": [{"PreSharedKey": "S3CRET"}]}},
 "Vpn2": {"Type": "AWS::EC2::ClientVpnEndpoint", "Properties": {"ClientCidrBlock": "172.16.0.0/22",
  "VpcId": {"Ref": "Net"}, "SecurityGroupIds": [{"Ref": "Sg"}], "ServerCertificateArn": "S3CRET",
  "Description": "S3CRET", "ConnectionLogOptions": {"Enabled": true, "CloudwatchLogGroup": "S3CRET"},
  "AuthenticationOptions": [{"Type": "certificate-authentication",
  "MutualAuthentication": {"ClientRootCertificateChainArn": "S3CRET"}}]}},
 "Assoc": {"Type": "AWS::EC2::ClientVpnTargetNetworkAssociation", "Properties": {
  "ClientVpnEndpointId": {"Ref": "Vpn2"}, "SubnetId": {"Ref": "Sub"}}}}}
END
sed -e 's/"PrivateIpAddress":/"PrivateIpAddress": {"Ref": "Key"}, "X":/' \
  -e 's/"CidrBlock": "10.0.0.0\/24"/"CidrBlock": {"Ref": "Group"}/' \
  -e 's/"CidrIp": "10.0.0.0\/8"/"CidrIp": {"Ref": "Key"}/' \
  -e 's/"FromPort": 1/"FromPort": {"Ref": "Key"}/' template/t.json >template-wrong/t.json
secrets template 0 --parameter Group=S3CRET
secrets template-wrong 2 --parameter Group=S3CRET

# --- Injection ---
mkdir odd
cp "$here/safety/things.json" odd/a.json
cp "$here/safety/rules.json" odd/b.json
echo '{"Volumes": []}' >odd/$'\x1b[2J\n\xe2\x80\xae#.json'
expect 0 "odd texts" "$program" import odd --assume hosts
mv out odd.ini
plain "odd texts" odd.ini err
! grep -q '^\[vpc forged' odd.ini || fail "odd texts: a forged group"
has "odd texts" '10.0.0.0/16 = a # b = [c] \\ \\n' odd.ini
expect 0 "odd texts, -o" "$program" import odd --format json -o odd2.ini
plain "odd texts, JSON" out odd2.ini
expect 0 "odd texts, check" "$program" check odd.ini

# Faults about such files, and values that cannot stand anywhere.
for value in 'a;b' ' a' $'a\u2028b' $'a\u0085b' 'a\nb'; do
  rm -rf wrong
  mkdir wrong
  cp odd/a.json wrong
  printf '{"AuthorizationRules": [{"ClientVpnEndpointId": "cvpn-endpoint-0a", "GroupId": "%s",
    "DestinationCidr": "10.0.0.0/16", "Status": {"Code": "active"}}]}' "$value" >wrong/$'\e[2J\n.json'
  expect 2 "an access group '$value'" "$program" import wrong -o wrong.ini
  plain "an access group" err out
  [ ! -e wrong.ini ] || fail "an access group '$value': something was written"
done
for value in 'x\n[vpc forged]' 'x\u001b[31m' 'x\u2028' 'x y' 'x;y'; do
  sed 's/"availability_zone": "eu-west-1a"/"availability_zone": "'"${value//\\/\\\\}"'"/' \
    state/state.json >zone.json
  expect 2 "a zone '$value'" "$program" import zone.json
  plain "a zone" err out
  sed 's/"AvailabilityZone": "eu-west-1a"/"AvailabilityZone": "'"${value//\\/\\\\}"'"/' \
    template/t.json >zone.json
  expect 2 "a zone '$value'" "$program" import zone.json
  plain "a zone" err out
done

# A call is there to be copied into a shell.
printf '{%s, "VpcEndpoints": [{"VpcEndpointId": "vpce-0a", "VpcId": "vpc-0a", "State": "available",
  "VpcEndpointType": "Gateway", "ServiceName": "com.amazonaws.eu-west-1.s3; rm -rf .",
  "RouteTableIds": []}]}' "$vpcs" >service.json
expect 0 "a service's name" "$program" import service.json
has "a service's name" '[vpc-endpoint vpce-0a]' out
! grep -h '^ *aws ec2\|^call = ' out err | grep -F 'rm -rf' || fail "a service's name: a call that does more"

# --- References that lead to a thing of another kind ---
mkdir kinds
cat >kinds/a.json <<END
{$vpcs, "RouteTables": [{"RouteTableId": "rtb-0a", "VpcId": "vpc-0a",
  "Associations": [{"Main": true}],
  "Routes": [{"DestinationCidrBlock": "10.8.0.0/16", "NatGatewayId": "vpc-0a", "State": "active"}]}]}
END
expect 2 "a VPC as a NAT gateway" "$program" import kinds
has "a VPC as a NAT gateway" 'kinds/a.json:1: error: vpc-0a: it is there as [vpc], but referred to as [nat-gateway]' err

# Groups of an endpoint of which no VPC is known are missing, as those of any other.
printf '{"ClientVpnEndpoints": [{"ClientVpnEndpointId": "cvpn-endpoint-0a", "ClientCidrBlock":
  "172.16.0.0/22", "SecurityGroupIds": ["sg-0b"], "Status": {"Code": "available"}}]}' >bare.json
expect 0 "an endpoint alone" "$program" import bare.json --quiet
has "an endpoint alone" '[unknown sg-0b]' out

# What AWS has not, and what it lets be but nobody says what becomes of it.
wrong_endpoint () {
  printf '{%s, "ClientVpnEndpoints": [{"ClientVpnEndpointId": "cvpn-endpoint-0a", "VpcId": "vpc-0a",
    "ClientCidrBlock": "%s", %s "Status": {"Code": "available"}}]}' "$vpcs" "$1" "$2" >bare.json
  expect 2 "$3" "$program" import bare.json
  has "$3" "$3" err
}
wrong_endpoint 10.0.8.0/22 '' 'its client CIDR, 10.0.8.0/22, overlaps 10.0.0.0/16 of vpc-0a'
wrong_endpoint 172.16.0.0/22 '"VpnPort": 80,' 'its VPN port is 80'
wrong_endpoint 172.16.0.0/22 '"SessionTimeoutHours": 0,' 'its sessions last 0 hours'
sed 's/"ToPort": 2/"ToPort": 65536/' template/t.json >ports.json
expect 2 "a port of a template" "$program" import ports.json --parameter Group=x
has "a port of a template" 'no range of ports: 1 to 65536' err

# --- Two calls about one attachment ---
for order in 'a b' 'b a'; do
  rm -rf two
  mkdir two
  read -r first second <<<"$order"
  cat >"two/$first.json" <<END
{"TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-0a", "State": "modifying",
  "TransitGatewayId": "tgw-0a", "ResourceType": "vpc", "ResourceId": "vpc-0a",
  "Tags": [{"Key": "Name", "Value": "second"}]}]}
END
  cat >"two/$second.json" <<END
{$vpcs, "TransitGateways": [{"TransitGatewayId": "tgw-0a"}],
"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-0a", "State": "available",
  "TransitGatewayId": "tgw-0a", "VpcId": "vpc-0a", "SubnetIds": [],
  "Tags": [{"Key": "Name", "Value": "first"}]}]}
END
  expect 0 "two calls" "$program" import two --quiet
  mv out "two-$first"
done
cmp two-a two-b || fail "two calls about one attachment: the order of the files tells"
sed -i 's/"ResourceType": "vpc", //' two/*.json
expect 0 "two calls, one without a type" "$program" import two --quiet
mv out two-typeless
mv two/b.json two/0.json
expect 0 "two calls, one without a type" "$program" import two --quiet
cmp two-typeless out || fail "two calls, one without a type: the order of the files tells"
sed -i 's/"TransitGatewayId": "tgw-0a", "VpcId"/"TransitGatewayId": "tgw-0b", "VpcId"/' two/*.json
expect 2 "two calls that disagree" "$program" import two
has "two calls that disagree" "TransitGatewayId: another call says 'tgw-0" err

for order in 'a b' 'b a'; do
  rm -rf lists
  mkdir lists
  read -r first second <<<"$order"
  printf '{%s, "PrefixLists": [{"PrefixListId": "pl-0a", "PrefixListName": "com.amazonaws.eu-west-1.s3",
    "Cidrs": ["192.0.2.0/24"]}]}' "$vpcs" >"lists/$first.json"
  printf '{"PrefixLists": [{"PrefixListId": "pl-0a", "PrefixListName": "other", "State": "create-complete",
    "AddressFamily": "IPv4", "MaxEntries": 3, "Version": 1, "OwnerId": "AWS"}]}' >"lists/$second.json"
  expect 0 "two calls about a list" "$program" import lists --quiet
  mv out "lists-$first"
done
cmp lists-a lists-b || fail "two calls about one prefix list: the order of the files tells"

# --- Scale: what would be quadratic takes minutes at this size ---
mkdir many
cp cli/all.json many
awk 'BEGIN {
  printf "{\"AuthorizationRules\": ["
  for (n = 0; n < 60000; n++)
    printf "%s{\"ClientVpnEndpointId\": \"cvpn-endpoint-0a\", \"Status\": {\"Code\": \"active\"},\n" \
           " \"DestinationCidr\": \"10.%d.%d.0/24\", \"GroupId\": \"S-1-5-21-%d\"}",
           n ? ",\n" : "", n / 256, n % 256, n
  print "]}"
}' >many/rules.json
expect 0 "60000 authorization rules" timeout 60 "$program" import many --quiet
[ "$(grep -c '^10.* = S-1-5-21' out)" = 60000 ] || fail "60000 authorization rules: not all are there"

# --- The outside ---
"$program" import cli --quiet >expected.ini || fail "cannot import at all"
for locale in C de_DE.UTF-8 tr_TR.UTF-8 C.UTF-8; do
  expect 0 "in $locale" env LC_ALL="$locale" "$program" import cli --quiet
  cmp out expected.ini || fail "in $locale: other bytes"
done
expect 0 "from another folder" sh -c "cd / && '$program' import '$scratch/cli' --quiet"
cmp out expected.ini || fail "from another folder: other bytes"
expect 3 "a full disk" sh -c "'$program' import cli --quiet >/dev/full"
has "a full disk" 'No space left' err
expect 3 "a full disk for the report" sh -c "'$program' import cli -o x.ini >/dev/full"
rm -f x.ini
expect 3 "a closed output" sh -c "'$program' import cli --quiet >&-"
expect 0 "a closed error output" sh -c "'$program' import cli 2>&-"
cmp out expected.ini || fail "a closed error output: other bytes"
expect 3 "a folder that is not there" "$program" import cli -o none/x.ini
mkdir there.ini
mkfifo pipe.ini
ln -s nowhere dangling.ini
: >file.ini
for there in there.ini pipe.ini dangling.ini file.ini; do
  expect 2 "$there" "$program" import cli -o "$there"
  has "$there" "$there: is there already" err
done
expect 2 "a folder, with --force" "$program" import cli -o there.ini --force
expect 0 "a file, with --force" "$program" import cli -o file.ini --force
cmp file.ini expected.ini || fail "a file, with --force: other bytes"
if [ "$(id -u)" != 0 ]; then
  mkdir shut
  chmod a-w shut
  expect 3 "a folder that is shut" "$program" import cli -o shut/x.ini
  cp -r cli unread
  cp cli/all.json unread/b.json
  chmod a-r unread/b.json
  expect 2 "a file that is not to be read" "$program" import unread
  has "a file that is not to be read" 'unread/b.json: error: Permission denied' err
fi
[ -z "$(find . -name '.*.ini.*')" ] || fail "a file is left over: $(find . -name '.*.ini.*')"

# Within the folder, beside links that lead nowhere or around: not read the next time.
cp -r cli inner
mkdir inner/deep
ln -s ../inner inner/deep/loop
expect 0 "-o within the folder" "$program" import inner -o inner/x.ini
expect 0 "-o within the folder, again" "$program" import inner -o inner/x.ini --force
cmp inner/x.ini expected.ini || fail "-o within the folder: other bytes"
ln -s nowhere inner/broken.json
expect 2 "a broken link" "$program" import inner
has "a broken link" 'inner/broken.json: error:' err

# An interruption, whenever it comes, leaves the whole file or nothing. (What a shell starts in the
# background ignores it.)
"$program" import many --quiet >many.ini
for wait in 0.02 0.1 0.2 0.3 0.4 0.5 0.7; do
  rm -rf inter
  mkdir inter
  checks=$((checks + 1))
  env --default-signal=INT timeout -s INT "$wait" "$program" import many -o inter/x.ini >/dev/null 2>&1
  status=$?
  case $status:$(ls -A inter) in
    0:x.ini | 124: | 124:x.ini) ;;
    *) fail "an interruption after $wait s: exit status $status, left '$(ls -A inter)'" ;;
  esac
  [ ! -e inter/x.ini ] || cmp inter/x.ini many.ini || fail "an interruption after $wait s: half a file"
done

echo "$checks checks, $failed failed"
[ "$failed" = 0 ]
