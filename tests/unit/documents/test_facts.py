"""Contexts freeze to JSON values and thaw again, strictly."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from documents.contexts import CONTEXTS, Approval, from_facts, to_facts
from documents.errors import FactsError
from documents.facts import freeze
from documents.specimens import APPROVAL, OBJECTION_RESULT, RECEIPT, SLA, SPECIMENS
from domain.canonical import canonical_digest, canonical_json
from domain.document_kinds import DocumentKind


def test_an_unknown_key_is_refused_by_its_path() -> None:
    facts = to_facts(APPROVAL)
    facts["addressee"]["nik"] = "9900000000000000"  # type: ignore[index, call-overload]
    with pytest.raises(FactsError, match=r"^addressee\.nik: unknown key of Addressee$"):
        from_facts(DocumentKind.APPROVAL, facts)


def test_a_missing_key_is_refused_by_its_path() -> None:
    facts = to_facts(SLA)
    del facts["articles"][3]["clauses"][0]["text"]  # type: ignore[index, call-overload, arg-type, union-attr]
    with pytest.raises(FactsError, match=r"^articles\[3\]\.clauses\[0\]\.text: missing key of Clause$"):
        from_facts(DocumentKind.SLA, facts)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("complete_on", "30 September", "complete_on: Invalid isoformat string"),
        ("complete_on", 7, "complete_on: int where date was expected"),
        ("complete_on", None, "complete_on: NoneType where date was expected"),
        ("copies", "Bupati", "copies: a list was expected"),
        ("copies", [1], r"copies\[0\]: int where str was expected"),
        ("addressee", [], "addressee: an object was expected"),
    ],
)
def test_a_value_of_another_type_is_refused(key: str, value: object, message: str) -> None:
    facts = to_facts(APPROVAL)
    facts[key] = value  # type: ignore[assignment]
    with pytest.raises(FactsError, match=f"^{message}"):
        from_facts(DocumentKind.APPROVAL, facts)


def test_a_closed_set_refuses_a_stranger() -> None:
    facts = to_facts(APPROVAL)
    facts["application"]["form"] = "HYBRID"  # type: ignore[index, call-overload]
    with pytest.raises(FactsError, match=r"^application\.form: 'HYBRID' is not a valid ProviderForm"):
        from_facts(DocumentKind.APPROVAL, facts)


def test_an_instant_without_zone_is_refused_both_ways() -> None:
    naive = datetime(2026, 11, 10, 9, 15)  # noqa: DTZ001
    with pytest.raises(FactsError, match="without time zone"):
        to_facts(replace(RECEIPT, received_at=naive))
    facts = to_facts(RECEIPT) | {"received_at": naive.isoformat()}
    with pytest.raises(FactsError, match="without time zone"):
        from_facts(DocumentKind.APPLICATION_RECEIPT, facts)


@pytest.mark.parametrize("value", [1.5, {"a": 1}, ["a"], b"a", object(), Approval])
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(FactsError, match="no place in frozen facts"):
        freeze(value)


@pytest.mark.parametrize("facts", [None, [], "x", 1])
def test_facts_are_an_object(facts: object) -> None:
    with pytest.raises(FactsError, match="an object was expected"):
        from_facts(DocumentKind.SLA, facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_context_survives_json_and_keeps_its_digest(kind: DocumentKind) -> None:
    context, _ = SPECIMENS[kind]
    facts = to_facts(context)
    thawed = from_facts(kind, json.loads(canonical_json(facts)))
    assert thawed == context
    assert type(thawed) is CONTEXTS[kind]
    assert canonical_digest(to_facts(thawed)) == canonical_digest(facts)


def test_the_form_of_frozen_facts() -> None:
    """The digest of every letter rests on this form: it does not change."""
    assert to_facts(RECEIPT)["received_at"] == "2026-11-10T02:15:00+00:00"
    assert to_facts(APPROVAL)["complete_on"] == "2026-11-20"
    assert to_facts(APPROVAL)["signatory"] == {
        "office": "Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi",
        "name": "Dr. Contoh Wiratama, M.T.",
        "organisation": "Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah",
        "identity": "990000001980010001",
    }


def test_the_zone_of_an_instant_does_not_change_the_facts() -> None:
    from domain.clock import JAKARTA

    moved = replace(RECEIPT, received_at=RECEIPT.received_at.astimezone(JAKARTA))
    assert to_facts(moved) == to_facts(RECEIPT)
    assert from_facts(DocumentKind.APPLICATION_RECEIPT, to_facts(moved)).received_at.tzinfo is UTC  # type: ignore[union-attr]


def test_facts_frozen_before_a_field_was_added_are_read_without_it() -> None:
    """A letter of the time before is made again as it was; a field without default is missed all the same."""
    facts = to_facts(OBJECTION_RESULT)
    assert from_facts(DocumentKind.OBJECTION_RESULT, facts) == OBJECTION_RESULT
    del facts["measure"]
    before = from_facts(DocumentKind.OBJECTION_RESULT, facts)
    assert before == replace(OBJECTION_RESULT, measure=None)
    del facts["decision"]
    with pytest.raises(FactsError, match="decision: missing key of ObjectionResult"):
        from_facts(DocumentKind.OBJECTION_RESULT, facts)
