#!/usr/bin/env bash
# Runs clang-tidy, with the rules of .clang-tidy, over all sources or those named.
# Some minutes; not part of the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v clang-tidy >/dev/null || {
  echo "clang-tidy is missing: apt-get install clang-tidy" >&2
  exit 3
}
cmake --preset dev >/dev/null
[ $# -gt 0 ] || set -- src/*/*.c src/*/*/*.c
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 8 clang-tidy -p build/dev --quiet
