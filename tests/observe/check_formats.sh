#!/usr/bin/env bash
# check_formats.sh PROGRAM ROOT: are a run's logs what AWS's documents say?
#
# Readers that know the documents and not the program: connection_log.awk and flow_logs.awk.
# What they must refuse is tried first.  Then, of a run:
#
#   - the flow logs have for each flow of flows.csv the records that logs.expected says, and
#     never a client's address;
#   - the connection log has an attempt and a reset for each session of sessions.csv;
#   - the list of connections has those that are still there, and those that ended lately;
#   - log-ins by SAML, vanished clients and lost zones leave a log by the same rules.
set -euo pipefail

program=$(realpath "$1")
cd "$2/tests/observe"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
faults=0

fault () {
  echo "$*"
  faults=$((faults + 1))
}

# The example of the document, and the reset that goes with it.
cat >"$scratch/good.jsonl" <<'LOG'
{"connection-log-type":"connection-attempt","connection-attempt-status":"successful","connection-reset-status":"NA","connection-attempt-failure-reason":"NA","connection-id":"cvpn-connection-abc123abc123abc12","client-vpn-endpoint-id":"cvpn-endpoint-aaa111bbb222ccc33","transport-protocol":"udp","connection-start-time":"2020-03-26 20:37:15","connection-last-update-time":"2020-03-26 20:37:15","client-ip":"10.0.1.2","common-name":"client1","device-type":"mac","device-ip":"98.247.202.82","port":"50096","ingress-bytes":"0","egress-bytes":"0","ingress-packets":"0","egress-packets":"0","connection-end-time":"NA","username":"joe","connection-duration-seconds":"0"}
{"connection-log-type":"connection-reset","connection-attempt-status":"NA","connection-reset-status":"NA","connection-attempt-failure-reason":"NA","connection-id":"cvpn-connection-abc123abc123abc12","client-vpn-endpoint-id":"cvpn-endpoint-aaa111bbb222ccc33","transport-protocol":"udp","connection-start-time":"2020-03-26 20:37:15","connection-last-update-time":"2020-03-26 20:42:33","client-ip":"10.0.1.2","common-name":"client1","device-type":"mac","device-ip":"98.247.202.82","port":"50096","ingress-bytes":"21017","egress-bytes":"16438","ingress-packets":"330","egress-packets":"325","connection-end-time":"2020-03-26 20:42:33","username":"joe","connection-duration-seconds":"318"}
LOG
cat >"$scratch/good.txt" <<'LOG'
version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK
2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 0 0 1 4 336 1418530010 1418530070 REJECT OK
LOG

# The reader $1 must refuse what the sed script $3 makes of the good file $2.
refuses () {
  sed -E "$3" "$scratch/$2" >"$scratch/bad"
  ! cmp -s "$scratch/$2" "$scratch/bad" || fault "$1: '$3' changes nothing"
  ! awk -f "$1" "$scratch/bad" >/dev/null || fault "$1: takes what is wrong: $3"
}

try_readers () {
  awk -f connection_log.awk "$scratch/good.jsonl" || fault "the document's own log is refused"
  awk -f flow_logs.awk "$scratch/good.txt" || fault "the document's own records are refused"
  while IFS= read -r change; do
    refuses connection_log.awk good.jsonl "$change"
  done <<'CHANGES'
1d
2s/abc12"/abc13"/
1s/"successful"/"success"/
1s/"successful"/"failed"/
1s/"connection-attempt-failure-reason":"NA"/"connection-attempt-failure-reason":"wrong-credentials"/
1s/"connection-attempt-failure-reason":"NA"/"connection-attempt-failure-reason":"client-connect-failed"/
1s/"client-ip":"10.0.1.2"/"client-ip":"NA"/
1s/10.0.1.2/10.0.1.256/
1s/"50096"/50096/
1s/"50096"/"70000"/
1s/"50096"/"0"/
1s/"mac"/"android"/
1s/"udp"/"UDP"/
1s/2020-03-26 20:37:15/2020-03-26T20:37:15/
1s/"connection-end-time":"NA"/"connection-end-time":"2020-03-26 20:42:33"/
1s/"username":"joe",//
2s/"username":"joe"/"username":"NA"/
2s/"318"/"317"/
2s/20:42:33/20:30:33/g
2s/"connection-reset-status":"NA"/"connection-reset-status":"assertion-received"/
2p
CHANGES
  while IFS= read -r change; do
    refuses flow_logs.awk good.txt "$change"
  done <<'CHANGES'
1d
1s/^version //
1s/bytes/octets/
2s/^2/3/
2s/ OK//
2s/ACCEPT/accept/
2s/172.31.16.21/172.31.16/
2s/eni-1/eni-/
2s/ 20641 / 70000 /
2s/ 4249 / 399 /
2s/ 20 4249 / 0 4249 /
2s/1418530010 1418530070/1418530070 1418530010/
3s/ 0 0 1 / 8 0 1 /
2s/ 22 /  22 /
CHANGES
}

# The id of an interface, as the program makes it: $1 its owner, $2 its subnet.
interface_id () {
  printf 'eni-%s' "$(printf '11\neni-\n%s\n%s\n0' "$1" "$2" | sha256sum | cut -c1-17)"
}

