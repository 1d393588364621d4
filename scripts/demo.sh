#!/usr/bin/env bash
# The demo: set up, prepare the folder demo-data, load the demo company once, serve it, say whom to sign in as.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh run
export OMOS_DATA="${OMOS_DATA:-demo-data}" OMOS_MODE=demo OMOS_BIND="127.0.0.1:${PORT:-8000}"
omos=.venv/bin/omos

$omos init
$omos demo load
exec $omos up
