"""Free text: what a letter cannot hold is refused when it comes in, not when it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reasons import Reason
from domain.refusals import RefusalCode
from domain.text import LONG, SHORT, first_problem, input_problem, text_problem


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0\u2003", "\u0301"])
def test_a_required_text_is_more_than_white_space(blank) -> None:
    problem = text_problem(blank, field="name")
    assert (problem.code, problem.subject) == (RefusalCode.INVALID_INPUT, "name")
    assert problem.message_id == "Isian tidak sah: isian ini wajib."
    assert problem.message_en == "The input is not valid: this field is required."
    assert problem.required_id == "Perbaiki isian “name” lalu kirim lagi."
    assert text_problem(blank, field="name", required=False) is None


def test_a_text_has_its_length_in_characters() -> None:
    assert (SHORT, LONG) == (200, 4_000)
    assert text_problem("é" * 200, field="name", longest=200) is None
    problem = text_problem("é" * 201, field="name", longest=200)
    assert problem.message_id == "Isian tidak sah: paling banyak 200 karakter, diterima 201."
    assert problem.message_en == "The input is not valid: at most 200 characters, got 201."
    assert text_problem("x" * LONG, field="reason") is None
    assert text_problem("x" * (LONG + 1), field="reason") is not None


@pytest.mark.parametrize(
    ("character", "told"),
    [
        ("\x00", "U+0000"),
        ("\r", "U+000D"),
        ("\x1b", "U+001B"),
        ("\x85", "U+0085"),
        ("\ud800", "U+D800"),
        ("\ufffe", "U+FFFE"),
        ("\U0010ffff", "U+10FFFF"),
        ("\u202e", "U+202E"),
        ("\u2060", "U+2060"),
        ("\u200b", "U+200B"),
        ("\u2028", "U+2028"),
        ("\u05d0", "“\u05d0” U+05D0"),
        ("\u6f22", "“\u6f22” U+6F22"),
        ("\U0001f642", "“\U0001f642” U+1F642"),
    ],
)
def test_what_a_letter_cannot_print_is_refused_by_its_name(character, told) -> None:
    """Controls, marks that nobody sees, what turns the line round, and what the font lacks."""
    problem = text_problem(f"Surat{character}", field="reason")
    assert problem.message_id == f"Isian tidak sah: memuat karakter yang tidak dapat dicetak: {told}."
    assert problem.message_en == f"The input is not valid: it cannot be printed: {told}."


@pytest.mark.parametrize("text", ["baris satu\nbaris dua\tkolom", "Ñusa Tenggara “Barat” – ½ ≥ 3", "a\u0301", "<b>&"])
def test_what_people_write_is_accepted(text) -> None:
    assert text_problem(text, field="reason") is None


@pytest.mark.parametrize("text", ["LPSE Contoh\nKeputusan: DISETUJUI", "LPSE\tContoh"])
def test_a_name_sets_no_line_of_its_own_into_a_letter(text) -> None:
    problem = text_problem(text, field="name", longest=SHORT)
    assert problem.message_id == "Isian tidak sah: harus satu baris tanpa tab."
    assert problem.message_en == "The input is not valid: it must be one line without tabs."
    assert text_problem(text, field="name", longest=500, lines=False) == problem
    assert text_problem(text, field="activity", longest=500) is None


@given(st.text(max_size=300))
def test_whatever_is_accepted_can_stand_in_xml_1_0(text) -> None:
    """Section 2.2 of that standard: Char."""
    if text_problem(text, field="name", required=False) is None:
        assert all(
            c in "\t\n" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000" for c in text
        )


def test_the_first_problem_is_told() -> None:
    one, two = input_problem("a", "satu", "one"), input_problem("b", "dua", "two")
    assert first_problem(None, two, one) is two
    assert first_problem(None, None) is None
    assert first_problem() is None


def test_a_reason_says_something() -> None:
    assert Reason(reason=" ").problem().subject == "reason"
    assert Reason(reason="x" * (LONG + 1)).problem().subject == "reason"
    assert Reason(reason="Sudah tidak diperlukan.").problem() is None
    assert Reason(reason="x").is_rehearsal() is False
