"""What the parties of an SLA choose (terms) and the shape of its words (articles); the words stand in `sla_clauses`."""

from dataclasses import dataclass

from domain.units import ProviderForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One line of the service catalogue. *Shape*: `target` is the measure promised, as text."""

    name: str
    description: str
    hours: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseTarget:
    """How fast a disturbance of one priority is answered and repaired. *Units*: hours within the service hours."""

    priority: str
    description: str
    response_hours: int
    recovery_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """Where one party is reached for user support."""

    party: str
    name: str
    telephone: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDesk:
    """Where units reach the agency for user support (layanan bantuan), as its agreements name it."""

    name: str
    telephone: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaTerms:
    """What is agreed for one unit.

    *Shape*: `availability` is a percentage with a decimal comma (`99,5`), never a float; `validity_months` absent means
    until ended. *Units*: months, or working days (hari kerja), as the names say.
    *Source*: II.2.1.a.3 names the agreement; its contents are a house rule.
    """

    form: ProviderForm
    validity_months: int | None
    availability: str
    targets: tuple[ResponseTarget, ...]
    services: tuple[Service, ...]
    contacts: tuple[ContactPoint, ...]
    reporting_months: int
    report_due_working_days: int
    maintenance_notice_working_days: int
    breach_answer_working_days: int
    evaluation_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One lettered or numbered line under a clause. *Shape*: `label` is printed as it stands, such as `a.`."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One ayat. *Shape*: `label` is `(1)`, or empty where the article has a single clause."""

    label: str
    text: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One pasal with its heading and clauses."""

    number: int
    heading: str
    clauses: tuple[Clause, ...]
