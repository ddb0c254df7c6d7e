"""What a paper means in law, of every kind, in every state of its subject, told to everybody and to those entitled."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

import pytest

from domain.aggregates import Aggregate
from domain.application_acts import ApplicationState
from domain.assessment_acts import AssessmentState
from domain.certificates import CertificateState
from domain.document_kinds import DocumentKind, DocumentState
from domain.guidance_acts import GuidanceState
from domain.objection_acts import ObjectionState
from domain.reassessment_acts import ReassessmentState
from domain.roles import ANONYMOUS, Actor, Role
from domain.sanction_acts import SanctionState
from domain.sla_acts import SlaState
from domain.standards import StandardCode
from domain.standings import (
    BETWEEN_LKPP_AND_UNIT,
    OF_MEASURES,
    Audience,
    LegalStanding,
    ObjectionOn,
    Paper,
    RevokedStandard,
    Standing,
    Subject,
    audience_of,
    legal_standing,
    recorded_standing,
)
from domain.surveillance_acts import SurveillanceState
from domain.units import UnitState

LAST, DATED, SINCE = date(2026, 11, 22), date(2026, 11, 2), date(2026, 11, 20)
S = Standing
S09, S11, S12 = StandardCode.S09, StandardCode.S11, StandardCode.S12


TABLE = """
APPLICATION_RECEIPT  | Application  | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
COMPLETION_REQUEST   | Application  | RETURNED                                     | IN_FORCE | IN_FORCE | IN_FORCE
COMPLETION_REQUEST   | Application  | LAPSED REJECTED WITHDRAWN                    | TERMINATED | TERMINATED | TERMINATED
COMPLETION_REQUEST   | Application  | *                                            | CONCLUDED | CONCLUDED | CONCLUDED
APPROVAL             | Application  | LAPSED REJECTED WITHDRAWN                    | TERMINATED | TERMINATED | TERMINATED
APPROVAL             | Application  | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
REJECTION            | Application  | *                                            | IN_FORCE | WITHHELD | WITHHELD
INSTALLATION_MINUTES | Application  | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
SLA                  | Sla          | DRAFT NEGOTIATION READY_TO_SIGN SIGNED_ONE   | PENDING | PENDING | PENDING
SLA                  | Sla          | IN_FORCE BREACH_REVIEW                       | IN_FORCE | IN_FORCE | IN_FORCE
SLA                  | Sla          | BREACHED                                     | BREACHED | BREACHED | BREACHED
SLA                  | Sla          | SUPERSEDED                                   | SUPERSEDED | SUPERSEDED | SUPERSEDED
SLA                  | Sla          | EXPIRED                                      | EXPIRED | EXPIRED | EXPIRED
SLA                  | Sla          | TERMINATED                                   | TERMINATED | TERMINATED | TERMINATED
SLA                  | Sla          | VOID                                         | VOID | VOID | VOID
NOTICE               | Sla          | *                                            | IN_FORCE | WITHHELD | WITHHELD
NOTICE               | Assessment   | *                                            | IN_FORCE | WITHHELD | WITHHELD
NOTICE               | Objection    | *                                            | IN_FORCE | WITHHELD | WITHHELD
NOTICE               | Reassessment | *                                            | IN_FORCE | WITHHELD | WITHHELD
NOTICE               | Surveillance | *                                            | IN_FORCE | WITHHELD | WITHHELD
ASSIGNMENT           | Assessment   | CLOSED                                       | TERMINATED | TERMINATED | TERMINATED
ASSIGNMENT           | Assessment   | DETERMINED                                   | CONCLUDED | CONCLUDED | CONCLUDED
ASSIGNMENT           | Assessment   | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
ASSIGNMENT           | Reassessment | CANCELLED                                    | TERMINATED | TERMINATED | TERMINATED
ASSIGNMENT           | Reassessment | PENDING REQUESTED PASSED FAILED              | CONCLUDED | CONCLUDED | CONCLUDED
ASSIGNMENT           | Reassessment | RUNNING                                      | IN_FORCE | IN_FORCE | IN_FORCE
ASSESSMENT_REPORT    | Assessment   | *                                            | IN_FORCE | WITHHELD | WITHHELD
ASSESSMENT_REPORT    | Reassessment | *                                            | IN_FORCE | WITHHELD | WITHHELD
RECOMMENDATION       | Assessment   | READY DETERMINED                             | CONCLUDED | WITHHELD | WITHHELD
RECOMMENDATION       | Assessment   | CLOSED                                       | TERMINATED | WITHHELD | WITHHELD
RECOMMENDATION       | Assessment   | *                                            | IN_FORCE | WITHHELD | WITHHELD
DETERMINATION        | Assessment   | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
DETERMINATION        | Reassessment | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
CERTIFICATE          | Certificate  | ACTIVE                                       | IN_FORCE | IN_FORCE | IN_FORCE
CERTIFICATE          | Certificate  | PARTLY_REVOKED                      | PARTLY_REVOKED | PARTLY_REVOKED | PARTLY_REVOKED
CERTIFICATE          | Certificate  | REVOKED                                      | REVOKED | REVOKED | REVOKED
CERTIFICATE          | Certificate  | SUPERSEDED                                   | SUPERSEDED | SUPERSEDED | SUPERSEDED
CERTIFICATE          | Certificate  | EXPIRED                                      | EXPIRED | EXPIRED | EXPIRED
ADVICE               | Sanction     | ANNULLED                                     | ANNULLED | WITHHELD | ANNULLED
ADVICE               | Sanction     | CHANGED                                      | CHANGED | WITHHELD | CHANGED
ADVICE               | Sanction     | IMPROVED                                     | CONCLUDED | WITHHELD | CONCLUDED
ADVICE               | Sanction     | *                                            | IN_FORCE | WITHHELD | IN_FORCE
WARNING              | Sanction     | ANNULLED                                     | ANNULLED | WITHHELD | ANNULLED
WARNING              | Sanction     | CHANGED                                      | CHANGED | WITHHELD | CHANGED
WARNING              | Sanction     | IMPROVED                                     | CONCLUDED | WITHHELD | CONCLUDED
WARNING              | Sanction     | *                                            | IN_FORCE | WITHHELD | IN_FORCE
LKPP_SYSTEM          | Sanction     | ANNULLED                                     | ANNULLED | WITHHELD | ANNULLED
LKPP_SYSTEM          | Sanction     | CHANGED                                      | CHANGED | WITHHELD | CHANGED
LKPP_SYSTEM          | Sanction     | IMPROVED                                     | CONCLUDED | WITHHELD | CONCLUDED
LKPP_SYSTEM          | Sanction     | *                                            | IN_FORCE | WITHHELD | IN_FORCE
REVOCATION           | Sanction     | ANNULLED                                     | ANNULLED | ANNULLED | ANNULLED
REVOCATION           | Sanction     | CHANGED                                      | CHANGED | CHANGED | CHANGED
REVOCATION           | Sanction     | IMPROVED                                     | CONCLUDED | CONCLUDED | CONCLUDED
REVOCATION           | Sanction     | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
SERVICE_STOP         | Sanction     | ANNULLED                                     | ANNULLED | ANNULLED | ANNULLED
SERVICE_STOP         | Sanction     | CHANGED                                      | CHANGED | CHANGED | CHANGED
SERVICE_STOP         | Sanction     | IMPROVED                                     | CONCLUDED | CONCLUDED | CONCLUDED
SERVICE_STOP         | Sanction     | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
OBJECTION_RECEIPT    | Objection    | *                                            | IN_FORCE | WITHHELD | WITHHELD
OBJECTION_RESULT     | Objection    | *                                            | IN_FORCE | WITHHELD | WITHHELD
REINSTATEMENT        | Unit         | STOPPED ACCESS_TAKEN STOP_CARRIED_OUT        | SUPERSEDED | SUPERSEDED | SUPERSEDED
REINSTATEMENT        | Unit         | *                                            | IN_FORCE | IN_FORCE | IN_FORCE
MINUTES              | Assessment   | *                                            | IN_FORCE | WITHHELD | WITHHELD
MINUTES              | Sanction     | *                                            | IN_FORCE | WITHHELD | WITHHELD
MINUTES              | Objection    | *                                            | IN_FORCE | WITHHELD | WITHHELD
MINUTES              | Unit         | *                                            | IN_FORCE | WITHHELD | WITHHELD
MINUTES              | Guidance     | *                                            | IN_FORCE | WITHHELD | WITHHELD
"""
"""Kind | thing | its states, * for all others | told to those entitled | to the public | where `sanctions.public`."""

STATES: dict[str, type[StrEnum]] = {
    "Application": ApplicationState,
    "Sla": SlaState,
    "Assessment": AssessmentState,
    "Reassessment": ReassessmentState,
    "Certificate": CertificateState,
    "Sanction": SanctionState,
    "Objection": ObjectionState,
    "Surveillance": SurveillanceState,
    "Unit": UnitState,
    "Guidance": GuidanceState,
}


def _cases():
    seen: set[tuple[str, str, str]] = set()
    for line in filter(None, TABLE.splitlines()):
        kind, thing, states, *told = (column.strip() for column in line.split("|"))
        for state in STATES[thing] if states == "*" else map(STATES[thing], states.split()):
            if (kind, thing, state.value) not in seen:
                seen.add((kind, thing, state.value))
                yield DocumentKind(kind), thing, state.value, tuple(map(Standing, told))


CASES = list(_cases())


def told(kind, subject, *, day=LAST, state=DocumentState.SIGNED) -> tuple[LegalStanding, ...]:
    paper = Paper(id="paper-1", kind=kind, state=state, dated=DATED)
    return (
        legal_standing(day, paper, subject, Audience.AUTHORISED),
        legal_standing(day, paper, subject, Audience.PUBLIC),
        legal_standing(day, paper, subject, Audience.PUBLIC, sanctions_public=True),
    )


def subject_in(state, **facts) -> Subject:
    return Subject(**{"state": state, "since": SINCE, "paper_id": "paper-1", "by": "9/LKPP/XI/2026", **facts})


def standings(found) -> tuple[Standing, ...]:
    return tuple(each.standing for each in found)


def test_the_table_holds_every_kind_and_every_state_of_its_thing() -> None:
    assert {kind for kind, *_ in CASES} == set(DocumentKind)
    for kind, thing in {(kind, thing) for kind, thing, *_ in CASES}:
        states = {state for k, t, state, _ in CASES if (k, t) == (kind, thing)}
        assert states == set(STATES[thing]), (kind, thing)


@pytest.mark.parametrize(("kind", "thing", "state", "expected"), CASES)
def test_a_paper_stands_as_its_thing_does(kind, thing, state, expected) -> None:
    """II.2.2.c, II.2.2.d, II.2.3; what the public is told is a house rule."""
    serves = kind is not DocumentKind.NOTICE
    assert standings(told(kind, subject_in(state, serves=serves))) == expected


@pytest.mark.parametrize("state", ["SUBMITTED", "EXAMINATION", "DECIDED", "WITHDRAWN"])
def test_a_receipt_that_calls_late_what_is_in_time_gives_way_to_the_notice_that_says_so(state) -> None:
    """II.2.3.s1: filed within the term as it is counted now, whatever became of the objection since."""
    found = told(DocumentKind.OBJECTION_RECEIPT, subject_in(state, is_over=True))
    overtaken = LegalStanding(standing=S.SUPERSEDED, since=SINCE, by="9/LKPP/XI/2026")
    assert found == (overtaken, LegalStanding(standing=S.WITHHELD), LegalStanding(standing=S.WITHHELD))


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("subject", ["IN_FORCE", "ACTIVE", "WITHDRAWN", "ANNULLED", None])
def test_before_it_is_signed_a_paper_means_nothing_yet(kind, subject) -> None:
    for state in (DocumentState.DRAFT, DocumentState.AWAITING_SIGNATURE):
        assert told(kind, subject_in(subject), state=state)[0] == LegalStanding(standing=S.PENDING)
    assert told(kind, subject_in(subject), state=DocumentState.VOID)[0] == LegalStanding(standing=S.VOID)


@pytest.mark.parametrize("kind", [k for k in DocumentKind if k is not DocumentKind.SLA])
def test_a_thing_that_is_gone_leaves_its_paper_in_force_or_as_concluded(kind) -> None:
    expected = S.CONCLUDED if kind is DocumentKind.COMPLETION_REQUEST else S.IN_FORCE
    assert told(kind, Subject(state=None))[0].standing is expected


AGREEMENTS = {
    **dict.fromkeys((None, "IN_FORCE", "BREACH_REVIEW", "BREACHED", "VOID"), S.IN_FORCE),
    "SUPERSEDED": S.SUPERSEDED,
    "EXPIRED": S.EXPIRED,
    "TERMINATED": S.TERMINATED,
}


@pytest.mark.parametrize(
    "state", [state for state in ApplicationState if state not in {"LAPSED", "REJECTED", "WITHDRAWN"}]
)
@pytest.mark.parametrize(("agreement", "expected"), AGREEMENTS.items())
def test_an_approval_stands_with_the_last_agreement_that_followed_from_it(state, agreement, expected) -> None:
    """II.2.1.a.3-4: after a change of form one approval stands; a stop that ends the agreement is named (II.2.2.d)."""
    found = told(DocumentKind.APPROVAL, subject_in(state, agreement=agreement))
    ended = LegalStanding(standing=expected, since=SINCE, by="9/LKPP/XI/2026")
    assert found == (LegalStanding(standing=S.IN_FORCE, since=DATED) if expected is S.IN_FORCE else ended,) * 3


def test_an_application_that_ended_ends_its_approval_whatever_became_of_the_agreement() -> None:
    for agreement in AGREEMENTS:
        found = told(DocumentKind.APPROVAL, subject_in("WITHDRAWN", agreement=agreement))
        assert standings(found) == (S.TERMINATED,) * 3


# --- days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        (DocumentKind.SLA, "IN_FORCE", S.EXPIRED),
        (DocumentKind.SLA, "BREACH_REVIEW", S.EXPIRED),
        (DocumentKind.SLA, "BREACHED", S.BREACHED),
        (DocumentKind.SLA, "TERMINATED", S.TERMINATED),
        (DocumentKind.CERTIFICATE, "ACTIVE", S.EXPIRED),
        (DocumentKind.CERTIFICATE, "PARTLY_REVOKED", S.EXPIRED),
        (DocumentKind.CERTIFICATE, "REVOKED", S.REVOKED),
        (DocumentKind.CERTIFICATE, "SUPERSEDED", S.SUPERSEDED),
        (DocumentKind.APPROVAL, "ACTIVE", S.EXPIRED),
        (DocumentKind.APPROVAL, "WITHDRAWN", S.TERMINATED),
        (DocumentKind.RECOMMENDATION, "RECOMMENDED", S.IN_FORCE),
    ],
)
def test_the_day_after_the_last_it_is_expired_unless_worse_became_of_it(kind, state, expected) -> None:
    """Whether or not the record's state has followed."""
    subject = subject_in(state, expires_on=LAST)
    assert told(kind, subject, day=date(2026, 11, 23))[0].standing is expected
    on_the_last_day = told(kind, subject, day=LAST)[0].standing
    assert on_the_last_day is told(kind, replace(subject, expires_on=None), day=LAST)[0].standing


