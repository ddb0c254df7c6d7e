"""Issuing a letter, step by step; each step is idempotent, recorded when done, and resumed after a crash.

    1  freeze the facts (done by the door, in the transaction that ordered the letter) and check that they are unchanged
    2  reserve number, date and verification code, gap-free per kind and year
    3  render the DOCX; a certificate with the credential that its second QR code bears
    4  convert it to PDF/A-2b, with its empty signature fields; a certificate to PDF/A-3b, with its facts inside
    5  lint what will be signed
    6  record the digest of what will be signed: the signing intent
    7  sign
    8  validate the result with our own verifier
    9  store it with object lock under its digest
    10 publish: the door's transaction that moves the state

`prepare` runs 1-6 in a worker; `sign` runs 7-9 in the signer's own request, and the use case that called it does 10.
A letter under the agency seal runs 1-10 in a worker (`issue_sealed`). A crash in 7-9 leaves the letter where it waits for
its signature: nothing legal has changed.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from documents.attachments import CREDENTIAL_KINDS, attach_facts, carried, pdfa_part
from documents.canonical_content import canonical_content
from documents.contexts import Certificate, Context, Marks, Numbering, from_facts
from documents.facts import Json
from documents.lint import Paper, lint
from documents.render import render, template
from documents.templates.register import read_template
from documents.titles import document_title
from domain.canonical import canonical_digest
from domain.clock import Clock, legal_date
from domain.configuration_keys import PATTERN_KEYS
from domain.credentials import STATUS_SERIES
from domain.documents import (
    DOCUMENT_LABELS,
    LETTER_DAY,
    SEALED_KINDS,
    DocumentKind,
    DocumentState,
    PresentDocument,
    ReserveNumber,
    SignatureFact,
    SignatureKind,
    SignedPaper,
)
from domain.numbering import Classification, LetterNumber, Series, VoidedNumber, renumber_month
from domain.refusals import Refusal
from domain.roles import SYSTEM
from domain.tables import Aggregate
from persistence.configuration import setting
from persistence.counters import next_in
from persistence.documents import DocumentRecord
from services.commands import Command, Done
from services.credentials import CredentialPort, claims_of
from services.door import Door
from services.kept_templates import KeptTemplates, Rendering
from services.offices import terms_of_office
from signing.port import RecipeName, SignedPdf, Signer, SigningIntent
from signing.profile import add_signature_fields
from signing.report import SignatureReport
from signing.trust import TrustAnchors
from storage.keys import draft_key, issued_key
from storage.port import Area, ObjectStore

PDF = "application/pdf"
RETENTION = timedelta(days=3_653)
"""How long an issued letter cannot be removed by anyone: ten years."""

SEAL_FIELD, PERSON_FIELD = "Segel", "TandaTangan"
INSTITUTION_FIELD, LKPP_FIELD = "PihakKedua", "PihakKesatu"

FIELDS: dict[DocumentKind, tuple[str, ...]] = {
    **{kind: (SEAL_FIELD,) if kind in SEALED_KINDS else (PERSON_FIELD,) for kind in DocumentKind},
    DocumentKind.SLA: (INSTITUTION_FIELD, LKPP_FIELD),
}
"""The signature fields of each kind, in the order in which they are signed."""

RECIPES: dict[str, RecipeName] = {
    SEAL_FIELD: RecipeName.SEAL,
    PERSON_FIELD: RecipeName.SINGLE,
    INSTITUTION_FIELD: RecipeName.FIRST_OF_TWO,
    LKPP_FIELD: RecipeName.SECOND_OF_TWO,
}


class IssuingError(Exception):
    """A letter could not be issued; nothing legal has changed."""


class LetterUnsound(IssuingError):
    """The letter must not be signed as it is: it was altered, or the lint found something. Trying again will not help."""


class SignatureUnsound(IssuingError):
    """The signature that was just made does not validate."""


class EarlierSignatureUnsound(SignatureUnsound):
    """The signature that the letter bore already does not hold, or the stored bytes are no longer those it was put on."""


class Converter(Protocol):
    """Turns a DOCX into PDF/A."""

    def convert(self, docx: bytes, *, title: str, part: int = 2) -> bytes:
        """The PDF/A-2b, or 3b by `part` of ISO 19005. *Raises*: `documents.errors.ConversionError`."""
        ...


class Inspector(Protocol):
    """Examines signatures, outside this process."""

    def inspect(self, pdf: bytes, trust: TrustAnchors, at: datetime) -> SignatureReport:
        """What the signatures of `pdf` are worth."""
        ...


@dataclass(frozen=True)
class Signing:
    """One signature to be made: whose, in which field."""

    field: str
    signer_id: str
    signer_name: str
    passphrase: str | None = None

    def __repr__(self) -> str:
        return f"Signing(field={self.field!r}, signer_id={self.signer_id!r})"


@dataclass(frozen=True, kw_only=True)
class IssuancePorts:
    """What the procedure works with. *Shape*: `renderer` is the converter's version ("" where nothing is converted in
    earnest, and then no rendering is recorded); `trust` gives roots and current revocation lists each time it is called;
    without `credentials` no certificate can be made.
    """

    door: Door
    clock: Clock
    store: ObjectStore
    converter: Converter
    signer: Signer
    inspector: Inspector
    trust: Callable[[], TrustAnchors]
    public_url: str
    development: bool
    credentials: CredentialPort | None = None
    on_step: Callable[[str, int], None] = lambda _document_id, _step: None
    renderer: str = ""


class Issuance:
    """The procedure of the module's docstring. Threads may share it."""

    def __init__(self, ports: IssuancePorts) -> None:
        self._ports = ports
        self._templates = KeptTemplates(ports.store)

    def prepare(self, document_id: str) -> None:
        """Steps 1-6, for a letter in DRAFT, or one whose printed day has passed before anyone signed; else nothing.

        *Raises*: `LetterUnsound` and the ports' errors.
        """
        document = self._dated_anew(_document(document_id))
        if document.state != DocumentState.DRAFT:
            return
        self._check_frozen(document)
        document = self._reserve_number(document)
        context = from_facts(DocumentKind(document.kind), _json(document.facts))
        credential = self._credential(document, context)
        docx = self._render(document, context, credential)
        pdf = self._convert(document, docx, credential)
        self._lint(document, context, docx=docx, pdf=pdf)
        self._present(document, pdf)

    def issue_sealed(self, document_id: str) -> None:
        """Steps 1-10, for a letter under the agency seal; nothing where it is issued already."""
        self.prepare(document_id)
        document = _document(document_id)
        if document.state != DocumentState.AWAITING_SIGNATURE:
            return
        seal = Signing(field=SEAL_FIELD, signer_id="seal", signer_name=document.facts["signatory"]["name"])
        paper = self.sign(document, seal)
        self._perform(document, verb="publish", payload=paper, step=10)

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        """Steps 7-9 on the presented bytes: signed, validated, stored; what step 10 is to record.

        *Raises*: `SigningError`, `SignatureUnsound`, `StorageError`; then nothing legal has changed.
        """
        signed = self._sign(document, signing)
        self._validate(document, signed, signing)
        self._store(document, signed, final=_is_last(document, signing))
        return _paper(signed, signing)

    def concept(self, kind: DocumentKind, facts: object) -> bytes:
        """The letter as it would look, without number and marked KONSEP on every page; nothing of it is kept.

        *Raises*: `documents.errors.DocumentError`.
        """
        marks = Marks(development=self._ports.development, draft=True)
        docx = render(kind, from_facts(kind, _json(facts)), numbering=None, marks=marks)
        return self._ports.converter.convert(docx, title=document_title(kind, None))

    def _dated_anew(self, document: DocumentRecord) -> DocumentRecord:
        """Back to DRAFT where an earlier day is printed and nothing is signed: the same number is then dated today."""
        waits = document.state == DocumentState.AWAITING_SIGNATURE and not document.signatures
        if not waits or date.fromisoformat(document.dated) >= legal_date(self._ports.clock.now()):
            return document
        _done(self._ports.door.perform(self._command(document, "redate")))
        return _document(document.id)

    # --- the steps --------------------------------------------------------------------------------------------------

    def _check_frozen(self, document: DocumentRecord) -> None:
        """Step 1: the facts were frozen by the transaction that ordered the letter; they must be the same still."""
        if canonical_digest(_json(document.facts)) != document.facts_sha256:
            raise LetterUnsound(f"the frozen facts of {document.id} are not those that were ordered")
        self._ports.on_step(document.id, 1)

    def _reserve_number(self, document: DocumentRecord) -> DocumentRecord:
        """Step 2: a number once; a later day keeps it (the month part anew), a new year voids it and takes another."""
        today = legal_date(self._ports.clock.now())
        if document.number is None or date.fromisoformat(document.dated) != today:
            command = self._command(document, "reserve_number")
            _done(self._ports.door.perform(command, late=lambda: _numbered(document, today)))
        self._ports.on_step(document.id, 2)
        return _document(document.id)

    def _credential(self, document: DocumentRecord, context: Context) -> str | None:
        """For a certificate: the facts are frozen and the number is reserved, so that its credential can be signed."""
        if not isinstance(context, Certificate):
            return None
        if self._ports.credentials is None or document.status_index is None:
            raise IssuingError(f"{document.id} needs a credential key and a place in the status list")
        now = self._ports.clock.now()
        return self._ports.credentials.issue(claims_of(document, context, at=now, public_url=self._ports.public_url))

    def _render(self, document: DocumentRecord, context: Context, credential: str | None) -> bytes:
        """Step 3."""
        kind = DocumentKind(document.kind)
        numbering = self._numbering(document)
        docx = render(kind, context, numbering=numbering, marks=self._marks, credential=credential)
        self._ports.on_step(document.id, 3)
        return docx

    def _convert(self, document: DocumentRecord, docx: bytes, credential: str | None) -> bytes:
        """Step 4. What a certificate carries is attached before the signature fields, so that every signature covers it."""
        kind, numbering = DocumentKind(document.kind), self._numbering(document)
        pdf = self._ports.converter.convert(docx, title=document_title(kind, numbering), part=pdfa_part(kind))
        facts = _json(document.facts)
        if credential is not None and isinstance(facts, dict):
            pdf = attach_facts(pdf, carried(numbering, facts, credential), at=self._ports.clock.now())
        pdf = add_signature_fields(pdf, FIELDS[kind])
        self._ports.on_step(document.id, 4)
        return pdf

    def _lint(self, document: DocumentRecord, context: Context, *, docx: bytes, pdf: bytes) -> None:
        """Step 5. A letter that was begun before midnight in Jakarta is made again, with the new day's date."""
        paper = Paper(
            kind=DocumentKind(document.kind),
            context=context,
            numbering=self._numbering(document),
            marks=self._marks,
            docx=docx,
            pdf=pdf,
        )
        today = legal_date(self._ports.clock.now())
        if paper.numbering.date != today:
            raise IssuingError(f"the day ended while {document.id} was made; it is dated anew")
        findings = lint(paper, today=today, terms_of_office=terms_of_office(document))
        if findings:
            raise LetterUnsound("; ".join(f"{f.code}: {f.message_en}" for f in findings))
        self._ports.on_step(document.id, 5)

    def _present(self, document: DocumentRecord, pdf: bytes) -> None:
        """Step 6: the bytes are kept, then their digest is recorded; only those bytes can be signed."""
        digest = sha256(pdf).hexdigest()
        self._ports.store.put(Area.DRAFT, draft_key(document.id, digest, "pdf"), pdf, content_type=PDF)
        made = self._rendering(document, pdf)
        payload = PresentDocument(sha256=digest, size=len(pdf), rendering=made.values() if made else None)
        self._perform(document, verb="present", payload=payload, step=6)

    def _rendering(self, document: DocumentRecord, pdf: bytes) -> Rendering | None:
        """From what the bytes were made and what they show; the template is kept beside the papers that it made."""
        if not self._ports.renderer:
            return None
        kind = DocumentKind(document.kind)
        used, content = read_template(kind)
        self._templates.note(used.sha256, content)
        return Rendering(
            content_sha256=canonical_content(pdf).sha256,
            renderer=self._ports.renderer,
            template_sha256=used.sha256,
            verify_url=self._numbering(document).verify_url,
            development=self._ports.development,
        )

    def _sign(self, document: DocumentRecord, signing: Signing) -> SignedPdf:
        """Step 7."""
        pdf = self._ports.store.get(Area.DRAFT, draft_key(document.id, document.sha256, "pdf"))
        intent = SigningIntent(
            document_id=document.id,
            field_name=signing.field,
            signer_id=signing.signer_id,
            signer_name=signing.signer_name,
            digest=document.sha256,
            recipe=RECIPES[signing.field],
            reason=f"{DOCUMENT_LABELS[DocumentKind(document.kind)][0]} {document.number}",
            location="Indonesia",
            signed_at=self._ports.clock.now(),
        )
        if document.signatures and sha256(pdf).hexdigest() != document.sha256:
            raise EarlierSignatureUnsound("berkas tersimpan bukan yang ditandatangani (stored bytes differ)")
        signed = self._ports.signer.sign(pdf, intent, passphrase=signing.passphrase)
        self._ports.on_step(document.id, 7)
        return signed

    def _validate(self, document: DocumentRecord, signed: SignedPdf, signing: Signing) -> None:
        """Step 8: our own verifier must find every recorded signature, and this one, and nothing else."""
        report = self._ports.inspector.inspect(signed.data, self._ports.trust(), self._ports.clock.now())
        recorded = [s["certificate_sha256"] for s in document.signatures]
        if not _holds(report, [*recorded, signed.certificate_sha256], final=_is_last(document, signing)):
            earlier = report.signatures[: len(recorded)]
            reasons = "; ".join(m.id for s in report.signatures for m in s.messages) or str(report.problem)
            if [s.certificate_sha256 for s in earlier] != recorded or not all(s.holds for s in earlier):
                raise EarlierSignatureUnsound(reasons)
            raise SignatureUnsound(f"{document.id}, field {signing.field}: {reasons}")
        self._ports.on_step(document.id, 8)

    def _store(self, document: DocumentRecord, signed: SignedPdf, *, final: bool) -> None:
        """Step 9: the finished letter under lock; one that waits for a second signature among the drafts."""
        digest = sha256(signed.data).hexdigest()
        if final:
            until = self._ports.clock.now() + RETENTION
            if rendering := Rendering.of(document.rendering or {}):  # first: a letter under lock cannot be taken back
                self._templates.keep(rendering.template_sha256, until=until)
            self._ports.store.put_locked(issued_key(digest), signed.data, content_type=PDF, retain_until=until)
        else:
            key = draft_key(document.id, digest, "pdf")
            self._ports.store.put(Area.DRAFT, key, signed.data, content_type=PDF)
        self._ports.on_step(document.id, 9)

    # --- common -----------------------------------------------------------------------------------------------------

    @property
    def _marks(self) -> Marks:
        return Marks(development=self._ports.development, draft=False)

    def _numbering(self, document: DocumentRecord) -> Numbering:
        return Numbering(
            number=document.number,
            date=date.fromisoformat(document.dated),
            code=document.code,
            verify_url=f"{self._ports.public_url}/v/{document.code}",
        )

    def _perform(self, document: DocumentRecord, *, verb: str, payload: object, step: int) -> None:
        _done(self._ports.door.perform(self._command(document, verb, payload)))
        self._ports.on_step(document.id, step)

    def _command(self, document: DocumentRecord, verb: str, payload: object = None) -> Command:
        return Command(
            aggregate=Aggregate.DOCUMENT,
            verb=verb,
            actor=SYSTEM,
            record_id=document.id,
            payload=payload,
            expected_version=document.version,
        )


