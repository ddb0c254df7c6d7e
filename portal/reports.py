"""The verification report as the pages read it: JSON in, frozen values out; the one place that knows its names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from domain.decree import CLAUSES
from domain.document_kinds import DOCUMENT_LABELS, DocumentKind, SignatureKind
from domain.standards import StandardCode
from domain.standings import Standing
from domain.verification import SignatureIndication, SubIndication
from portal.dates import day_of
from portal.languages import Text

T = TypeVar("T")


class UnreadableReport(Exception):
    """The report lacks a field, or holds a value that the pages do not know."""


class Result(StrEnum):
    """The outcome of one check. *Source*: ETSI EN 319 102-1, section 5.1.3."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    INDETERMINATE = "INDETERMINATE"


class Finding(StrEnum):
    """What was found, as the pages tell it apart."""

    GENUINE = "GENUINE"
    NOT_SHOWN = "NOT_SHOWN"
    NOT_PROVEN = "NOT_PROVEN"
    ALTERED = "ALTERED"
    NOT_OURS = "NOT_OURS"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One numbered check."""

    number: int
    result: Result
    statement: Text
    evidence: Text


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a signature or time stamp does not hold."""

    code: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature: in the file, or on record where none was examined; then `valid`, `trusted`, `indication` are None."""

    signer_name: str
    office: str | None
    kind: SignatureKind | None
    signed_at: datetime | None
    level: str
    certificate_sha256: str
    valid: bool | None
    trusted: bool | None
    indication: SignatureIndication | None
    sub_indication: SubIndication | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Timestamp:
    """One document time stamp in the file; `proven_at` None where it proves no time."""

    authority_name: str
    proven_at: datetime | None
    certificate_sha256: str
    valid: bool
    indication: SignatureIndication
    sub_indication: SubIndication | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A standard that a paper lists: its name, the date of its determination, and whether it is revoked now."""

    name: Text
    determined_on: date
    revoked: bool


@dataclass(frozen=True, kw_only=True)
class Credential:
    """What the second QR code of a certificate says."""

    number: str
    edition: int
    unit_name: str
    institution_name: str
    standards: tuple[Standard, ...]
    issued_at: datetime
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class Document:
    """What anyone may know of an issued paper; `path` is where anyone fetches the file, None where that is not public."""

    kind: Text
    number: str
    dated: date
    code: str
    sha256: str
    institution_name: str
    signature_count: int
    unit_name: str | None
    standards: tuple[Standard, ...]
    path: str | None


