"""What each verb of an application takes: payloads and the closed sets they name; the rules are in `applications`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.refusals import Refusal
from domain.tables import Payload
from domain.text import SHORT, email_problem, first_problem, input_problem, text_problem
from domain.unit_forms import UnitForm
from domain.units import ManagementPattern, ProviderForm


class ApplicationState(StrEnum):
    """The states of an application."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    UNDER_REVIEW = "UNDER_REVIEW"
    RETURNED = "RETURNED"
    COMPLETE = "COMPLETE"
    SLA_PENDING = "SLA_PENDING"
    INSTALL_PENDING = "INSTALL_PENDING"
    INSTALLING = "INSTALLING"
    ACTIVE = "ACTIVE"
    LAPSED = "LAPSED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class AttachmentKind(StrEnum):
    """What an application brings along. The decree names no attachment: this list is a house rule."""

    APPLICATION_LETTER = "APPLICATION_LETTER"
    LEGAL_BASIS = "LEGAL_BASIS"
    ORGANISATION_STRUCTURE = "ORGANISATION_STRUCTURE"
    PERSONNEL_LIST = "PERSONNEL_LIST"
    INFRASTRUCTURE_STATEMENT = "INFRASTRUCTURE_STATEMENT"


ATTACHMENT_LABELS: dict[AttachmentKind, tuple[str, str]] = {
    AttachmentKind.APPLICATION_LETTER: ("Surat permohonan", "Letter of application"),
    AttachmentKind.LEGAL_BASIS: ("Dasar hukum pembentukan unit", "Legal basis of the unit"),
    AttachmentKind.ORGANISATION_STRUCTURE: ("Struktur organisasi dan uraian tugas", "Organisation and duties"),
    AttachmentKind.PERSONNEL_LIST: ("Daftar personel", "List of personnel"),
    AttachmentKind.INFRASTRUCTURE_STATEMENT: ("Pernyataan kesiapan infrastruktur", "Statement of infrastructure"),
}


class InstallationItem(StrEnum):
    """The checklist of an installation (a house rule: II.2.1.a.4 orders the installation and names no checklist)."""

    SERVER_READY = "SERVER_READY"
    NETWORK_READY = "NETWORK_READY"
    SPSE_INSTALLED = "SPSE_INSTALLED"
    TLS_VALID = "TLS_VALID"
    BACKUP_TESTED = "BACKUP_TESTED"
    ACCOUNTS_CREATED = "ACCOUNTS_CREATED"
    USER_TEST_PASSED = "USER_TEST_PASSED"


INSTALLATION_LABELS: dict[InstallationItem, tuple[str, str]] = {
    InstallationItem.SERVER_READY: ("Server siap sesuai spesifikasi", "Servers ready as specified"),
    InstallationItem.NETWORK_READY: ("Jaringan dan domain siap", "Network and domain ready"),
    InstallationItem.SPSE_INSTALLED: ("Aplikasi SPSE terpasang", "SPSE installed"),
    InstallationItem.TLS_VALID: ("Sertifikat TLS sah dan waktu tersinkron", "Valid TLS and synchronised time"),
    InstallationItem.BACKUP_TESTED: ("Pencadangan dan pemulihan diuji", "Backup and restore tested"),
    InstallationItem.ACCOUNTS_CREATED: ("Akun pengelola dibuat", "Operator accounts created"),
    InstallationItem.USER_TEST_PASSED: ("Uji terima pengguna lulus", "User acceptance test passed"),
}


