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

from datetime import date
from hashlib import sha256

from documents.attachments import attach_facts, carried, pdfa_part
from documents.contexts import Certificate, Context, Marks, Numbering, from_facts
from documents.lint import Paper, lint
from documents.render import render
from documents.templates.register import read_template
from documents.titles import document_title
from domain.aggregates import Aggregate
from domain.canonical import canonical_digest
from domain.clock import legal_date
from domain.configuration_keys import INITIALS_KEYS
from domain.document_acts import PresentDocument, SignedPaper
from domain.document_kinds import DOCUMENT_LABELS, DocumentKind, DocumentState
from domain.initials import chain_of
from domain.refusals import Refusal, Words
from domain.roles import SYSTEM
from persistence.configuration import setting
from persistence.documents import DocumentRecord
from services.commands import Command, Done
from services.credentials import claims_of
from services.examination import examine_ours, present_moment
from services.issuing_parts import (
    FIELDS,
    PDF,
    RECIPES,
    RETENTION,
    SEAL_FIELD,
    EarlierSignatureUnsound,
    IssuancePorts,
    IssuingError,
    LetterUnsound,
    SignatureBelowProfile,
    SignatureUnsound,
    Signing,
)
from services.kept_templates import KeptTemplates, Rendering
from services.made_signatures import holds, is_as_recorded, is_last, printed_office, signed_paper
from services.numbered_papers import numbered, plain
from services.offices import may_be_signed, signatory_anew, terms_of_office
from signing.port import Certification, Letter, SignedPdf, SigningIntent
from signing.profile import RECIPES as PROFILE
from signing.profile import add_signature_fields
from signing.report import SignatureFinding, SignatureReport
from signing.trust import trusts_a_test
from storage.keys import draft_key, issued_key
from storage.port import Area


