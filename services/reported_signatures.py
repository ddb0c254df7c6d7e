"""The signatures of a report: as recorded where no file was examined, else as found in the file; no I/O."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.document_kinds import SignatureKind
from persistence.documents import DocumentRecord
from services.reports import Reason, ReportedSignature, ReportedTimestamp
from signing.report import Message, Outcome, SignatureReport


def recorded_signatures(document: DocumentRecord) -> tuple[ReportedSignature, ...]:
    """The signatures of an issued paper as they were recorded when it was signed."""
    return tuple(
        ReportedSignature(
            field_name=s["field"],
            signer_name=s["signer_name"],
            office=s.get("office"),
            kind=SignatureKind(s["kind"]),
            signed_at=datetime.fromisoformat(s["signed_at"]),
            level=s["level"],
            certificate_sha256=s["certificate_sha256"],
            valid=None,
            trusted=None,
        )
        for s in document.signatures
    )


def found_signatures(found: SignatureReport, document: DocumentRecord | None) -> tuple[ReportedSignature, ...]:
    """The signatures in a file, ours or not; whose they are to us, as recorded by their certificates."""
    recorded: Sequence[dict[str, str]] = document.signatures if document is not None else ()
    ours = {s["certificate_sha256"]: s for s in recorded}
    return tuple(
        ReportedSignature(
            field_name=s.field_name,
            signer_name=s.signer_name,
            kind=_kind_of(ours.get(s.certificate_sha256)),
            office=ours.get(s.certificate_sha256, {}).get("office"),
            signed_at=s.timestamp_time or s.signing_time,
            level=s.level.value if s.level else "-",
            certificate_sha256=s.certificate_sha256,
            valid=s.holds,
            trusted=s.trust is Outcome.PASSED,
            indication=s.ades.indication,
            sub_indication=s.ades.sub_indication,
            reasons=_reasons(s.messages),
        )
        for s in found.signatures
    )


def _kind_of(recorded: Mapping[str, str] | None) -> SignatureKind | None:
    return SignatureKind(recorded["kind"]) if recorded else None


def found_timestamps(found: SignatureReport) -> tuple[ReportedTimestamp, ...]:
    """The document time stamps in a file."""
    return tuple(
        ReportedTimestamp(
            field_name=t.field_name,
            authority_name=t.authority_name,
            proven_at=t.timestamp_time if t.holds else None,
            certificate_sha256=t.certificate_sha256,
            valid=t.holds,
            indication=t.ades.indication,
            sub_indication=t.ades.sub_indication,
            reasons=_reasons(t.messages),
        )
        for t in found.timestamps
    )


def _reasons(messages: Sequence[Message]) -> tuple[Reason, ...]:
    return tuple(Reason(code=m.code, text_id=m.id, text_en=m.en) for m in messages)
