"""The letters of an application: receipt, request for completion, approval, agreement, installation minutes."""

from dataclasses import dataclass
from datetime import date, datetime

from documents.contexts.blocks import Addressee, Attachment, Letterhead, Reference, Signatory
from documents.sla_terms import Article, SlaTerms
from domain.provider_forms import ProviderForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The application that a letter answers, with the applicant's own letter number and date (II.2.1.a.1)."""

    letter_number: str
    letter_date: date
    institution: str
    unit: str
    form: ProviderForm


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
class Rejection:
    """Surat penolakan permohonan, signed by the Deputy (house rule: the decree knows no rejection)."""

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    application: Application
    rejected_on: date
    reason: str
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
