"""Makes an issued letter again from its frozen facts, and compares what its pages show with what was issued.

    1  the letter is issued, its rendering is on record, and its frozen facts are those of their digest
    2  the issued bytes are those whose digest was recorded when they were signed
    3  the recorded template is still there, and makes a DOCX of the facts, the number and the date
    4  the converter of today makes a PDF of it, with the same facts attached
    5  each page of both is told in canonical form, and compared

The bytes of two conversions differ always; signatures are not made again. A certificate's credential is taken from the
issued file: its signature is made with a fresh random number each time, so that nobody could make the same one again.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from documents.attachments import CREDENTIAL_KINDS, attach_facts, carried, pdfa_part, read_facts
from documents.canonical_content import CanonicalContent, Difference, canonical_content, differences
from documents.contexts import Marks, Numbering, from_facts
from documents.render import render
from documents.templates.register import register, template_path
from documents.titles import document_title
from domain.canonical import canonical_digest
from domain.document_kinds import DocumentKind, DocumentState
from persistence.documents import DocumentRecord
from services.issuing_parts import Converter
from services.kept_templates import KeptTemplates, Rendering
from storage.keys import issued_key
from storage.port import Area, ObjectMissing, ObjectStore


class Outcome(StrEnum):
    """What making a letter again has shown."""

    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    RENDERER_DIFFERS = "RENDERER_DIFFERS"
    NOT_AS_RECORDED = "NOT_AS_RECORDED"
    NOT_REPRODUCIBLE = "NOT_REPRODUCIBLE"


OUTCOME_LABELS: dict[Outcome, tuple[str, str]] = {
    Outcome.SAME: ("Sama: isi tiap halaman seperti yang diterbitkan", "Same: each page shows what was issued"),
    Outcome.DIFFERENT: ("BERBEDA dari yang diterbitkan", "DIFFERENT from what was issued"),
    Outcome.RENDERER_DIFFERS: (
        "Berbeda, tetapi pengonversi bukan versi yang sama",
        "Different, but the converter is of another version",
    ),
    Outcome.NOT_AS_RECORDED: (
        "Berkas terbit bukan berkas yang tercatat",
        "The issued file is not the one on record",
    ),
    Outcome.NOT_REPRODUCIBLE: ("Tidak dapat dibuat ulang", "Cannot be made again"),
}


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """The report. *Shape*: `reason` says why a letter cannot be made again, in two languages; `differences` name the first
    line that differs on each page (0: the document as a whole), `before` as issued, `after` as made now.
    """

    outcome: Outcome
    number: str | None = None
    issued_sha256: str | None = None
    made_sha256: str | None = None
    renderer_then: str | None = None
    renderer_now: str
    pages: int = 0
    differences: tuple[Difference, ...] = ()
    reason: tuple[str, str] | None = None


class _Impossible(Exception):
    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(english)
        self.reason = (indonesian, english)


class ReproductionService:
    """Makes letters again. *Shape*: `renderer` names the converter with version and build."""

    def __init__(self, *, store: ObjectStore, converter: Converter, renderer: str) -> None:
        self._store, self._converter, self._renderer = store, converter, renderer
        self._templates = KeptTemplates(store)

    def reproduce(self, document_id: str) -> Reproduction:
        """The steps of the module's docstring. *Raises*: `StorageUnavailable`, `ConversionError`, `ContentUnreadable`."""
        document: DocumentRecord | None = DocumentRecord.objects(id=document_id).first()
        try:
            record, rendering = _on_record(document)
            issued_pdf = self._read("berkas terbit", "the issued file", lambda: _issued(self._store, record))
            template = self._read("templat", "the template", lambda: self._templates.read(rendering.template_sha256))
            made_pdf = self._made(record, rendering, template, issued_pdf)
        except _Impossible as impossible:
            return Reproduction(
                outcome=Outcome.NOT_REPRODUCIBLE,
                number=document.number if document else None,
                renderer_now=self._renderer,
                reason=impossible.reason,
            )
        if sha256(issued_pdf).hexdigest() != record.sha256:
            return Reproduction(outcome=Outcome.NOT_AS_RECORDED, number=record.number, renderer_now=self._renderer)
        return self._compared(record, rendering, canonical_content(issued_pdf), canonical_content(made_pdf))

    def _read(self, name_id: str, name_en: str, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except ObjectMissing as error:
            raise _Impossible(f"{name_id} tidak ada di penyimpanan", f"{name_en} is not in storage") from error

    def _made(self, document: DocumentRecord, rendering: Rendering, template: bytes, issued_pdf: bytes) -> bytes:
        """Steps 3 and 4."""
        kind = DocumentKind(document.kind)
        numbering = Numbering(
            number=document.number,
            date=date.fromisoformat(document.dated),
            code=document.code,
            verify_url=rendering.verify_url,
        )
        marks = Marks(development=rendering.development, draft=False, certified_by_bsre=rendering.certified_by_bsre)
        credential = read_facts(issued_pdf).credential if kind in CREDENTIAL_KINDS else None
        facts: dict[str, Any] = dict(document.facts)
        with tempfile.TemporaryDirectory(prefix="pembina-template-") as name:
            folder = Path(name)
            template_path(kind, folder=folder).write_bytes(template)
            register(folder)
            docx = render(
                kind, from_facts(kind, facts), numbering=numbering, marks=marks, credential=credential, folder=folder
            )
        pdf = self._converter.convert(docx, title=document_title(kind, numbering), part=pdfa_part(kind))
        if credential is None:
            return pdf
        return attach_facts(pdf, carried(numbering, facts, credential), at=document.signed_at)

    def _compared(
        self, document: DocumentRecord, rendering: Rendering, issued: CanonicalContent, made: CanonicalContent
    ) -> Reproduction:
        """Step 5."""
        return Reproduction(
            outcome=_outcome(rendering, issued.sha256, made.sha256, renderer=self._renderer),
            number=document.number,
            issued_sha256=issued.sha256,
            made_sha256=made.sha256,
            renderer_then=rendering.renderer,
            renderer_now=self._renderer,
            pages=len(issued.pages),
            differences=tuple(differences(issued, made)),
        )


def _on_record(document: DocumentRecord | None) -> tuple[DocumentRecord, Rendering]:
    """Step 1."""
    if document is None or document.state != DocumentState.SIGNED:
        raise _Impossible("tidak ada naskah terbit dengan id ini", "there is no issued paper of this id")
    rendering = Rendering.of(dict(document.rendering or {}))
    if rendering is None:
        raise _Impossible("cara pembuatannya tidak tercatat", "how it was made is not on record")
    if canonical_digest(dict(document.facts)) != document.facts_sha256:
        raise _Impossible("fakta bekunya telah diubah", "its frozen facts were altered")
    return document, rendering


def _issued(store: ObjectStore, document: DocumentRecord) -> bytes:
    return store.get(Area.ISSUED, issued_key(document.sha256))


def _outcome(rendering: Rendering, issued: str, made: str, *, renderer: str) -> Outcome:
    if made == issued:
        return Outcome.SAME
    return Outcome.DIFFERENT if rendering.renderer == renderer else Outcome.RENDERER_DIFFERS
