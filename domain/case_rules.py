"""What the guards of a sanction case may know, and the guards and checks of its table (II.2.2); pure, as all of `domain`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.aggregates import Aggregate
from domain.case_acts import CaseState, HoldDecision, OpenCase
from domain.case_findings import FindingKey, FindingsBeside, keys_of
from domain.document_kinds import DocumentState
from domain.findings import CaseFinding
from domain.independence import Tie, independent
from domain.ladder import LadderFacts, goes_no_further, standing
from domain.refusals import HOUSE, Refusal, RefusalCode, refuse
from domain.rungs import Rung
from domain.standards import StandardCode
from domain.surveillance_acts import SurveillanceState
from domain.tables import Act
from domain.text import first_problem, input_problem


@dataclass(frozen=True, kw_only=True)
class CaseOrigin:
    """The surveillance or assessment from which a case is opened, as the guards see it.

    *Shape*: `findings` are a surveillance's that no measure has followed yet; `gaps` the standards in which the assessment
    found one that stands today; `assessor_ids` everyone who found them; `has_open_case` says that they are followed up
    already; `report_state` is that of the report which states them.
    """

    aggregate: Aggregate
    id: str
    state: str
    unit_id: str
    findings: tuple[CaseFinding, ...] = ()
    gaps: frozenset[StandardCode] = frozenset()
    assessor_ids: tuple[str, ...] = ()
    has_open_case: bool = False
    report_state: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the guards of a case may know.

    *Shape*: `origin` is that of a case to be opened, or the surveillance that is taken up; `criteria` maps each standard
    that binds the unit, or that the assessment was of, to its criteria; `confirmed` are the files named in the act that are
    confirmed and the institution's; `cells` maps standard to state; `in_the_making` and `in_force` are ids of the case's
    sanctions; `pursued` maps each unsettled finding in an open case of the unit to those cases; `findings` are the case's own,
    `settled` those of them that are done with, `stored_findings` all of them as recorded; `assessor_ids` who made them,
    `surveillance_ids` the surveillances that found the same after it was opened; `beside` is what else the unit has;
    `free_slot` is what the case would hold if it were opened again, where no other case does;
    `ladder` is where it stands; `ties` are about who opens it.
    """

    state: str | None
    institution_id: str | None
    unit_id: str | None = None
    unit_state: str | None = None
    origin: CaseOrigin | None = None
    criteria: Mapping[StandardCode, frozenset[str]] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    cells: Mapping[StandardCode, str] = field(default_factory=dict)
    in_the_making: tuple[str, ...] = ()
    in_force: tuple[str, ...] = ()
    pursued: Mapping[FindingKey, tuple[str, ...]] = field(default_factory=dict)
    findings: frozenset[FindingKey] = frozenset()
    settled: frozenset[FindingKey] = frozenset()
    stored_findings: tuple[Mapping[str, Any], ...] = ()
    assessor_ids: tuple[str, ...] = ()
    surveillance_ids: tuple[str, ...] = ()
    beside: FindingsBeside = field(default_factory=FindingsBeside)
    free_slot: str | None = None
    ladder: LadderFacts = field(default_factory=LadderFacts)
    ties: Mapping[str, Tie] = field(default_factory=dict)

    @property
    def open_findings(self) -> frozenset[FindingKey]:
        """The case's own findings of which no improvement is on record."""
        return self.findings - self.settled


# --- guards and checks ----------------------------------------------------------------------------------------------


def unit_in_service(facts: CaseFacts, _act: Act) -> Refusal | None:
    """A case is of a unit that serves. House rule: II.2.2.a asks for a non-conformity, not for a state of the unit.

    What a surveillance found must be followed by a measure (II.2.1.f.p2), also where the service was stopped meanwhile: it
    is advised and warned all the same, and only another stop has to wait until the service runs again.
    """
    if facts.unit_id is None:
        return refuse(RefusalCode.NOT_FOUND, what="Unit", subject="unit")
    if facts.unit_state == "ACTIVE" or _is_of_surveillance(facts):
        return None
    return refuse(RefusalCode.SERVICE_NOT_ACTIVE, subject="unit", state=str(facts.unit_state or "-"))


def opener_independent(facts: CaseFacts, act: Act) -> Refusal | None:
    """Who opens a case holds findings against the unit: he has no tie to its institution, and has not mentored it. House rule.

    Also where a surveillance or an assessment found them: that a measure follows (II.2.1.f.p2) is any other reviewer's act.
    """
    return independent(facts.ties, [act.actor.id], "unit", names={act.actor.id: act.actor.name})


def no_measure_counts(facts: CaseFacts, _act: Act) -> Refusal | None:
    """A measure is ended by improvement or objection, not by ending its case; one without improvement leads to the next."""
    if not (facts.in_the_making or standing(facts.ladder)):
        return None
    return refuse(RefusalCode.CASE_HAS_MEASURE, subject="case")


def waits_for_the_deputy(facts: CaseFacts, _act: Act) -> Refusal | None:
    """Where the ladder leads on, the decree has decided, and nobody else does (II.2.2)."""
    if facts.state == CaseState.HOLD or goes_no_further(facts.ladder):
        return None
    return refuse(RefusalCode.CASE_GOES_ON, subject="case")


def warned_before(facts: CaseFacts, act: Act) -> Refusal | None:
    """One more warning follows a warning; after a revocation the ladder does not go down again."""
    last = standing(facts.ladder)
    if act.payload.decision is HoldDecision.LEAVE or last is None or last.rung is Rung.WARNING:
        return None
    return input_problem(
        "decision",
        "teguran lanjutan hanya sesudah teguran; kasus ini ditutup atau dibiarkan berjalan.",
        "a further warning follows a warning only; this case is closed or left to go on.",
    )


