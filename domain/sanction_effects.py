"""What an act on a sanction brings about elsewhere: standards, certificate, service, SLA, re-assessment, and the case."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.aggregates import Aggregate
from domain.case_acts import AdvanceCase, CaseState, CloseCase, CloseReason, StepBack
from domain.cases import CASE_VERBS
from domain.certificates import TERM_OVER, ChangeStandards
from domain.certification import Holder, lapsed, reinstated_certificate, remaining_certificate
from domain.clock import legal_date
from domain.compliance import CellVerb, MoveCell, move
from domain.ladder import LadderReassessment, LadderSanction, counting, held_by, left, sanction_before, standing
from domain.objection_acts import FindInTime
from domain.reasons import Reason
from domain.reassessment_acts import LIVING, BeginReassessment, ReassessmentState
from domain.receipts import ObjectionLimit
from domain.rungs import Rung
from domain.sanction_acts import ChangeSanction, ReplaceSanction, SanctionState
from domain.sanction_facts import SanctionFacts
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act, Effect
from domain.unit_acts import AnnulStop, StopService

_TERMINABLE = frozenset({"IN_FORCE", "BREACH_REVIEW", "BREACHED"})
_RESTORABLE = frozenset({"BREACHED", "TERMINATED"})

_REVOKED = "sertifikat dicabut untuk standar ini"
_STOPPED = "layanan SPSE dihentikan"


def issued(facts: SanctionFacts, act: Act) -> Iterator[Effect]:
    """The sanction takes effect with the Deputy's signature (II.2.2)."""
    yield _on_case(facts, CASE_VERBS[facts.rung], AdvanceCase(sanction_id=act.record_id))
    if facts.rung is Rung.REVOCATION:
        yield from _revoke(facts, act)
    if facts.rung is Rung.STOP:
        yield _stop(facts, act, act.record_id, facts.stop_form, facts.stop_text)
        yield from _terminate(facts, facts.stop_form)
        yield from _cancel_reassessments(facts.ladder.reassessments, _STOPPED)


def terminates(facts: SanctionFacts, form: StopForm | None) -> bool:
    """Whether a stop in this form ends the SLA. House rule: what becomes of the SLA the decree leaves open."""
    return form is StopForm.REVOCATION and facts.sla is not None and facts.sla.state in _TERMINABLE


def annulled(facts: SanctionFacts, act: Act, reason: str) -> Iterator[Effect]:
    """Everything that the sanction did is undone; the case goes back to the rung before, or ends (II.2.3.s3).

    The sanction before is open again: the operator may follow it up, and what comes next needs a new record of what became
    of it. A case that ended with its improvement, or by the Deputy's hand, stays ended: there is nothing left to pursue.
    One that ended with this very stop goes on from the revocation, as far as its standards are revoked still. Where the case
    went on from another measure since improvement followed this one, it stays where it is.
    """
    before = sanction_before(facts.ladder, act.record_id)
    if facts.rung is Rung.REVOCATION:
        yield from _reinstate(facts, act, facts.standards, reason)
        yield from _cancel_reassessments(_its_own(facts, act), reason)
    if facts.rung is Rung.STOP:
        yield from _end_stop(facts, act, reason)
        yield from _restore(facts)
        yield from _assess_again_after_stop(facts, act)
    if _ended_otherwise(facts) or _passed_by(facts, act.record_id):
        return
    is_closed = facts.ladder.case_state == CaseState.CLOSED
    ended = is_closed and before is not None and not _assessed_again(facts)
    if before is not None and before.state is SanctionState.NOT_IMPROVED and not ended:
        yield Effect(aggregate=Aggregate.SANCTION, verb="reopen", record_id=before.id, payload=Reason(reason=reason))
    yield _on_case(facts, "step_back", StepBack(rung=before.rung if before else None, reason=reason, ended=ended))


def _passed_by(facts: SanctionFacts, sanction_id: str) -> bool:
    """Whether improvement followed it, and a later measure rests on another one of the case (II.2.2.d)."""
    return facts.state == SanctionState.IMPROVED and counting(facts.ladder)[-1].id != sanction_id


def _ended_otherwise(facts: SanctionFacts) -> bool:
    """Whether the case ended with improvement or by the Deputy's hand, and not with this very stop."""
    is_final_stop = facts.rung is Rung.STOP and facts.state == SanctionState.NOT_IMPROVED
    return facts.ladder.case_state == CaseState.CLOSED and not is_final_stop