# Counts of records at the endpoint's interfaces and elsewhere against flows.csv.
check_flow_logs () {
  awk -f flow_logs.awk "$1/flow-logs.txt" >"$scratch/faults" || fault "$(head -n 5 "$scratch/faults")"
  awk -v near="$(interface_id cvpn-1 subnet-a) $(interface_id cvpn-1 subnet-b)" '
    FNR == 1 { file++ }
    FNR == 1 && file > 1 { next }
    file == 1 {
      if ($1 == "#" || NF == 0) next
      key = $1 " " $2 " " $3
      seen[key] = $4 " " $5
      far[key] = $6
      next
    }
    file == 2 {
      split($0, f, ",")
      flows[f[9] " " f[8] " " f[10]]++
      clients[f[7]] = 1
      next
    }
    {
      protocol = $8 == 6 ? "tcp" : $8 == 17 ? "udp" : "icmp"
      side = index(" " near " ", " " $3 " ") ? "near" : "far"
      ways["request " side " " $5 " " protocol " " $7 " " substr($13, 1, 1)]++
      ways["answer " side " " $4 " " protocol " " $6 " " substr($13, 1, 1)]++
      if ($4 in clients || $5 in clients) { print "a client address: " $0; bad = 1 }
      total++
    }
    function count(way, side, address, protocol, port, letter) {
      return ways[way " " side " " address " " protocol " " port " " letter] + 0
    }
    function check(key, side, letters, address,   f, i, letter, wanted, got, k) {
      split(key, f, " ")
      for (k = 1; k <= 2; k++) {
        letter = substr("AR", k, 1)
        for (i = 1; i <= 2; i++) {
          wanted = substr(letters, i, 1) == letter ? flows[key] : 0
          got = count(i == 1 ? "request" : "answer", side, address, f[2], f[3], letter)
          if (got != wanted) { print key ": " side " " (i == 1 ? "request " : "answer ") letter ": " got " records, expected " wanted; bad = 1 }
          expected += wanted
        }
      }
    }
    END {
      for (key in seen) {
        split(seen[key], s, " ")
        split(key, f, " ")
        if (flows[key] < 100) { print key ": too few flows"; bad = 1 }
        check(key, "near", s[1], f[1])
        if (far[key] != "-") check(key, "far", s[2], far[key])
      }
      # What answers UDP to a closed port.
      refused = flows["10.0.20.12 udp 54"]
      if (count("answer", "near", "10.0.20.12", "icmp", 0, "A") != refused ||
          count("answer", "far", "10.0.20.12", "icmp", 0, "A") != refused) { print "ICMP errors are missing"; bad = 1 }
      expected += 2 * refused
      if (expected != total) { print total " records, expected " expected; bad = 1 }
      exit bad
    }' logs.expected "$1/flows.csv" "$1/flow-logs.txt" || fault "flow-logs.txt"
}

check_connection_log () {
  local attempts resets established ended

  awk -f connection_log.awk "$1/connection-log.jsonl" || fault "connection-log.jsonl"
  attempts=$(grep -c '"connection-attempt-status":"successful"' "$1/connection-log.jsonl" || true)
  resets=$(grep -c '"connection-log-type":"connection-reset"' "$1/connection-log.jsonl" || true)
  established=$(awk -F, '$8 == "established"' "$1/sessions.csv" | wc -l)
  ended=$(awk -F, '$8 == "established" && $11 != ""' "$1/sessions.csv" | wc -l)
  [ "$established" -gt 50 ] || fault "only $established sessions"
  [ "$attempts" = "$established" ] || fault "$attempts successful attempts in the log, $established sessions"
  [ "$resets" = "$ended" ] || fault "$resets resets in the log, $ended sessions that ended"
}

check_connections () {
  local active there

  "$program" sessions "$1" --format json >"$scratch/list"
  cmp "$scratch/list" "$1/connections.json" || fault "sessions does not print connections.json"
  active=$(grep -c '"Code" : "active"' "$scratch/list" || true)
  there=$(awk -F, '$8 == "established" && $11 == ""' "$1/sessions.csv" | wc -l)
  [ "$there" -gt 5 ] || fault "only $there sessions at the end"
  [ "$active" = "$there" ] || fault "$active active connections, $there sessions at the end"
}

# Of the metrics by second and of the table of sessions the counts agree.
check_outage () {
  local lost returned

  awk -f connection_log.awk "$1/connection-log.jsonl" || fault "the outage's connection-log.jsonl"
  for word in waiting-for-assertion assertion-received client-connect-handler-throttled; do
    grep -q "\"$word\"" "$1/connection-log.jsonl" || fault "the outage's log has no $word"
  done
  lost=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "sessions_lost") c = i } { n += $c } END { print n }' "$1/metrics.csv")
  returned=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "sessions_returned") c = i } { n += $c } END { print n }' "$1/metrics.csv")
  [ "$lost" -gt 50 ] || fault "only $lost sessions lost"
  [ "$lost" = "$(awk -F, '$12 == "zone-failure" || $12 == "rule-change"' "$1/sessions.csv" | wc -l)" ] ||
    fault "metrics.csv has $lost losses, sessions.csv others"
  [ "$returned" = "$(awk -F, 'NR > 1 && $19 != ""' "$1/sessions.csv" | wc -l)" ] ||
    fault "metrics.csv has $returned returns, sessions.csv others"
  [ "$(wc -l <"$1/metrics.csv")" = 10801 ] || fault "metrics.csv has not a row for each second"
}

try_readers
"$program" run outage.ini -o "$scratch/outage" --quiet >/dev/null
check_outage "$scratch/outage"
"$program" run logs.ini -o "$scratch/run" --quiet >/dev/null
check_flow_logs "$scratch/run"
check_connection_log "$scratch/run"
check_connections "$scratch/run"
[ "$faults" = 0 ] && echo "the logs are what the documents say"
[ "$faults" = 0 ]
