#!/bin/sh
# What the tests want from Debian: a browser, and InfluxDB 1. Root gets the browser installed;
# InfluxDB is only unpacked, since its package would start a server. Else says what is skipped.
#
# Usage: prepare.sh FOLDER   (InfluxDB 1 is unpacked into it)
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

unpack_influxd1() (
    mkdir -p "$folder" && cd "$folder" && apt-get download -qq influxdb && dpkg -x influxdb_*.deb .
)

if has_browser && has_influxd1; then exit 0; fi
if command -v apt-get >/dev/null; then
    if [ "$(id -u)" = 0 ]; then
        echo "Getting what the tests want from Debian: chromium, influxdb."
        apt-get update -qq || true
        export DEBIAN_FRONTEND=noninteractive
        has_browser || apt-get install -y -qq --no-install-recommends chromium </dev/null || true
    fi
    has_influxd1 || unpack_influxd1 || true
fi
has_browser || echo "No chromium here: its tests are skipped. Debian: sudo apt-get install chromium"
has_influxd1 || echo "No InfluxDB 1 here: its tests are skipped. Debian: apt-get download influxdb"