def test_expired_since_the_day_after_the_last() -> None:
    found = told(DocumentKind.SLA, subject_in("EXPIRED", expires_on=LAST), day=date(2027, 3, 1))[1]
    assert found == LegalStanding(standing=S.EXPIRED, since=date(2026, 11, 23))


def test_in_force_since_its_thing_began_or_since_its_own_date() -> None:
    sla, approval = (told(kind, subject_in("IN_FORCE"))[1] for kind in (DocumentKind.SLA, DocumentKind.APPROVAL))
    assert sla == LegalStanding(standing=S.IN_FORCE, since=SINCE)
    assert approval == LegalStanding(standing=S.IN_FORCE, since=DATED)


def test_a_paper_that_its_agreement_has_left_behind_is_void() -> None:
    subject = subject_in("IN_FORCE", paper_id="paper-2")
    assert told(DocumentKind.SLA, subject)[0] == LegalStanding(standing=S.VOID)
    assert told(DocumentKind.CERTIFICATE, replace(subject, state="ACTIVE"))[0].standing is S.IN_FORCE


def test_a_superseded_agreement_names_the_one_in_its_place() -> None:
    for found in told(DocumentKind.SLA, subject_in("SUPERSEDED")):
        assert found == LegalStanding(standing=S.SUPERSEDED, since=SINCE, by="9/LKPP/XI/2026")


