"""What each letter prints, one frozen dataclass per kind; looks stand in the templates, rules in the domain."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from documents.errors import FactsError
from documents.facts import Json, freeze, thaw
from documents.sla_terms import Article, SlaTerms
from domain.documents import DocumentKind
from domain.units import ProviderForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The head of the paper (kop). *Shape*: `place` is the town beside the date, without full stop."""

    agency: str
    office: str
    address: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """What is reserved after freezing and joins when the letter is rendered; it is no part of the frozen facts."""

    number: str
    date: date
    code: str
    verify_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What every page must bear: made with development keys; a draft that nobody may sign ("KONSEP")."""

    development: bool
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The lines Sifat, Lampiran, Hal. *Shape*: `enclosures` is `-` or `1 (satu) berkas`."""

    nature: str
    enclosures: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom a letter goes (Yth.), and the place after "di"."""

    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs: an official, or an office whose agency seal is put. *Shape*: `identity` is a NIP or absent."""

    office: str
    name: str
    organisation: str
    identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The application that a letter answers, with the applicant's own letter number and date (II.2.1.a.1)."""

    letter_number: str
    letter_date: date
    institution: str
    unit: str
    form: ProviderForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with an application. *Shape*: `sha256` is 64 lower-case hexadecimal characters."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteItem:
    """One requirement that is not complete, and why."""

    requirement: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """One line of the installation checklist. *Shape*: `note` may be `-`."""

    item: str
    passed: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One of the two acceptances of an installation, given in the system."""

    capacity: str
    official: Signatory
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of the SLA: the body, the official who binds it, and its address."""

    body: str
    official: Signatory
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReceipt:
    """Tanda terima permohonan, under the agency seal (II.2.1.a.1)."""

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    application: Application
    received_at: datetime
    attachments: tuple[Attachment, ...]
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRequest:
    """Surat permintaan kelengkapan, under the agency seal (house rule within the review of II.2.1.a.2)."""

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    application: Application
    received_at: datetime
    items: tuple[IncompleteItem, ...]
    answer_until: date | None
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Surat persetujuan, signed by the Deputy (II.2.1.a, title; II.2.1.a.3)."""

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    application: Application
    complete_on: date
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """Kesepakatan tingkat layanan, signed by both parties (II.2.1.a.3).

    *Shape*: `articles` are the words agreed on, written from `terms` then; a later wording changes nothing here.
    """

    letterhead: Letterhead
    lkpp: Party
    institution: Party
    application: Application
    terms: SlaTerms
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationMinutes:
    """Berita acara instalasi SPSE, under the agency seal; it names both acceptances (II.2.1.a.4)."""

    letterhead: Letterhead
    application: Application
    sla_number: str
    sla_date: date
    location: str
    system_version: str
    checklist: tuple[CheckedItem, ...]
    lkpp_acceptance: Acceptance
    unit_acceptance: Acceptance
    signatory: Signatory


Context: TypeAlias = ApplicationReceipt | CompletionRequest | Approval | Sla | InstallationMinutes

CONTEXTS: dict[DocumentKind, type[Context]] = {
    DocumentKind.APPLICATION_RECEIPT: ApplicationReceipt,
    DocumentKind.COMPLETION_REQUEST: CompletionRequest,
    DocumentKind.APPROVAL: Approval,
    DocumentKind.SLA: Sla,
    DocumentKind.INSTALLATION_MINUTES: InstallationMinutes,
}
"""The context of each kind. A further letter is a dataclass above, a line here, a template, and its lint clauses."""


def to_facts(context: Context) -> dict[str, Json]:
    """The frozen legal fact of a letter: JSON values only, for `domain.canonical`. *Raises*: `FactsError`."""
    facts = freeze(context)
    if not isinstance(facts, dict):
        raise FactsError(f"{type(context).__name__} is not a context")
    return facts


def from_facts(kind: DocumentKind, facts: Json) -> Context:
    """The context of `kind` from frozen facts. *Raises*: `FactsError` for an unknown, missing or mistyped key."""
    return thaw(CONTEXTS[kind], facts)
