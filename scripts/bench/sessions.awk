# sessions.awk: sessions and their flows over a configuration of a given size, as a
# scenario on standard output.
#
#   awk -v clients=100000 -f scripts/bench/sessions.awk
#   awk -v people=150000 -v associations=5 -v rules=200 -v routes=100 -f scripts/bench/sessions.awk
#
# The first is the session model, which other simulators can have, too
# (tests/bench/peers). Clients arrive in a Poisson stream over one hour, which ends
# the run: 20 ms for DNS, 150 ms to authenticate, an address of a pool of 0.35 of
# the clients; who finds none is gone. Sessions are exponential around 30 minutes. In
# each is a flow every exponential 60 s, the first one after such a gap, too, to a
# destination drawn uniformly. Each stage of a flow takes 50 us and has ten rules:
# ten authorization rules, routes of the endpoint, rules of security groups and
# entries of network ACLs at either end, routes of the subnets.
#
# The pool is the quota of concurrent connections, which can be any number, of one
# endpoint with addresses enough. With pools = 1 it is addresses: a client CIDR is a
# power of two, of which half can be used, so there are as many endpoints as come
# within a hundredth of the pool (or as near as the smallest client CIDR comes), and
# the clients are divided evenly among them.
#
# With people it is a working day instead: a closed population with the office-day
# profile, in teams with access groups, latencies and sizes as they are by default,
# and half of the destinations in a VPC behind a peering.
#
# Destinations are hosts of ten applications, which have a subnet each. Sizes beyond
# ten add rules for other blocks, before those that are needed.

function number (value, otherwise) { return value == "" ? otherwise : value + 0 }

function landing (i) { return "landing-" i }

function endpoint (e) { return "cvpn-" e }

function all_landings (    i, list) {
  for (i = 0; i < associations; i++)
    list = list (i > 0 ? "; " : "") landing(i)
  return list
}

function is_far (app) { return people && app % 2 }

function app_block (app) { return (is_far(app) ? "10.2." : "10.1.") app ".0" }

# The block that entry i of n is about: others first, then those of the applications; of
# few entries the last is for all of them.
function block (i, n) {
  if (i >= n - apps && n >= apps)
    return app_block(i - (n - apps)) "/24"
  if (i == n - 1)
    return "10.0.0.0/8"
  return 20 + int(i / 65536) "." int(i / 256) % 256 "." i % 256 ".0/24"
}

# The quota or the addresses that each endpoint has, and how many endpoints there are.
function make_pools (    wanted, size, error) {
  wanted = int(0.35 * clients)
  if (!pools) {
    endpoints = 1
    quota = wanted
    prefix = 12
    return
  }
  for (prefix = 12; prefix <= 22; prefix++) {
    size = 2 ^ (31 - prefix)
    endpoints = int(wanted / size + 0.5)
    error = endpoints * size / wanted - 1
    if (endpoints > 0 && error * error <= 0.0001)
      break
  }
  if (prefix > 22)
    prefix = 22
  quota = 2 ^ (32 - prefix)
}

function acl (name, vpc, near,    i, out) {
  print "\n[network-acl " name "]\nvpc = " vpc
  for (i = 0; i < acl_entries; i++) {
    out = near ? block(i, acl_entries) : i < acl_entries - 1 ? "20.0." i % 256 ".0/24" : "10.0.0.0/16"
    print "outbound " 10 + i " = allow tcp " (near ? "443 " : "1024-65535 ") out
    print "inbound " 10 + i " = allow tcp " (near ? "1024-65535 " : "443 ") out
  }
}

# Routes to networks behind a VPN, and to the other VPC where there is one.
function route_table (name, vpc, gateway, other,    i) {
  print "\n[route-table " name "]\nvpc = " vpc
  for (i = people ? 1 : 0; i < subnet_routes; i++)
    print block(i, subnet_routes + apps) " = " gateway
  if (people)
    print other " = pcx-far"
}

function groups (name, vpc,    i) {
  print "\n[security-group " name "]\nvpc = " vpc
  printf "ingress = "
  for (i = 0; i < group_rules - 1; i++)
    printf "tcp %d 10.0.0.0/16; ", 8000 + i
  print "tcp 443 10.0.0.0/16"
}

