"""Evidence files: leave to upload, confirmation of what was really uploaded, and leave to download it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.aggregates import Aggregate
from domain.evidence import ConfirmUpload, EvidenceState, RequestUpload
from domain.reading import may_read
from domain.refusals import Refusal, no_such
from domain.roles import Actor
from persistence.evidence import EvidenceRecord
from persistence.records import utc_now
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door
from storage.content import ContentKind, inspect_upload
from storage.keys import evidence_key
from storage.port import Area, InvalidKey, ObjectMissing, ObjectStore

UPLOAD_WINDOW = timedelta(minutes=15)
"""How long a presigned address takes an upload."""

DOWNLOAD_WINDOW = timedelta(minutes=5)
"""How long a download address works."""

_KINDS = {
    "application/pdf": ContentKind.PDF,
    "image/png": ContentKind.PNG,
    "image/jpeg": ContentKind.JPEG,
}
_ENDINGS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}


@dataclass(frozen=True, kw_only=True)
class UploadTicket:
    """Leave to upload. *Shape*: the client PUTs the bytes to `url` with exactly these headers before `expires_at`."""

    done: Done
    url: str
    headers: Mapping[str, str]
    expires_at: datetime


class EvidenceService:
    """Uploads go from the client straight to object storage; nothing counts before it is confirmed."""

    def __init__(self, *, door: Door, store: ObjectStore) -> None:
        self._door = door
        self._store = store

    @reaching_database()
    def request_upload(
        self,
        *,
        actor: Actor,
        institution_id: str,
        name: str,
        content_type: str,
        size: int,
        sha256: str,
        idempotency_key: str,
    ) -> UploadTicket | Refusal:
        """Leave to upload one file that is described beforehand. *Raises*: `DatabaseUnavailable`, `StorageUnavailable`."""
        announced = RequestUpload(
            institution_id=institution_id,
            name=name,
            content_type=content_type,
            size=size,
            sha256=sha256,
            key="",
        )
        try:
            key = evidence_key(institution_id)
        except InvalidKey:
            return no_such("Instansi", "Institution", institution_id, subject="institution")
        done = self._door.perform(
            Command(
                aggregate=Aggregate.EVIDENCE,
                verb="request_upload",
                actor=actor,
                payload=replace(announced, key=key),
                idempotency_key=idempotency_key,
                intent=announced,
            )
        )
        return done if isinstance(done, Refusal) else self._ticket(done)

    def _ticket(self, done: Done) -> UploadTicket:
        evidence = EvidenceRecord.objects(id=done.record_id).get()
        leave = self._store.presign_put(
            evidence.key, size=evidence.size, content_type=evidence.content_type, expires=UPLOAD_WINDOW
        )
        return UploadTicket(done=done, url=leave.url, headers=leave.headers, expires_at=utc_now() + UPLOAD_WINDOW)

    @reaching_database()
    def confirm_upload(
        self, *, actor: Actor, evidence_id: str, expected_version: int, idempotency_key: str
    ) -> Done | Refusal:
        """Compares what was uploaded with what was announced: size, SHA-256, and the type by content.

        A file that differs is refused, and the right one needs a new `request_upload`. Nothing is removed: a second
        confirmation may have accepted the object meanwhile, and its bytes must stay.
        *Raises*: `DatabaseUnavailable`, `StorageUnavailable`.
        """
        command = Command(
            aggregate=Aggregate.EVIDENCE,
            verb="confirm_upload",
            actor=actor,
            record_id=evidence_id,
            payload=ConfirmUpload(problem_id=None, problem_en=None),
            expected_version=expected_version,
            idempotency_key=idempotency_key,
            intent=evidence_id,
        )
        early = self._door.recall(command) or self._door.examine(command)
        if early is not None:
            return early
        evidence = EvidenceRecord.objects(id=evidence_id).get()
        return self._door.perform(replace(command, payload=self._inspect(evidence)))

    @reaching_database()
    def download_url(self, *, actor: Actor, evidence_id: str) -> str | Refusal:
        """A short-lived address of a confirmed file's bytes, for those who may read it.

        *Raises*: `DatabaseUnavailable`. *Does not check*: that the object is still stored.
        """
        evidence: EvidenceRecord | None = EvidenceRecord.objects(
            id=evidence_id, state=EvidenceState.CONFIRMED.value
        ).first()
        if evidence is None or not may_read(actor, Aggregate.EVIDENCE, evidence.institution_id):
            return no_such("Berkas", "File", evidence_id, subject=evidence_id[:80])
        name = file_name(evidence.name, evidence.content_type)
        return self._store.presign_get(Area.EVIDENCE, evidence.key, expires=DOWNLOAD_WINDOW, filename=name)

    def _inspect(self, evidence: EvidenceRecord) -> ConfirmUpload:
        try:
            data = self._store.get(Area.EVIDENCE, evidence.key)
        except ObjectMissing:
            return ConfirmUpload(problem_id="berkas belum diunggah.", problem_en="the file was not uploaded yet.")
        problems = inspect_upload(
            data,
            expected_size=evidence.size,
            expected_sha256=evidence.sha256,
            allowed={_KINDS[evidence.content_type]},
        )
        if not problems:
            return ConfirmUpload(problem_id=None, problem_en=None)
        return ConfirmUpload(
            problem_id=" ".join(problem.indonesian for problem in problems),
            problem_en=" ".join(problem.english for problem in problems),
        )


def file_name(name: str, content_type: str) -> str:
    """The name under which a file is downloaded: letters, digits and ` -._()` only, with the ending of its real type."""
    plain = "".join(c if c.isalnum() or c in " -._()" else "-" for c in name).strip(" .") or "bukti"
    endings = _ENDINGS[content_type]
    return plain if plain.lower().endswith(endings) else plain + endings[0]
