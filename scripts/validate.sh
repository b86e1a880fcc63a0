#!/usr/bin/env bash
# validate.sh [NAME...]: the tables of docs/validation.md, computed anew; all of
# them, or those named.  Exit status 1 if a check differs.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t names < <(sed -nE 's/^\$ scripts\/validate\.sh ([a-z]+)$/\1/p' docs/validation.md)
for name; do
  [[ " ${names[*]} " == *" $name "* ]] ||
    { echo "validate.sh: no table '$name'; there are: ${names[*]}" >&2; exit 2; }
done
[ $# -gt 0 ] || set -- "${names[@]}"
failed=0

cmake --preset dev >/dev/null
cmake --build --preset dev --target "${@/#/test_validation_}" >/dev/null
for name; do
  "build/dev/tests/test_validation_$name" --table || failed=1
done
exit "$failed"
