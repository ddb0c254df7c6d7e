#!/bin/bash
# SeaweedFS with S3. Its inner parts (master, volume, filer) know no password and would let anyone past the object lock:
# they listen inside this container only. The S3 gateway alone listens outside: on 8333, which asks for the credentials,
# and on 18333 (gRPC), which asks for none and must therefore never be published or reachable from other networks.
set -euo pipefail
export AWS_ACCESS_KEY_ID="${PEMBINA_S3_ACCESS_KEY:?}" AWS_SECRET_ACCESS_KEY="${PEMBINA_S3_SECRET_KEY:?}"
DATA="${OBJECTS_DATA:-/data}"
OUTSIDE="${OBJECTS_ADDRESS:-0.0.0.0}"

weed -logtostderr=true mini -dir="$DATA" -ip=127.0.0.1 -ip.bind=127.0.0.1 -s3=false -webdav=false -admin.ui=false \
  -master.port=9333 -master.port.grpc=19333 -volume.port=9340 -volume.port.grpc=19340 \
  -filer.port=8888 -filer.port.grpc=18888 -admin.port=23646 -admin.port.grpc=33646 \
  -s3.port.iceberg=0 -s3.port.lance=0 -master.telemetry=false -master.telemetry.url= -volume.max=0 &
inner=$!
trap 'kill "$inner" "${gateway:-$inner}" 2>/dev/null || true; wait' TERM INT
until (: > /dev/tcp/127.0.0.1/18888) 2>/dev/null; do kill -0 "$inner"; sleep 0.2; done

weed -logtostderr=true s3 -ip.bind="$OUTSIDE" -port=8333 -port.grpc=18333 -port.iceberg=0 -port.lance=0 \
  -filer=127.0.0.1:8888 -autoCreateBucket=false &
gateway=$!
# The container ends when either part ends, and is then started again as a whole.
wait -n || true
kill "$inner" "$gateway" 2>/dev/null || true
wait
