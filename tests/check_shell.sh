#!/usr/bin/env bash
# check_shell.sh ROOT: shellcheck over every shell script.
set -euo pipefail
cd "$1"

mapfile -t files < <(find .ci scripts tests -type f \( -name '*.sh' -o -path './.ci/*' -o -name run \) | sort)
[ "${#files[@]}" -gt 5 ] || { echo "only ${#files[@]} scripts seen: wrong folder?"; exit 1; }
shellcheck "${files[@]}"
echo "${#files[@]} scripts"
