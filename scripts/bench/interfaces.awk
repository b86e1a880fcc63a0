# interfaces.awk: more of tests/import/cases/C01, as the AWS CLI prints it: 'count'
# network interfaces of instances, in subnets of 250 each, for the answers that the
# variables 'interfaces' and 'subnets' name as files.
#
#   awk -v count=50000 -v interfaces=more.json -v subnets=more-subnets.json -f scripts/bench/interfaces.awk

function interface (n,    s, address, id) {
  s = int(n / 250)
  address = "10.0." 16 + s "." 4 + n % 250
  id = sprintf("0badcafe%09x", n)
  printf "%s        {\n", (n > 0 ? ",\n" : "") > interfaces
  printf "            \"Attachment\": {\n                \"AttachTime\": \"2024-02-01T09:12:44.000Z\",\n" > interfaces
  printf "                \"AttachmentId\": \"eni-attach-%s\",\n                \"DeleteOnTermination\": true,\n", id > interfaces
  printf "                \"DeviceIndex\": 0,\n                \"InstanceId\": \"i-%s\",\n", id > interfaces
  printf "                \"InstanceOwnerId\": \"111122223333\",\n                \"Status\": \"attached\"\n            },\n" > interfaces
  printf "            \"AvailabilityZone\": \"us-east-1a\",\n            \"Description\": \"\",\n" > interfaces
  printf "            \"Groups\": [\n                {\n                    \"GroupName\": \"x\",\n" > interfaces
  printf "                    \"GroupId\": \"sg-1a2b3c4d\"\n                }\n            ],\n" > interfaces
  printf "            \"InterfaceType\": \"interface\",\n            \"Ipv6Addresses\": [],\n" > interfaces
  printf "            \"MacAddress\": \"0a:ff:e1:22:33:44\",\n            \"NetworkInterfaceId\": \"eni-%s\",\n", id > interfaces
  printf "            \"OwnerId\": \"111122223333\",\n            \"PrivateIpAddress\": \"%s\",\n", address > interfaces
  printf "            \"PrivateIpAddresses\": [\n                {\n                    \"Primary\": true,\n" > interfaces
  printf "                    \"PrivateIpAddress\": \"%s\"\n                }\n            ],\n", address > interfaces
  printf "            \"RequesterManaged\": false,\n            \"SourceDestCheck\": true,\n" > interfaces
  printf "            \"Status\": \"in-use\",\n            \"SubnetId\": \"subnet-%08x\",\n", 1048576 + s > interfaces
  printf "            \"TagSet\": [],\n            \"VpcId\": \"vpc-2f09a348\"\n        }" > interfaces
}

function subnet (s) {
  printf "%s        {\n            \"AvailabilityZone\": \"us-east-1a\",\n", (s > 0 ? ",\n" : "") > subnets
  printf "            \"AvailableIpAddressCount\": 1,\n            \"CidrBlock\": \"10.0.%d.0/24\",\n", 16 + s > subnets
  printf "            \"State\": \"available\",\n            \"SubnetId\": \"subnet-%08x\",\n", 1048576 + s > subnets
  printf "            \"VpcId\": \"vpc-2f09a348\"\n        }" > subnets
}

BEGIN {
  print "{\n    \"NetworkInterfaces\": [" > interfaces
  for (n = 0; n < count; n++)
    interface(n)
  print "\n    ]\n}" > interfaces
  print "{\n    \"Subnets\": [" > subnets
  for (s = 0; s * 250 < count; s++)
    subnet(s)
  print "\n    ]\n}" > subnets
}
