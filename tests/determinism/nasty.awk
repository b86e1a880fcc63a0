# nasty.awk -v seed=N [-v events=N]: the traffic and the events of nasty.ini, at random.
#
# Events come in bursts, with time between them for flows that are alike.  Most do not end
# sessions, so that flows are there to meet them.  A list of flows goes to the file `flows`.

function below (n) { return int (rand () * n) }
function pick (text,   words) { return words[1 + below(split (text, words, "|"))] }

function traffic (name, clients,   kind) {
  kind = pick("tcp|udp|ping|mixed")
  printf "\n[traffic %s]\nclients = %s\nevery = exponential %ds\n", name, clients, 2 + below(7)
  if (kind == "tcp")
    print "to = " pick("wiki tcp 443|wiki tcp 443; shop tcp 443; site tcp 443|" \
                       "198.51.100.10 tcp 443|neighbour tcp 22; printer tcp 22; printer tcp 443|" \
                       "10.2.0.7 tcp 445; 10.3.0.7 tcp 445|10.0.0.2 tcp 53; 203.0.113.9 tcp 80")
  else if (kind == "udp")
    print "to = " pick("wiki udp 500; wiki udp 99|neighbour udp 53; wiki udp 600|" \
                       "10.0.0.2 udp 53|site udp 443; shop udp 9|printer udp 53; 10.2.0.9 udp 7")
  else if (kind == "ping")
    print "to = " pick("wiki icmp; shop icmp; neighbour icmp|site icmp; shop icmp 13|10.2.0.3 icmp; wiki icmp")
  else
    print "to = wiki tcp 443; wiki udp 500; wiki icmp; shop udp 9; site tcp 443; site icmp; site udp 443; 10.0.0.2 udp 53"
  print "packet-size = " pick("1400B|uniform 1B 1500B|uniform 1200B 1450B|uniform 1270B 1275B|9000B|exponential 900B")
  print "request = " pick("200B|lognormal 2kB 1|uniform 1B 2800B|20kB")
  print "response = " pick("100B|lognormal 20kB 1|uniform 1B 2800B")
  if (rand () < 0.6)
    print "idle = " pick("exponential 30s|uniform 29s 31s|uniform 20s 70s|uniform 340s 360s|exponential 100s|uniform 90s 130s")
}

function action () {
  return pick("set-acl-entry acl-land inbound " pick("50|60|105|115") " " pick("allow|deny") " " \
      pick("tcp|udp") " " pick("40000-40008|40015-50500|49152-65535|1024-3000") " " pick("0.0.0.0/0|10.0.0.0/16|198.51.100.0/24") \
      "|unset-acl-entry acl-land inbound " pick("50|60|105|115") \
      "|set-acl-entry acl-app outbound " pick("50|60") " deny " pick("tcp *|udp *|icmp|tcp 40000-40010|udp 50000-65535") " " pick("0.0.0.0/0|10.0.1.0/24") \
      "|unset-acl-entry acl-app outbound " pick("50|60") \
      "|set-acl-entry acl-land outbound 50 deny " pick("udp 53|tcp 443|icmp|udp *") " 0.0.0.0/0" \
      "|unset-acl-entry acl-land outbound 50" \
      "|set-route rtb-land " pick("172.31.0.0/16|198.51.100.0/24|192.168.0.0/16|203.0.113.0/24") " " \
      pick("pcx-ab|nat-a|nat-b|fw|igw-a|vgw-a|blackhole") \
      "|set-route rtb-land 198.51.100.0/24 " pick("nat-a|nat-b|fw") \
      "|set-route rtb-land 172.31.0.0/16 " pick("pcx-ab|fw") \
      "|unset-route rtb-land " pick("203.0.113.0/24|192.168.0.0/16") \
      "|set-route rtb-web 10.0.0.0/16 " pick("pcx-ab|pcx-ab|blackhole") \
      "|" zone())
}

function zone () {
  if (rand () < 0.15)
    return "fail-availability-zone us-east-1" pick("a|b|c")
  return "restore-availability-zone us-east-1" pick("a|b|c")
}

# With an endpoint of its own.
function endpoint_action (endpoint) {
  return pick("apply-security-groups " pick("sg-vpn|sg-narrow|sg-vpn sg-narrow") \
      "|apply-security-groups sg-vpn" \
      "|create-route " pick("192.168.0.0/16|203.0.113.0/24|172.31.5.0/24") " " pick("land-a|land-b|land-c") \
      "|delete-route " pick("192.168.0.0/16|203.0.113.0/24|172.31.5.0/24") " " pick("land-a|land-b|land-c") \
      "|authorize " pick("198.51.100.0/24|172.31.5.0/24|10.0.10.10/32") " " pick("ops|engineering|*") \
      "|revoke " pick("198.51.100.0/24|172.31.5.0/24|10.0.10.10/32") " " pick("ops|engineering|*") \
      "|modify-endpoint split-tunnel " pick("true|false") \
      "|modify-endpoint security-groups " pick("sg-vpn|sg-narrow") \
      "|modify-endpoint session-timeout " pick("8h|10h") \
      "|associate land-c|disassociate land-c|disassociate land-a|associate land-a")
}

function event (n, at,   endpoint) {
  printf "\n[event e%d]\nat = %dms\n", n, at
  if (rand () < 0.06) {
    endpoint = pick("cvpn-1|cvpn-2")
    printf "endpoint = %s\naction = %s\n", endpoint, endpoint_action(endpoint)
  } else if (rand () < 0.02)
    print "action = terminate-connections " pick("staff|ops-3|guests|ana")
  else
    print "action = " action()
}

BEGIN {
  srand (seed)
  if (events == "") events = 250
  for (i = 0; i < 6; i++)
    traffic("t" i, pick("staff; ops|guests|listed; guests|staff; listed|ops|staff; ops; guests; listed"))
  printf "\n[traffic lists]\nclients = listed\nfrom-csv = nasty-flows.csv\nidle = %s\n", pick("0s|uniform 29s 31s")
  print "time,user,destination,protocol,port,request,response" > flows
  for (i = 0; i < 400; i++)
    printf "%.3f,%s,%s,%s\n", 5 + i, pick("ana|ben|cleo"), pick("wiki|shop|10.0.10." below(250) "|198.51.100." below(250) "|site"),
        pick("tcp,443,1kB,10kB|udp," 490 + below(120) ",300B,300B|udp,443,9kB,9kB|icmp,,64B,64B") > flows
  at = 15000
  for (i = 0; i < events; i++) {
    at += rand () < 0.85 ? below(60) : below(25000)
    event(i, at)
  }
}
