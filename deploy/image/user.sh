#!/bin/sh
# The user OMOS runs as, and the folder that belongs to nobody else.
set -eu
groupadd --system --gid 10001 omos
useradd --system --uid 10001 --gid omos --home-dir /var/lib/omos --shell /usr/sbin/nologin omos
install -d -o omos -g omos -m 700 /var/lib/omos
