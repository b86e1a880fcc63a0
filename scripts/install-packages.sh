#!/usr/bin/env bash
# Installs the Debian packages that are missing: those needed to build and run,
# and with --test those that the tests and the style checks need too. Open MPI, with
# which sweeps run on several machines, is among the latter: alone one needs none.
set -euo pipefail

packages=(gcc libc6-dev cmake ninja-build pkg-config libglib2.0-dev libcsv-dev libjson-glib-dev
  libjansson-dev libgsl-dev librandom123-dev gnuplot-nox fonts-dejavu-core)
if [ "${1:-}" = --test ]; then
  packages+=(libcunit1-dev clang-format shellcheck jq iproute2 nftables openmpi-bin libopenmpi-dev)
fi

missing=()
for package in "${packages[@]}"; do
  # The status of a package that was never seen is empty, not an error to stop at.
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "These packages are missing, and installing them needs root: ${missing[*]}" >&2
    exit 3
  }
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
