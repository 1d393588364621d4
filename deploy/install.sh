#!/bin/sh
# OMOS on a Debian host, behind Caddy with https: sudo sh deploy/install.sh omos.example.com
# Safe to run again: it brings the program up to date and leaves settings and data alone.
# Mirrors by environment: APT_MIRROR, PIP_INDEX_URL, NPM_REGISTRY.
set -eu
domain="${1:-}"
case "$domain" in
    "" | -* | *[!A-Za-z0-9.-]*)
        echo "Usage: sudo sh deploy/install.sh omos.example.com" >&2
        exit 2
        ;;
esac
[ "$(id -u)" = 0 ] || {
    echo "Run this as root: sudo sh deploy/install.sh $domain" >&2
    exit 2
}
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*"; }

say "Debian packages"
sh deploy/image/apt.sh python3 python3-venv ca-certificates tzdata fonts-wqy-microhei caddy

say "user and folders"
id omos >/dev/null 2>&1 || sh deploy/image/user.sh
install -d -o omos -g omos -m 700 /var/lib/omos
install -d -o root -g omos -m 750 /etc/omos

say "program in /opt/omos"
sh deploy/image/packages.sh
sh deploy/image/omos.sh

say "settings in /etc/omos/omos.env"
if [ ! -e /etc/omos/omos.env ]; then
    sed "s/omos\.example\.com/$domain/" deploy/systemd/omos.env >/etc/omos/omos.env
    chown root:omos /etc/omos/omos.env
    chmod 640 /etc/omos/omos.env
fi

say "Caddy for $domain"
sed "s/{\$OMOS_DOMAIN:localhost}/$domain/" deploy/Caddyfile >/etc/caddy/Caddyfile
caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile >/dev/null 2>&1 || {
    echo "/etc/caddy/Caddyfile makes no sense to this Caddy; look with: caddy validate --config /etc/caddy/Caddyfile" >&2
    exit 1
}

say "services"
install -m 644 deploy/systemd/omos.service deploy/systemd/omos-backup.service deploy/systemd/omos-backup.timer \
    /etc/systemd/system/
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl enable --now omos.service omos-backup.timer
    systemctl restart omos.service
    systemctl reload-or-restart caddy.service
    say "OMOS runs at https://$domain"
    echo "    The first administrator's link: journalctl -u omos --output cat | grep /links/"
else
    say "systemd does not run here: start it yourself, see deploy/systemd/omos.service"
fi
