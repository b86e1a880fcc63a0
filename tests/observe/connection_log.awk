# Reads a connection log by the rules of AWS Client VPN Administrator Guide, "Connection
# logging", and says what is against them.  Every value is a string without escapes.

function fault(text) { print FILENAME ":" FNR ": " text; faults++ }

function is_one_of(value, list) { return index(" " list " ", " " value " ") > 0 }

function is_number(value) { return value ~ /^(0|[1-9][0-9]*)$/ }

function is_address(value,   part, i) {
  if (value !~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) return 0
  split(value, part, ".")
  for (i = 1; i <= 4; i++) if (part[i] > 255 || part[i] ~ /^0./) return 0
  return 1
}

# Seconds since some day long ago; -1: this is no time.
function seconds(value,   y, m, d) {
  if (value !~ /^[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$/) return -1
  y = substr(value, 1, 4) + 0; m = substr(value, 6, 2) + 0; d = substr(value, 9, 2) + 0
  if (m < 1 || m > 12 || d < 1 || d > 31 || substr(value, 12, 2) > 23) return -1
  if (m <= 2) { y--; m += 12 }
  return (365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d) * 86400 \
    + substr(value, 12, 2) * 3600 + substr(value, 15, 2) * 60 + substr(value, 18, 2)
}

BEGIN {
  wanted = "connection-log-type connection-attempt-status connection-reset-status " \
    "connection-attempt-failure-reason connection-id client-vpn-endpoint-id transport-protocol " \
    "connection-start-time connection-last-update-time client-ip common-name device-type device-ip " \
    "port ingress-bytes egress-bytes ingress-packets egress-packets connection-end-time username " \
    "connection-duration-seconds"
  reasons = "NA client-connect-failed client-connect-handler-timed-out " \
    "client-connect-handler-other-execution-error client-connect-handler-throttled " \
    "client-connect-handler-invalid-response client-connect-handler-service-error"
}

# Fills v[key] from the line; FALSE: it is no flat object of strings.
function parse(line,   n, i, pair, keys) {
  split("", v)
  if (line !~ /^\{("[a-z-]+":"[^"\\]*",)*"[a-z-]+":"[^"\\]*"\}$/) { fault("no object of strings"); return 0 }
  n = split(substr(line, 3, length(line) - 4), pair, "\",\"")
  keys = ""
  for (i = 1; i <= n; i++) {
    keys = keys (i > 1 ? " " : "") substr(pair[i], 1, index(pair[i], "\":\"") - 1)
    v[substr(pair[i], 1, index(pair[i], "\":\"") - 1)] = substr(pair[i], index(pair[i], "\":\"") + 3)
  }
  if (keys != wanted) { fault("has the keys " keys); return 0 }
  return 1
}

function check_values(   i, counters, n) {
  if (!is_one_of(v["connection-log-type"], "connection-attempt connection-reset")) fault("type")
  if (!is_one_of(v["connection-attempt-status"], "successful failed waiting-for-assertion NA")) fault("attempt status")
  if (!is_one_of(v["connection-reset-status"], "NA assertion-received")) fault("reset status")
  if (!is_one_of(v["connection-attempt-failure-reason"], reasons)) fault("failure reason")
  if (!is_one_of(v["transport-protocol"], "udp tcp")) fault("transport protocol")
  if (!is_one_of(v["device-type"], "win mac linux")) fault("device type")
  if (v["connection-id"] !~ /^cvpn-connection-[0-9a-f]+$/ || length(v["connection-id"]) != 33) fault("connection id")
  if (v["client-vpn-endpoint-id"] !~ /^cvpn-endpoint-[0-9a-f]+$/ || length(v["client-vpn-endpoint-id"]) != 31) fault("endpoint id")
  if (!is_address(v["device-ip"])) fault("device address")
  if (v["client-ip"] != "NA" && !is_address(v["client-ip"])) fault("client address")
  if (!is_number(v["port"]) || v["port"] + 0 < 1 || v["port"] + 0 > 65535) fault("port")
  if (v["common-name"] == "" || v["username"] == "") fault("an empty name")
  n = split("ingress-bytes egress-bytes ingress-packets egress-packets", counters, " ")
  for (i = 1; i <= n; i++) if (!is_number(v[counters[i]])) fault(counters[i])
}

function check_attempt(status) {
  if (status == "NA" || v["connection-reset-status"] != "NA") fault("an attempt with the status of a reset")
  if (v["connection-attempt-failure-reason"] != "NA" && status != "failed") fault("a reason without a failure")
  if (v["connection-end-time"] != "NA") fault("an attempt that has ended")
  if (v["connection-id"] in attempts) fault("a second attempt of the connection")
  attempts[v["connection-id"]] = status
  names[v["connection-id"]] = v["common-name"] " " v["username"]
  if (status == "failed") {
    if (v["connection-start-time"] != "NA" || v["connection-duration-seconds"] != "NA" || v["client-ip"] != "NA")
      fault("a failed attempt with a start, a length or an address")
    return
  }
  if (v["connection-start-time"] != "NA" && v["connection-duration-seconds"] != "0") fault("length of an attempt")
  if (status == "successful" && (start < 0 || v["client-ip"] == "NA")) fault("a connection without start or address")
  starts[v["connection-id"]] = v["connection-start-time"]
}

function check_reset(   status, received) {
  status = attempts[v["connection-id"]]
  received = v["connection-reset-status"] == "assertion-received"
  if (v["connection-attempt-status"] != "NA" || v["connection-attempt-failure-reason"] != "NA") fault("a reset with the status of an attempt")
  if (!(v["connection-id"] in attempts)) fault("a reset without an attempt")
  if (status == "failed" || (received && status != "waiting-for-assertion")) fault("a reset of a connection that is " status)
  if (v["connection-id"] in resets) fault("a second reset of the connection")
  resets[v["connection-id"]] = 1
  if (received) return
  if (starts[v["connection-id"]] != v["connection-start-time"]) fault("another start than the attempt's")
  if (names[v["connection-id"]] != v["common-name"] " " v["username"]) fault("other names than the attempt's")
  if (end < start || v["connection-duration-seconds"] != end - start) fault("length is not end less start")
}

parse($0) {
  lines++
  check_values()
  start = v["connection-start-time"] == "NA" ? -1 : seconds(v["connection-start-time"])
  end = v["connection-end-time"] == "NA" ? -1 : seconds(v["connection-end-time"])
  update = seconds(v["connection-last-update-time"])
  if (start < 0 && v["connection-start-time"] != "NA") fault("start is no time")
  if (end < 0 && v["connection-end-time"] != "NA") fault("end is no time")
  if (update < 0) fault("update is no time")
  if (update < last) fault("older than the entry before")
  last = update
  if (v["connection-log-type"] == "connection-attempt") check_attempt(v["connection-attempt-status"])
  else check_reset()
}

END { exit faults > 0 }
