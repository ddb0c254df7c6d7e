#!/bin/bash
# Members of a replica set with passwords know each other by a key file, which must be mongod's own and closed to others.
set -euo pipefail
key=/data/configdb/replica.key
rm -f "$key"
(umask 077 && printf '%s' "${MONGODB_REPLICA_KEY:?}" > "$key")
chown mongodb:mongodb "$key"
exec docker-entrypoint.sh mongod --replSet pembina --keyFile "$key" --bind_ip_all
