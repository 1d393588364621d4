#!/bin/sh
# A password nobody chose, as the two files that deploy/compose.postgres.yaml hands in; made once, never shown.
set -eu
cd "$(dirname "$0")"
folder="${1:-secrets}"
umask 077
mkdir -p "$folder"
if [ -e "$folder/database_password" ]; then
    echo "$folder holds a password already; nothing changed."
    exit 0
fi
password=$(python3 -c 'import secrets; print(secrets.token_hex(24))')
printf '%s' "$password" >"$folder/database_password"
printf 'postgresql://omos:%s@postgres/omos' "$password" >"$folder/database_url"
# The container's own user (10001) reads them through the mounted secret.
chmod 644 "$folder/database_password" "$folder/database_url"
chmod 711 "$folder"
echo "Made $folder/database_password and $folder/database_url."
