#!/usr/bin/env bash
# Installs what is missing, builds with the sanitizers, and runs every test.
# The last lines are CTest's own count.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-packages.sh --test
cmake --preset dev -DCVPN_MPI="$(scripts/mpi.sh)" >/dev/null
cmake --build --preset dev

# CTest says that a test was skipped, and not why.
{ build/dev/tests/test_kernel || true; } | sed -n 's/^skipped/tests against the kernel: skipped/p'
[ "$(scripts/mpi.sh)" = ON ] || echo "tests on several ranks: skipped: no mpicc"
ctest --preset dev --parallel "$(nproc)" --no-label-summary "$@"
