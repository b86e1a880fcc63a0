#!/usr/bin/env bash
# Prints what the option CVPN_MPI can be here: ON where Open MPI is there to build with, else OFF.
# cmake --preset release -DCVPN_MPI="$(scripts/mpi.sh)"
set -euo pipefail
if command -v mpicc >/dev/null && mpicc --showme:version 2>/dev/null | grep -q 'Open MPI'; then
  echo ON
else
  echo OFF
fi
