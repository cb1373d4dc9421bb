#!/bin/sh
# Installs what the tests need besides Python and Node, where this may be done: on Debian, as root.
# Elsewhere it says what is missing; those tests are then skipped aloud.
set -eu
postgis=$(ls -d /usr/share/postgresql/*/extension/postgis.control 2>/dev/null || true)
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ -n "$postgis" ] || missing="$missing postgresql postgis"
[ -e /usr/share/proj/BETA2007.gsb ] || missing="$missing proj-data"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "not installed, their tests are skipped:$missing" >&2
    exit 0
fi
packages=$(echo "$missing" | sed 's/postgresql postgis/postgresql-postgis/')
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # one word per package
apt-get install -y -qq --no-install-recommends $packages fonts-dejavu-core >/dev/null
