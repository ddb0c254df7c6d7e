"""A person's desk: by which verb a paper is signed next, and how urgent it is."""

from datetime import date, timedelta

import pytest

from domain.aggregates import Aggregate
from domain.desk import DeskUrgency, ordered_days, signing_verb, urgency_of
from domain.document_acts import SignDocument
from domain.document_kinds import SIGNED_BY_ACT, DocumentKind
from domain.roles import Role
from persistence.repositories import REPOSITORIES

TODAY = date(2026, 11, 27)

BY_ACT = [
    (DocumentKind.DETERMINATION, Aggregate.ASSESSMENT, "determine"),
    (DocumentKind.DETERMINATION, Aggregate.REASSESSMENT, "pass"),
    (DocumentKind.ADVICE, Aggregate.SANCTION, "issue"),
    (DocumentKind.WARNING, Aggregate.SANCTION, "issue"),
    (DocumentKind.REVOCATION, Aggregate.SANCTION, "issue"),
    (DocumentKind.SERVICE_STOP, Aggregate.SANCTION, "issue"),
    (DocumentKind.OBJECTION_RESULT, Aggregate.OBJECTION, "decide"),
    (DocumentKind.REINSTATEMENT, Aggregate.UNIT, "reinstate"),
]


@pytest.mark.parametrize(("kind", "subject", "verb"), BY_ACT)
def test_a_signature_that_is_an_act_is_the_verb_of_its_table(kind, subject, verb) -> None:
    assert signing_verb(kind, subject, signatures=0, tells_what_is_done=False) == (subject, verb)
    rows = [row for row in REPOSITORIES[subject].table.rows if row.verb == verb]
    assert rows
    assert all(row.payload is SignDocument and Role.DEPUTY in row.roles for row in rows)


def test_every_kind_signed_by_an_act_is_told() -> None:
    assert {kind for kind, _subject, _verb in BY_ACT} | {DocumentKind.SLA} == SIGNED_BY_ACT


@pytest.mark.parametrize(("signatures", "verb"), [(0, "sign_for_institution"), (1, "sign_for_lkpp")])
def test_an_agreement_is_signed_by_the_institution_first(signatures, verb) -> None:
    """II.2.1.a.3."""
    found = signing_verb(DocumentKind.SLA, Aggregate.SLA, signatures=signatures, tells_what_is_done=False)
    assert found == (Aggregate.SLA, verb)
    assert verb in REPOSITORIES[Aggregate.SLA].table.verbs()


@pytest.mark.parametrize("kind", sorted(set(DocumentKind) - SIGNED_BY_ACT))
def test_every_other_paper_is_signed_on_its_own(kind) -> None:
    found = signing_verb(kind, Aggregate.APPLICATION, signatures=0, tells_what_is_done=False)
    assert found == (Aggregate.DOCUMENT, "sign")


def test_a_letter_that_only_tells_what_is_done_is_signed_on_its_own() -> None:
    found = signing_verb(DocumentKind.REINSTATEMENT, Aggregate.UNIT, signatures=0, tells_what_is_done=True)
    assert found == (Aggregate.DOCUMENT, "sign")


@pytest.mark.parametrize(
    ("age", "urgency"),
    [(0, DeskUrgency.NEW), (1, DeskUrgency.WAITING), (2, DeskUrgency.WAITING), (3, DeskUrgency.LATE)],
)
def test_urgency_is_age_in_legal_days_and_the_filter_agrees(age, urgency) -> None:
    day = TODAY - timedelta(days=age)
    assert urgency_of(day, TODAY) is urgency
    for each in DeskUrgency:
        first, last = ordered_days(each, TODAY)
        within = (first is None or day >= first) and (last is None or day <= last)
        assert within is (each is urgency)