NEWEST_ONLY = {
    DocumentKind.COMPLETION_REQUEST: "RETURNED",
    DocumentKind.ASSIGNMENT: "RUNNING",
    DocumentKind.RECOMMENDATION: "RECOMMENDED",
    DocumentKind.REINSTATEMENT: "ACTIVE",
}


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_later_paper_of_the_same_kind_takes_the_place_only_of_an_order(kind) -> None:
    """A second attempt at a re-assessment has its own assignment; a second receipt does not undo the first."""
    subject = subject_in(NEWEST_ONLY.get(kind, "ACTIVE"), has_newer=True, newer_number="12/LKPP/XI/2026")
    found = told(kind, subject)[0]
    if kind in NEWEST_ONLY:
        assert found == LegalStanding(standing=S.SUPERSEDED, since=SINCE, by="12/LKPP/XI/2026")
    else:
        assert found.standing is not S.SUPERSEDED


# --- revoked standards ----------------------------------------------------------------------------------------------

REVOKED_9 = RevokedStandard(standard=S09, since=SINCE, decision="9/LKPP/XI/2026")
REVOKED_11 = RevokedStandard(standard=S11, since=SINCE, decision="9/LKPP/XI/2026")


def test_a_partly_revoked_certificate_names_standards_day_and_decision_to_everybody() -> None:
    """II.2.2.c: the certificate's public answer is its present standing, standard by standard."""
    subject = subject_in("PARTLY_REVOKED", revoked=(REVOKED_9, REVOKED_11))
    expected = LegalStanding(
        standing=S.PARTLY_REVOKED, since=SINCE, by="9/LKPP/XI/2026", revoked=(REVOKED_9, REVOKED_11)
    )
    assert told(DocumentKind.CERTIFICATE, subject) == (expected, expected, expected)


