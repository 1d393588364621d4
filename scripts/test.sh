#!/usr/bin/env bash
# `make test`: set up whatever the tests need, then run them stage by stage.
set -euo pipefail
cd "$(dirname "$0")/.."

started=$SECONDS
scripts/setup.sh test
exec .venv/bin/python -m scripts.test --set-up-took $((SECONDS - started)) "$@"
