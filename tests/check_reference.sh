#!/usr/bin/env bash
# check_reference.sh PROGRAM ROOT PAGE COMMAND...: docs/PAGE is what the program's
# command prints.  To renew it: cvpnsim COMMAND... > docs/PAGE
set -euo pipefail

program=$1
page=$2/docs/$3
shift 3
diff -u --label "$page" --label "cvpnsim $*" "$page" <("$program" "$@")