@pytest.mark.parametrize("kind", [DocumentKind.CERTIFICATE, DocumentKind.DETERMINATION])
def test_an_objection_to_the_revocation_is_told_to_those_entitled_and_moves_nothing(kind) -> None:
    """II.2.3, house rule: the standards stay revoked until it is decided, and the public does not learn of it."""
    subject = subject_in(
        "PARTLY_REVOKED",
        listed=frozenset({S09, S11, S12}),
        standing=frozenset({S09, S11, S12}),
        revoked=(REVOKED_9, replace(REVOKED_11, under_objection=True)),
    )
    entitled, public, where_public = told(kind, subject)
    assert standings((entitled, public, where_public)) == (S.PARTLY_REVOKED,) * 3
    assert entitled.revoked == (REVOKED_9, replace(REVOKED_11, under_objection=True))
    assert public.revoked == where_public.revoked == (REVOKED_9, REVOKED_11)


@pytest.mark.parametrize(
    ("standing", "revoked", "is_over", "expected"),
    [
        ({S09, S11, S12}, (), False, S.IN_FORCE),
        ({S11, S12}, (REVOKED_9,), False, S.PARTLY_REVOKED),
        ({S12}, (REVOKED_9, REVOKED_11), False, S.PARTLY_REVOKED),
        ({S09, S11, S12}, (), True, S.EXPIRED),
        ({S12}, (REVOKED_9, REVOKED_11), True, S.EXPIRED),
        (set(), (REVOKED_9, REVOKED_11), False, S.SUPERSEDED),
        (set(), (REVOKED_9, REVOKED_11), True, S.EXPIRED),
        (set(), (REVOKED_9, REVOKED_11, replace(REVOKED_9, standard=S12)), False, S.REVOKED),
        (set(), (REVOKED_9, REVOKED_11, replace(REVOKED_9, standard=S12)), True, S.REVOKED),
        (set(), (), False, S.SUPERSEDED),
    ],
)
def test_a_determination_stands_as_far_as_its_standards_do(standing, revoked, is_over, expected) -> None:
    """II.2.1.e.5, II.2.2.c: what was revoked later, determined anew, or ran out with the certificate."""
    subject = subject_in(
        "DETERMINED",
        listed=frozenset({S09, S11, S12}),
        standing=frozenset(standing),
        revoked=revoked,
        is_over=is_over,
    )
    assert standings(told(DocumentKind.DETERMINATION, subject)) == (expected, expected, expected)


