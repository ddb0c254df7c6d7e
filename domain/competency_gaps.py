"""Where a unit's people fall short of the competency standard of their positions (II.2.1.c.2); pure, no life of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.competencies import Position


@dataclass(frozen=True, kw_only=True)
class HeldCompetency:
    """A level of a competency that a person has. *Shape*: `valid_until` is the last day, None without an end."""

    code: str
    level: int
    evidence_ids: tuple[str, ...]
    valid_until: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether it still counts."""
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """One person of a unit as the gap report sees him."""

    file_id: str
    positions: tuple[Position, ...]
    held: tuple[HeldCompetency, ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One person in one position below the standard. *Shape*: `held` is 0 where he has nothing that counts; `expired`
    tells that what he has would do, had it not run out.
    """

    file_id: str
    position: Position
    code: str
    required: int
    held: int
    expired: bool


Standard = Mapping[str, Mapping[Position, int]]
"""The competency standard: for each code of the dictionary the least level of each position."""


def level_of(held: Iterable[HeldCompetency], code: str) -> int:
    """The highest level of a competency; 0 where there is none."""
    return max((each.level for each in held if each.code == code), default=0)


def gaps_of(staff: Iterable[StaffMember], standard: Standard, *, on: date) -> list[Gap]:
    """Every gap on a day, in the order of the people, their positions, and the codes."""
    return [gap for member in staff for position in member.positions for gap in _gaps(member, position, standard, on)]


def _gaps(member: StaffMember, position: Position, standard: Standard, on: date) -> list[Gap]:
    found = []
    for code in sorted(standard):
        required = standard[code].get(position, 0)
        held = level_of((each for each in member.held if each.counts_on(on)), code)
        if held < required:
            expired = level_of(member.held, code) >= required
            gap = Gap(
                file_id=member.file_id, position=position, code=code, required=required, held=held, expired=expired
            )
            found.append(gap)
    return found


def unfilled(staff: Iterable[StaffMember], standard: Standard) -> list[Position]:
    """Positions that the standard knows and nobody of the unit holds."""
    asked = {position for levels in standard.values() for position in levels}
    return sorted(asked - {position for member in staff for position in member.positions})
