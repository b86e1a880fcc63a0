# network.awk: a configuration of a given size, as a scenario on standard output.
#
#   awk -v routes=50 -v hosts=100 -f scripts/bench/network.awk
#
# Each size that is not given is the documented maximum (AWS Client VPN
# Administrator Guide, "Client VPN quotas"; Amazon VPC User Guide, "Amazon VPC
# quotas"), or what an organisation of that size has.  The same sizes and seed
# give the same file.
#
# One VPC with the endpoint, 16 peered ones, 16 behind a transit gateway, an
# office behind a VPN; split tunnel.  Most of what is authorized works on every
# landing.  Planted are a destination of the endpoint with a route for the first
# landing only, a subnet table that lacks one, a blackhole, an ACL that denies
# ports to one VPC, a far table that answers the first landing only, and a group
# that admits the first landing only.

function number (value, otherwise) { return value == "" ? otherwise : value + 0 }

# Park and Miller's generator: the same with every awk.
function draw (n) {
  state = state * 16807 % 2147483647
  return int (state / 2147483647 * n)
}

function pick (list,    items, n) {
  n = split (list, items, ",")
  return items[1 + draw(n)]
}

function vpc_block (w) { return w < 16 ? "172." (16 + w) : "10." (64 + w - 16) }

# Number n of the destinations that there are, and what leads there.
function block (n,    w, m) {
  if (n == 0)
    return "0.0.0.0/0"
  if (n <= 32)
    return vpc_block(n - 1) ".0.0/16"
  if (n == 33)
    return "192.168.0.0/16"
  m = n - 34
  w = m % 33
  return (w == 32 ? "192.168" : vpc_block(w)) "." (4 + int (m / 33)) ".0/24"
}

function target (n,    w) {
  if (n == 0)
    return "igw-a"
  w = n <= 33 ? n - 1 : (n - 34) % 33
  return w < 16 ? "pcx-" w : w < 32 ? "tgw-hub" : "vgw-a"
}

function landing (i) { return "landing-" i }

function all_landings (    i, list) {
  for (i = 0; i < associations; i++)
    list = list (i > 0 ? "; " : "") landing(i)
  return list
}

function service (    port) {
  port = 1024 + 16 * draw(3000)
  return pick("tcp,tcp,tcp,udp") " " (draw(3) == 0 ? port "-" (port + draw(400)) : port)
}

# What few would plan: any block within what there is.
function fine_block (    w) {
  w = draw(33)
  return (w == 32 ? "192.168" : vpc_block(w)) "." (4 * draw(60)) ".0/" (22 + draw(3))
}

function acl (name, vpc, plant,    i) {
  print "\n[network-acl " name "]\nvpc = " vpc
  if (plant)
    print "outbound 50 = deny tcp 8100-8199 172.23.0.0/16"
  for (i = plant ? 1 : 0; i < acl_entries - 1; i++)
    print "outbound " 100 + 10 * i " = deny " services[i] " " peers[i]
  print "outbound 30000 = allow all 0.0.0.0/0"
  for (i = 0; i < acl_entries - 1; i++)
    print "inbound " 100 + 10 * i " = deny tcp " 100 + 20 * i " " peers[i]
  print "inbound 30000 = allow all 0.0.0.0/0"
}

function host_group (w, vpc,    i, list) {
  list = "icmp 10.0.0.0/16; tcp 443 10.0.0.0/16; tcp 22 10.0.0.0/16; tcp 8000-8999 10.0.0.0/16"
  for (i = 4; i < group_rules; i++)
    list = list "; " (w == 3 && i == 4 ? "tcp 5432 10.0.0.0/24" \
      : i % 2 ? "tcp " 5440 + 10 * i + w " 10.0.0.0/16" : service() " " fine_block())
  print "\n[security-group sg-" w "]\nvpc = " vpc "\ningress = " list
}

function endpoint_vpc (    i, n) {
  print "\n[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n[internet-gateway igw-a]\nvpc = vpc-a"
  print "[virtual-private-gateway vgw-a]\nvpc = vpc-a"
  for (i = 0; i < associations; i++) {
    print "\n[subnet " landing(i) "]\nvpc = vpc-a\navailability-zone = zone-" i
    print "cidr-block = 10.0." i ".0/24\nroute-table = rtb-" i "\nnetwork-acl = acl-" i
    print "\n[route-table rtb-" i "]\nvpc = vpc-a"
    for (n = 0; n < subnet_routes; n++)
      if (i != 1 || n != 7)
        print block(n) " = " (i == 2 && n == 9 ? "blackhole" : target(n))
    acl("acl-" i, "vpc-a", i == associations - 1)
  }
  for (i = 0; i < 8; i++)
    print "\n[subnet app-" i "]\nvpc = vpc-a\navailability-zone = zone-" i \
      "\ncidr-block = 10.0." 200 + i ".0/24"
  host_group("a", "vpc-a")
}

