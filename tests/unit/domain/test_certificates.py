"""Certificates (II.2.1.e.5, II.2.2.c) as written out here: issued, revoked in part or whole, reinstated, superseded."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.aggregates import Aggregate
from domain.certificates import (
    CERTIFICATES,
    PRESENT,
    CertificateFacts,
    ChangeStandards,
    IssueCertificate,
    ReplacePaper,
    outdated,
)
from domain.certification import (
    Certified,
    Holder,
    Listing,
    lapsed,
    next_certificate,
    reinstated_certificate,
    remaining_certificate,
)
from domain.compliance import CellVerb, MoveCell, move
from domain.papers import PaperFacts
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role
from domain.standards import StandardCode
from domain.tables import Effect, LetterOrder

ROWS = """
issue     | -                     | ACTIVE                 | SY | II.2.1.e.5  | CERTIFICATE
revoke    | ACTIVE PARTLY_REVOKED | PARTLY_REVOKED REVOKED | SY | II.2.2.c.s1 | -
reinstate | PARTLY_REVOKED REVOKED | ACTIVE PARTLY_REVOKED | SY | II.2.3.s3   | -
replace_paper | ACTIVE            | ACTIVE                 | SY | HOUSE       | -
supersede | ACTIVE PARTLY_REVOKED REVOKED | SUPERSEDED      | SY | HOUSE       | -
expire    | ACTIVE PARTLY_REVOKED | EXPIRED                | SY | HOUSE       | -
"""
S01, S02, S03 = StandardCode.S01, StandardCode.S02, StandardCode.S03
NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Already 23 November in Jakarta."""
ISSUED = IssueCertificate(
    institution_id="inst-own",
    unit_id="unit-1",
    standards={S02: date(2026, 11, 23), S01: date(2025, 1, 31)},
    applicable=17,
    origin=Aggregate.ASSESSMENT,
    origin_id="assessment-1",
    edition=2,
    previous_id="certificate-1",
    expires_on=date(2028, 11, 22),
)
CHANGE = ChangeStandards(standards=(S01,), reason="Pencabutan.")
FACTS = CertificateFacts(
    state="ACTIVE",
    institution_id="inst-own",
    unit_id="unit-1",
    listed=frozenset({S01, S02}),
    revoked=frozenset({S01}),
    expires_on=date(2026, 11, 22),
)


@pytest.fixture
def book(rule_book):
    paper = ReplacePaper(document_id="paper-2")
    payloads = {"issue": ISSUED, "revoke": CHANGE, "reinstate": CHANGE, "replace_paper": paper}

    def situation(verb, state, _role):
        return replace(FACTS, state=state), payloads.get(verb)

    return rule_book(CERTIFICATES, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book):
    book.verbs_agree()


