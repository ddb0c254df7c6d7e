"""Issuing without LibreOffice and keys: real numbers, digests and stored bytes, but a page of plain text, and no signature."""

from datetime import datetime
from hashlib import sha256

from documents.contexts import from_facts
from domain.document_acts import SignatureFact, SignedPaper
from domain.document_kinds import DocumentKind, DocumentState, SignatureKind
from persistence.documents import DocumentRecord
from services.issuance import Issuance
from services.issuing_parts import SEAL_FIELD, Signing
from services.log_proofs import NOT_LOGGED, LogProver, PaperInLog
from services.made_signatures import printed_office
from signing.port import Certification, Level, SignedPdf, WrongPassphrase
from signing.report import Problem, SignatureReport
from signing.trust import TrustAnchors
from signing.validation import problem_report

PASSPHRASE = "contoh-frasa-sandi"


class PlainInspector:
    """Finds what stands in a plain text: no PDF."""

    def inspect(self, pdf: bytes, trust: TrustAnchors, at: datetime) -> SignatureReport:
        return problem_report(pdf, Problem.NOT_A_PDF)


class NoLog(LogProver):
    """A public log that holds nothing."""

    def __init__(self) -> None:
        pass

    def find(self, document_id: str) -> PaperInLog:
        return NOT_LOGGED


class PlainIssuance(Issuance):
    """Steps 1, 2, 6 and 9 of issuing are the real ones; 3-5 write one line of text, 7 and 8 believe any passphrase."""

    def prepare(self, document_id: str) -> None:
        """The frozen facts are those of a letter of its kind; its number is taken from the real series."""
        document = self._dated_anew(DocumentRecord.objects(id=document_id).get())
        if document.state != DocumentState.DRAFT:
            return
        self._check_frozen(document)
        from_facts(DocumentKind(document.kind), dict(document.facts))
        document = self._reserve_number(document)
        self._present(
            document, f"{document.kind} {document.number} {document.dated} {list(document.signatories)}".encode()
        )

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        """A signature of no cryptography over the presented bytes. *Raises*: `WrongPassphrase`."""
        if signing.field != SEAL_FIELD and not signing.passphrase:
            raise WrongPassphrase("no passphrase")
        now = self._ports.clock.now()
        signed = SignedPdf(
            data=f"{document.sha256} {signing.field} {signing.signer_id} {now.isoformat()}".encode(),
            level=Level.B_LT,
            certification=Certification.FILL_FORMS,
            certificate_sha256=sha256(signing.signer_id.encode()).hexdigest(),
            signer_name=signing.signer_name,
            signed_at=now,
        )
        self._store(document, signed, final=True)
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
                signed_at=now.isoformat(),
                office=printed_office(document, signing),
            ),
        )
