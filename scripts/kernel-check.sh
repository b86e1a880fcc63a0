#!/usr/bin/env bash
# kernel-check.sh [NETWORKS [SEED]]: holds the evaluator against the Linux kernel
# on every scenario and on as many random networks (200 unless told), from SEED on.
# Needs root, iproute2 and nftables; touches nothing but namespaces of its own.
# Ends after half an hour, or after KERNEL_CHECK_SECONDS.  The last line is the count.
set -euo pipefail
cd "$(dirname "$0")/.."

networks=${1:-200}
seed=${2:-1}
scenarios=(tests/kernel/gates.ini tests/support/transit.ini
  scenarios/*.ini scenarios/steps/*.ini scenarios/cases/*.ini)

cmake --preset dev >/dev/null
cmake --build --preset dev --target test_kernel >/dev/null
timeout --foreground "${KERNEL_CHECK_SECONDS:-1800}" build/dev/tests/test_kernel \
  --random "$networks" --seed "$seed" "${scenarios[@]}"