def test_every_state_is_reached_and_only_final_states_have_no_exit(book):
    book.states_live()
    assert set(CERTIFICATES.final) == {"SUPERSEDED", "EXPIRED"}
    assert {*PRESENT} == {"ACTIVE", "PARTLY_REVOKED", "REVOKED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book, try_act):
    """`expire` asks for a day that has passed; the walk stands at 22 November, so the term ends the day before."""

    def situation(verb, state, role):
        facts, payload = book.situation(verb, state, role)
        return replace(facts, expires_on=date(2026, 11, 21)), payload

    replace(book, situation=situation).every_combination()


def test_an_edition_has_the_paper_that_was_issued_anew(try_act):
    found = try_act(CERTIFICATES, FACTS, "replace_paper", Role.SYSTEM, ReplacePaper(document_id="paper-2"))
    assert (found.state, found.outcome.changes) == ("ACTIVE", {"document_id": "paper-2"})


def test_an_edition_is_issued_with_its_paper_and_supersedes_the_one_before(try_act):
    facts = CertificateFacts(state=None, institution_id="inst-own")
    found = try_act(CERTIFICATES, facts, "issue", Role.SYSTEM, ISSUED, now=NOW)
    paper = found.outcome.changes["document_id"]
    assert found.outcome.changes == {
        "institution_id": "inst-own",
        "unit_id": "unit-1",
        "standards": {"S01": "2025-01-31", "S02": "2026-11-23"},
        "revoked": [],
        "revoked_on": {},
        "applicable": 17,
        "origin": "ASSESSMENT",
        "origin_id": "assessment-1",
        "edition": 2,
        "previous_id": "certificate-1",
        "issued_on": "2026-11-23",
        "expires_on": "2028-11-22",
        "document_id": paper,
    }
    assert found.outcome.letters == (LetterOrder(kind="CERTIFICATE", document_id=paper),)
    assert found.outcome.effects == (
        Effect(aggregate=Aggregate.CERTIFICATE, verb="supersede", record_id="certificate-1"),
    )
    first = replace(ISSUED, previous_id=None, expires_on=None)
    found = try_act(CERTIFICATES, facts, "issue", Role.SYSTEM, first, now=NOW)
    assert (found.outcome.effects, found.outcome.changes["expires_on"]) == ((), None)


@pytest.mark.parametrize(
    ("verb", "state", "revoked", "named", "after", "left"),
    [
        ("revoke", "ACTIVE", (), (S01,), "PARTLY_REVOKED", ["S01"]),
        ("revoke", "ACTIVE", (), (S01, S02), "REVOKED", ["S01", "S02"]),
        ("revoke", "PARTLY_REVOKED", (S01,), (S02,), "REVOKED", ["S01", "S02"]),
        ("revoke", "PARTLY_REVOKED", (S01,), (S03,), "PARTLY_REVOKED", ["S01"]),
        ("reinstate", "REVOKED", (S01, S02), (S02,), "PARTLY_REVOKED", ["S01"]),
        ("reinstate", "REVOKED", (S01, S02), (S02, S01), "ACTIVE", []),
        ("reinstate", "PARTLY_REVOKED", (S01,), (S01,), "ACTIVE", []),
    ],
)
def test_revoking_chosen_standards_leaves_the_others(verb, state, revoked, named, after, left, try_act):
    """II.2.2.c and II.2.3: only standards that it lists."""
    earlier = date(2026, 5, 4)
    facts = replace(FACTS, state=state, revoked=frozenset(revoked), revoked_on=dict.fromkeys(revoked, earlier))
    found = try_act(CERTIFICATES, facts, verb, Role.SYSTEM, ChangeStandards(standards=named, reason="Sebab."), now=NOW)
    assert found.state == after
    days = {code: "2026-05-04" if StandardCode(code) in revoked else "2026-11-23" for code in left}
    assert found.outcome.changes == {"revoked": left, "revoked_on": days, "changed_on": "2026-11-23"}
    assert found.outcome.reason == "Sebab."


def test_a_certificate_expires_after_its_last_day_where_it_has_one(try_act):
    def code(expires_on):
        found = try_act(CERTIFICATES, replace(FACTS, expires_on=expires_on), "expire", Role.SYSTEM, now=NOW)
        return found.code if isinstance(found, Refusal) else found.state

    assert code(date(2026, 11, 22)) == "EXPIRED"
    assert code(date(2026, 11, 23)) is RefusalCode.TOO_EARLY
    assert code(None) is RefusalCode.NOT_CONFIGURED


def test_with_its_term_what_stood_on_it_lapses_and_what_was_revoked_stays_so(try_act):
    """S01 is revoked, S02 stands: only S02 begins anew. House rule."""
    found = try_act(CERTIFICATES, replace(FACTS, expires_on=date(2026, 11, 22)), "expire", Role.SYSTEM, now=NOW)
    moved = MoveCell(
        institution_id="inst-own",
        unit_id="unit-1",
        standard=S02,
        cause=Aggregate.CERTIFICATE,
        cause_id="record",
        on=date(2026, 11, 23),
        reason="masa berlaku sertifikat berakhir",
    )
    assert found.outcome.effects == (move(CellVerb.LAPSE, moved),)


# --- its paper, before it is signed ---------------------------------------------------------------------------------

WAITING = ("DRAFT", "AWAITING_INITIALS", "AWAITING_SIGNATURE", "RETURNED")


@pytest.mark.parametrize(
    ("verb", "payload", "reason"),
    [
        ("revoke", CHANGE, "standar pada sertifikat dicabut sebelum naskahnya ditandatangani"),
        ("supersede", None, "digantikan oleh edisi berikutnya sebelum naskahnya ditandatangani"),
        ("expire", None, "masa berlaku sertifikat berakhir"),
    ],
)
def test_what_overtakes_an_edition_voids_the_paper_that_nobody_has_signed(verb, payload, reason, try_act):
    def voided(state):
        paper = PaperFacts(id="paper-1", state=state, sha256=None) if state else None
        facts = replace(FACTS, paper=paper, expires_on=date(2026, 11, 22))
        found = try_act(CERTIFICATES, facts, verb, Role.SYSTEM, payload, now=NOW)
        return [each for each in found.outcome.effects if each.aggregate is Aggregate.DOCUMENT]

    void = Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="paper-1", payload=Reason(reason=reason))
    assert [voided(state) for state in WAITING] == [[void]] * 4
    assert [voided(state) for state in ("SIGNED", "VOID", None)] == [[]] * 3


