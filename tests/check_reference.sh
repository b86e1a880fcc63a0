#!/usr/bin/env bash
# check_reference.sh PROGRAM ROOT: docs/scenario-format.md is what the program
# prints.  To renew it: cvpnsim format > docs/scenario-format.md
set -euo pipefail

diff -u --label docs/scenario-format.md --label "cvpnsim format" \
  "$2/docs/scenario-format.md" <("$1" format)
