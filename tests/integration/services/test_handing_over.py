"""An application goes on when its agreement is renewed or ends before the installation, and when its reviewer leaves."""

from datetime import UTC, datetime

import pytest

from domain.aggregates import Aggregate
from domain.application_acts import Answer, AssignReviewer, AttachmentKind, Resubmit
from domain.document_kinds import DocumentKind
from domain.refusals import RefusalCode
from domain.roles import SYSTEM, Role
from domain.tables import Act, FreshIds
from domain.units import ProviderForm
from persistence.documents import reviewers_of
from persistence.personnel import PersonRecord
from persistence.records import insert
from persistence.slas import sla_facts
from tests.integration.services.office import (
    ADMIN,
    ALL_PASSED,
    BECAUSE,
    COMPLETE,
    DEPUTY,
    HEAD,
    INCOMPLETE,
    REVIEWER,
    STAFF,
    UNIT_HEAD,
    Office,
    person,
)

pytestmark = pytest.mark.servers

A = Aggregate

NEXT = person("reviewer-2", Role.REVIEWER)
FRESH = FreshIds(unit="u", sla="s", document="d")
TO_NEXT = AssignReviewer(reviewer_id="reviewer-2")


@pytest.fixture
def office(database, dump) -> Office:
    found = Office(database, dump)
    insert(
        PersonRecord(
            id="reviewer-2",
            name="Ani (DATA CONTOH)",
            roles=["REVIEWER"],
            office="Pereviu",
            organisation="LKPP",
            active=True,
        )
    )
    return found


def signed_by_both(office: Office, sla: str) -> None:
    office.propose(sla)
    office.agree(sla)
    office.sign(sla, "sign_for_institution", HEAD)
    office.sign(sla, "sign_for_lkpp", DEPUTY)


def renewed(office: Office, sla: str) -> str:
    office.done(A.SLA, "renew", REVIEWER, sla, BECAUSE)
    return str(office.record(A.SLA, sla).renewal_id)


def test_what_was_renewed_before_its_installation_is_installed_under_the_renewal(office: Office) -> None:
    """II.2.1.a.4: an agreement of both parties is in force, whichever of the application's it is."""
    application, sla = office.in_force()
    signed_by_both(office, renewed(office, sla))
    assert office.record(A.SLA, sla).state == "SUPERSEDED"
    office.done(A.APPLICATION, "start_installation", STAFF, application)
    for actor in (ADMIN, UNIT_HEAD):
        office.done(A.APPLICATION, "accept_installation", actor, application, ALL_PASSED)
    assert office.record(A.APPLICATION, application).state == "ACTIVE"
    unit = office.record(A.UNIT, office.record(A.APPLICATION, application).unit_id)
    assert unit.state == "ACTIVE"


def test_where_the_agreement_ends_before_the_installation_the_institution_may_begin_anew(office: Office) -> None:
    application, sla = office.in_force()
    office.done(A.APPLICATION, "start_installation", STAFF, application)
    waiting = office.refused(A.APPLICATION, "withdraw", HEAD, application, BECAUSE)
    assert (waiting.code, waiting.clause) == (RefusalCode.WRONG_STATE, "HOUSE")
    renewal = renewed(office, sla)
    office.clock.instant = datetime(2028, 11, 25, 3, tzinfo=UTC)
    office.done(A.SLA, "expire", SYSTEM, sla)
    assert office.refused(A.APPLICATION, "accept_installation", ADMIN, application, ALL_PASSED).code is (
        RefusalCode.SLA_NOT_IN_FORCE
    )
    office.done(A.APPLICATION, "withdraw", HEAD, application, BECAUSE)
    unit = office.record(A.UNIT, office.record(A.APPLICATION, application).unit_id)
    states = [office.record(A.APPLICATION, application).state, office.record(A.SLA, renewal).state, unit.state]
    assert states == ["WITHDRAWN", "VOID", "DISCARDED"]


def test_a_review_goes_on_under_another_reviewer(office: Office) -> None:
    application = office.under_review()
    limit = office.record(A.APPLICATION, application).review_until
    assert (
        office.refused(A.APPLICATION, "declare_complete", NEXT, application, COMPLETE).code is RefusalCode.NOT_ASSIGNED
    )
    office.done(A.APPLICATION, "assign_reviewer", ADMIN, application, TO_NEXT)
    assert office.record(A.APPLICATION, application).review_until == limit
    office.done(A.APPLICATION, "declare_complete", NEXT, application, COMPLETE)
    assert office.refused(A.APPLICATION, "start_sla", REVIEWER, application).code is RefusalCode.NOT_ASSIGNED
    office.done(A.APPLICATION, "assign_reviewer", ADMIN, application, AssignReviewer(reviewer_id="reviewer"))
    office.done(A.APPLICATION, "start_sla", REVIEWER, application)
    reviewers = frozenset({"reviewer", "reviewer-2"})
    assert reviewers_of(DocumentKind.APPROVAL, application) == reviewers
    sla = office.record(A.SLA, office.record(A.APPLICATION, application).sla_id)
    act = Act(verb="propose", actor=REVIEWER, payload=None, now=office.clock.now(), record_id=sla.id, fresh=FRESH)
    assert sla_facts(sla, act).former_reviewers == reviewers


def test_who_returned_an_application_signs_nothing_of_it(office: Office) -> None:
    application = office.under_review()
    office.done(A.APPLICATION, "request_completion", REVIEWER, application, INCOMPLETE)
    answer = Answer(kind=AttachmentKind.PERSONNEL_LIST, text="Terlampir.")
    office.done(A.APPLICATION, "resubmit", HEAD, application, Resubmit(answers=(answer,)))
    office.done(A.APPLICATION, "assign_reviewer", ADMIN, application, TO_NEXT)
    office.done(A.APPLICATION, "declare_complete", NEXT, application, COMPLETE)
    assert reviewers_of(DocumentKind.APPROVAL, application) == frozenset({"reviewer", "reviewer-2"})
    office.done(A.APPLICATION, "start_sla", NEXT, application)
    sla = office.record(A.SLA, office.record(A.APPLICATION, application).sla_id)
    act = Act(verb="sign_for_lkpp", actor=REVIEWER, payload=None, now=office.clock.now(), record_id=sla.id, fresh=FRESH)
    assert sla_facts(sla, act).former_reviewers == frozenset({"reviewer", "reviewer-2"})


def test_a_renewal_goes_on_under_another_reviewer(office: Office) -> None:
    _application, sla = office.in_force(ProviderForm.SERVICE_PROVIDER)
    renewal = renewed(office, sla)
    assert office.refused(A.SLA, "abandon_renewal", NEXT, renewal, BECAUSE).code is RefusalCode.NOT_ASSIGNED
    for reviewer, code in (
        ("tied-reviewer", "CONFLICT_OF_INTEREST"),
        ("head-a", "NOT_FOUND"),
        ("reviewer", "INVALID_INPUT"),
    ):
        payload = AssignReviewer(reviewer_id=reviewer)
        assert office.refused(A.SLA, "assign_reviewer", ADMIN, renewal, payload).code == code
    office.done(A.SLA, "assign_reviewer", ADMIN, renewal, TO_NEXT)
    office.done(A.SLA, "abandon_renewal", NEXT, renewal, BECAUSE)
    assert [office.record(A.SLA, each).state for each in (sla, renewal)] == ["IN_FORCE", "VOID"]
