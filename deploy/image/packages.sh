#!/bin/sh
# The Python packages of the lock, each with its hash, into /opt/omos; pip reads PIP_INDEX_URL by itself.
set -eu
[ -n "${PIP_INDEX_URL:-}" ] || unset PIP_INDEX_URL
python3 -m venv /opt/omos
/opt/omos/bin/pip install --disable-pip-version-check --no-input --no-cache-dir --require-hashes --only-binary :all: \
    --requirement requirements/build.txt --requirement requirements/base.txt