@dataclass(frozen=True, kw_only=True)
class ApplicationDetails(Payload):
    """What an application says: the applicant's own letter, and the unit that will manage the service."""

    form: ProviderForm
    unit_form: UnitForm
    management_pattern: ManagementPattern
    unit_name: str
    letter_number: str
    letter_date: date
    legal_basis_number: str
    legal_basis_date: date
    address: str
    email: str
    phone: str
    service_hours: str
    authorised_submitter_ids: tuple[str, ...] = ()

    def problem(self) -> Refusal | None:
        """Each text in its length; an address of e-mail with one @; no more than ten authorised persons."""
        return first_problem(
            text_problem(self.unit_name, field="unitName", longest=SHORT),
            text_problem(self.letter_number, field="letterNumber", longest=SHORT),
            text_problem(self.legal_basis_number, field="legalBasisNumber", longest=SHORT),
            text_problem(self.address, field="address", longest=500, lines=False),
            text_problem(self.email, field="email", longest=SHORT),
            text_problem(self.phone, field="phone", longest=50),
            text_problem(self.service_hours, field="serviceHours", longest=SHORT),
            email_problem(self.email),
            None
            if len(self.authorised_submitter_ids) <= 10
            else input_problem("authorisedSubmitters", "paling banyak 10 orang.", "at most 10 persons."),
        )


@dataclass(frozen=True, kw_only=True)
class CreateApplication(Payload):
    """The first draft, for one institution; `unit_id` names its unit where that changes form or renews its SLA."""

    institution_id: str
    details: ApplicationDetails
    unit_id: str | None = None

    def problem(self) -> Refusal | None:
        """As the details."""
        return self.details.problem()


@dataclass(frozen=True, kw_only=True)
class Attachment(Payload):
    """One attachment: a confirmed file of the same institution."""

    kind: AttachmentKind
    evidence_id: str


@dataclass(frozen=True, kw_only=True)
class ReviseApplication(Payload):
    """New details, attachments, or both, for a draft or a returned application; what is None stays."""

    details: ApplicationDetails | None = None
    attachments: tuple[Attachment, ...] | None = None

    def problem(self) -> Refusal | None:
        """As the details; each kind of attachment once."""
        kinds = [attachment.kind for attachment in self.attachments or ()]
        twice = len(kinds) != len(set(kinds))
        return first_problem(
            self.details.problem() if self.details else None,
            input_problem("attachments", "jenis lampiran berulang.", "a kind stands twice.") if twice else None,
        )


@dataclass(frozen=True, kw_only=True)
class AssignReviewer(Payload):
    """The reviewer to whom the application goes."""

    reviewer_id: str


@dataclass(frozen=True, kw_only=True)
class ReviewItem(Payload):
    """What the reviewer found of one attachment: complete, or not, with the reason."""

    kind: AttachmentKind
    complete: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewSheet(Payload):
    """The review sheet (lembar reviu): one item per attachment."""

    items: tuple[ReviewItem, ...]

    def problem(self) -> Refusal | None:
        """Each kind once, and a reason for each item that is not complete."""
        kinds = [item.kind for item in self.items]
        if len(kinds) != len(set(kinds)):
            return input_problem("items", "butir berulang.", "an item stands twice.")
        return first_problem(*(_reason_problem(item) for item in self.items))

    def incomplete(self) -> tuple[ReviewItem, ...]:
        """The items that are not complete."""
        return tuple(item for item in self.items if not item.complete)


def _reason_problem(item: ReviewItem) -> Refusal | None:
    return text_problem(item.reason, field=f"items.{item.kind}.reason", longest=1_000, required=not item.complete)


@dataclass(frozen=True, kw_only=True)
class Answer(Payload):
    """The applicant's answer to one item of a completion request."""

    kind: AttachmentKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Resubmit(Payload):
    """The answers with which a returned application comes back."""

    answers: tuple[Answer, ...]

    def problem(self) -> Refusal | None:
        """Each kind once, and text in each answer."""
        kinds = [answer.kind for answer in self.answers]
        if len(kinds) != len(set(kinds)):
            return input_problem("answers", "jawaban berulang.", "an answer stands twice.")
        return first_problem(*(text_problem(a.text, field=f"answers.{a.kind}", longest=1_000) for a in self.answers))


@dataclass(frozen=True, kw_only=True)
class AcceptInstallation(Payload):
    """One side's acceptance: the version installed and where, and the checklist items that it found passed."""

    passed: tuple[InstallationItem, ...]
    system_version: str
    location: str

    def problem(self) -> Refusal | None:
        """A version such as `SPSE 4.5`, and a place such as a data centre."""
        return first_problem(
            text_problem(self.system_version, field="systemVersion", longest=50),
            text_problem(self.location, field="location", longest=SHORT),
        )
