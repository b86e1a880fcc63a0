#!/usr/bin/env bash
# Installs what is missing, builds, simulates a day of the peered-VPC example,
# draws its pictures, and plans an endpoint.  Files land in out/demo.
set -euo pipefail
cd "$(dirname "$0")/.."

scenario=scenarios/peered-vpc.ini
out=out/demo

say () {
  printf '\n$ %s\n' "$*"
  "$@"
}

scripts/install-packages.sh
cmake --preset release -DBUILD_TESTING=OFF -DCVPN_MPI="$(scripts/mpi.sh)" >/dev/null
cmake --build --preset release
PATH="$PWD/build/release/src/cli:$PATH"
mkdir -p "$(dirname "$out")"

say cvpnsim run "$scenario" -o "$out" --force
say cvpnsim plot "$out"
# An intermittent destination makes both exit with 1: that is their answer here.
say cvpnsim explain "$scenario" --client engineers --to "lab tcp 443" || true
say cvpnsim diagnose "$scenario" || true
say cvpnsim plan --users 300 --profile office --survive zone
printf '\nThe traces, metrics and pictures are in %s:\n' "$out"
ls "$out"