def _numbered(document: DocumentRecord, today: date) -> ReserveNumber:
    """The number of the letter for today, from inside the transaction that records it."""
    kind = DocumentKind(document.kind)
    pattern = str(setting(PATTERN_KEYS[kind], today))
    voided: str | None = None
    number: LetterNumber | VoidedNumber | None = None
    if document.number is not None:
        number = renumber_month(_kept(document, kind, pattern), on=today)
    if isinstance(number, VoidedNumber):
        voided, number = document.number, None
    if number is None:
        sequence = next_in(Series(kind=kind, year=today.year).key)
        number = LetterNumber(
            kind=kind, sequence=sequence, on=today, classification=Classification.ORDINARY, pattern=pattern
        )
    used = template(kind)
    moved = _moved(document, kind, today)
    return ReserveNumber(
        number=number.text,
        series=number.series.key,
        sequence=number.sequence,
        dated=today,
        code=document.code or secrets.token_hex(16),
        template_version=str(used.version),
        template_sha256=used.sha256,
        voided_number=voided,
        status_index=next_in(STATUS_SERIES) - 1 if kind in CREDENTIAL_KINDS else None,
        facts=moved,
        facts_sha256=canonical_digest(moved) if moved else None,
    )


def _moved(document: DocumentRecord, kind: DocumentKind, today: date) -> dict[str, Json] | None:
    """The frozen facts with the letter's own day moved to today; None where nothing moves."""
    facts, day = _json(document.facts), LETTER_DAY.get(kind)
    if day is None or not isinstance(facts, dict) or facts.get(day) in {None, today.isoformat()}:
        return None
    return {**facts, day: today.isoformat()}