def not_pursued_already(facts: CaseFacts, act: Act) -> Refusal | None:
    """One case for a set of findings: what an open case of the unit pursues is not begun again beside it. House rule."""
    named = _named(facts, act)
    fresh = fresh_findings(facts, act)
    if len(fresh) == len(named) or (fresh and _is_of_surveillance(facts)):
        return None
    twice = sorted(finding.criterion for finding in named if finding not in fresh)
    return refuse(RefusalCode.FINDING_PURSUED, what=", ".join(twice), subject="findings")


def _is_of_surveillance(facts: CaseFacts) -> bool:
    return facts.origin is not None and facts.origin.aggregate is Aggregate.SURVEILLANCE


def _named(facts: CaseFacts, act: Act) -> tuple[CaseFinding, ...]:
    """The findings of which a case is opened: those of the surveillance, or those that are stated."""
    given: OpenCase = act.payload
    return facts.origin.findings if facts.origin is not None and _is_of_surveillance(facts) else given.findings


def fresh_findings(facts: CaseFacts, act: Act) -> tuple[CaseFinding, ...]:
    """Those of them that no open case of the unit pursues: of a surveillance, the case takes these alone."""
    return tuple(each for each in _named(facts, act) if (each.standard, each.criterion) not in facts.pursued)


def cases_pursuing(facts: CaseFacts, findings: frozenset[FindingKey]) -> tuple[str, ...]:
    """The open cases that pursue one of these, each once."""
    ordered = sorted(findings, key=lambda key: (key[0], key[1] or ""))
    return tuple(dict.fromkeys(case_id for key in ordered for case_id in facts.pursued.get(key, ())))


def surveillance_waits(facts: CaseFacts, act: Act) -> Refusal | None:
    """What is taken up are findings that wait, of a surveillance of this very unit (II.2.1.f.p2)."""
    origin = facts.origin
    if origin is None or origin.unit_id != facts.unit_id:
        what = f"SURVEILLANCE {act.payload.surveillance_id[:80]}"
        return refuse(RefusalCode.NOT_FOUND, what=what, subject="surveillance")
    if origin.state == SurveillanceState.FINDINGS:
        return None
    return refuse(
        RefusalCode.ORIGIN_WITHOUT_FINDINGS,
        what=f"SURVEILLANCE {origin.state}",
        subject="surveillance",
    )


def all_are_pursued(facts: CaseFacts, act: Act) -> Refusal | None:
    """No finding is passed over by it: for those that no case pursues one is opened, and the others are linked by that."""
    named = facts.origin.findings if facts.origin else ()
    if not keys_of(named) & facts.open_findings:
        return input_problem(
            "surveillance",
            "kasus ini tidak menindaklanjuti satu pun temuan surveillance itu.",
            "this case pursues none of the findings of that surveillance.",
        )
    left = sorted(str(each.criterion) for each in named if (each.standard, each.criterion) not in facts.pursued)
    if not left:
        return None
    return refuse(RefusalCode.FINDING_NOT_PURSUED, clause="II.2.1.f.p2", what=", ".join(left), subject="surveillance")


def origin_has_findings(facts: CaseFacts, act: Act) -> Refusal | None:
    """A case begins with what its assessment or surveillance of this unit found."""
    given: OpenCase = act.payload
    origin = facts.origin
    if given.origin is None:
        return None
    if origin is None or origin.unit_id != facts.unit_id:
        return refuse(RefusalCode.NOT_FOUND, what=f"{given.origin} {str(given.origin_id)[:80]}", subject="origin")
    if origin.has_open_case:
        return _without_findings(f"{origin.aggregate} {origin.id}", clause=HOUSE)
    if origin.aggregate is Aggregate.SURVEILLANCE:
        return None if origin.state == SurveillanceState.FINDINGS else _without_findings(f"SURVEILLANCE {origin.state}")
    outside = sorted({finding.standard.value for finding in given.findings} - {code.value for code in origin.gaps})
    return _without_findings(", ".join(outside)) if outside else None


def report_signed(facts: CaseFacts, act: Act) -> Refusal | None:
    """What was found is what the lead has signed; before that there is nothing to act upon. House rule."""
    origin = facts.origin
    if origin is None or origin.report_state == DocumentState.SIGNED:
        return None
    return refuse(RefusalCode.REPORT_NOT_SIGNED, state=origin.report_state or "-", subject="origin")


def _without_findings(what: str, *, clause: str = "II.2.2.a") -> Refusal:
    """A measure needs a non-conformity that was found (II.2.2.a); that an origin leads to one case is a house rule."""
    return refuse(RefusalCode.ORIGIN_WITHOUT_FINDINGS, clause=clause, what=what, subject="origin")


def findings_fit(facts: CaseFacts, act: Act) -> Refusal | None:
    """Each finding names a criterion that binds the unit's form, and confirmed evidence."""
    return first_problem(*(_misfit(facts, finding) for finding in act.payload.findings))


def _misfit(facts: CaseFacts, finding: CaseFinding) -> Refusal | None:
    criteria = facts.criteria.get(finding.standard)
    if criteria is None:
        return input_problem(
            "findings.standard",
            f"{finding.standard.value} tidak berlaku bagi bentuk layanan unit ini.",
            f"{finding.standard.value} does not bind the form of this unit.",
        )
    if finding.criterion not in criteria:
        return input_problem(
            "findings.criterion",
            f"{finding.criterion} bukan kriteria yang berlaku bagi unit ini.",
            f"{finding.criterion} is no criterion that binds this unit.",
        )
    missing = next((each for each in finding.evidence_ids if each not in facts.confirmed), None)
    if missing is None:
        return None
    return refuse(RefusalCode.EVIDENCE_NOT_CONFIRMED, evidence=missing[:80], subject="findings.evidence")