# --- objections -----------------------------------------------------------------------------------------------------

MEASURES = (DocumentKind.ADVICE, DocumentKind.WARNING, DocumentKind.REVOCATION, DocumentKind.SERVICE_STOP)


@pytest.mark.parametrize("kind", MEASURES)
@pytest.mark.parametrize("objection", [ObjectionOn.OPEN, ObjectionOn.SUSPENDS])
@pytest.mark.parametrize("state", ["RECEIVED", "FOLLOW_UP", "IMPROVED", "NOT_IMPROVED"])
@pytest.mark.parametrize("is_over", [False, True])
def test_an_objection_moves_nothing_of_what_the_public_is_told(kind, is_over, state, objection) -> None:
    """House rule: what has ended stays ended for the public, also while somebody objects to it."""
    signed = Paper(id="paper", kind=kind, state=DocumentState.SIGNED, dated=date(2026, 1, 5))
    calm = Subject(state=state, since=date(2026, 3, 1), is_over=is_over)
    objected = replace(calm, objection=objection)
    today = date(2026, 11, 23)
    without, beside = (
        legal_standing(today, signed, subject, Audience.PUBLIC, sanctions_public=True) for subject in (calm, objected)
    )
    assert beside == without


@pytest.mark.parametrize("kind", MEASURES)
@pytest.mark.parametrize(
    ("objection", "expected"), [(ObjectionOn.OPEN, S.UNDER_OBJECTION), (ObjectionOn.SUSPENDS, S.SUSPENDED)]
)
def test_the_public_never_learns_of_an_objection(kind, objection, expected) -> None:
    """Suspension stops LKPP, not the record (ADR 0044): to the public the measure stands as before."""
    entitled, public, where_public = told(kind, subject_in("RECEIVED", objection=objection))
    assert entitled == LegalStanding(standing=expected, since=SINCE, by="9/LKPP/XI/2026")
    assert where_public == LegalStanding(standing=S.IN_FORCE, since=DATED)
    assert public == (LegalStanding(standing=S.WITHHELD) if kind in OF_MEASURES else where_public)