def is_over(facts: SanctionFacts, sanction_id: str) -> bool:
    """Whether nothing is pursued any more of what this sanction was imposed for, so that what takes its place is over too.

    A case that ended with this very stop goes on while the service stands still by it, or a standard of the revocation
    before is revoked still; after a breach in any case.
    """
    if _ended_otherwise(facts):
        return True
    is_closed = facts.ladder.case_state == CaseState.CLOSED
    goes_on = facts.stopped_by == sanction_id or sanction_before(facts.ladder, sanction_id) is None
    return is_closed and not goes_on and not _assessed_again(facts)


def changed(facts: SanctionFacts, act: Act) -> Iterator[Effect]:
    """Another sanction takes the place of this one; what the change takes back is undone (II.2.3.s3).

    In a case that is over it is over too, and nothing is asked: only a revocation that holds a standard still is in force.
    """
    given: ChangeSanction = act.payload
    rung = given.rung or facts.rung
    replacement = act.fresh.of("replacement")
    if facts.rung is Rung.REVOCATION:
        yield from _keep_revoked(facts, act, replacement)
    if facts.rung is Rung.STOP:
        yield from _keep_stopped(facts, act, replacement)
    over = is_over(facts, act.record_id)
    holds = rung is Rung.REVOCATION and bool(_still_revoked(facts, act.record_id, given.standards))
    improved = facts.state == SanctionState.IMPROVED or (over and not holds)
    if not (improved or over) and (rung is not facts.rung or facts.state == SanctionState.NOT_IMPROVED):
        yield _on_case(facts, "step_back", StepBack(rung=rung, reason=given.reason))
    yield Effect(
        aggregate=Aggregate.SANCTION,
        verb="replace",
        record_id=replacement,
        payload=ReplaceSanction(
            case_id=facts.case_id or "",
            replaces=act.record_id,
            rung=rung,
            standards=given.standards if rung is Rung.REVOCATION else (),
            stop_form=(given.stop_form or facts.stop_form) if rung is Rung.STOP else None,
            stop_text=(given.stop_text or facts.stop_text) if rung is Rung.STOP else None,
            document_id=given.document_id or facts.document_id or "",
            asked=given.asked,
            limit_days=given.limit_days,
            improved=improved,
        ),
    )


def improved(facts: SanctionFacts, act: Act) -> tuple[Effect, ...]:
    """With the last measure on which its case stands the case is over; of findings on other standards nobody looked at."""
    if facts.ladder.case_state not in {CaseState.OPEN, CaseState.HOLD} or not _settles_its_case(facts, act.record_id):
        return ()
    return (_on_case(facts, "close", CloseCase(reason=CloseReason.IMPROVED, findings_settled=False)),)


def _settles_its_case(facts: SanctionFacts, sanction_id: str) -> bool:
    """Whether improvement followed what the case stands on as well: it is this measure itself; or a stop of the service that
    runs again; or a measure without improvement, while all that the case concerns is regained since (II.2.2.c.s2).

    One that is in force asks the operator still, and one without improvement leads to the next (II.2.2).
    """
    now = tuple(
        replace(each, state=SanctionState.IMPROVED) if each.id == sanction_id else each
        for each in facts.ladder.sanctions
    )
    after = replace(facts.ladder, sanctions=now)
    last = standing(after)
    if last is None or last.state is SanctionState.IMPROVED:
        return last is not None
    if any(_is_unimproved_revocation(each) for each in counting(after)):
        return False
    if last.rung is Rung.STOP:
        return facts.stopped_by != last.id
    return last.state is SanctionState.NOT_IMPROVED and not left(after)


def _is_unimproved_revocation(sanction: LadderSanction) -> bool:
    return sanction.rung is Rung.REVOCATION and sanction.state is not SanctionState.IMPROVED


def found_in_time(facts: SanctionFacts, limit: ObjectionLimit) -> tuple[Effect, ...]:
    """The objection that was kept as late is in time where it was filed within the limit as it is counted now (II.2.3.s1)."""
    late = facts.late_objection
    if late is None or limit.over_at(late.filed_at):
        return ()
    payload = FindInTime(last_instant=limit.last_instant)
    return (Effect(aggregate=Aggregate.OBJECTION, verb="find_in_time", record_id=late.id, payload=payload),)


# --- standards and certificate --------------------------------------------------------------------------------------


