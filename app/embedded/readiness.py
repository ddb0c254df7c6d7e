"""When an embedded server may be used: a replica set with its primary, an S3 that answers our identity and has its bytes."""

import json
import socket
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from app.embedded.programs import LOOPBACK, REPLICA_SET
from storage.port import BucketMissing, StorageError
from storage.s3 import S3Store


def accepts_connections(port: int) -> bool:
    """Whether something listens on the loopback port: asked before a driver, whose own retries are slower."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=0.2).close()
    except OSError:
        return False
    return True


def make_primary(port: int) -> bool:
    """Make the server the only member of its replica set, under its present port; whether it is primary now.

    While it starts, a server closes connections and denies that it has a configuration: both mean "not yet". Where its
    port changed it first asks the old one whether that is itself; a silent stranger there costs 30 seconds.
    """
    member = f"{LOOPBACK}:{port}"
    try:
        with MongoClient[dict[str, Any]](
            LOOPBACK, port, directConnection=True, serverSelectionTimeoutMS=2000
        ) as client:
            _configure(client, member)
            return _is_primary(client, member)
    except PyMongoError:
        return False


def _is_primary(client: MongoClient[dict[str, Any]], member: str) -> bool:
    """Asked for up to 0.5 s on one connection: opening a new one is slower than the election."""
    for _ in range(50):
        hello = client.admin.command("hello")
        if hello["isWritablePrimary"] and hello.get("me") == member:
            return True
        time.sleep(0.01)
    return False


def _configure(client: MongoClient[dict[str, Any]], member: str) -> None:
    stored = client["local"]["system.replset"].find_one()
    if stored is None:
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [{"_id": 0, "host": member}]})
    elif stored["members"][0]["host"] != member:
        configuration = client.admin.command("replSetGetConfig")["config"]
        configuration["members"][0]["host"] = member
        configuration["version"] += 1
        client.admin.command("replSetReconfig", configuration, force=True)


def answers_s3(*, port: int, access_key: str, secret_key: str) -> bool:
    """Whether S3 answers a request that our identity signed."""
    if not accepts_connections(port):
        return False
    try:
        S3Store(endpoint=f"{LOOPBACK}:{port}", access_key=access_key, secret_key=secret_key, secure=False).check()
    except BucketMissing:
        return True
    except StorageError:
        return False
    return True


def has_volumes(master_port: int) -> bool:
    """Whether SeaweedFS's volume server has reported to its master; before that S3 answers, but reads and writes no bytes.

    Its first report comes too early now and then ("Not current leader"), and the next one five seconds later.
    """
    try:
        topology = json.loads(_asked(master_port, "/dir/status"))["Topology"]
    except (OSError, HTTPException, ValueError, KeyError):
        return False
    centres = topology.get("DataCenters") or ()
    return any(rack.get("DataNodes") for centre in centres for rack in centre.get("Racks") or ())


def is_warm(master_port: int) -> bool:
    """Whether SeaweedFS's master gives places to new files. It gives none for fifteen seconds after some starts.

    Until then S3 answers, reads, and lets each write hang for seconds or end in an `InternalError`. Any other reason to give
    no place (a full disk) keeps nobody from reading, and does not keep the servers from being ready.
    """
    try:
        return b"warming up" not in _asked(master_port, "/dir/assign")
    except (OSError, HTTPException):
        return False


def _asked(master_port: int, path: str) -> bytes:
    """*Raises*: `OSError`, `HTTPException`."""
    with closing(HTTPConnection(LOOPBACK, master_port, timeout=1)) as connection:
        connection.request("GET", path)
        return connection.getresponse().read()
