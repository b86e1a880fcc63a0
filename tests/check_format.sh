#!/usr/bin/env bash
# check_format.sh ROOT: every C file is laid out as .clang-format says.
set -euo pipefail
cd "$1"

mapfile -d '' files < <(find include src tests -name '*.[ch]' -print0 | sort -z)
[ "${#files[@]}" -gt 50 ] || { echo "only ${#files[@]} files seen: wrong folder?"; exit 1; }
clang-format --dry-run -Werror "${files[@]}"
echo "${#files[@]} files"