function near_vpc (    i) {
  print "\n[vpc vpc-near]\ncidr-block = 10.0.0.0/16; 10.1.0.0/16"
  acl("acl-landings", "vpc-near", 1)
  print "\n[virtual-private-gateway vgw-near]\nvpc = vpc-near"
  route_table("rtb-near", "vpc-near", "vgw-near", "10.2.0.0/16")
  for (i = 0; i < associations; i++)
    print "\n[subnet " landing(i) "]\nvpc = vpc-near\navailability-zone = zone-" i \
      "\ncidr-block = 10.0." i ".0/24\nnetwork-acl = acl-landings\nroute-table = rtb-near"
  print "\n[security-group sg-endpoint]\nvpc = vpc-near"
  printf "egress = "
  for (i = 0; i < group_rules; i++)
    printf "%stcp 443 %s", (i > 0 ? "; " : ""), block(i, group_rules)
  print ""
}

function applications (far,    vpc, i) {
  vpc = far ? "vpc-far" : "vpc-near"
  acl("acl-" vpc, vpc, 0)
  groups("sg-" vpc, vpc)
  for (i = 0; i < apps; i++)
    if (is_far(i) == far)
      print "\n[subnet app-" i "]\nvpc = " vpc "\navailability-zone = zone-" i % associations \
        "\ncidr-block = " app_block(i) "/24\nnetwork-acl = acl-" vpc "\nroute-table = rtb-" (far ? "far" : "near")
  for (i = 0; i < hosts; i++)
    if (is_far(i % apps) == far)
      print "\n[host host-" i "]\nsubnet = app-" i % apps "\naddress = " \
        substr(app_block(i % apps), 1, length(app_block(i % apps)) - 1) 4 + int(i / apps) \
        "\nsecurity-groups = sg-" vpc "\nlisten = tcp 443"
}

function far_vpc () {
  print "\n[vpc vpc-far]\ncidr-block = 10.2.0.0/16"
  print "\n[vpc-peering-connection pcx-far]\nrequester-vpc = vpc-near\naccepter-vpc = vpc-far"
  print "\n[virtual-private-gateway vgw-far]\nvpc = vpc-far"
  route_table("rtb-far", "vpc-far", "vgw-far", "10.0.0.0/16")
  applications(1)
}

function client_vpn (e,    i, first) {
  first = e * 2 ^ (32 - prefix)
  print "\n[client-vpn-endpoint " endpoint(e) "]\nclient-cidr-block = 172." 16 + int(first / 65536) \
    "." int(first / 256) % 256 ".0/" prefix
  print "target-networks = " all_landings() "\nautomatic-routes =\nsecurity-groups = sg-endpoint"
  print "\n[client-vpn-routes " endpoint(e) "]"
  for (i = 0; i < routes; i++)
    print block(i, routes) " = " all_landings()
  print "\n[authorization-rules " endpoint(e) "]"
  for (i = 0; i < rules; i++)
    print block(i, rules) " = " (teams > 1 && i < rules - apps ? "team-" i % teams : "*")
}

function population (name, e,    i) {
  print "\n[clients " name "]\nendpoint = " endpoint(e)
  if (people)
    print "groups = " name "\ncount = " int(people / teams) "\narrival = office-day"
  else
    print "arrival = poisson " clients / endpoints "/h\nsession = exponential 30min\nretry = 0"
  print "\n[traffic of-" name "]\nclients = " name "\nevery = exponential " every "\nfirst = exponential " every
  if (!people)
    print "request = 2kB\nresponse = 50kB"
  printf "to = "
  for (i = 0; i < hosts; i++)
    printf "%shost-%d tcp 443", (i > 0 ? "; " : ""), i
  print ""
}

function heading () {
  if (people) {
    print "[scenario]\ntitle = A day of the largest endpoint\nstart = 00:00\nduration = 1d\nseed = 1"
    return
  }
  print "[scenario]\ntitle = Session model\nduration = 1h\nseed = 1"
  print "\n[latency]\ndns = 20ms\nhandshake = 0s\nauthentication = 150ms\nclient = 0s\nstage = 50us"
  print "same-zone = 0s\ncross-zone = 0s"
  print "\n[quotas]\nconcurrent-connections = " quota "\nendpoints = " endpoints
}

BEGIN {
  clients = number(clients, 10000)
  people = number(people, 0)
  teams = number(teams, 1)
  associations = number(associations, 3)
  rules = number(rules, 10)
  routes = number(routes, 10)
  subnet_routes = number(subnet_routes, 10)
  group_rules = number(group_rules, 10)
  acl_entries = number(acl_entries, 10)
  hosts = number(hosts, 30)
  every = every == "" ? "60s" : every
  apps = 10

  endpoints = 1
  prefix = 12
  if (!people)
    make_pools()
  heading()
  near_vpc()
  applications(0)
  if (people)
    far_vpc()
  for (e = 0; e < endpoints; e++)
    client_vpn(e)
  for (e = 0; e < (people ? teams : endpoints); e++)
    population("team-" e, people ? 0 : e)
}
