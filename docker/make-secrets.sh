#!/bin/sh
# Generates InfluxDB's administrator password and token into a volume, once. Nothing secret stands
# in the repository, and nothing is bind-mounted: such a file would keep its host's owner.
#
# Usage: make-secrets.sh DIRECTORY INFLUXDB_UID APP_GID
# InfluxDB owns both files; the app's group may read the token, and only that.
set -eu
umask 077
directory=$1 influxdb_uid=$2 app_gid=$3

# A file appears whole, with its final owner and mode, or not at all.
make_secret() {
    name=$1 mode=$2
    [ ! -s "$directory/$name" ] || return 0
    rm -f "$directory/.$name" # left by a run that was killed, and no longer ours to write
    head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$directory/.$name"
    chmod "$mode" "$directory/.$name"
    chown "$influxdb_uid:$app_gid" "$directory/.$name"
    mv -f "$directory/.$name" "$directory/$name"
    echo "Generated $name."
}

chmod 755 "$directory"
make_secret influxdb-password 400
make_secret influxdb-token 440