@dataclass(frozen=True, kw_only=True)
class RevokedStandard:
    """A standard that is revoked on the paper: since when, by the decision of which number, and whether that is objected to."""

    standard: StandardCode
    since: date | None
    decision: str | None
    under_objection: bool


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole report. *Shape*: `finding` is UNKNOWN exactly where nothing was issued under a code or SHA-256."""

    asked_at: datetime
    sha256: str | None
    finding: Finding
    checks: tuple[Check, ...]
    signatures: tuple[Signature, ...]
    timestamps: tuple[Timestamp, ...]
    document: Document | None
    standing: Standing | None
    standing_since: date | None
    standing_by: str | None
    revoked_standards: tuple[RevokedStandard, ...]
    credential: Credential | None
    message: Text
    development: bool


def read_report(report: Mapping[str, Any]) -> Report:
    """The report from its JSON, in the names of GraphQL. *Raises*: `UnreadableReport`."""
    try:
        return _read(report)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableReport(f"the report cannot be read: {error!r}") from error


def _read(report: Mapping[str, Any]) -> Report:
    return Report(
        asked_at=datetime.fromisoformat(report["askedAt"]),
        sha256=report["sha256"],
        finding=_finding(report),
        checks=tuple(_check(check) for check in report["checks"]),
        signatures=tuple(_signature(signature) for signature in report["signatures"]),
        timestamps=tuple(_timestamp(timestamp) for timestamp in report["timestamps"]),
        document=_maybe(_document, report["document"]),
        standing=_maybe(Standing, report["standing"]),
        standing_since=_maybe(day_of, report["standingSince"]),
        standing_by=report["standingBy"],
        revoked_standards=tuple(_revoked(revoked) for revoked in report["revokedStandards"]),
        credential=_maybe(_credential, report["credential"]),
        message=Text(report["messageId"], report["messageEn"]),
        development=report["development"],
    )


def _finding(report: Mapping[str, Any]) -> Finding:
    match report["origin"], report["genuine"]:
        case _, True:
            return Finding.GENUINE
        case "NO_FILE", _:
            return Finding.UNKNOWN if report["document"] is None else Finding.NOT_SHOWN
        case "ISSUED_BY_US", _:
            return Finding.NOT_PROVEN
        case "NOT_AS_ISSUED", _:
            return Finding.ALTERED
        case "NOT_ISSUED_BY_US", _:
            return Finding.NOT_OURS
        case origin, _:
            raise ValueError(f"origin {origin!r}")


def _check(check: Mapping[str, Any]) -> Check:
    return Check(
        number=check["number"],
        result=Result(check["result"]),
        statement=Text(check["statementId"], check["statementEn"]),
        evidence=Text(check["evidenceId"], check["evidenceEn"]),
    )


def _signature(signature: Mapping[str, Any]) -> Signature:
    return Signature(
        signer_name=signature["signerName"],
        office=signature["office"],
        kind=_maybe(SignatureKind, signature["kind"]),
        signed_at=_maybe(datetime.fromisoformat, signature["signedAt"]),
        level=signature["level"],
        certificate_sha256=signature["certificateSha256"],
        valid=signature["valid"],
        trusted=signature["trusted"],
        indication=_maybe(SignatureIndication, signature["indication"]),
        sub_indication=_maybe(SubIndication, signature["subIndication"]),
        reasons=_reasons(signature),
    )


def _timestamp(timestamp: Mapping[str, Any]) -> Timestamp:
    return Timestamp(
        authority_name=timestamp["authorityName"],
        proven_at=_maybe(datetime.fromisoformat, timestamp["provenAt"]),
        certificate_sha256=timestamp["certificateSha256"],
        valid=timestamp["valid"],
        indication=SignatureIndication(timestamp["indication"]),
        sub_indication=_maybe(SubIndication, timestamp["subIndication"]),
        reasons=_reasons(timestamp),
    )


def _reasons(of: Mapping[str, Any]) -> tuple[Reason, ...]:
    return tuple(Reason(code=each["code"], text=Text(each["textId"], each["textEn"])) for each in of["reasons"])


def _document(document: Mapping[str, Any]) -> Document:
    return Document(
        kind=Text(*DOCUMENT_LABELS[DocumentKind(document["kind"])]),
        number=document["number"],
        dated=day_of(document["dated"]),
        code=document["code"],
        sha256=document["sha256"],
        institution_name=document["institutionName"],
        signature_count=document["signatureCount"],
        unit_name=document["unitName"],
        standards=_standards(document),
        path=document["path"],
    )


def _standards(of: Mapping[str, Any]) -> tuple[Standard, ...]:
    return tuple(
        Standard(
            name=standard_name(StandardCode(each["code"])),
            determined_on=day_of(each["determinedOn"]),
            revoked=each["revoked"],
        )
        for each in of["standards"]
    )


def _credential(said: Mapping[str, Any]) -> Credential:
    return Credential(
        number=said["number"],
        edition=said["edition"],
        unit_name=said["unitName"],
        institution_name=said["institutionName"],
        standards=_standards(said),
        issued_at=datetime.fromisoformat(said["issuedAt"]),
        expires_on=_maybe(day_of, said["expiresOn"]),
    )


def standard_name(code: StandardCode) -> Text:
    """A standard as the decree names it, in English with its code."""
    clause = CLAUSES[code.clause]
    return Text(clause.text_id.rstrip(";."), f"{code.value} {clause.summary_en}")


def _revoked(revoked: Mapping[str, Any]) -> RevokedStandard:
    return RevokedStandard(
        standard=StandardCode(revoked["standard"]),
        since=_maybe(day_of, revoked["since"]),
        decision=revoked["decision"],
        under_objection=revoked["underObjection"],
    )


def _maybe(read: Callable[[Any], T], value: Any) -> T | None:
    return None if value is None else read(value)