def _revoke(facts: SanctionFacts, act: Act) -> Iterator[Effect]:
    yield from _cells(facts, act, CellVerb.REVOKE, facts.standards, _REVOKED)
    certificate = facts.certificate
    if certificate is not None and (listed := tuple(code for code in facts.standards if code in certificate.listed)):
        change = ChangeStandards(standards=listed, reason=_REVOKED)
        yield Effect(aggregate=Aggregate.CERTIFICATE, verb="revoke", record_id=certificate.id, payload=change)
        if certificate.is_unsigned:
            yield from remaining_certificate(facts.certified, _holder(facts), listed, act)
    yield _begin(facts, act, act.record_id, facts.standards)


def _reinstate(facts: SanctionFacts, act: Act, codes: Iterable[StandardCode], reason: str) -> Iterator[Effect]:
    """Those that are still revoked; one that a re-assessment determined again stays as it is.

    The certificate follows: the present edition where it lists them all on a signed paper, else a next one that does.
    """
    revoked = _still_revoked(facts, act.record_id, codes)
    yield from _cells(facts, act, CellVerb.REINSTATE, revoked, reason)
    over = lapsed(facts.certified, revoked, legal_date(act.now))
    yield from _cells(facts, act, CellVerb.LAPSE, over, TERM_OVER)
    if back := tuple(code for code in revoked if code not in over):
        yield from _certify(facts, act, back, reason)


def _certify(facts: SanctionFacts, act: Act, back: tuple[StandardCode, ...], reason: str) -> tuple[Effect, ...]:
    certificate = facts.certificate
    if certificate is not None and certificate.revoked.issuperset(back) and not certificate.is_unsigned:
        change = ChangeStandards(standards=back, reason=reason)
        return (Effect(aggregate=Aggregate.CERTIFICATE, verb="reinstate", record_id=certificate.id, payload=change),)
    return reinstated_certificate(facts.certified, _holder(facts), back, act)


def _holder(facts: SanctionFacts) -> Holder:
    return Holder(institution_id=facts.institution_id or "", unit_id=facts.unit_id or "", origin=Aggregate.SANCTION)


def _still_revoked(facts: SanctionFacts, sanction_id: str, codes: Iterable[StandardCode]) -> tuple[StandardCode, ...]:
    """Those of them that this very revocation holds: one that was regained since, another case may have revoked by now."""
    return tuple(sorted(set(codes) & held_by(facts.ladder, sanction_id)))


def _cells(
    facts: SanctionFacts, act: Act, verb: CellVerb, codes: Iterable[StandardCode], reason: str
) -> Iterator[Effect]:
    for code in sorted(codes):
        yield move(
            verb,
            MoveCell(
                institution_id=facts.institution_id or "",
                unit_id=facts.unit_id or "",
                standard=code,
                cause=Aggregate.SANCTION,
                cause_id=act.record_id,
                on=legal_date(act.now),
                reason=reason,
            ),
        )


# --- re-assessment --------------------------------------------------------------------------------------------------


def _begin(
    facts: SanctionFacts,
    act: Act,
    sanction_id: str,
    standards: tuple[StandardCode, ...],
    before: LadderReassessment | None = None,
) -> Effect:
    begun = BeginReassessment(
        institution_id=facts.institution_id or "",
        unit_id=facts.unit_id or "",
        sanction_id=sanction_id,
        case_id=facts.case_id or "",
        standards=tuple(sorted(standards)),
        attempt=before.attempt + 1 if before else 1,
        previous_id=before.id if before else None,
    )
    record_id = act.fresh.of(f"reassessment of {sanction_id}")
    return Effect(aggregate=Aggregate.REASSESSMENT, verb="begin", record_id=record_id, payload=begun)


def _its_own(facts: SanctionFacts, act: Act) -> list[LadderReassessment]:
    """Those of this very revocation: what another one of the case took is assessed again as before (II.2.2.c.s2)."""
    return [each for each in facts.ladder.reassessments if each.sanction_id == act.record_id]


def _cancel_reassessments(concerned: Iterable[LadderReassessment], reason: str) -> Iterator[Effect]:
    for each in concerned:
        if each.state in LIVING:
            payload = Reason(reason=reason)
            yield Effect(aggregate=Aggregate.REASSESSMENT, verb="cancel", record_id=each.id, payload=payload)


def _assess_again_after_stop(facts: SanctionFacts, act: Act) -> Iterator[Effect]:
    """The stop cancelled the re-assessments; without the stop, what is still revoked is assessed again (II.2.2.c.s2)."""
    for before in _last_attempts(facts):
        revoked = _still_revoked(facts, before.sanction_id, before.standards)
        if before.state == ReassessmentState.CANCELLED and revoked:
            yield _begin(facts, act, before.sanction_id, revoked, before)


