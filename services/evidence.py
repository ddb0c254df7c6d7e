"""Evidence files: leave to upload, and confirmation of what was really uploaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.evidence import ConfirmUpload, EvidenceState, RequestUpload
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Actor
from domain.tables import Aggregate
from persistence.evidence import EvidenceRecord
from persistence.records import new_id, utc_now
from services.commands import Command, Done
from services.door import Door
from storage.content import inspect_upload
from storage.keys import evidence_key
from storage.port import Area, ObjectMissing, ObjectStore, StorageUnavailable

UPLOAD_WINDOW = timedelta(minutes=15)
"""How long a presigned address takes an upload."""


@dataclass(frozen=True, kw_only=True)
class UploadTicket:
    """Leave to upload. *Shape*: the client PUTs the bytes to `url` with exactly these headers before `expires_at`."""

    done: Done
    url: str
    headers: Mapping[str, str]
    expires_at: datetime
