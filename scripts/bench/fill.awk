# fill.awk: puts tables of bench.sh into a document, between the marks of their topics.
#
#   scripts/bench.sh session day >tables.md
#   awk -f scripts/bench/fill.awk tables.md docs/performance.md >filled.md
#
# A topic's place begins with a line <!-- bench: TOPIC --> and ends with <!-- end -->; what
# stands there is replaced, if the first file has the topic.

FNR == NR {
  if ($0 ~ /^[a-z]+:$/) {
    topic = substr($0, 1, length($0) - 1)
    blank = 0
  } else if ($0 == "")
    blank = 1
  else {
    tables[topic] = tables[topic] (blank && tables[topic] != "" ? "\n" : "") $0 "\n"
    blank = 0
  }
  next
}
/^<!-- bench: / {
  print
  if ($3 in tables) {
    printf "%s", tables[$3]
    skipping = 1
  }
  next
}
/^<!-- end -->$/ { skipping = 0 }
!skipping
