"""When an embedded server may be used: a replica set with its primary, an S3 that answers our identity."""

import socket
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from app.embedded.programs import LOOPBACK, REPLICA_SET
from storage.port import BucketMissing, StorageError
from storage.s3 import S3Store

_NOT_YET_INITIALIZED = 94


def accepts_connections(port: int) -> bool:
    """Whether something listens on the loopback port: asked before a driver, whose own retries are slower."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=0.2).close()
    except OSError:
        return False
    return True


def make_primary(port: int, *, timeout_seconds: float) -> bool:
    """Make the server the only member of its replica set, under its present port; whether it became primary in time."""
    member = f"{LOOPBACK}:{port}"
    deadline = time.monotonic() + timeout_seconds
    with MongoClient[dict[str, Any]](LOOPBACK, port, directConnection=True, serverSelectionTimeoutMS=5000) as client:
        _configure(client, member)
        while time.monotonic() < deadline:
            hello = client.admin.command("hello")
            if hello["isWritablePrimary"] and hello.get("me") == member:
                return True
            time.sleep(0.01)
    return False


def _configure(client: MongoClient[dict[str, Any]], member: str) -> None:
    try:
        configuration = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIALIZED:
            raise
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [{"_id": 0, "host": member}]})
        return
    if configuration["members"][0]["host"] != member:
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
