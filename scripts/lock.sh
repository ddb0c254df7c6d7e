#!/usr/bin/env bash
# Resolves the dependencies of pyproject.toml into locks/: hashed, and without the address of any registry.
set -euo pipefail
cd "$(dirname "$0")/.."

resolve() {
  local lock="$1"
  shift
  # The lock of before stays beside as a preference: only what must change does. UPGRADE=1 takes the newest.
  .venv/bin/uv pip compile pyproject.toml "$@" ${UPGRADE:+--upgrade} --output-file "$lock" --quiet \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --python-platform x86_64-manylinux_2_28
  sed -i "1i # Written by 'make lock'. Hashed, and without the address of any registry." "$lock"
  ! grep -nE '^(--|.*://)' "$lock" || { echo "$lock names an address" >&2; exit 1; }
}

resolve locks/runtime.lock --extra embedded --extra local --extra broker
resolve locks/test.lock --extra embedded --extra local --extra broker --extra test --constraint locks/runtime.lock