def _assessed_again(facts: SanctionFacts) -> bool:
    """Whether a standard of a revocation before a stop is revoked still, so that it is, or is to be, assessed again."""
    return any(_still_revoked(facts, each.sanction_id, each.standards) for each in _last_attempts(facts))


def _last_attempts(facts: SanctionFacts) -> tuple[LadderReassessment, ...]:
    """The last attempt of each revocation that counts."""
    imposed = {each.id for each in counting(facts.ladder)}
    return tuple(
        {each.sanction_id: each for each in facts.ladder.reassessments if each.sanction_id in imposed}.values()
    )


def _keep_revoked(facts: SanctionFacts, act: Act, replacement: str) -> Iterator[Effect]:
    given: ChangeSanction = act.payload
    yield from _reinstate(facts, act, set(facts.standards) - set(given.standards), given.reason)
    yield from _cancel_reassessments(_its_own(facts, act), given.reason)
    if kept := _still_revoked(facts, act.record_id, given.standards):
        yield _begin(facts, act, replacement, kept)


# --- the stop -------------------------------------------------------------------------------------------------------


def _stop(facts: SanctionFacts, act: Act, sanction_id: str, form: StopForm | None, text: str | None) -> Effect:
    if form is None:
        raise AssertionError("a stop was prepared without its form")
    stop = StopService(form=form, text=text, sanction_id=sanction_id, on=legal_date(act.now))
    return _on_unit(facts, "stop", stop)


def _terminate(facts: SanctionFacts, form: StopForm | None) -> Iterator[Effect]:
    """With the SLA that was breached ends the one that the unit has by now: nothing binds over a stopped service."""
    if facts.sla is not None and terminates(facts, form):
        yield Effect(aggregate=Aggregate.SLA, verb="terminate", record_id=facts.sla.id)
    if facts.later_sla_id is not None and form is StopForm.REVOCATION:
        yield Effect(aggregate=Aggregate.SLA, verb="terminate", record_id=facts.later_sla_id)


def terminated(facts: SanctionFacts) -> str | None:
    """The SLA that a stop in its form ends and that its annulment restores: of two, the later."""
    if facts.later_sla_id is not None and facts.stop_form is StopForm.REVOCATION:
        return facts.later_sla_id
    return facts.sla.id if facts.sla is not None and terminates(facts, facts.stop_form) else None


def _restore(facts: SanctionFacts) -> Iterator[Effect]:
    """The SLA that the stop ended, or whose breach led to it; not where another agreement has taken its place since."""
    is_concerned = facts.ladder.from_breach or facts.terminated_sla_id is not None
    if facts.sla is not None and is_concerned and facts.sla.state in _RESTORABLE and not facts.sla.succeeded:
        yield Effect(aggregate=Aggregate.SLA, verb="restore", record_id=facts.sla.id)


def _stands_still_by(facts: SanctionFacts, act: Act) -> bool:
    """Whether the service stands still by this very sanction.

    It may run again since, reinstated by hand or by a new application, or stand still by a later stop: then a decision on
    the earlier one neither stops nor starts it.
    """
    return facts.stopped_by == act.record_id


def _end_stop(facts: SanctionFacts, act: Act, reason: str, *, replaced: bool = False) -> Iterator[Effect]:
    if _stands_still_by(facts, act):
        yield _on_unit(facts, "annul_stop", AnnulStop(reason=reason, sanction_id=act.record_id, replaced=replaced))


def _keep_stopped(facts: SanctionFacts, act: Act, replacement: str) -> Iterator[Effect]:
    given: ChangeSanction = act.payload
    stays_stopped = given.rung in {None, Rung.STOP}
    yield from _end_stop(facts, act, given.reason, replaced=stays_stopped)
    if stays_stopped:
        if _stands_still_by(facts, act):
            yield _stop(facts, act, replacement, given.stop_form or facts.stop_form, given.stop_text or facts.stop_text)
        if given.stop_form not in {None, StopForm.REVOCATION} and facts.terminated_sla_id is not None:
            yield from _restore(facts)
        return
    yield from _restore(facts)
    yield from _assess_again_after_stop(facts, act)


# --- records --------------------------------------------------------------------------------------------------------


def _on_case(facts: SanctionFacts, verb: str, payload: AdvanceCase | CloseCase | StepBack) -> Effect:
    return Effect(aggregate=Aggregate.CASE, verb=verb, record_id=facts.case_id or "", payload=payload)


def _on_unit(facts: SanctionFacts, verb: str, payload: StopService | AnnulStop) -> Effect:
    return Effect(aggregate=Aggregate.UNIT, verb=verb, record_id=facts.unit_id or "", payload=payload)
