#!/usr/bin/env bash
# keep_table.sh TEST FILE: runs a validation test; its table is shown, and kept in FILE.
set -euo pipefail

"$1" --table | tee "$2"
