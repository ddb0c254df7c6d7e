"""The papers of assessment: assignment, report, recommendation, determination, certificate (II.2.1.e)."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.blocks import (
    Addressee,
    DatedStandard,
    EarlierLetter,
    Fact,
    Letterhead,
    Operator,
    Reference,
    Signatory,
    StandardLine,
    TeamMember,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedStandard:
    """What the assessments gave for one standard. *Shape*: means as text with a decimal comma (`1,75`), or `-`."""

    code: str
    name: str
    self_mean: str
    factual_mean: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaivedCriterion:
    """A criterion that was said not to be applicable. *Shape*: `by` is `penilai`, or `unit` for its self-assessment; words."""

    criterion: str
    requirement: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedItem:
    """One improvement that is recommended. *Shape*: codes `S09` and `S09-K3`, or `-`."""

    standard: str
    criterion: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Surat tugas, signed by the Deputy (II.2.1.e.2, II.2.1.f, II.2.2.c; house rule).

    *Shape*: headed by its own title, so it has neither reference lines nor addressee; `purpose` goes on after
    "melaksanakan", as in `penilaian faktual`; `basis` is the clause in words, as in `Bab II angka 2.1 huruf e angka 2)`.
    """

    letterhead: Letterhead
    operator: Operator
    purpose: str
    basis: str
    team: tuple[TeamMember, ...]
    standards: tuple[StandardLine, ...]
    begins_on: date | None
    ends_on: date | None
    method: str
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentReport:
    """Laporan penilaian, signed by the lead assessor (II.2.1.e.2, II.2.2.c).

    *Shape*: headed by `title`, so it has neither reference lines nor addressee; `facts` and `waived` may be empty.
    """

    letterhead: Letterhead
    operator: Operator
    title: str
    assessed_on: date
    method: str
    team: tuple[TeamMember, ...]
    results: tuple[AssessedStandard, ...]
    facts: tuple[Fact, ...]
    conclusion: str
    signatory: Signatory
    waived: tuple[WaivedCriterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """Surat rekomendasi perbaikan, signed by the Deputy (II.2.1.e.3). It is no guidance measure."""

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    assessment_on: date
    items: tuple[RecommendedItem, ...]
    follow_up_until: date | None
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """Keputusan penetapan, signed by the Deputy (II.2.1.e.5; after a re-assessment II.2.2.c).

    *Shape*: `considerations` go on after "bahwa", without full stop; `applicable` counts the standards that bind the
    unit.
    """

    letterhead: Letterhead
    operator: Operator
    reassessment: bool
    considerations: tuple[str, ...]
    standards: tuple[StandardLine, ...]
    applicable: int
    report: EarlierLetter | None
    signatory: Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Sertifikat standarisasi, signed by the Deputy (II.2.2.c names it; its contents are a house rule).

    *Shape*: `edition` counts from 1; `standards` are all that stand; `expires_on` only where a term is configured.
    """

    letterhead: Letterhead
    operator: Operator
    edition: int
    standards: tuple[DatedStandard, ...]
    applicable: int
    determination: EarlierLetter
    expires_on: date | None
    signatory: Signatory