def _kept(document: DocumentRecord, kind: DocumentKind, pattern: str) -> LetterNumber:
    return LetterNumber(
        kind=kind,
        sequence=document.sequence,
        on=date.fromisoformat(document.dated),
        classification=Classification.ORDINARY,
        pattern=pattern,
    )


def _is_last(document: DocumentRecord, signing: Signing) -> bool:
    return signing.field == FIELDS[DocumentKind(document.kind)][-1]


def _holds(report: SignatureReport, certificates: list[str], *, final: bool) -> bool:
    """Whether exactly these certificates signed, and hold.

    A letter that waits for its second signature ends with the first one's validation data, which only the second covers.
    """
    signatures_hold = bool(report.signatures) and all(signature.holds for signature in report.signatures)
    whole = report.holds if final else report.problem is None and signatures_hold
    return whole and [signature.certificate_sha256 for signature in report.signatures] == certificates


def _paper(signed: SignedPdf, signing: Signing) -> SignedPaper:
    return SignedPaper(
        sha256=sha256(signed.data).hexdigest(),
        size=len(signed.data),
        signature=SignatureFact(
            field=signing.field,
            kind=SignatureKind.SEAL if signing.field == SEAL_FIELD else SignatureKind.PERSONAL,
            signer_id=signing.signer_id,
            signer_name=signed.signer_name,
            certificate_sha256=signed.certificate_sha256,
            level=signed.level.value,
            certification=signed.certification.value,
            signed_at=signed.signed_at.isoformat(),
        ),
    )


def _document(document_id: str) -> DocumentRecord:
    found: DocumentRecord | None = DocumentRecord.objects(id=document_id).first()
    if found is None:
        raise LetterUnsound(f"there is no letter {document_id}")
    return found


def _done(result: Done | Refusal) -> Done:
    """The pipeline's own acts are never refused, but where another worker was faster."""
    if isinstance(result, Refusal):
        raise IssuingError(f"{result.code}: {result.message_en}")
    return result


def _json(value: object) -> Json:
    """Frozen facts as plain JSON values, without the record classes' own containers."""
    if isinstance(value, dict):
        return {str(key): _json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise LetterUnsound(f"frozen facts hold no {type(value).__name__}")
