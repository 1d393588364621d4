#!/bin/sh
# Renew the locks from requirements/*.in. They name no registry, so that mirrors work.
# Upgrade one package: scripts/lock.sh --upgrade-package django
set -eu
cd "$(dirname "$0")/.."
for name in build base dev; do
    .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --no-header --allow-unsafe \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host "$@" \
        --output-file "requirements/$name.txt" "requirements/$name.in"
done
if grep -nE '^--|https?://|file:/' requirements/*.txt; then
    echo "a lock names a registry address or a local path" >&2
    exit 1
fi
