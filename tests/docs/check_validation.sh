#!/usr/bin/env bash
# check_validation.sh TABLES ROOT [--bless]: does docs/validation.md show the tables
# that the validation tests have just printed?
#
# Below each line "$ scripts/validate.sh NAME" stands TABLES/NAME.txt, whole, and
# each table of the folder stands somewhere.  With --bless the page is rewritten.
set -euo pipefail

tables=$(realpath "$1")
page=$2/docs/validation.md
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
bad=0

# The page, with the tables of now in it.
awk -v tables="$tables" '
  /^```/ { skipping = 0 }
  !skipping
  /^\$ scripts\/validate\.sh [a-z]+$/ {
    skipping = 1
    while ((getline line < (tables "/" $3 ".txt")) > 0) print line
  }' "$page" >"$fresh"

for table in "$tables"/*.txt; do
  name=$(basename "$table" .txt)
  grep -qxF "\$ scripts/validate.sh $name" "$page" || { echo "$page: does not show $name"; bad=1; }
done
[ "${3-}" = --bless ] && cp "$fresh" "$page"
diff -u "$page" "$fresh" || bad=1
[ "$bad" = 0 ] && echo "$(grep -cE '^\$ scripts/validate\.sh [a-z]+$' "$page") tables are those of now"
exit "$bad"
