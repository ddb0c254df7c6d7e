"""Who holds an office on a day, and under which title; the organisation changes, so titles and names are dated entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Office(StrEnum):
    """The offices that sign for LKPP. The decree knows one."""

    DEPUTY = "DEPUTY"


class Capacity(StrEnum):
    """How an official signs: in the office, acting (Plt.) while it is vacant, or on behalf of its holder (a.n.)."""

    DEFINITIVE = "DEFINITIVE"
    ACTING = "ACTING"
    ON_BEHALF = "ON_BEHALF"

    @property
    def prefix(self) -> str:
        """What stands before the title in the signature block; empty for the definitive holder."""
        return {Capacity.DEFINITIVE: "", Capacity.ACTING: "Plt. ", Capacity.ON_BEHALF: "a.n. "}[self]


@dataclass(frozen=True, kw_only=True)
class Official:
    """One person in one office for a time. *Shape*: validity is inclusive; `valid_to` None means until further notice."""

    office: Office
    capacity: Capacity
    person_id: str
    name: str
    title_id: str
    title_en: str
    valid_from: date
    valid_to: date | None = None
    is_sample: bool = False

    def serves_on(self, day: date) -> bool:
        """Whether the entry covers `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def signature_title(self) -> str:
        """The title as it stands over the name, such as `Plt. Deputi …`."""
        return f"{self.capacity.prefix}{self.title_id}"


class OfficialsError(Exception):
    """The family of every error of this module."""


class OfficeVacantError(OfficialsError):
    """Nobody holds the office on that day: nothing can be signed for it."""


class OfficeHeldTwiceError(OfficialsError):
    """Two holders on one day: the entries contradict each other."""


def holder_at(office: Office, officials: Iterable[Official], day: date) -> Official:
    """The one who holds the office on `day`, definitively or acting; a delegate on behalf is no holder.

    *Raises*: `OfficeVacantError`; `OfficeHeldTwiceError`.
    """
    holders = [each for each in _serving(office, officials, day) if each.capacity is not Capacity.ON_BEHALF]
    if not holders:
        raise OfficeVacantError(f"nobody holds the office {office.value} on {day}")
    if len(holders) > 1:
        raise OfficeHeldTwiceError(f"{len(holders)} officials hold the office {office.value} on {day}")
    return holders[0]


def signs_as(person_id: str, office: Office, officials: Iterable[Official], *, day: date) -> Official | None:
    """The entry under which that person signs for the office on `day`, or None where there is none."""
    return next((each for each in _serving(office, officials, day) if each.person_id == person_id), None)


def _serving(office: Office, officials: Iterable[Official], day: date) -> list[Official]:
    return [each for each in officials if each.office is office and each.serves_on(day)]
