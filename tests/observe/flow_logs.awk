# Reads flow logs by the rules of Amazon VPC User Guide, "Flow log records", and says what is
# against them.

function fault(text) { print FILENAME ":" FNR ": " text; faults++ }

function is_number(value) { return value ~ /^(0|[1-9][0-9]*)$/ }

function is_address(value,   part, i) {
  if (value !~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) return 0
  split(value, part, ".")
  for (i = 1; i <= 4; i++) if (part[i] > 255 || part[i] ~ /^0./) return 0
  return 1
}

FNR == 1 {
  if ($0 != "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status")
    fault("not the names of the default format")
  next
}

/  |^ | $/ { fault("fields are one space apart") }
NF != 14 { fault(NF " fields"); next }
$1 != "2" { fault("version") }
$2 !~ /^[0-9]+$/ || length($2) != 12 { fault("account id") }
$3 !~ /^eni-[0-9a-f]+$/ || length($3) != 21 { fault("interface id") }
!is_address($4) || !is_address($5) { fault("address") }
!is_number($6) || !is_number($7) || $6 > 65535 || $7 > 65535 { fault("port") }
$8 != 6 && $8 != 17 && ($6 != 0 || $7 != 0) { fault("a port without TCP or UDP") }
!is_number($8) || $8 > 255 { fault("protocol") }
!is_number($9) || $9 < 1 { fault("packets") }
!is_number($10) || $10 < 20 * $9 { fault("bytes: fewer than the headers have") }
!is_number($11) || !is_number($12) || $11 > $12 { fault("start and end") }
$13 != "ACCEPT" && $13 != "REJECT" { fault("action") }
$14 != "OK" { fault("log status") }

END { exit faults > 0 }
