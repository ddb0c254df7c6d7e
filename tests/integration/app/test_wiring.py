"""What a process does to the work of others when it starts."""

from pathlib import Path

import pytest

from app.embedded import Addresses
from app.settings import read_settings
from app.wiring import running_system
from persistence import outbox
from persistence.connection import connect
from persistence.locks import LockRecord
from persistence.outbox import OutboxRecord
from persistence.records import utc_now

pytestmark = pytest.mark.servers


def test_on_named_servers_others_keep_their_claims_and_leases(
    servers: Addresses, database_name: str, tmp_path: Path
) -> None:
    """A worker or a second server may run beside: only who started the servers itself knows that it is alone."""
    environment = {
        "PEMBINA_MONGODB_URI": servers.mongodb_uri,
        "PEMBINA_MONGODB_NAME": database_name,
        "PEMBINA_S3_ENDPOINT": servers.s3_endpoint,
        "PEMBINA_S3_ACCESS_KEY": servers.s3_access_key,
        "PEMBINA_S3_SECRET_KEY": servers.s3_secret_key,
        "PEMBINA_S3_SECURE": "false",
    }
    connect(servers.mongodb_uri, name=database_name)
    outbox.add("prepare_document", "doc-1")
    claimed = outbox.claim()
    LockRecord(id="sign-doc-2", token="another", until=utc_now() + outbox.LEASE).save()
    with running_system(read_settings(environment, data=tmp_path)):
        entry = OutboxRecord.objects().get()
        assert claimed is not None
        assert (entry.state, entry.token, outbox.claim()) == ("CLAIMED", claimed.token, None)
        assert LockRecord.objects(id="sign-doc-2").count() == 1
