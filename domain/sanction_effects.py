"""What an act on a sanction brings about elsewhere: standards, certificate, service, SLA, re-assessment, and the case."""

from collections.abc import Iterable, Iterator

from domain.case_acts import AdvanceCase, CaseState, StepBack
from domain.cases import CASE_VERBS
from domain.certificates import TERM_OVER, ChangeStandards
from domain.certification import Holder, lapsed, reinstated_certificate
from domain.clock import legal_date
from domain.compliance import CellState, CellVerb, MoveCell, move
from domain.ladder import LadderReassessment, sanction_before
from domain.reasons import Reason
from domain.reassessment_acts import LIVING, BeginReassessment
from domain.rungs import Rung
from domain.sanction_acts import ChangeSanction, ReplaceSanction, SanctionState
from domain.sanction_facts import SanctionFacts
from domain.standards import StandardCode
from domain.stop_forms import StopForm
from domain.tables import Act, Aggregate, Effect
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
        yield from _cancel_reassessments(facts, _STOPPED)


def terminates(facts: SanctionFacts, form: StopForm | None) -> bool:
    """Whether a stop in this form ends the SLA (II.2.2.d)."""
    return form is StopForm.REVOCATION and facts.sla is not None and facts.sla.state in _TERMINABLE


def annulled(facts: SanctionFacts, act: Act, reason: str) -> Iterator[Effect]:
    """Everything that the sanction did is undone; the case goes back to the rung before, or ends (II.2.3.s3).

    The sanction before is open again: the operator may follow it up, and what comes next needs a new record of what became
    of it. A case that ended with its improvement stays ended: there is nothing left to pursue.
    """
    before = sanction_before(facts.ladder, act.record_id)
    if facts.rung is Rung.REVOCATION:
        yield from _reinstate(facts, act, facts.standards, reason)
        yield from _cancel_reassessments(facts, reason)
    if facts.rung is Rung.STOP:
        yield _on_unit(facts, "annul_stop", AnnulStop(reason=reason, sanction_id=act.record_id))
        yield from _restore(facts)
        yield from _assess_again_after_stop(facts, act)
    if facts.ladder.case_state == CaseState.CLOSED:
        return
    if before is not None and before.state is SanctionState.NOT_IMPROVED:
        yield Effect(aggregate=Aggregate.SANCTION, verb="reopen", record_id=before.id, payload=Reason(reason=reason))
    yield _on_case(facts, "step_back", StepBack(rung=before.rung if before else None, reason=reason))


def changed(facts: SanctionFacts, act: Act) -> Iterator[Effect]:
    """Another sanction takes the place of this one; what the change takes back is undone (II.2.3.s3)."""
    given: ChangeSanction = act.payload
    rung = given.rung or facts.rung
    replacement = act.fresh.of("replacement")
    if facts.rung is Rung.REVOCATION:
        yield from _keep_revoked(facts, act, replacement)
    if facts.rung is Rung.STOP:
        yield from _keep_stopped(facts, act, replacement)
    if rung is not facts.rung or facts.state == SanctionState.NOT_IMPROVED:
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
        ),
    )


# --- standards and certificate --------------------------------------------------------------------------------------


def _revoke(facts: SanctionFacts, act: Act) -> Iterator[Effect]:
    yield from _cells(facts, act, CellVerb.REVOKE, facts.standards, _REVOKED)
    certificate = facts.certificate
    if certificate is not None and (listed := tuple(code for code in facts.standards if code in certificate.listed)):
        change = ChangeStandards(standards=listed, reason=_REVOKED)
        yield Effect(aggregate=Aggregate.CERTIFICATE, verb="revoke", record_id=certificate.id, payload=change)
    yield _begin(facts, act, act.record_id, facts.standards)


def _reinstate(facts: SanctionFacts, act: Act, codes: Iterable[StandardCode], reason: str) -> Iterator[Effect]:
    """Those that are still revoked; one that a re-assessment determined again stays as it is.

    The certificate follows: the present edition where it lists them all, else a next one that does.
    """
    revoked = _still_revoked(facts, codes)
    yield from _cells(facts, act, CellVerb.REINSTATE, revoked, reason)
    over = lapsed(facts.certified, revoked, legal_date(act.now))
    yield from _cells(facts, act, CellVerb.LAPSE, over, TERM_OVER)
    if back := tuple(code for code in revoked if code not in over):
        yield _certify(facts, act, back, reason)