def test_reinstated_standards_leave_the_paper_as_it_is(try_act):
    facts = replace(FACTS, state="PARTLY_REVOKED", paper=PaperFacts(id="paper-1", state="SIGNED", sha256=None))
    assert try_act(CERTIFICATES, facts, "reinstate", Role.SYSTEM, CHANGE, now=NOW).outcome.effects == ()


@pytest.mark.parametrize(
    ("state", "revoked", "expires_on", "clause", "what"),
    [
        ("ACTIVE", ("S02", "S01"), None, "II.2.2.c.s1", "S01, S02"),
        ("REVOKED", ("S01",), None, "II.2.2.c.s1", "S01"),
        ("SUPERSEDED", ("S01",), None, "II.2.2.c.s1", "S01"),
        ("SUPERSEDED", (), None, "HOUSE", "SUPERSEDED"),
        ("EXPIRED", (), date(2026, 11, 22), "HOUSE", "EXPIRED"),
        ("ACTIVE", (), date(2026, 11, 22), "HOUSE", "EXPIRED"),
        ("SUPERSEDED", (), date(2026, 11, 22), "HOUSE", "SUPERSEDED"),
    ],
)
def test_a_paper_is_outdated_where_its_edition_is(state, revoked, expires_on, clause, what):
    found = outdated(state, revoked, expires_on, date(2026, 11, 23))
    assert (found.code, found.clause, found.subject) == (RefusalCode.PAPER_OUTDATED, clause, "document")
    assert found.slots["what"].endswith(f": {what}")


@pytest.mark.parametrize("expires_on", [None, date(2026, 11, 23)])
def test_a_paper_of_an_active_edition_holds_to_its_last_day(expires_on):
    assert outdated("ACTIVE", (), expires_on, date(2026, 11, 23)) is None


# --- the next edition -----------------------------------------------------------------------------------------------

HOLDER = Holder(institution_id="inst-own", unit_id="unit-1", origin=Aggregate.REASSESSMENT)


def test_what_stands_keeps_its_date_and_what_is_determined_bears_todays(act, actor):
    certified = Certified(
        present_id="certificate-3",
        edition=3,
        standing={S01: date(2025, 1, 31), S02: date(2025, 1, 31)},
        applicable=16,
        term_months=24,
    )
    determining = act("determine", actor(Role.DEPUTY), now=NOW)
    [effect] = next_certificate(certified, HOLDER, (S02, S03), determining)
    assert (effect.aggregate, effect.verb) == (Aggregate.CERTIFICATE, "issue")
    assert effect.record_id == determining.fresh.of("certificate-record")
    assert effect.payload == IssueCertificate(
        institution_id="inst-own",
        unit_id="unit-1",
        standards={S01: date(2025, 1, 31), S02: date(2026, 11, 23), S03: date(2026, 11, 23)},
        applicable=16,
        origin=Aggregate.REASSESSMENT,
        origin_id="record",
        edition=4,
        previous_id="certificate-3",
        expires_on=date(2028, 11, 22),
    )


