"""Steps 8 and 10 of issuing: whether exactly the recorded signatures hold, and what is recorded of the one just made."""

from collections.abc import Mapping
from hashlib import sha256

from domain.document_acts import SignatureFact, SignedPaper
from domain.document_kinds import DocumentKind, SignatureKind
from persistence.documents import DocumentRecord
from services.issuing_parts import FIELDS, INSTITUTION_FIELD, LKPP_FIELD, SEAL_FIELD, Signing
from signing.port import Level, SignedPdf
from signing.report import SignatureFinding, SignatureReport


def is_last(document: DocumentRecord, signing: Signing) -> bool:
    """Whether no further person signs the paper after this one."""
    return signing.field == FIELDS[DocumentKind(document.kind)][-1]


def holds(report: SignatureReport, certificates: list[str], *, final: bool) -> bool:
    """Whether exactly these certificates signed, and hold.

    A letter that waits for its second signature ends with the first one's validation data, which only the second covers.
    """
    signatures_hold = bool(report.signatures) and all(signature.holds for signature in report.signatures)
    whole = report.holds if final else report.problem is None and signatures_hold
    return whole and [signature.certificate_sha256 for signature in report.signatures] == certificates


def is_as_recorded(found: SignatureFinding, recorded: Mapping[str, str]) -> bool:
    """Whether an earlier signature proves what was recorded of it: no level lower, no other certification."""
    reaches = found.level is not None and found.level.reaches(Level(recorded["level"]))
    return reaches and found.certification.value == recorded["certification"]


_SIDES = {INSTITUTION_FIELD: "institution", LKPP_FIELD: "lkpp"}
"""Where the facts of an agreement name who signs in a field."""


def printed_office(document: DocumentRecord, signing: Signing) -> str:
    """The title under which the paper says that he signs, on one line; empty for the agency's seal, which has none."""
    side = _SIDES.get(signing.field)
    named = document.facts.get(side, {}).get("official", {}) if side else document.facts.get("signatory", {})
    signatory = {} if signing.field == SEAL_FIELD else named
    return ", ".join(str(signatory.get("office", "")).splitlines())


def signed_paper(signed: SignedPdf, signing: Signing, *, office: str, report: SignatureReport) -> SignedPaper:
    """What is recorded: level and certification as they were found, not as the adapter says."""
    found, protected_until = report.signatures[-1], report.protected_until
    return SignedPaper(
        sha256=sha256(signed.data).hexdigest(),
        size=len(signed.data),
        signature=SignatureFact(
            field=signing.field,
            kind=SignatureKind.SEAL if signing.field == SEAL_FIELD else SignatureKind.PERSONAL,
            signer_id=signing.signer_id,
            signer_name=signed.signer_name,
            certificate_sha256=signed.certificate_sha256,
            level=found.level.value if found.level is not None else signed.level.value,
            certification=found.certification.value,
            signed_at=signed.signed_at.isoformat(),
            office=office,
        ),
        protected_until=protected_until.isoformat() if protected_until else None,
        protected_by=report.protected_by,
    )