@pytest.mark.parametrize("state", ["ANNULLED", "CHANGED"])
def test_an_annulled_revocation_says_so_to_everybody_but_not_by_which_objection(state) -> None:
    entitled, public, _ = told(DocumentKind.REVOCATION, subject_in(state))
    assert entitled == LegalStanding(standing=Standing(state), since=SINCE, by="9/LKPP/XI/2026")
    assert public == LegalStanding(standing=Standing(state), since=SINCE)


def test_the_notice_that_serves_a_revocation_falls_with_it_and_other_notices_do_not() -> None:
    assert told(DocumentKind.NOTICE, subject_in("ANNULLED"))[0].standing is S.ANNULLED
    assert told(DocumentKind.NOTICE, subject_in("ANNULLED", serves=False))[0].standing is S.IN_FORCE


@pytest.mark.parametrize(
    ("state", "more", "expected"),
    [
        ("RECEIVED", {"objection": ObjectionOn.OPEN}, S.UNDER_OBJECTION),
        ("RECEIVED", {"objection": ObjectionOn.SUSPENDS}, S.SUSPENDED),
        ("IMPROVED", {}, S.CONCLUDED),
        ("NOT_IMPROVED", {"is_over": True}, S.CONCLUDED),
        ("ANNULLED", {}, S.ANNULLED),
        ("CHANGED", {}, S.CHANGED),
    ],
)
def test_the_result_that_imposes_a_measure_stands_as_it_does_and_others_record(state, more, expected) -> None:
    """II.2.3.s3: it is the only letter of that measure. The public learns of neither."""
    result = DocumentKind.OBJECTION_RESULT
    assert told(result, subject_in(state, **more))[0].standing is expected
    assert told(result, subject_in(state, serves=False, **more))[0].standing is S.IN_FORCE
    assert standings(told(result, subject_in(state, **more)))[1:] == (S.WITHHELD, S.WITHHELD)


