"""Evidence files: announced, then confirmed by what the store really holds; LKPP's people do it for any institution."""

from dataclasses import replace

import pytest

from domain.evidence import (
    EVIDENCE,
    EVIDENCE_CONTENT_TYPES,
    LARGEST_EVIDENCE_BYTES,
    ConfirmUpload,
    EvidenceFacts,
    RequestUpload,
)
from domain.refusals import RefusalCode
from domain.roles import Role

ROWS = """
request_upload | -         | REQUESTED | HI HL ST RV AS AD | HOUSE | -
confirm_upload | REQUESTED | CONFIRMED | HI HL ST RV AS AD | HOUSE | -
"""
ANNOUNCED = RequestUpload(
    institution_id="inst-own",
    name=" SK Tim LPSE.pdf ",
    content_type="application/pdf",
    size=1_024,
    sha256="0123456789abcdef" * 4,
    key="inst-own/0123",
)
SOUND = ConfirmUpload(problem_id=None, problem_en=None)
PAYLOADS = {"request_upload": ANNOUNCED, "confirm_upload": SOUND}


def situation(verb, state, _role):
    return EvidenceFacts(state=state, institution_id="inst-own"), PAYLOADS[verb]


@pytest.fixture
def book(rule_book):
    return rule_book(EVIDENCE, ROWS, situation)


def test_the_table_has_the_rows_of_the_rule_book_and_no_other(book) -> None:
    book.verbs_agree()


def test_every_state_is_reached_and_only_the_final_state_has_no_exit(book) -> None:
    book.states_live()
    assert set(EVIDENCE.final) == {"CONFIRMED"}


def test_every_verb_in_every_state_by_every_role_is_lawful_or_refused(book) -> None:
    book.every_combination()


def test_another_institution_sees_no_file(book) -> None:
    book.strangers_see_nothing()


def test_a_file_belongs_to_an_institution_that_exists(try_act) -> None:
    """LKPP names any institution; the institution's own people cannot miss theirs."""
    for institution_id in ("inst-nowhere", None):
        facts = EvidenceFacts(state=None, institution_id=institution_id, institution_known=False)
        found = try_act(EVIDENCE, facts, "request_upload", Role.REVIEWER, ANNOUNCED)
        assert (found.code, found.subject) == (RefusalCode.NOT_FOUND, "institution")
        assert found.message_id == f"Instansi {institution_id or '-'} tidak ditemukan."


def test_what_was_announced_is_kept(try_act) -> None:
    facts = EvidenceFacts(state=None, institution_id="inst-own")
    found = try_act(EVIDENCE, facts, "request_upload", Role.UNIT_STAFF, ANNOUNCED)
    assert found.outcome.changes == {
        "institution_id": "inst-own",
        "name": "SK Tim LPSE.pdf",
        "content_type": "application/pdf",
        "size": 1_024,
        "sha256": "0123456789abcdef" * 4,
        "key": "inst-own/0123",
        "uploaded_by": "actor",
    }


@pytest.mark.parametrize("english", ["the size differs.", None])
def test_a_file_that_is_not_as_announced_is_refused(english, try_act) -> None:
    facts = EvidenceFacts(state="REQUESTED", institution_id="inst-own")
    bad = ConfirmUpload(problem_id="ukuran berbeda.", problem_en=english)
    found = try_act(EVIDENCE, facts, "confirm_upload", Role.UNIT_STAFF, bad)
    assert (found.code, found.message_id, found.message_en) == (
        RefusalCode.EVIDENCE_REJECTED,
        "Berkas ditolak: ukuran berbeda.",
        f"The file was rejected: {english or ''}",
    )


BAD = {
    "name": ["", "  ", "x" * 201, "a\x00.pdf"],
    "content_type": ["", "text/html", "application/zip", "APPLICATION/PDF", "image/svg+xml", "x" * 10_000],
    "size": [0, -1, LARGEST_EVIDENCE_BYTES + 1],
    "sha256": ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n"],
}
FIELDS = {"name": "name", "content_type": "contentType", "size": "size", "sha256": "sha256"}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_announcement_names_its_field(name, value, first_problem_field) -> None:
    assert first_problem_field(replace(ANNOUNCED, **{name: value})) == FIELDS[name]


def test_the_largest_file_and_each_type_are_accepted(first_problem_field) -> None:
    assert LARGEST_EVIDENCE_BYTES == 20_971_520
    assert first_problem_field(replace(ANNOUNCED, size=LARGEST_EVIDENCE_BYTES)) is None
    assert {"application/pdf", "image/png", "image/jpeg"} == EVIDENCE_CONTENT_TYPES
    for content_type in EVIDENCE_CONTENT_TYPES:
        assert first_problem_field(replace(ANNOUNCED, content_type=content_type)) is None