function far_vpc (w,    vpc, i) {
  vpc = "vpc-" w
  print "\n[vpc " vpc "]\ncidr-block = " vpc_block(w) ".0.0/16"
  print "[subnet far-" w "]\nvpc = " vpc "\navailability-zone = zone-0\ncidr-block = " \
    vpc_block(w) ".1.0/24\nroute-table = rtb-far-" w "\nnetwork-acl = acl-far-" w
  print "[route-table rtb-far-" w "]\nvpc = " vpc
  print (w == 12 ? "10.0.0.0/24" : "10.0.0.0/16") " = " (w < 16 ? "pcx-" w : "tgw-hub")
  if (w < 16)
    print "[vpc-peering-connection pcx-" w "]\nrequester-vpc = vpc-a\naccepter-vpc = " vpc
  else
    print "[transit-gateway-attachment att-" w "]\ntransit-gateway = tgw-hub\nvpc = " vpc \
      "\nsubnets = far-" w "\nroute-table = trt-hub"
  acl("acl-far-" w, vpc, 0)
  host_group(w, vpc)
}

function transit (    w) {
  print "\n[transit-gateway tgw-hub]\n[transit-gateway-attachment att-a]"
  print "transit-gateway = tgw-hub\nvpc = vpc-a\nsubnets = " all_landings() "\nroute-table = trt-hub"
  print "[transit-gateway-route-table trt-hub]\ntransit-gateway = tgw-hub"
  printf "propagating = att-a"
  for (w = 16; w < 32; w++)
    printf "; att-%d", w
  print ""
}

function office () {
  print "\n[network office]\ncidr-block = 192.168.0.0/16"
  print "firewall = deny tcp 3389 0.0.0.0/0; deny udp 137-139 0.0.0.0/0; allow all 0.0.0.0/0"
  print "[vpn-connection vpn-office]\ngateway = vgw-a\nnetwork = office\nroutes = 192.168.0.0/16"
}

function host (h,    p, last, place) {
  p = h % 41
  last = 10 + int (h / 41)
  print "\n[host host-" h "]"
  if (p == 40)
    print "network = office\naddress = 192.168.1." last
  else if (p < 32)
    print "subnet = far-" p "\naddress = " vpc_block(p) ".1." last "\nsecurity-groups = sg-" p
  else
    print "subnet = app-" p - 32 "\naddress = 10.0." 200 + p - 32 "." last "\nsecurity-groups = sg-a"
  if (draw(5) > 0)
    print "listen = tcp 443; tcp " pick("22,8080,8000-8999,5432") "; " \
      pick("icmp,icmp 8,tcp 23,tcp 8443,udp 53") "; tcp " 9000 + draw(900)
}

function endpoint (    i, s, list) {
  for (s = 0; s < 5; s++) {
    list = s > 0 ? "tcp 443 10.0.0.0/8" : "all 10.0.0.0/16; icmp 0.0.0.0/0; tcp 443 0.0.0.0/0" \
      "; tcp 22 0.0.0.0/0; tcp 5432-5999 0.0.0.0/0; tcp 8000-8999 0.0.0.0/0"
    for (i = s > 0 ? 1 : 6; i < group_rules; i++)
      list = list "; " service() " " (i % 3 ? fine_block() : block(1 + draw(33)))
    print "\n[security-group sg-vpn-" s "]\nvpc = vpc-a\negress = " list
  }
  print "\n[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.128.0.0/20"
  print "target-networks = " all_landings() "\nauthentication = directory\nsplit-tunnel = true"
  print "security-groups = sg-vpn-0; sg-vpn-1; sg-vpn-2; sg-vpn-3; sg-vpn-4"
  print "\n[client-vpn-routes cvpn-1]"
  for (i = 1; i < endpoint_routes; i++) # beside the automatic one
    print block(i) " = " (i == 5 || i == 21 ? landing(0) : all_landings())
}

# Two of three blocks are for everyone, what is finer for one team.
function authorization (    i, key, seen) {
  print "\n[authorization-rules cvpn-1]\n10.0.0.0/16 = *"
  for (i = 1; i < rules; i++) {
    key = i <= 33 ? block(i) : fine_block()
    while (key in seen)
      key = fine_block()
    seen[key] = 1
    print key " = " (i <= 33 && i % 3 ? "*" : i <= 33 ? "staff" : "team-" draw(teams))
  }
}

BEGIN {
  state = 1 + number(seed, 1)
  associations = number(associations, 5)
  endpoint_routes = number(routes, 100)
  rules = number(rules, 200)
  teams = number(teams, 40)
  subnet_routes = number(subnet_routes, 500)
  acl_entries = number(acl_entries, 40)
  group_rules = number(group_rules, 60)
  hosts = number(hosts, 200)

  for (i = 0; i < acl_entries; i++) {
    services[i] = service()
    peers[i] = i % 4 ? fine_block() : block(1 + draw(32))
  }
  print "[scenario]\ntitle = A configuration of a given size"
  endpoint_vpc()
  for (w = 0; w < 32; w++)
    far_vpc(w)
  transit()
  office()
  for (h = 0; h < hosts; h++)
    host(h)
  endpoint()
  authorization()
  for (i = 0; i < teams; i++)
    print "\n[clients team-" i "]\nendpoint = cvpn-1\ngroups = staff; team-" i \
      "\ncount = 10\narrival = at 0s"
}
