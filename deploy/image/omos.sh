#!/bin/sh
# Front-end files, translations, then the package itself; what only builds is taken out again.
set -eu
[ -n "${PIP_INDEX_URL:-}" ] || unset PIP_INDEX_URL
[ -n "${NPM_REGISTRY:-}" ] && export npm_config_registry="$NPM_REGISTRY"
python=/opt/omos/bin/python
"$python" scripts/assets.py
"$python" scripts/translations.py compile
/opt/omos/bin/pip install --disable-pip-version-check --no-input --no-cache-dir --no-deps --no-build-isolation .
/opt/omos/bin/pip uninstall --yes setuptools >/dev/null
"$python" -m compileall -q /opt/omos/lib || true
