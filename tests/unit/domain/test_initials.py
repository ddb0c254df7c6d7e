"""Initials before a signature: whose turn it is, who may not, and what other bytes do to them (HOUSE throughout)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.document_acts import PresentDocument, SignDocument
from domain.document_kinds import DocumentKind
from domain.document_rules import DocumentFacts
from domain.documents import DOCUMENTS
from domain.initials import InitialDocument, chain_of, chain_problem, step_label, steps_of
from domain.papers import PaperFacts, is_signatory
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.roles import Role

TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
SEEN = InitialDocument(seen_sha256="a" * 64)
OTHER = {"step": "REVIEWER", "person_id": "other", "person_name": "Budi", "sha256": "a" * 64, "at": "2026-11-22"}
MINE = OTHER | {"person_id": "actor"}
WAITS = DocumentFacts(
    state="AWAITING_INITIALS",
    institution_id="inst-own",
    kind=DocumentKind.APPROVAL,
    sha256="a" * 64,
    dated=TODAY,
    signatories=("deputy",),
    office_holders=frozenset({"deputy"}),
    chain=("REVIEWER", "person:actor"),
)


@pytest.fixture
def refused(try_act):
    def attempt(verb, payload, role=Role.REVIEWER, **changes):
        found = try_act(DOCUMENTS, replace(WAITS, **changes), verb, role, payload)
        assert isinstance(found, Refusal), found
        return found.code, found.subject

    return attempt


# --- whose turn -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        ({"chain": ("ASSESSOR",)}, "penilai LKPP"),
        ({"chain": ("person:other",)}, "person:other"),
        ({"chain": ("REVIEWER",), "initials": (OTHER,)}, "-"),
        ({"chain": ("REVIEWER", "REVIEWER"), "initials": (MINE,)}, "pereviu LKPP"),
    ],
)
def test_out_of_turn_no_initials_are_put(changes, who, try_act) -> None:
    """Another role's turn, another person's, nobody's, and his own a second time."""
    found = try_act(DOCUMENTS, replace(WAITS, **changes), "initial", Role.REVIEWER, SEEN)
    assert (found.code, found.slots["who"]) == (RefusalCode.NOT_YOUR_INITIALS, who)


def test_only_what_was_seen_and_only_on_its_day(refused) -> None:
    assert refused("initial", InitialDocument(seen_sha256="9" * 64)) == (RefusalCode.DIGEST_MISMATCH, "sha256")
    assert refused("initial", SEEN, dated=YESTERDAY) == (RefusalCode.PAPER_DATE_PASSED, "document")


def test_who_will_sign_does_not_initial_and_who_initialled_does_not_sign(refused, act, actor) -> None:
    assert refused("initial", SEEN, signatories=("actor",)) == (RefusalCode.INITIALLER_SIGNS, "actor")
    own = {"signatories": ("actor",), "office_holders": frozenset({"actor"}), "initials": (MINE,)}
    sign = SignDocument(seen_sha256="a" * 64)
    assert refused("sign", sign, Role.DEPUTY, state="AWAITING_SIGNATURE", **own) == (
        RefusalCode.INITIALLER_SIGNS,
        "actor",
    )
    paper = PaperFacts(
        id="doc-1",
        state="AWAITING_SIGNATURE",
        sha256="a" * 64,
        signatories=frozenset({"actor"}),
        office_holders=frozenset({"actor"}),
        initials=(MINE,),
    )
    found = is_signatory(_Thing(paper), act("issue", actor(Role.DEPUTY), sign))
    assert found is not None
    assert found.code is RefusalCode.INITIALLER_SIGNS


class _Thing:
    def __init__(self, paper: PaperFacts) -> None:
        self.paper = paper


# --- what follows ---------------------------------------------------------------------------------------------------


def test_a_chain_is_walked_step_by_step(try_act, act) -> None:
    first = try_act(DOCUMENTS, WAITS, "initial", Role.REVIEWER, SEEN)
    entry = {
        "step": "REVIEWER",
        "person_id": "actor",
        "person_name": "Sari (DATA CONTOH)",
        "sha256": "a" * 64,
        "at": act("initial", None).now.isoformat(),
    }
    assert first.state == "AWAITING_INITIALS"
    assert first.outcome.changes == {"initials": [entry], "awaits_step": "person:actor"}
    last = try_act(DOCUMENTS, replace(WAITS, initials=(OTHER,)), "initial", Role.ASSESSOR, SEEN)
    assert last.state == "AWAITING_SIGNATURE"
    assert [each["step"] for each in last.outcome.changes["initials"]] == ["REVIEWER", "person:actor"]
    assert last.outcome.changes["awaits_step"] is None