def test_a_stop_is_concluded_when_the_service_runs_again_and_names_the_letter() -> None:
    for found in told(DocumentKind.SERVICE_STOP, subject_in("NOT_IMPROVED", is_over=True)):
        assert found == LegalStanding(standing=S.CONCLUDED, since=SINCE, by="9/LKPP/XI/2026")


@pytest.mark.parametrize("state", SurveillanceState)
def test_an_assignment_to_a_surveillance_ends_with_it(state) -> None:
    """CLOSED is the good end of a surveillance, and of an assessment the end without a determination."""
    ended = state.value in {"CONFORM", "FINDINGS", "SANCTIONED", "CLOSED"}
    expected = S.CONCLUDED if ended else S.TERMINATED if state.value == "CANCELLED" else S.IN_FORCE
    assert told(DocumentKind.ASSIGNMENT, subject_in(state.value, is_over=ended))[0].standing is expected


def test_what_is_withheld_says_nothing_else() -> None:
    revoked = subject_in("DETERMINED", revoked=(REVOKED_9,))
    for kind in BETWEEN_LKPP_AND_UNIT | OF_MEASURES:
        assert told(kind, revoked)[1] == LegalStanding(standing=S.WITHHELD)


# --- for whom -------------------------------------------------------------------------------------------------------


def actor(role, institution_id=None) -> Actor:
    return Actor(id="actor", name="Ratna", roles=frozenset({role}), institution_id=institution_id)


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (ANONYMOUS, Audience.PUBLIC),
        (actor(Role.UNIT_HEAD, "other"), Audience.PUBLIC),
        (actor(Role.UNIT_HEAD, "own"), Audience.AUTHORISED),
        (actor(Role.UNIT_STAFF, "own"), Audience.AUTHORISED),
        (actor(Role.INSTITUTION_HEAD, "own"), Audience.AUTHORISED),
        (actor(Role.AUDITOR), Audience.AUTHORISED),
        (actor(Role.REVIEWER), Audience.AUTHORISED),
        (actor(Role.ASSESSOR), Audience.AUTHORISED),
        (actor(Role.DEPUTY), Audience.AUTHORISED),
        (actor(Role.ADMIN), Audience.AUTHORISED),
    ],
)
def test_who_may_read_the_thing_is_told_everything(viewer, expected) -> None:
    assert audience_of(viewer, Aggregate.SANCTION, "own") is expected


def test_what_is_recorded_is_what_acts_decided_whoever_asks_and_whatever_is_objected() -> None:
    """An objection that is open decides nothing yet."""
    certificate = Paper(id="paper", kind=DocumentKind.CERTIFICATE, state=DocumentState.SIGNED, dated=date(2026, 1, 5))
    for state, told in ((CertificateState.ACTIVE, Standing.IN_FORCE), (CertificateState.REVOKED, Standing.REVOKED)):
        subject = Subject(state=state, objection=ObjectionOn.OPEN, expires_on=date(2026, 2, 1))
        assert recorded_standing(certificate, subject) is told
