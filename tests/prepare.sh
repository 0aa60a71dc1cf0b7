#!/bin/sh
# What the tests want from Debian: a browser, Pango (for PDF), InfluxDB 1, and the proxy Caddy. Root
# gets the first two installed; the others are only unpacked, since their packages would start a
# server. Else says what is skipped.
#
# Usage: prepare.sh FOLDER   (InfluxDB 1 and Caddy are unpacked into it)
set -eu
folder=$1

has_browser() {
    for name in "${TURBINE_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

has_influxd1() {
    for path in "${TURBINE_TEST_INFLUXD1:-}" "$folder/usr/bin/influxd" /usr/bin/influxd; do
        if "$path" version 2>/dev/null | grep -q 'InfluxDB v1\.'; then return 0; fi
    done
    return 1
}

has_caddy() {
    for path in "${TURBINE_TEST_CADDY:-}" "$folder/usr/bin/caddy" caddy; do
        if command -v "$path" >/dev/null; then return 0; fi
    done
    return 1
}

PANGO="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
has_pango() {
    python3 -c 'import ctypes; ctypes.CDLL("libpangoft2-1.0.so.0")' 2>/dev/null
}

unpack() (
    mkdir -p "$folder" && cd "$folder" && apt-get download -qq "$1" && dpkg -x "$1"_*.deb .
)

if has_browser && has_pango && has_influxd1 && has_caddy; then exit 0; fi
if command -v apt-get >/dev/null; then
    if [ "$(id -u)" = 0 ]; then
        echo "Getting what the tests want from Debian: chromium, Pango, influxdb, caddy."
        apt-get update -qq || true
        export DEBIAN_FRONTEND=noninteractive
        has_browser || apt-get install -y -qq --no-install-recommends chromium </dev/null || true
        # shellcheck disable=SC2086 # several packages
        has_pango || apt-get install -y -qq --no-install-recommends $PANGO </dev/null || true
    fi
    has_influxd1 || unpack influxdb || true
    has_caddy || unpack caddy || true
fi
has_browser || echo "No chromium here: its tests are skipped. Debian: sudo apt-get install chromium"
has_pango || echo "No Pango here: the tests of PDF are skipped. Debian: sudo apt-get install $PANGO"
has_influxd1 || echo "No InfluxDB 1 here: its tests are skipped. Debian: apt-get download influxdb"
has_caddy || echo "No Caddy here: the proxy's tests are skipped. Debian: apt-get download caddy"
