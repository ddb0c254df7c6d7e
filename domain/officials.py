"""Who holds an office on a day, and under which title; the organisation changes, so titles and names are dated entries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.document_kinds import SEALED_KINDS, DocumentKind


class Office(StrEnum):
    """The offices that sign for LKPP. The decree knows one."""

    DEPUTY = "DEPUTY"


class Capacity(StrEnum):
    """How an official signs: in the office; acting while it is vacant (Plt., pelaksana tugas); for the days of its holder's
    absence (Plh., pelaksana harian); or letters of some kinds on behalf of its holder (a.n., atas nama).

    *Source*: Law 30/2014 on government administration, article 14 (2) for Plh. and Plt.; ANRI regulation 5/2021 for a.n.
    """

    DEFINITIVE = "DEFINITIVE"
    ACTING = "ACTING"
    DAILY = "DAILY"
    ON_BEHALF = "ON_BEHALF"

    @property
    def prefix(self) -> str:
        """What stands before the title in the signature block; empty for the definitive holder."""
        return _PREFIXES[self]

    @property
    def is_delegated(self) -> bool:
        """Whether another than the definitive holder signs, by a letter of assignment."""
        return self is not Capacity.DEFINITIVE


_PREFIXES = {
    Capacity.DEFINITIVE: "",
    Capacity.ACTING: "Plt. ",
    Capacity.DAILY: "Plh. ",
    Capacity.ON_BEHALF: "a.n. ",
}

OFFICE_KINDS = frozenset(DocumentKind) - SEALED_KINDS - {DocumentKind.SLA, DocumentKind.ASSESSMENT_REPORT}
"""Papers that the holder of LKPP's office alone signs: no seal, no second party, no report of its author."""

MAY_BE_ON_BEHALF = frozenset({DocumentKind.APPROVAL, DocumentKind.ASSIGNMENT, DocumentKind.RECOMMENDATION})
"""Papers that may be signed a.n.: letters of the day's work. What determines, certifies, imposes, decides an objection or
restores is the Deputy's own (II.2.1.e.5, II.2.2, II.2.3.s3), and so is an agreement that he concludes (II.2.1.a.3).

*Source*: HOUSE; the decree itself has no word on who signs for the Deputy.
"""


@dataclass(frozen=True, kw_only=True)
class Official:
    """One person in one office for a time.

    *Shape*: validity is inclusive; `valid_to` None means until further notice. `kinds` are the papers that a delegate a.n.
    signs, empty for all others, who sign all; `own_title_id` is the delegate's own title, under the holder's.
    """

    office: Office
    capacity: Capacity
    person_id: str
    name: str
    title_id: str
    title_en: str
    valid_from: date
    valid_to: date | None = None
    is_sample: bool = False
    kinds: tuple[DocumentKind, ...] = ()
    own_title_id: str = ""

    def serves_on(self, day: date) -> bool:
        """Whether the entry covers `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def signature_title(self) -> str:
        """The title as it stands over the name, such as `Plt. Deputi …`; a.n. with the delegate's own on the next line."""
        own = f"\n{self.own_title_id}" if self.own_title_id else ""
        return f"{self.capacity.prefix}{self.title_id}{own}"

    def covers(self, kind: DocumentKind) -> bool:
        """Whether papers of that kind are his to sign."""
        return self.capacity is not Capacity.ON_BEHALF or kind in MAY_BE_ON_BEHALF.intersection(self.kinds)


class OfficialsError(Exception):
    """The family of every error of this module."""


class OfficeVacantError(OfficialsError):
    """Nobody holds the office on that day: nothing can be signed for it."""


class OfficeHeldTwiceError(OfficialsError):
    """Two holders on one day: the entries contradict each other."""


def holder_at(office: Office, officials: Iterable[Official], day: date) -> Official:
    """The one who holds the office on `day`, definitively, acting or in its holder's absence; a delegate a.n. is no holder.

    *Raises*: `OfficeVacantError`; `OfficeHeldTwiceError`.
    """
    holders = [each for each in _serving(office, officials, day) if each.capacity is not Capacity.ON_BEHALF]
    holders = [each for each in holders if each.capacity is Capacity.DAILY] or holders
    if not holders:
        raise OfficeVacantError(f"nobody holds the office {office.value} on {day}")
    if len(holders) > 1:
        raise OfficeHeldTwiceError(f"{len(holders)} officials hold the office {office.value} on {day}")
    return holders[0]


def concluder_at(officials: Sequence[Official], day: date) -> Official:
    """Who concludes an agreement for LKPP on `day`: the definitive holder also in the days of a Plh., which may be over before
    both have signed; else who holds the office (II.2.1.a.3 names LKPP; whom of it is a house rule).

    *Raises*: `OfficeVacantError`; `OfficeHeldTwiceError`.
    """
    holder = holder_at(Office.DEPUTY, officials, day)
    serving = _serving(Office.DEPUTY, officials, day)
    return next((each for each in serving if each.capacity is Capacity.DEFINITIVE), holder)


def signatory_at(
    kind: DocumentKind, officials: Sequence[Official], day: date, *, authors: Collection[str] = ()
) -> Official:
    """Who is to sign a paper of that kind on `day`: the delegate a.n. whose kinds it is among, else who holds the office.

    A delegate who drafted the paper, or reviewed what it is about, is passed over: the duties stay apart.
    Without a holder nobody signs on his behalf.
    *Raises*: `OfficeVacantError`; `OfficeHeldTwiceError`.
    """
    holder = holder_at(Office.DEPUTY, officials, day)
    return next(
        (
            each
            for each in _serving(Office.DEPUTY, officials, day)
            if each.capacity is Capacity.ON_BEHALF
            and each.covers(kind)
            and each.person_id not in authors
            and holder.capacity is not Capacity.ACTING
        ),
        holder,
    )


def signers_at(kind: DocumentKind, officials: Sequence[Official], day: date) -> frozenset[str]:
    """The persons who may sign papers of that kind on `day`. A delegate a.n. only beside a holder whose name he uses."""
    serving = _serving(Office.DEPUTY, officials, day)
    has_holder = any(each.capacity is Capacity.DEFINITIVE for each in serving)
    return frozenset(
        each.person_id
        for each in serving
        if each.covers(kind) and (has_holder or each.capacity not in {Capacity.ON_BEHALF, Capacity.DAILY})
    )


def kinds_of_signer(person_id: str, officials: Sequence[Official], day: date) -> frozenset[DocumentKind]:
    """The kinds of paper that the person may sign for LKPP on `day`, an agreement among them."""
    kinds = OFFICE_KINDS | {DocumentKind.SLA}
    return frozenset(kind for kind in kinds if person_id in signers_at(kind, officials, day))


def _serving(office: Office, officials: Iterable[Official], day: date) -> list[Official]:
    return [each for each in officials if each.office is office and each.serves_on(day)]
