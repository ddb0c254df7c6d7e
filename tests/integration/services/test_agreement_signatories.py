"""Who signs an agreement, and which agreement may still be signed (II.2.1.a.3), on a real database."""

from datetime import UTC, date, datetime

import pytest

from app.letterhead import HELP_DESK, LETTERHEAD
from domain.aggregates import Aggregate
from domain.clock import legal_date
from domain.official_terms import AppointOfficial
from domain.officials import Capacity
from domain.officials import Office as OfficeName
from domain.provider_forms import ProviderForm
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import SYSTEM, Role
from domain.sla_acts import AgreeSla, ProposeSla, SlaState
from persistence.personnel import PersonRecord
from persistence.records import insert
from persistence.slas import SlaRecord
from services.commands import Done
from services.letters import LetterWriter
from tests.integration.services.office import BECAUSE, DEPUTY, HEAD, REVIEWER, TERMS, Office, person

pytestmark = pytest.mark.servers
A = Aggregate
STAND_IN = person("stand-in", Role.DEPUTY)
MONDAY, TUESDAY = datetime(2026, 11, 23, 3, tzinfo=UTC), datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
def office(database, dump) -> Office:
    """The office with letters of their real form, and a Plh. until Monday 23 November."""
    made = Office(database, dump, letters=LetterWriter(LETTERHEAD, HELP_DESK))
    insert(
        PersonRecord(
            id=STAND_IN.id, name=STAND_IN.name, roles=["DEPUTY"], office="Sekretaris", organisation="LKPP", active=True
        )
    )
    term = AppointOfficial(
        office=OfficeName.DEPUTY,
        capacity=Capacity.DAILY,
        person_id=STAND_IN.id,
        title_id="Deputi (contoh)",
        title_en="Deputy (sample)",
        valid_from=date(2026, 11, 23),
        valid_to=date(2026, 11, 23),
        reason="DATA CONTOH",
        is_sample=True,
        order_number="SP-1/2026",
        order_date=date(2026, 11, 20),
    )
    made.done(A.OFFICIAL, "seed", SYSTEM, "stand-in-1", term)
    made.clock.instant = MONDAY
    return made


def propose(office: Office, sla_id: str, **named: str) -> dict[str, str]:
    """The signatories by side; `named` takes the place of whom the letters find."""
    day = legal_date(office.clock.now())
    agreement, found = office.letters.agreement(sla=office.record(A.SLA, sla_id), terms=TERMS, day=day)
    signatories = found | named
    office.done(
        A.SLA, "propose", REVIEWER, sla_id, ProposeSla(terms=TERMS, agreement=agreement, signatories=signatories)
    )
    return signatories


def agree(office: Office, sla_id: str) -> None:
    for actor in (HEAD, REVIEWER):
        office.done(A.SLA, "agree", actor, sla_id, AgreeSla(digest=office.record(A.SLA, sla_id).digest))
    office.present(office.paper_of(sla_id).id)


def conclude(office: Office, sla_id: str) -> None:
    for verb, signer in (("sign_for_institution", HEAD), ("sign_for_lkpp", DEPUTY)):
        assert isinstance(office.sign(sla_id, verb, signer), Done)


def refused_to_sign(office: Office, sla_id: str, verb: str, signer, code: RefusalCode, **slots: str) -> None:
    before = office.dump()
    refusal = office.sign(sla_id, verb, signer)
    assert (refusal.code, refusal.clause, refusal.slots) == (code, "HOUSE", slots)
    assert office.dump() == before


def test_what_is_proposed_in_the_days_of_a_plh_names_the_holder_and_is_signed_after_them(office: Office) -> None:
    _application, sla_id = office.started(ProviderForm.SERVICE_PROVIDER)
    assert propose(office, sla_id) == {"LKPP": "deputy", "INSTITUTION": "head-a"}
    printed = office.record(A.SLA, sla_id).agreement["lkpp"]["official"]
    assert (printed["name"], printed["office"]) == ("Deputy (DATA CONTOH)", "Deputi (contoh)")
    office.clock.instant = TUESDAY
    agree(office, sla_id)
    conclude(office, sla_id)
    assert office.states()["SLA"] == ["IN_FORCE"]


