# large.awk: a scenario of a given number of bytes, as text on standard output.
#
#   awk -v bytes=50000000 -f scripts/bench/large.awk
#
# An endpoint, and VPCs behind a transit gateway, which are as large as they need be:
# subnets with a route table and a network ACL of their own, security groups, prefix
# lists and hosts; then authorization rules and a closed population.

function put (text) {
  print text
  written += length(text) + 1
}

function prefix_list (name, block,    i, list) {
  for (i = 0; i < 250; i++)
    list = list (i > 0 ? "; " : "") block i ".0/28"
  put("\n[prefix-list " name "]\nentries = " list)
}

function acl (name, vpc, block,    i) {
  put("\n[network-acl " name "]\nvpc = " vpc)
  for (i = 1; i < 20; i++)
    put("inbound " 10 * i " = deny tcp " 1000 + i " " block i ".0/24\noutbound " 10 * i " = allow udp " 2000 + i " 0.0.0.0/0")
  put("inbound 30000 = allow all 0.0.0.0/0\noutbound 30000 = allow all 0.0.0.0/0")
}

function security_group (name, vpc, block,    i, list) {
  for (i = 0; i < 59; i++)
    list = list (i > 0 ? "; " : "") "tcp " 8000 + i " " block 200 + i % 50 ".0/24"
  put("\n[security-group " name "]\nvpc = " vpc "\ningress = tcp 443 10.0.0.0/16; " list)
}

function hosts (place, block, group,    h) {
  for (h = 0; h < 40; h++)
    put("\n[host host-" place "-" h "]\nsubnet = subnet-" place "\naddress = " block 4 + h \
      "\nsecurity-groups = " group "\nlisten = tcp 443; tcp 8000-8100; udp 53; icmp")
}

function vpc (w,    name, block, s, place, i) {
  name = "vpc-" w
  block = 11 + int(w / 256) "." w % 256 "."
  put("\n[vpc " name "]\ncidr-block = " block "0.0/16")
  put("\n[transit-gateway-attachment att-" w "]\ntransit-gateway = tgw-hub\nvpc = " name \
    "\nsubnets = subnet-" w "-0\nroute-table = trt-hub")
  prefix_list("pl-" w, block)
  security_group("sg-" w, name, block)
  for (s = 0; s < 20; s++) {
    place = w "-" s
    put("\n[subnet subnet-" place "]\nvpc = " name "\navailability-zone = zone-0\ncidr-block = " block s \
      ".0/24\nroute-table = rtb-" place "\nnetwork-acl = acl-" place)
    put("\n[route-table rtb-" place "]\nvpc = " name "\n10.0.0.0/16 = tgw-hub")
    for (i = 0; i < 49; i++)
      put("192.168." i ".0/24 = tgw-hub")
    acl("acl-" place, name, block)
    hosts(place, block s ".", "sg-" w)
  }
}

BEGIN {
  bytes = bytes == "" ? 50000000 : bytes + 0
  put("[scenario]\ntitle = A large file")
  put("\n[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n\n[subnet landing]\nvpc = vpc-a\navailability-zone = zone-0")
  put("cidr-block = 10.0.0.0/24\nroute-table = rtb-a\n\n[transit-gateway tgw-hub]\n")
  put("[transit-gateway-attachment att-a]\ntransit-gateway = tgw-hub\nvpc = vpc-a\nsubnets = landing")
  put("route-table = trt-hub\n\n[route-table rtb-a]\nvpc = vpc-a\n0.0.0.0/0 = tgw-hub")
  put("\n[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 172.16.0.0/12\ntarget-networks = landing")
  put("\n[authorization-rules cvpn-1]\n10.0.0.0/16 = *\n11.0.0.0/8 = *\n\n[client-vpn-routes cvpn-1]")
  put("11.0.0.0/8 = landing\n\n[clients staff]\nendpoint = cvpn-1\narrival = at 0s")
  for (w = 0; written < bytes; w++)
    vpc(w)
  list = "propagating = att-a"
  for (i = 0; i < w; i++)
    list = list "; att-" i
  put("\n[transit-gateway-route-table trt-hub]\ntransit-gateway = tgw-hub\n" list)
}