def _certify(facts: SanctionFacts, act: Act, back: tuple[StandardCode, ...], reason: str) -> Effect:
    certificate = facts.certificate
    if certificate is not None and certificate.revoked.issuperset(back):
        change = ChangeStandards(standards=back, reason=reason)
        return Effect(aggregate=Aggregate.CERTIFICATE, verb="reinstate", record_id=certificate.id, payload=change)
    holder = Holder(institution_id=facts.institution_id or "", unit_id=facts.unit_id or "", origin=Aggregate.SANCTION)
    return reinstated_certificate(facts.certified, holder, back, act)


def _still_revoked(facts: SanctionFacts, codes: Iterable[StandardCode]) -> tuple[StandardCode, ...]:
    wanted = set(codes)
    return tuple(code for code in StandardCode if code in wanted and facts.cells.get(code) == CellState.REVOKED)


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
    record_id = act.fresh.of("reassessment")
    return Effect(aggregate=Aggregate.REASSESSMENT, verb="begin", record_id=record_id, payload=begun)


def _cancel_reassessments(facts: SanctionFacts, reason: str) -> Iterator[Effect]:
    for each in facts.ladder.reassessments:
        if each.state in LIVING:
            payload = Reason(reason=reason)
            yield Effect(aggregate=Aggregate.REASSESSMENT, verb="cancel", record_id=each.id, payload=payload)


def _assess_again_after_stop(facts: SanctionFacts, act: Act) -> Iterator[Effect]:
    """The stop cancelled the re-assessment; without the stop, what is still revoked is assessed again (II.2.2.c.s2)."""
    revoked = _still_revoked(facts, facts.ladder.concerned)
    before = facts.ladder.reassessments[-1] if facts.ladder.reassessments else None
    if before is not None and before.state not in LIVING and revoked:
        yield _begin(facts, act, before.sanction_id, revoked, before)


def _keep_revoked(facts: SanctionFacts, act: Act, replacement: str) -> Iterator[Effect]:
    given: ChangeSanction = act.payload
    yield from _reinstate(facts, act, set(facts.standards) - set(given.standards), given.reason)
    yield from _cancel_reassessments(facts, given.reason)
    if kept := _still_revoked(facts, given.standards):
        yield _begin(facts, act, replacement, kept)


# --- the stop -------------------------------------------------------------------------------------------------------


def _stop(facts: SanctionFacts, act: Act, sanction_id: str, form: StopForm | None, text: str | None) -> Effect:
    if form is None:
        raise AssertionError("a stop was prepared without its form")
    stop = StopService(form=form, text=text, sanction_id=sanction_id, on=legal_date(act.now))
    return _on_unit(facts, "stop", stop)


def _terminate(facts: SanctionFacts, form: StopForm | None) -> Iterator[Effect]:
    if facts.sla is not None and terminates(facts, form):
        yield Effect(aggregate=Aggregate.SLA, verb="terminate", record_id=facts.sla.id)


def _restore(facts: SanctionFacts) -> Iterator[Effect]:
    """The SLA that the stop ended, or whose breach led to it."""
    is_concerned = facts.ladder.from_breach or facts.terminated_sla_id is not None
    if facts.sla is not None and is_concerned and facts.sla.state in _RESTORABLE:
        yield Effect(aggregate=Aggregate.SLA, verb="restore", record_id=facts.sla.id)


def _keep_stopped(facts: SanctionFacts, act: Act, replacement: str) -> Iterator[Effect]:
    given: ChangeSanction = act.payload
    stays_stopped = given.rung in {None, Rung.STOP}
    ended = AnnulStop(reason=given.reason, sanction_id=act.record_id, replaced=stays_stopped)
    yield _on_unit(facts, "annul_stop", ended)
    if stays_stopped:
        yield _stop(facts, act, replacement, given.stop_form or facts.stop_form, given.stop_text or facts.stop_text)
        if given.stop_form not in {None, StopForm.REVOCATION} and facts.terminated_sla_id is not None:
            yield from _restore(facts)
        return
    yield from _restore(facts)
    yield from _assess_again_after_stop(facts, act)


# --- records --------------------------------------------------------------------------------------------------------


def _on_case(facts: SanctionFacts, verb: str, payload: AdvanceCase | StepBack) -> Effect:
    return Effect(aggregate=Aggregate.CASE, verb=verb, record_id=facts.case_id or "", payload=payload)


def _on_unit(facts: SanctionFacts, verb: str, payload: StopService | AnnulStop) -> Effect:
    return Effect(aggregate=Aggregate.UNIT, verb=verb, record_id=facts.unit_id or "", payload=payload)
