#!/usr/bin/env bash
# bless.sh PROGRAM [NAME...]: writes what the program says now into the golden
# files.  Look at the difference before it is committed.
set -euo pipefail

program=$1
shift
exec bash "$(dirname "$0")/check.sh" "$program" --bless "$@"