class Issuance:
    """The procedure of the module's docstring. Threads may share it."""

    def __init__(self, ports: IssuancePorts) -> None:
        self._ports = ports
        self._templates = KeptTemplates(ports.store)

    def prepare(self, document_id: str) -> bytes | None:
        """Steps 1-6, for a letter in DRAFT, or one whose printed day has passed before anyone signed; else nothing.

        The presented bytes, where this call made them. *Raises*: `LetterUnsound` and the ports' errors.
        """
        document = self._dated_anew(_document(document_id))
        if document.state != DocumentState.DRAFT:
            return None
        self._check_frozen(document)
        document = self._reserve_number(document)
        context = from_facts(DocumentKind(document.kind), plain(document.facts))
        credential = self._credential(document, context)
        docx = self._render(document, context, credential)
        pdf = self._convert(document, docx, credential)
        self._lint(document, context, docx=docx, pdf=pdf)
        self._present(document, pdf)
        return pdf

    def issue_sealed(self, document_id: str) -> None:
        """Steps 1-10, for a letter under the agency seal; nothing where it is issued already."""
        presented = self.prepare(document_id)
        document = _document(document_id)
        if document.state != DocumentState.AWAITING_SIGNATURE:
            return
        name = document.facts["signatory"]["name"]
        seal = Signing(field=SEAL_FIELD, signer_id="seal", signer_name=name, presented=presented)
        paper = self.sign(document, seal)
        self._perform(document, verb="publish", payload=paper, step=10)

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        """Steps 7-9 on the presented bytes: signed, validated, stored; what step 10 is to record.

        *Raises*: `SigningError`, `SignatureUnsound`, `StorageError`; then nothing legal has changed.
        """
        letter = self.letter(document, signing)
        signed = self._ports.signer.sign(
            letter.pdf, letter.intent, passphrase=signing.passphrase, session=signing.session
        )
        return self.finish(document, signing, signed)

    def finish(self, document: DocumentRecord, signing: Signing, signed: SignedPdf) -> SignedPaper:
        """Steps 8-9 on what the signer gave: validated and stored; what step 10 is to record. *Raises*: as `sign`."""
        self._ports.on_step(document.id, 7)
        report = self._validate(document, signed, signing)
        self._store(document, signed, final=is_last(document, signing))
        return signed_paper(signed, signing, office=printed_office(document, signing), report=report)

    def letter(self, document: DocumentRecord, signing: Signing) -> Letter:
        """What step 7 signs: the presented bytes and the intent. *Raises*: `EarlierSignatureUnsound`, `StorageError`."""
        key = draft_key(document.id, document.sha256, "pdf")
        pdf = signing.presented or self._ports.store.get(Area.DRAFT, key)
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
            raise EarlierSignatureUnsound(
                Words("berkas tersimpan bukan yang ditandatangani", "the stored bytes differ")
            )
        return Letter(pdf, intent)

    def concept(self, kind: DocumentKind, facts: object) -> bytes:
        """The letter as it would look, without number and marked KONSEP on every page; nothing of it is kept.

        *Raises*: `documents.errors.DocumentError`.
        """
        marks = Marks(development=self._ports.development, draft=True)
        docx = render(kind, from_facts(kind, plain(facts)), numbering=None, marks=marks)
        return self._ports.converter.convert(docx, title=document_title(kind, None))

    def _dated_anew(self, document: DocumentRecord) -> DocumentRecord:
        """Back to DRAFT where an earlier day is printed, or an official who signs no more, and nothing is signed: the same
        number is then dated today.
        """
        presented = {DocumentState.AWAITING_INITIALS, DocumentState.AWAITING_SIGNATURE}
        waits = document.state in presented and not document.signatures
        today = legal_date(self._ports.clock.now())
        if not waits or (date.fromisoformat(document.dated) >= today and may_be_signed(document, today)):
            return document
        _done(self._ports.door.perform(self._command(document, "redate")))
        return _document(document.id)

    # --- the steps --------------------------------------------------------------------------------------------------

    def _check_frozen(self, document: DocumentRecord) -> None:
        """Step 1: the facts were frozen by the transaction that ordered the letter; they must be the same still."""
        if canonical_digest(plain(document.facts)) != document.facts_sha256:
            raise LetterUnsound(f"the frozen facts of {document.id} are not those that were ordered")
        self._ports.on_step(document.id, 1)

    def _reserve_number(self, document: DocumentRecord) -> DocumentRecord:
        """Step 2: a number once; a later day keeps it (the month part anew), a new year voids it and takes another.

        What is made anew names who signs for LKPP now: a delegate, the holder again, or his successor.
        """
        today = legal_date(self._ports.clock.now())
        is_of_today = document.number is not None and date.fromisoformat(document.dated) == today
        if not is_of_today or signatory_anew(document, today) is not None:
            command = self._command(document, "reserve_number")
            _done(self._ports.door.perform(command, late=lambda: numbered(document, today)))
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
        docx = render(kind, context, numbering=numbering, marks=self._marks(kind), credential=credential)
        self._ports.on_step(document.id, 3)
        return docx

    def _convert(self, document: DocumentRecord, docx: bytes, credential: str | None) -> bytes:
        """Step 4. What a certificate carries is attached before the signature fields, so that every signature covers it."""
        kind, numbering = DocumentKind(document.kind), self._numbering(document)
        pdf = self._ports.converter.convert(docx, title=document_title(kind, numbering), part=pdfa_part(kind))
        facts = plain(document.facts)
        if credential is not None and isinstance(facts, dict):
            pdf = attach_facts(pdf, carried(numbering, facts, credential), at=self._ports.clock.now())
        pdf = self._with_fields(pdf, FIELDS[kind])
        self._ports.on_step(document.id, 4)
        return pdf

    def _with_fields(self, pdf: bytes, names: tuple[str, ...]) -> bytes:
        """An empty field for each signature whose signer brings none of his own."""
        empty = [name for name in names if not self._ports.signer.makes_own_field(RECIPES[name])]
        return add_signature_fields(pdf, empty, closing=names[-1] if len(names) > 1 else None) if empty else pdf

    def _lint(self, document: DocumentRecord, context: Context, *, docx: bytes, pdf: bytes) -> None:
        """Step 5. A letter that was begun before midnight in Jakarta is made again, with the new day's date."""
        kind = DocumentKind(document.kind)
        paper = Paper(
            kind=kind,
            context=context,
            numbering=self._numbering(document),
            marks=self._marks(kind),
            docx=docx,
            pdf=pdf,
            at_bsre=self._is_certified_by_bsre(kind),
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
        made = self._rendering(document)
        payload = PresentDocument(
            sha256=digest,
            size=len(pdf),
            rendering=made.values() if made else None,
            chain=_chain(document),
        )
        self._perform(document, verb="present", payload=payload, step=6)

    def _rendering(self, document: DocumentRecord) -> Rendering | None:
        """From what the bytes were made; the template is kept beside the papers that it made."""
        if not self._ports.renderer:
            return None
        kind = DocumentKind(document.kind)
        used, content = read_template(kind)
        self._templates.note(used.sha256, content)
        return Rendering(
            renderer=self._ports.renderer,
            template_sha256=used.sha256,
            verify_url=self._numbering(document).verify_url,
            development=self._ports.development,
            certified_by_bsre=self._marks(kind).certified_by_bsre,
        )

    def _validate(self, document: DocumentRecord, signed: SignedPdf, signing: Signing) -> SignatureReport:
        """Step 8: our own verifier must find every recorded signature, and this one at its recipe's level, and nothing else."""
        found = examine_ours(signed.data, self._ports, present_moment(self._ports))
        report = found.report
        recorded = [s["certificate_sha256"] for s in document.signatures]
        if not holds(report, [*recorded, signed.certificate_sha256], final=is_last(document, signing)):
            earlier = report.signatures[: len(recorded)]
            reasons = _reasons(report)
            if [s.certificate_sha256 for s in earlier] != recorded or not all(s.holds for s in earlier):
                raise EarlierSignatureUnsound(reasons)
            raise SignatureUnsound(f"{document.id}, field {signing.field}: {reasons.en}")
        if not all(map(is_as_recorded, report.signatures, document.signatures)):
            raise EarlierSignatureUnsound(
                Words(
                    "tanda tangan sebelumnya membuktikan lebih sedikit", "an earlier signature proves less than before"
                )
            )
        self._require_profile(report.signatures[-1], signing)
        self._ports.kept.keep(sha256(signed.data).hexdigest(), found)
        self._ports.on_step(document.id, 8)
        return report

    def _require_profile(self, found: SignatureFinding, signing: Signing) -> None:
        """The level and the certification that were found, whatever the adapter says; a field of its own never certifies.

        *Source*: ETSI EN 319 142-1, section 6.1 (levels); ISO 32000-1, 12.8.2.2 (certification).
        """
        recipe = PROFILE[RECIPES[signing.field]]
        own_field = self._ports.signer.makes_own_field(RECIPES[signing.field])
        certification = Certification.NONE if own_field else recipe.certification
        if found.level is not None and found.level.reaches(recipe.level) and found.certification is certification:
            return
        level = found.level.value if found.level is not None else "-"
        has, asked = f"{level}/{found.certification.value}", f"{recipe.level.value}/{certification.value}"
        raise SignatureBelowProfile(
            Words(f"tanda tangan {has}, seharusnya {asked}", f"the signature is {has}, and must be {asked}")
        )

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

    def _marks(self, kind: DocumentKind) -> Marks:
        """What each page of such a letter bears."""
        is_test = self._ports.development
        return Marks(
            development=is_test, draft=False, certified_by_bsre=not is_test and self._is_certified_by_bsre(kind)
        )

    def _is_certified_by_bsre(self, kind: DocumentKind) -> bool:
        """Whether the key of each signature of such a letter is at BSrE's gateway, and certified by BSrE.

        Not where a test root is trusted, for who signs at the gateway may be certified by that.
        """
        at_gateway = all(self._ports.signer.makes_own_field(RECIPES[field]) for field in FIELDS[kind])
        return at_gateway and not trusts_a_test(self._ports.trust())

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


def _reasons(report: SignatureReport) -> Words:
    """Why the report of a paper does not hold, or that it holds and is another's."""
    told = [message for found in report.signatures for message in found.messages]
    told += [message for found in report.timestamps for message in found.messages]
    told += [report.problem_message] if report.problem_message else []
    if not told:
        return Words("tanda tangannya bukan yang tercatat", "its signatures are not those recorded")
    return Words("; ".join(m.id for m in told), "; ".join(m.en for m in told))


def _chain(document: DocumentRecord) -> tuple[str, ...]:
    """Who initials such a paper on the day that it bears, before it is signed."""
    key = INITIALS_KEYS.get(DocumentKind(document.kind))
    return chain_of(setting(key, date.fromisoformat(document.dated))) if key else ()


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