@pytest.mark.parametrize(
    ("ends", "months", "determined", "expires_on"),
    [
        (date(2027, 1, 30), 24, (S02, S03), date(2027, 1, 30)),
        (date(2027, 1, 30), 24, (S01, S02, S03), date(2028, 11, 22)),
        (date(2027, 1, 30), 1, (S03,), date(2026, 12, 22)),
        (date(2027, 1, 30), None, (S03,), date(2027, 1, 30)),
        (date(2027, 1, 30), None, (S01, S02), None),
        (None, 24, (S03,), date(2028, 11, 22)),
    ],
    ids=["part", "whole", "a shorter term", "no term now", "whole, no term now", "no term before"],
)
def test_nobodys_term_grows_by_the_determination_of_other_standards(ends, months, determined, expires_on, act, actor):
    """HOUSE (`certificate.term_months`): re-assessed standards renew the certificate, not the term of what stood."""
    certified = Certified(
        present_id="certificate-3",
        edition=3,
        standing={S01: date(2025, 1, 31), S02: date(2025, 1, 31)},
        expires_on=ends,
        applicable=16,
        term_months=months,
    )
    [effect] = next_certificate(certified, HOLDER, determined, act("determine", actor(Role.DEPUTY), now=NOW))
    assert effect.payload.expires_on == expires_on


def test_the_first_edition_has_none_before_it_and_no_end_without_a_term(act, actor):
    [effect] = next_certificate(Certified(applicable=17), HOLDER, (S01,), act("determine", actor(Role.DEPUTY), now=NOW))
    assert (effect.payload.edition, effect.payload.previous_id, effect.payload.expires_on) == (1, None, None)
    assert effect.payload.standards == {S01: date(2026, 11, 23)}


BACK = {
    S02: Listing(determined_on=date(2025, 1, 31), expires_on=date(2027, 1, 30)),
    S03: Listing(determined_on=date(2025, 3, 31), expires_on=date(2026, 11, 22)),
}
"""What earlier editions listed."""


def test_what_is_reinstated_keeps_its_date_and_the_present_term(act, actor):
    """II.2.3.s3: an edition that listed nothing of it any more is followed by one that does."""
    certified = Certified(
        present_id="certificate-3",
        edition=3,
        standing={S01: date(2026, 2, 1)},
        listed=BACK,
        expires_on=date(2028, 2, 1),
        applicable=16,
        term_months=24,
    )
    holder = replace(HOLDER, origin=Aggregate.SANCTION)
    [effect] = reinstated_certificate(certified, holder, (S02,), act("annul", actor(Role.SYSTEM), now=NOW))
    assert effect.payload == IssueCertificate(
        institution_id="inst-own",
        unit_id="unit-1",
        standards={S01: date(2026, 2, 1), S02: date(2025, 1, 31)},
        applicable=16,
        origin=Aggregate.SANCTION,
        origin_id="record",
        edition=4,
        previous_id="certificate-3",
        expires_on=date(2028, 2, 1),
    )


