#!/usr/bin/env bash
# Install what OMOS needs: `setup.sh run` to serve it, `setup.sh check` to work on it, `setup.sh test` to test it as well
# (PostgreSQL, a browser and a Chinese font on top).
# Safe to run again: what is already right is left alone. Mirrors are chosen by environment (PIP_INDEX_URL, npm_config_registry).
set -euo pipefail
cd "$(dirname "$0")/.."

what="${1:-run}"
log=.build/setup.log
mkdir -p .build
started=$SECONDS

say() { printf '%4ds  %s\n' "$((SECONDS - started))" "$*"; }

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# Run quietly; show everything only when it goes wrong.
quietly() {
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        fail "This failed: $*"
    fi
}

# --- Debian packages -------------------------------------------------------------------------

APT_IS_FRESH=
need_packages() {
    [ "$#" -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        fail "OMOS needs these programs, and there is no apt to install them with: $*"
    elif [ "$(id -u)" != 0 ]; then
        fail "OMOS needs some Debian packages. Please run this once, then try again:
    sudo apt-get install --no-install-recommends $*"
    fi
    say "Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    if [ -z "$APT_IS_FRESH" ]; then
        quietly apt-get update
        APT_IS_FRESH=1
    fi
    quietly apt-get install -y --no-install-recommends "$@"
}

# --- Python ----------------------------------------------------------------------------------

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

can_make_environments() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

find_python() {
    local name
    for name in "${PYTHON:-}" python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
        [ -n "$name" ] || continue
        if is_new_enough "$name" && "${1:-true}" "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_environment() {
    local python
    if .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && [ -x .venv/bin/pip ]; then
        return
    fi
    find_python >/dev/null || need_packages python3 python3-venv
    find_python can_make_environments >/dev/null || need_packages python3-venv
    python=$(find_python can_make_environments) || fail "OMOS needs Python 3.11 or newer with its venv module."
    say "Python environment: .venv from $python"
    quietly "$python" -m venv --clear .venv
}

# macOS calls it otherwise.
command -v sha256sum >/dev/null || sha256sum() { shasum -a 256 "$@"; }

# A stamp remembers for which content of a file a step was done in this .venv.
is_stamped() { [ "$(cat ".venv/stamps/$(basename "$1")" 2>/dev/null)" = "$(sha256sum "$1")" ]; }

stamp() {
    mkdir -p .venv/stamps
    local file
    for file in "$@"; do sha256sum "$file" >".venv/stamps/$(basename "$file")"; done
}

install() {
    quietly .venv/bin/python -m pip install --disable-pip-version-check --no-input "$@"
}

install_locks() {
    local lock is_done=1 arguments=()
    for lock in "$@"; do
        is_stamped "$lock" || is_done=
        arguments+=(--requirement "$lock")
    done
    [ -z "$is_done" ] || return 0
    say "Python packages: $(cat "$@" | grep -c '==') of $(echo "$@" | sed 's,requirements/,,g')"
    install --require-hashes --only-binary :all: "${arguments[@]}"
    stamp "$@"
}

install_omos() {
    is_stamped pyproject.toml && [ -x .venv/bin/omos ] && return 0
    say "the omos command"
    install --no-deps --no-build-isolation --editable .
    stamp pyproject.toml
}

# --- the parts -------------------------------------------------------------------------------

set_up_to_run() {
    make_environment
    install_locks requirements/build.txt requirements/base.txt
    install_omos
    build_pages
}

build_pages() {
    say "front-end assets and translations"
    quietly .venv/bin/python scripts/assets.py
    quietly .venv/bin/python scripts/translations.py compile
    # A start from sources takes twice as long, and not everybody's Python keeps what it compiled.
    quietly .venv/bin/python -m compileall -q omos
}

set_up_to_check() {
    make_environment
    install_locks requirements/build.txt requirements/base.txt requirements/dev.txt
    install_omos
    build_pages
}

set_up_to_test() {
    local missing=()
    [ -n "$(find_browser)" ] || missing+=(chromium)
    [ -n "$(find_postgres)" ] || missing+=(postgresql)
    [ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ] || missing+=(fonts-wqy-microhei)
    need_packages "${missing[@]}"
    set_up_to_check
}

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome || true; }

find_postgres() { find /usr/lib/postgresql -name initdb 2>/dev/null | head -n 1; }

case "$what" in
    run) set_up_to_run ;;
    check) set_up_to_check ;;
    test) set_up_to_test ;;
    *) fail "Usage: scripts/setup.sh [run|check|test]" ;;
esac
say "ready"
