"""Evidence files as clients see them, and what an upload takes."""

from datetime import datetime
from typing import ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.refusals import Refusal as Refused
from persistence.queries.rows import Row
from schema.acts import KeyedAct, VersionedAct
from schema.context import Info
from schema.described import attribute, computed, input_type, object_type
from schema.enums import EvidenceState
from schema.institutions import Institution
from schema.lives import Life
from schema.nodes import key_of
from schema.personnel import Person
from schema.refusals import payload
from schema.scalars import Sha256


@object_type
class Evidence(Life):
    """An uploaded file (bukti). It counts once its upload is confirmed."""

    aggregate: ClassVar[Aggregate] = Aggregate.EVIDENCE

    uploader_key: strawberry.Private[str]
    name: str = attribute("The file's name.")
    state: EvidenceState = attribute("Whether the upload was confirmed.")
    content_type: str = attribute("The media type.")
    size: int = attribute("The size in bytes.")
    sha256: Sha256 = attribute("The digest of the bytes.")

    @classmethod
    def of(cls, row: Row) -> "Evidence":
        """The file as clients see it."""
        return cls(
            key=row.id,
            version=row.whole("version"),
            created_at=row.moment("created_at"),
            updated_at=row.moment("updated_at"),
            owner_key=row.text("institution_id"),
            uploader_key=row.text("uploaded_by"),
            name=row.text("name"),
            state=EvidenceState(row.text("state")),
            content_type=row.text("content_type"),
            size=row.whole("size"),
            sha256=Sha256(row.text("sha256")),
        )

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The institution whose file it is."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    async def uploaded_by(self, info: Info) -> Person | None:
        """Who uploaded it."""
        return await info.context.loaders.person(self.uploader_key)

    @computed
    async def download_url(self, info: Info) -> str | None:
        """An address of its bytes in object storage, for a few minutes. Null until the upload is confirmed."""
        return None if self.state is not EvidenceState.CONFIRMED else await info.context.evidence_url(self.key)


@object_type
class UploadHeader:
    """One HTTP header that the upload must bear."""

    name: str = attribute("Its name.")
    value: str = attribute("Its value.")


@input_type
class RequestUploadInput(KeyedAct):
    """What `requestUpload` takes: the file as it will be uploaded."""

    institution: strawberry.ID = attribute("The institution whose file it is.")
    name: str = attribute("The file's name, at most 200 characters.")
    content_type: str = attribute("The media type: application/pdf, image/png or image/jpeg.")
    size: int = attribute("The size in bytes, at most 20 MiB.")
    sha256: str = attribute("The digest of the bytes: 64 lower-case hexadecimal digits.")

    def institution_key(self) -> str | Refused:
        """The institution's key."""
        return key_of(self.institution, "Institution", field="institution")


@input_type
class ConfirmUploadInput(VersionedAct):
    """What `confirmUpload` takes."""

    evidence: strawberry.ID = attribute("The file whose upload is finished.")

    def record(self) -> str | Refused:
        """The file's key."""
        return key_of(self.evidence, "Evidence", field="evidence")


@object_type
class RequestUploadSuccess:
    """Leave to upload: PUT the bytes to `url` with exactly these headers, then call `confirmUpload`."""

    evidence: Evidence = attribute("The file, not yet confirmed.")
    url: str = attribute("Where to PUT the bytes.")
    headers: list[UploadHeader] = attribute("The headers that the upload must bear.")
    expires_at: datetime = attribute("Until when the address takes the upload.")


@object_type
class ConfirmUploadSuccess:
    """The upload was checked, and the file counts from now on."""

    evidence: Evidence = attribute("The file, confirmed.")


RequestUploadPayload = payload(RequestUploadSuccess)
ConfirmUploadPayload = payload(ConfirmUploadSuccess)