def test_what_names_a_plh_whose_days_are_over_loses_no_signature_of_the_institution(office: Office) -> None:
    """As terms of before name one: the paper is declined, and the terms are proposed again."""
    _application, sla_id = office.started(ProviderForm.SERVICE_PROVIDER)
    propose(office, sla_id, LKPP=STAND_IN.id)
    agree(office, sla_id)
    office.clock.instant = TUESDAY
    gone = {"signatory": "stand-in"}
    refused_to_sign(office, sla_id, "sign_for_institution", HEAD, RefusalCode.SIGNATORY_NOT_IN_OFFICE, **gone)
    office.done(A.SLA, "decline", HEAD, sla_id, Reason(reason="Pejabat telah berganti."))
    refusal = office.refused(A.SLA, "agree", HEAD, sla_id, AgreeSla(digest=office.record(A.SLA, sla_id).digest))
    assert (refusal.code, refusal.slots) == (RefusalCode.SIGNATORY_NOT_IN_OFFICE, gone)
    propose(office, sla_id)
    agree(office, sla_id)
    conclude(office, sla_id)
    assert office.states()["SLA"] == ["IN_FORCE"]


# --- one agreement in preparation, and none overtaken -------------------------------------------------------------------


@pytest.fixture
def renewed(office: Office) -> tuple[str, str]:
    """An agreement in force, and its renewal that both have agreed to."""
    _application, sla_id = office.started(ProviderForm.SERVICE_PROVIDER)
    propose(office, sla_id)
    agree(office, sla_id)
    conclude(office, sla_id)
    office.done(A.SLA, "renew", REVIEWER, sla_id, BECAUSE)
    renewal_id = str(office.record(A.SLA, sla_id).renewal_id)
    propose(office, renewal_id)
    agree(office, renewal_id)
    return sla_id, renewal_id


def test_an_application_starts_no_agreement_beside_a_renewal(office: Office, renewed: tuple[str, str]) -> None:
    sla_id, renewal_id = renewed
    unit_id = office.record(A.SLA, sla_id).unit_id
    application_id = office.complete(ProviderForm.SYSTEM_PROVIDER, unit_id=unit_id)
    refusal = office.refused(A.APPLICATION, "start_sla", REVIEWER, application_id)
    assert (refusal.code, refusal.clause, refusal.slots) == ("ANOTHER_SLA", "HOUSE", {"state": "READY_TO_SIGN"})
    office.done(A.SLA, "abandon_renewal", REVIEWER, renewal_id, BECAUSE)
    office.done(A.APPLICATION, "start_sla", REVIEWER, application_id)
    assert office.states()["SLA"] == ["IN_FORCE", "VOID", "DRAFT"]


@pytest.mark.parametrize("ended", [False, True], ids=["in-force", "over-again"])
def test_a_renewal_does_not_supersede_an_agreement_that_came_after_what_it_renews(
    ended: bool, office: Office, renewed: tuple[str, str]
) -> None:
    """As records of before may hold one: the change of form stands, and its installation may be done (II.2.1.a.4)."""
    sla_id, renewal_id = renewed
    newer = changed_form(office, sla_id, beside=renewal_id)
    if ended:
        SlaRecord.objects(id=newer).update(state=SlaState.TERMINATED.value)
    state = {"state": "SUPERSEDED" if ended else "IN_FORCE"}
    refused_to_sign(office, renewal_id, "sign_for_institution", HEAD, RefusalCode.ANOTHER_SLA, **state)
    SlaRecord.objects(id=renewal_id).update(state=SlaState.SIGNED_ONE.value)
    refused_to_sign(office, renewal_id, "sign_for_lkpp", DEPUTY, RefusalCode.ANOTHER_SLA, **state)
    office.done(A.SLA, "decline", DEPUTY, renewal_id, BECAUSE)
    office.done(A.SLA, "abandon_renewal", REVIEWER, renewal_id, BECAUSE)
    assert office.states()["SLA"] == ["SUPERSEDED", "VOID", "TERMINATED" if ended else "IN_FORCE"]


def changed_form(office: Office, sla_id: str, *, beside: str) -> str:
    """The agreement of a change of form, concluded while the renewal `beside` it waits, as was possible once."""
    unit_id = office.record(A.SLA, sla_id).unit_id
    application_id = office.complete(ProviderForm.SYSTEM_PROVIDER, unit_id=unit_id)
    SlaRecord.objects(id=beside).update(state=SlaState.VOID.value)
    office.done(A.APPLICATION, "start_sla", REVIEWER, application_id)
    SlaRecord.objects(id=beside).update(state=SlaState.READY_TO_SIGN.value)
    newer = str(office.record(A.APPLICATION, application_id).sla_id)
    propose(office, newer)
    agree(office, newer)
    conclude(office, newer)
    return newer
