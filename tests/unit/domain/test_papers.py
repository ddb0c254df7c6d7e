"""Where a signature is the act: which paper may be signed, by whom, and what recalling one does."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from domain.aggregates import Aggregate
from domain.document_acts import SignatureFact, SignDocument, SignedPaper
from domain.document_kinds import DocumentKind, SignatureKind
from domain.papers import (
    PaperFacts,
    is_signatory,
    letter_signed,
    no_paper_waits,
    paper_ready,
    paper_waits,
    publish,
    recalled,
    same_paper,
)
from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.roles import Role
from domain.tables import Effect

PAPER = PaperFacts(
    id="doc-1",
    state="AWAITING_SIGNATURE",
    sha256="a" * 64,
    signatories=frozenset({"actor"}),
    office_holders=frozenset({"actor"}),
)
SIGNED = SignedPaper(
    sha256="b" * 64,
    size=1000,
    signature=SignatureFact(
        field="Tanda",
        kind=SignatureKind.PERSONAL,
        signer_id="actor",
        signer_name="Sari (DATA CONTOH)",
        certificate_sha256="c" * 64,
        level="B-LT",
        certification="NO_CHANGES",
        signed_at="2026-11-22T03:00:00+00:00",
    ),
)


@dataclass(frozen=True)
class Thing:
    paper: PaperFacts | None


@pytest.fixture
def signing(act, actor):
    return act("determine", actor(Role.DEPUTY), SignDocument(seen_sha256="a" * 64, signed=SIGNED))


def code(refusal):
    return refusal.code if refusal else None


def test_a_paper_of_a_past_day_is_not_signed(signing) -> None:
    """Sunday 22 November 2026 in Jakarta."""
    assert code(paper_ready(Thing(replace(PAPER, dated=date(2026, 11, 21))), signing)) is RefusalCode.PAPER_DATE_PASSED
    assert paper_ready(Thing(replace(PAPER, dated=date(2026, 11, 22))), signing) is None


@pytest.mark.parametrize(
    ("state", "expected"), [(None, "-"), ("DRAFT", "DRAFT"), ("AWAITING_SIGNATURE", "AWAITING_SIGNATURE")]
)
def test_nothing_begins_by_a_letter_that_is_not_signed(state, expected) -> None:
    found = letter_signed(DocumentKind.ASSIGNMENT, state, "record", clause="II.2.1.e.2")
    assert (found.code, found.clause, found.subject) == (RefusalCode.LETTER_NOT_SIGNED, "II.2.1.e.2", "record")
    assert found.slots == {"letter": "Surat tugas", "state": expected}
    assert letter_signed(DocumentKind.ASSIGNMENT, "SIGNED", "record", clause="II.2.1.e.2") is None


@pytest.mark.parametrize(
    ("paper", "ready", "free", "recallable"),
    [
        (None, RefusalCode.PAPER_NOT_READY, None, RefusalCode.PAPER_NOT_READY),
        (replace(PAPER, state="DRAFT"), RefusalCode.PAPER_NOT_READY, RefusalCode.PAPER_WAITING, None),
        (PAPER, None, RefusalCode.PAPER_WAITING, None),
        (replace(PAPER, state="SIGNED"), RefusalCode.PAPER_NOT_READY, None, RefusalCode.PAPER_NOT_READY),
        (replace(PAPER, state="VOID"), RefusalCode.PAPER_NOT_READY, None, RefusalCode.PAPER_NOT_READY),
    ],
)
def test_what_may_be_done_with_a_paper_follows_from_its_state(paper, ready, free, recallable, signing):
    thing = Thing(paper)
    assert code(paper_ready(thing, signing)) == ready
    assert code(no_paper_waits(thing, signing)) == free
    assert code(paper_waits(thing, signing)) == recallable


@pytest.mark.parametrize(
    ("signatories", "office_holders", "lawful"),
    [
        ({"actor"}, {"actor"}, True),
        ({"other", "actor"}, {"actor"}, True),
        ({"other"}, {"actor", "other"}, False),
        ({"actor"}, set(), False),
        (set(), set(), False),
    ],
)
def test_only_the_named_holder_of_the_office_signs(signatories, office_holders, lawful, signing):
    paper = replace(PAPER, signatories=frozenset(signatories), office_holders=frozenset(office_holders))
    found = is_signatory(Thing(paper), signing)
    assert code(found) == (None if lawful else RefusalCode.NOT_THE_SIGNATORY)
    if found is not None:
        assert found.slots["signatory"] == (", ".join(sorted(signatories)) or "-")


def test_nobody_signs_a_paper_that_is_not_there(signing):
    assert code(is_signatory(Thing(None), signing)) is RefusalCode.NOT_THE_SIGNATORY
    assert code(same_paper(Thing(None), signing)) is RefusalCode.DIGEST_MISMATCH
    with pytest.raises(AssertionError):
        publish(Thing(None), signing)


def test_the_paper_is_the_one_that_was_seen(signing):
    assert same_paper(Thing(PAPER), signing) is None
    assert code(same_paper(Thing(replace(PAPER, sha256="d" * 64)), signing)) is RefusalCode.DIGEST_MISMATCH


def test_the_signed_paper_is_published_with_the_act(signing):
    assert publish(Thing(PAPER), signing) == Effect(
        aggregate=Aggregate.DOCUMENT, verb="publish", record_id="doc-1", payload=SIGNED
    )


def test_a_recalled_paper_is_void_and_a_signed_one_stays():
    void = Effect(aggregate=Aggregate.DOCUMENT, verb="void", record_id="doc-1", payload=Reason(reason="Sebab."))
    assert recalled(Thing(PAPER), "Sebab.") == (void,)
    assert recalled(Thing(replace(PAPER, state="SIGNED")), "Sebab.") == ()
    assert recalled(Thing(None), "Sebab.") == ()