@pytest.mark.parametrize(
    ("chain", "state", "step"), [((), "AWAITING_SIGNATURE", None), (("REVIEWER",), "AWAITING_INITIALS", "REVIEWER")]
)
def test_what_is_presented_waits_for_its_chain(chain, state, step, try_act) -> None:
    """A paper that was presented before keeps that moment; initials were put on other bytes."""
    draft = replace(WAITS, state="DRAFT", initials=(OTHER,))
    payload = PresentDocument(sha256="b" * 64, size=10, chain=chain)
    found = try_act(DOCUMENTS, draft, "present", Role.SYSTEM, payload)
    assert found.state == state
    assert found.outcome.changes["initials"] == []
    assert found.outcome.changes["awaits_step"] == step


@pytest.mark.parametrize("verb", ["redate", "return_paper"])
def test_other_bytes_have_no_initials(verb, try_act) -> None:
    stale = replace(WAITS, dated=YESTERDAY)
    role, payload = (Role.SYSTEM, None) if verb == "redate" else (Role.REVIEWER, Reason(reason="Alamat salah."))
    found = try_act(DOCUMENTS, stale, verb, role, payload)
    gone = {"sha256": None, "prepared_sha256": None, "size": None, "rendering": {}}
    assert found.outcome.changes.items() >= (gone | {"chain": [], "initials": [], "awaits_step": None}).items()


# --- returned -------------------------------------------------------------------------------------------------------


def test_only_whose_turn_it_is_returns_a_paper(refused, try_act) -> None:
    reason = Reason(reason="Alamat salah.")
    assert refused("return_paper", reason, Role.ASSESSOR) == (RefusalCode.NOT_YOUR_INITIALS, "document")
    at_signature = {"state": "AWAITING_SIGNATURE", "signatories": ("actor",)}
    assert refused("return_paper", reason, Role.DEPUTY, **at_signature, office_holders=frozenset()) == (
        RefusalCode.NOT_THE_SIGNATORY,
        "record",
    )
    assert refused("return_paper", reason, Role.REVIEWER, state="AWAITING_SIGNATURE") == (
        RefusalCode.NOT_THE_SIGNATORY,
        "record",
    )
    holding = replace(WAITS, **at_signature, office_holders=frozenset({"actor"}))
    found = try_act(DOCUMENTS, holding, "return_paper", Role.DEPUTY, reason)
    assert (found.state, found.outcome.reason) == ("RETURNED", "Alamat salah.")
    assert found.outcome.changes["return_reason"] == "Alamat salah."
    assert found.outcome.changes["returned_by"] == "actor"


def test_what_bears_a_signature_is_not_returned(refused) -> None:
    changes = {"state": "AWAITING_SIGNATURE", "signatures": ({"field": "PihakKedua"},), "signatories": ("actor",)}
    found = refused("return_paper", Reason(reason="Terlambat."), Role.DEPUTY, **changes)
    assert found == (RefusalCode.PAPER_SIGNED_ALREADY, "record")


def test_its_drafter_or_the_administrator_submits_it_again(refused, try_act) -> None:
    assert refused("resubmit", None, state="RETURNED", drafted_by="other") == (RefusalCode.NOT_THE_DRAFTER, "record")
    for role, drafter in ((Role.REVIEWER, "actor"), (Role.ADMIN, "other")):
        found = try_act(DOCUMENTS, replace(WAITS, state="RETURNED", drafted_by=drafter), "resubmit", role)
        assert (found.state, found.outcome.prepares) == ("DRAFT", ("record",))
        assert found.outcome.changes == {"return_reason": None, "returned_by": None}


# --- the chain ------------------------------------------------------------------------------------------------------


def test_a_chain_is_read_in_its_order() -> None:
    assert chain_of(" REVIEWER , person:sari,") == ("REVIEWER", "person:sari")
    assert chain_of(None) == ()
    assert chain_of("") == ()


def test_whom_a_step_waits_for(actor) -> None:
    assert steps_of(actor(Role.REVIEWER)) == ("REVIEWER", "person:actor")
    assert steps_of(actor(Role.ADMIN)) == ("person:actor",)
    assert (step_label("ASSESSOR"), step_label("person:sari")) == (
        ("penilai LKPP", "assessor of LKPP"),
        ("person:sari", "person:sari"),
    )


def test_one_person_stands_in_a_chain_once() -> None:
    assert chain_problem("REVIEWER, person:actor") is None
    assert chain_problem("person:actor, person:actor") == (
        "satu orang hanya membubuhkan paraf satu kali.",
        "one person puts initials once.",
    )