@pytest.mark.parametrize("standing", [{S01: date(2025, 1, 31)}, {}], ids=["others stand", "all revoked"])
def test_an_edition_whose_last_day_has_passed_hands_nothing_on(standing, act, actor):
    """HOUSE: between that day and the hour in which it is expired, a determination begins a whole new term."""
    certified = Certified(
        present_id="certificate-3",
        edition=3,
        standing=standing,
        listed=BACK,
        expires_on=date(2026, 11, 22),
        applicable=16,
        term_months=24,
    )
    determining = act("determine", actor(Role.DEPUTY), now=NOW)
    *before, issue = next_certificate(certified, HOLDER, (S03,), determining)
    expire = Effect(aggregate=Aggregate.CERTIFICATE, verb="expire", record_id="certificate-3")
    assert before == ([expire] if standing else [])
    assert issue.payload.standards == {S03: date(2026, 11, 23)}
    assert (issue.payload.edition, issue.payload.expires_on) == (4, date(2028, 11, 22))
    assert issue.payload.previous_id == (None if standing else "certificate-3")
    *before, issue = reinstated_certificate(certified, HOLDER, (S02,), determining)
    assert before == ([expire] if standing else [])
    assert (issue.payload.standards, issue.payload.expires_on) == ({S02: date(2025, 1, 31)}, date(2027, 1, 30))


def test_on_its_last_day_an_edition_still_hands_on_what_stands(act, actor):
    standing = {S01: date(2025, 1, 31)}
    today = date(2026, 11, 23)
    certified = Certified(present_id="certificate-3", edition=3, standing=standing, expires_on=today, term_months=24)
    [issue] = next_certificate(certified, HOLDER, (S03,), act("determine", actor(Role.DEPUTY), now=NOW))
    assert (issue.payload.standards, issue.payload.expires_on) == (standing | {S03: today}, today)


@pytest.mark.parametrize(("listed", "ends"), [(BACK, date(2027, 1, 30)), ({S02: Listing(date(2025, 1, 31))}, None)])
def test_without_a_present_edition_the_term_that_it_had_goes_on(listed, ends, act, actor):
    certified = Certified(edition=3, listed=listed, applicable=16, term_months=24)
    [effect] = reinstated_certificate(certified, HOLDER, (S02,), act("annul", actor(Role.SYSTEM), now=NOW))
    assert (effect.payload.edition, effect.payload.previous_id, effect.payload.expires_on) == (4, None, ends)


@pytest.mark.parametrize(("on", "over"), [(date(2026, 11, 22), ()), (date(2026, 11, 23), (S03,))])
def test_what_is_over_by_its_own_term_does_not_come_back_whatever_edition_there_is_now(on, over):
    """II.2.3.s3 gives back what the revocation took, and without it the term would have ended too."""
    for present in (None, "certificate-3"):
        certified = Certified(present_id=present, edition=3, listed=BACK, expires_on=date(2028, 2, 1))
        assert lapsed(certified, (S02, S03), on) == over


REVOKING = replace(HOLDER, origin=Aggregate.SANCTION)
THREE = Certified(
    present_id="certificate-3",
    edition=3,
    standing={S01: date(2025, 1, 31), S02: date(2025, 2, 28), S03: date(2025, 3, 31)},
    expires_on=date(2026, 11, 23),
    applicable=16,
    term_months=24,
)


def test_what_remains_keeps_its_dates_and_its_last_day(act, actor):
    [effect] = remaining_certificate(THREE, REVOKING, (S01, S03), act("issue", actor(Role.DEPUTY), now=NOW))
    assert (effect.aggregate, effect.verb) == (Aggregate.CERTIFICATE, "issue")
    assert effect.payload == IssueCertificate(
        institution_id="inst-own",
        unit_id="unit-1",
        standards={S02: date(2025, 2, 28)},
        applicable=16,
        origin=Aggregate.SANCTION,
        origin_id="record",
        edition=4,
        previous_id="certificate-3",
        expires_on=date(2026, 11, 23),
    )


def test_of_nothing_that_remains_or_holds_there_is_no_edition(act, actor):
    issuing = act("issue", actor(Role.DEPUTY), now=NOW)
    assert remaining_certificate(THREE, REVOKING, (S01, S02, S03), issuing) == ()
    over = replace(THREE, expires_on=date(2026, 11, 22))
    assert remaining_certificate(over, REVOKING, (S01,), issuing) == ()
