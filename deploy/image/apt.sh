#!/bin/sh
# Install Debian packages, from APT_MIRROR where one is named (only for this build; the image keeps Debian's own sources).
set -eu
export DEBIAN_FRONTEND=noninteractive
if [ -n "${APT_MIRROR:-}" ]; then
    . /etc/os-release
    printf 'deb %s/debian %s main\ndeb %s/debian %s-updates main\ndeb %s/debian-security %s-security main\n' \
        "$APT_MIRROR" "$VERSION_CODENAME" "$APT_MIRROR" "$VERSION_CODENAME" "$APT_MIRROR" "$VERSION_CODENAME" >/tmp/mirror.list
    options="-o Dir::Etc::sourcelist=/tmp/mirror.list -o Dir::Etc::sourceparts=/dev/null"
fi
# shellcheck disable=SC2086  # the options are several words on purpose
apt-get ${options:-} update
# shellcheck disable=SC2086
apt-get ${options:-} install -y --no-install-recommends "$@"
rm -rf /var/lib/apt/lists/* /tmp/mirror.list
