"""The outlook on the ladder (II.2.2): what may follow on a day, what blocks it, and until when a measure may be objected to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.clock import JAKARTA, legal_date
from domain.ladder import LadderFacts, LadderSanction, blocks, on_the_way, standing
from domain.refusals import Refusal, RefusalCode
from domain.rungs import Rung
from domain.sanction_acts import IN_FORCE, OBJECTIONABLE
from domain.settling import settled_after, settling_blocks


@dataclass(frozen=True, kw_only=True)
class RungOutlook:
    """Whether a rung may be imposed, or everything that blocks it.

    *Shape*: `first_day` is the first day on which nothing but an act of people is awaited any more, such as the record that
    no improvement followed; None where something blocks it of which no day is known.
    """

    rung: Rung
    refusals: tuple[Refusal, ...]
    first_day: date | None = None

    @property
    def possible(self) -> bool:
        """Whether nothing blocks it."""
        return not self.refusals


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What may be done in a case on a day, as things stand now.

    *Shape*: `rungs` lowest first; `sanction_id`, `last_day_to_object` and `may_object` speak of the newest sanction while it
    may be objected to, else of the one that stands now; the day is None where no receipt is proven. `settled_after` is the
    last day on which it is too early to record that no improvement followed, or None.
    """

    on: date
    case_id: str | None
    rungs: tuple[RungOutlook, ...]
    sanction_id: str | None = None
    last_day_to_object: date | None = None
    may_object: bool = False
    settled_after: date | None = None


def outlook(facts: LadderFacts, on: date) -> Outlook:
    """The outlook of a case, or of a unit without one, at the beginning of a day in Jakarta."""
    morning = datetime.combine(on, time.min, JAKARTA)
    last = standing(facts)
    unsettled = last if last is not None and last.state in IN_FORCE else None
    told = _to_object(facts, on) or last
    return Outlook(
        on=on,
        case_id=facts.case_id,
        rungs=tuple(_rung_outlook(facts, rung, unsettled, morning) for rung in Rung),
        sanction_id=told.id if told else None,
        last_day_to_object=_last_day(told) if told else None,
        may_object=told is not None and _in_time(told, on),
        settled_after=_settled_after(unsettled),
    )


def _to_object(facts: LadderFacts, on: date) -> LadderSanction | None:
    """The newest on the way, while its term to object runs, though the case may stand on another (`standing`)."""
    newest = on_the_way(facts)[-1:]
    return next((each for each in newest if _in_time(each, on)), None)


def _last_day(sanction: LadderSanction) -> date | None:
    return legal_date(sanction.last_instant) if sanction.last_instant else None


def _in_time(sanction: LadderSanction, on: date) -> bool:
    """As the filing itself is examined: received, within the term, and no other objection to it open (II.2.3.s1)."""
    last_day = _last_day(sanction)
    if sanction.received_at is None or sanction.state not in OBJECTIONABLE or sanction.objection_open:
        return False
    return last_day is not None and legal_date(sanction.received_at) <= on <= last_day


def _rung_outlook(facts: LadderFacts, rung: Rung, unsettled: LadderSanction | None, morning: datetime) -> RungOutlook:
    refusals = list(blocks(facts, rung))
    if unsettled is not None and any(each.code is RefusalCode.RUNG_NOT_SETTLED for each in refusals):
        known = {each.code for each in refusals}
        refusals += [each for each in settling_blocks(facts, unsettled, morning) if each.code not in known]
    return RungOutlook(rung=rung, refusals=tuple(refusals), first_day=_first_day(refusals, unsettled, morning))


_BLOCK_UNTIL_A_DAY = frozenset(
    {
        RefusalCode.RUNG_NOT_SETTLED,
        RefusalCode.OBJECTION_TERM_RUNNING,
        RefusalCode.TOO_EARLY,
        RefusalCode.FOLLOW_UP_UNANSWERED,
    }
)


def _first_day(refusals: list[Refusal], unsettled: LadderSanction | None, morning: datetime) -> date | None:
    today = legal_date(morning)
    if not refusals:
        return today
    settled = _settled_after(unsettled)
    if settled is None or not {each.code for each in refusals} <= _BLOCK_UNTIL_A_DAY:
        return None
    return max(today, settled + timedelta(days=1))


def _settled_after(unsettled: LadderSanction | None) -> date | None:
    return settled_after(unsettled) if unsettled is not None else None
