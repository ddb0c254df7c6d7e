"""No case of measures is without a way out: from all that can happen to it, acts of LKPP alone lead to its end.

What may be done is asked of the domain itself; what an act brings about is told here in a few words, independently.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.case_acts import CaseState, DismissCase, HoldDecision, ResumeCase
from domain.case_rules import CaseFacts
from domain.cases import CASES
from domain.ladder import LadderFacts, LadderReassessment, LadderSanction, Rung, blocks
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.roles import Role
from domain.sanction_acts import SanctionState
from domain.sanction_facts import SanctionFacts
from domain.sanctions import SANCTIONS
from domain.settling import settling_blocks
from domain.standards import StandardCode

S = SanctionState
RECEIVED_AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LONG_AFTER = RECEIVED_AT + timedelta(days=90)
S09 = StandardCode.S09


@dataclass(frozen=True)
class Place:
    """Where a case stands. *Shape*: `reassessment` is that of the revocation, with whether its report is signed."""

    state: str = CaseState.OPEN
    rung: Rung | None = None
    measure: S | None = None
    certified: bool = True
    in_service: bool = True
    further: bool = False
    from_breach: bool = False
    reassessment: str | None = None
    silent: bool = False

    def ladder(self) -> LadderFacts:
        measures = ()
        if self.rung and self.measure:
            at = None if self.measure is S.ISSUED else RECEIVED_AT
            measures = (LadderSanction(id="last", rung=self.rung, state=self.measure, received_at=at, last_instant=at),)
        again = ()
        if self.reassessment:
            again = (
                LadderReassessment(
                    id="re",
                    sanction_id="last" if self.rung is Rung.REVOCATION else "revocation",
                    state=self.reassessment,
                    non_cooperation=self.silent,
                    report_state="SIGNED" if self.reassessment == "FAILED" else None,
                ),
            )
        return LadderFacts(
            case_id="case-1",
            case_state=self.state,
            from_breach=self.from_breach,
            further_warning=self.further,
            sanctions=measures,
            concerned=frozenset({S09}),
            certified=frozenset({S09} if self.certified else ()),
            reassessments=again,
            unit_state="ACTIVE" if self.in_service else "STOPPED",
        )


class Walk:
    """The acts from a place, and what else may happen to it."""

    def __init__(self, try_act):
        self.try_act = try_act

    def acts(self, place: Place) -> Iterator[Place]:
        """What LKPP's people may do, by the domain's own answer, and where it leads."""
        if place.state == CaseState.CLOSED:
            return
        yield from self.decided_by_the_deputy(place)
        for rung in Rung:
            if not blocks(place.ladder(), rung):
                yield self.issued(place, rung)
        if place.measure is S.ISSUED:
            yield replace(place, measure=S.RECEIVED)
        if place.measure in {S.RECEIVED, S.FOLLOW_UP}:
            yield from self.settled(place)
        yield from self.assessed_again(place)

    def decided_by_the_deputy(self, place: Place) -> Iterator[Place]:
        facts = CaseFacts(state=place.state, institution_id="inst-own", unit_id="unit-1", ladder=place.ladder())
        tries = (
            ("dismiss", DismissCase(reason="Alasan."), replace(place, state=CaseState.CLOSED)),
            (
                "resume",
                ResumeCase(decision=HoldDecision.LEAVE, reason="Alasan."),
                replace(place, state=CaseState.CLOSED),
            ),
            (
                "resume",
                ResumeCase(decision=HoldDecision.FURTHER_WARNING, reason="Alasan."),
                replace(place, state=CaseState.OPEN, further=True),
            ),
        )
        for verb, payload, then in tries:
            if not isinstance(self.try_act(CASES, facts, verb, Role.DEPUTY, payload), Refusal):
                yield then

    def issued(self, place: Place, rung: Rung) -> Place:
        then = replace(place, rung=rung, measure=S.ISSUED, further=False, silent=False)
        if rung is Rung.REVOCATION:
            return replace(then, certified=False, reassessment="PENDING")
        if rung is Rung.STOP:
            return replace(then, in_service=False, reassessment="CANCELLED" if place.reassessment else None)
        return then

    def settled(self, place: Place) -> Iterator[Place]:
        """It is recorded that no improvement followed; what comes of it is asked of the table."""
        ladder = place.ladder()
        if settling_blocks(ladder, ladder.sanctions[0], LONG_AFTER):
            return
        facts = SanctionFacts(
            state=place.measure,
            institution_id="inst-own",
            unit_id="unit-1",
            case_id="case-1",
            rung=place.rung,
            ladder=replace(ladder, sanctions=(replace(ladder.sanctions[0], id="record"),)),
        )
        done = self.try_act(
            SANCTIONS, facts, "record_no_improvement", Role.REVIEWER, Reason(reason="Tidak ada."), now=LONG_AFTER
        )
        if isinstance(done, Refusal):
            return
        then = {"hold": CaseState.HOLD, "close": CaseState.CLOSED}
        [state] = [then[effect.verb] for effect in done.outcome.effects] or [place.state]
        yield replace(place, measure=S.NOT_IMPROVED, state=state)

    def assessed_again(self, place: Place) -> Iterator[Place]:
        """The life of a re-assessment, whose own table has no dead end; that it is passed lies with the operator."""
        further = {"PENDING": "REQUESTED", "REQUESTED": "RUNNING", "RUNNING": "FAILED", "FAILED": "PENDING"}
        if place.rung is not Rung.REVOCATION or place.reassessment not in further:
            return
        yield replace(place, reassessment=further[place.reassessment], silent=False)
        if place.reassessment == "PENDING":
            yield replace(place, silent=True)

    def events(self, place: Place) -> Iterator[Place]:
        """What may happen besides: standards lapse or come back, service stops or runs again, objections are decided."""
        yield replace(place, certified=not place.certified)
        yield replace(place, in_service=not place.in_service)
        if place.reassessment and place.rung is not Rung.REVOCATION:
            yield replace(place, reassessment=None)
        if place.measure in {S.RECEIVED, S.FOLLOW_UP, S.NOT_IMPROVED}:
            yield from self.objected(place)

    def objected(self, place: Place) -> Iterator[Place]:
        """Annulled, the case stands on the rung before, in force again; changed, on a lighter measure that was just issued."""
        for lower in (Rung.ADVICE, Rung.WARNING):
            if lower.height <= place.rung.height:
                back = place.reassessment and ("CANCELLED" if place.rung is Rung.REVOCATION else place.reassessment)
                yield replace(
                    place, state=CaseState.OPEN, rung=lower, measure=S.ISSUED, further=False, reassessment=back
                )
        below = {Rung.WARNING: Rung.ADVICE, Rung.REVOCATION: Rung.WARNING, Rung.STOP: Rung.REVOCATION}.get(place.rung)
        if below is None or place.from_breach:
            yield replace(place, state=CaseState.CLOSED)
            return
        back = replace(place, state=CaseState.OPEN, rung=below, measure=S.RECEIVED, further=False, silent=False)
        yield replace(back, reassessment=place.reassessment and "CANCELLED")
        if below is Rung.REVOCATION:
            yield replace(back, reassessment="PENDING")


@pytest.fixture
def walk(try_act) -> Walk:
    return Walk(try_act)


def reached(walk: Walk, beginnings: set[Place]) -> dict[Place, set[Place]]:
    """Every place that acts and events lead to, with where acts alone lead from it."""
    steps: dict[Place, set[Place]] = {}
    waiting = list(beginnings)
    while waiting:
        place = waiting.pop()
        if place not in steps:
            steps[place] = set(walk.acts(place))
            waiting += [*steps[place], *walk.events(place)]
    return steps


@pytest.mark.parametrize("from_breach", [False, True], ids=["a finding", "a breach"])
def test_from_every_place_that_a_case_can_come_to_lkpp_alone_leads_it_to_its_end(from_breach, walk) -> None:
    """II.2.2; where the decree is silent the Deputy decides (house rule)."""
    steps = reached(walk, {Place(from_breach=from_breach)})
    ending = {place for place in steps if place.state == CaseState.CLOSED}
    while more := {place for place, onward in steps.items() if place not in ending and onward & ending}:
        ending |= more
    assert {place for place in steps if place not in ending} == set()
    assert {(place.rung, place.measure) for place in steps if place.state == CaseState.OPEN} >= {
        (Rung.STOP, S.ISSUED),
        (Rung.STOP, S.RECEIVED),
    }
    if not from_breach:
        assert {place.rung for place in steps if place.measure is S.NOT_IMPROVED} == set(Rung)
