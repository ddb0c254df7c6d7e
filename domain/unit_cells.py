"""Which of a unit's cells move for the standards that bind it now, and which stay for what was begun before (II.2.1.b.2).

House rule, since the decree says nothing of criteria that change: what begins to bind is implemented from that day; what
binds no longer is dropped at once, but not while an assessment of it is open (it goes on with the criteria that it was opened
with), and not while it stands determined or is revoked (until its certificate's term is over, or for good where it has none).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.aggregates import Aggregate
from domain.compliance import CellState, CellVerb, movable
from domain.standards import StandardCode
from domain.tables import Payload


@dataclass(frozen=True, kw_only=True)
class StandardChange:
    """What made a standard bind a unit's form, or bind it no longer: a version of the criteria, or a configured value.

    *Shape*: `since` is the first legal date on which it is so.
    """

    standard: StandardCode
    cause: Aggregate
    cause_id: str
    since: date


@dataclass(frozen=True, kw_only=True)
class FollowStandards(Payload):
    """Time brings about: the unit's cells follow the standards that bind it on the day. *Shape*: one change at most of each."""

    changes: tuple[StandardChange, ...] = ()

    def of(self, standard: StandardCode) -> StandardChange | None:
        """What changed the standard, where that is known."""
        return next((each for each in self.changes if each.standard is standard), None)


def cells_due(
    *, binding: Collection[StandardCode], cells: Mapping[StandardCode, str], assessed: Collection[StandardCode]
) -> Iterator[tuple[CellVerb, StandardCode]]:
    """Each cell that must move, and how, in the decree's order. *Shape*: `assessed` are in an open assessment."""
    for code in StandardCode:
        verb = _verb(bound=code in binding, known=code in cells)
        if code in cells and code not in movable(verb, cells):
            continue
        if verb is CellVerb.EXCLUDE and code in assessed:
            continue
        yield verb, code


def _verb(*, bound: bool, known: bool) -> CellVerb:
    if not bound:
        return CellVerb.EXCLUDE
    return CellVerb.INCLUDE if known else CellVerb.BEGIN


def applicable(cells: Mapping[StandardCode, str]) -> int:
    """Of how many standards a unit is certified: those that it may come to have determined, or has."""
    return sum(state != CellState.NOT_APPLICABLE for state in cells.values())
