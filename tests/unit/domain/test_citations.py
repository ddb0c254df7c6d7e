"""A refusal cites a clause only where the decree's own words say what is asked; whatever else is asked is HOUSE."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.configuration_keys import CATALOGUE
from domain.decree import clause
from domain.ladder import LADDER
from domain.refusals import HOUSE
from domain.rungs import Rung

ROOT = Path(__file__).parents[3]
_FINDING = ("II.2.2.a", "diberikan dalam hal ditemukan ketidaksesuaian terhadap standar")
_WARNING = ("II.2.2.b", "apabila pengelola layanan pengadaan secara elektronik tidak melakukan perbaikan")
_REVOKING = ("II.2.2.c.s1", "dikenakan tindakan pembinaan berupa pencabutan sertifikat standarisasi")
_STOPPING = ("II.2.2.d", "dikenakan tindakan pembinaan berupa penghentian layanan sistem pengadaan secara elektronik")
_FORMS = ("II.2.2.d", "dalam bentuk pencabutan, pengambilalihan hak akses, atau bentuk lainnya")
_REVOKED = ("II.2.2.c.s2", "dilakukan penilaian ulang terhadap standar yang dicabut")
_TERM = ("II.2.3.s1", "5 (lima) hari kerja sejak surat pemberitahuan tindakan pembinaan diterima")
_IMPOSED = ("II.2.3.s3", "tindak lanjut terhadap tindakan pembinaan yang telah dikenakan")
_DETERMINED = ("II.2.1.e.5", "telah memenuhi penilaian mandiri dan penilaian faktual")
_AGREED = ("II.2.1.a.3", "dinyatakan lengkap, maka dilanjutkan dengan penandatanganan kesepakatan tingkat layanan")
_AS_ITS_ROW: tuple[tuple[str, str], ...] = ()

# fmt: off
WORDS: dict[tuple[str, str, str], tuple[tuple[str, str], ...]] = {
    ("unit_forms", "SEPARATE_UNIT_NOT_ALLOWED", "'I.p2'"): (
        ("I.p2", "unit kerja terpisah dari UKPBJ berlaku sampai dengan 31 Desember 2023"),
    ),
    ("application_rules", "ITEMS_INCOMPLETE", "'II.2.1.a.3'"): (("II.2.1.a.3", "dinyatakan lengkap"),),
    ("application_rules", "SLA_NOT_IN_FORCE", "'II.2.1.a.4'"): (
        ("II.2.1.a.4", "dilanjutkan dengan instalasi sistem pengadaan secara elektronik"),
    ),
    ("assessment_rules", "SCORES_INCOMPLETE", "'II.2.1.e.1'"): (
        ("II.2.1.e.1", "mengacu kepada standar layanan, kapasitas, dan keamanan informasi yang telah ditetapkan"),
    ),
    ("assessment_rules", "SCORES_INCOMPLETE", "'II.2.1.e.2'"): (
        ("II.2.1.e.2", "mengacu pada standar layanan, kapasitas, dan keamanan informasi yang telah ditetapkan"),
    ),
    ("assessment_rules", "ITEM_NOT_ANSWERED", "'II.2.1.e.4'"): (
        ("II.2.1.e.4", "menindaklanjuti rekomendasi perbaikan yang diberikan oleh LKPP"),
    ),
    ("assessment_rules", "LETTER_NOT_SIGNED", "'II.2.1.e.4'"): (
        ("II.2.1.e.4", "rekomendasi perbaikan yang diberikan oleh LKPP"),
    ),
    ("assessment_rules", "STANDARDS_NOT_MET", "'II.2.1.e.5'"): (_DETERMINED,),
    ("assessment_rules", "NOT_DETERMINABLE", "'II.2.1.e.5'"): (_DETERMINED,),
    ("assessment_rules", "RECOMMENDATION_OPEN", "'II.2.1.e.5'"): (
        ("II.2.1.e.5", "serta rekomendasi perbaikan tata kelola"),
    ),
    ("case_rules", "ORIGIN_WITHOUT_FINDINGS", "clause"): (_FINDING,),
    ("case_rules", "FINDING_NOT_PURSUED", "'II.2.1.f.p2'"): (("II.2.1.f.p2", "LKPP memberikan tindakan pembinaan"),),
    ("certificates", "PAPER_OUTDATED", "'II.2.2.c.s1'"): (_REVOKING,),
    ("configuration", "CONFIGURATION_LOCKED", "entry.clause"): (
        _TERM, ("I.p2", "berlaku sampai dengan 31 Desember 2023"),
    ),
    ("ladder", "RUNG_NOT_NEXT", "rung.clause"): (_FINDING, _WARNING, _REVOKING, _STOPPING),
    ("ladder", "RUNG_NOT_SETTLED", "_next_clause(last.rung)"): (
        _WARNING,
        ("II.2.2.c.s1", "tidak melakukan perbaikan untuk menindaklanjuti teguran"),
        ("II.2.2.d", "tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi"),
    ),
    ("ladder", "NOTHING_TO_REVOKE", "'II.2.2.c.s1'"): (_REVOKING,),
    ("ladder", "SERVICE_NOT_ACTIVE", "'II.2.2.d'"): (_STOPPING,),
    ("objection_acts", "ATTACHMENT_MISSING", "'II.2.3.s1'"): (("II.2.3.s1", "disertai bukti pendukung"),),
    ("objection_rules", "WRONG_STATE", "'II.2.3.s1'"): (("II.2.3.s1", "atas tindakan pembinaan yang dikenakan"),),
    ("objection_rules", "OBJECTION_IN_TIME", "'II.2.3.s1'"): (
        ("II.2.3.s1", "paling lambat diajukan 5 (lima) hari kerja sejak surat pemberitahuan tindakan pembinaan diterima"),
    ),
    ("objection_acts", "INVALID_INPUT", "'II.2.3.s2'"): (
        ("II.2.3.s2", "klarifikasi kepada pengelola layanan pengadaan secara elektronik dan/atau pihak lain"),
    ),
    ("objection_rules", "HEARING_MISSING", "'II.2.3.s2'"): (
        ("II.2.3.s2", "dengan melakukan pemeriksaan dan/atau klarifikasi"),
    ),
    ("objection_rules", "WRONG_STATE", "'II.2.3.s3'"): (_IMPOSED,),
    ("reassessment_rules", "SCORES_INCOMPLETE", "CLAUSE"): (_REVOKED,),
    ("reassessment_rules", "STANDARDS_NOT_MET", "CLAUSE"): (_REVOKED,),
    ("reassessment_rules", "WRONG_STATE", "CLAUSE"): (_REVOKED,),
    ("reassessment_rules", "STOP_UNDERWAY", "'II.2.2.d'"): (
        ("II.2.2.d", "tidak dilakukan perbaikan setelah pencabutan sertifikat standarisasi"),
    ),
    ("reassessment_rules", "INVALID_INPUT", "CLAUSE"): (_REVOKED,),
    ("sanction_acts", "INVALID_INPUT", "'II.2.2.d'"): (("II.2.2.d", "atau bentuk lainnya"),),
    ("sanction_rules", "INVALID_INPUT", "clause"): (
        ("II.2.2.a", "Saran/rekomendasi perbaikan diberikan"), _REVOKING, _FORMS,
    ),
    ("sanction_rules", "STANDARD_NOT_REVOCABLE", "'II.2.2.c.s1'"): (
        ("II.2.2.c.s1", "tidak melakukan perbaikan untuk menindaklanjuti teguran"), _REVOKING,
    ),
    ("sanction_rules", "NOTHING_TO_REVOKE", "'II.2.2.c.s1'"): (_REVOKING,),
    ("sanction_rules", "PAPER_NOT_READY", "'II.2.3.s1'"): (_TERM,),
    ("sanction_rules", "INVALID_INPUT", "'II.2.3.s1'"): (_TERM,),
    ("sanction_rules", "RECEIPT_ALREADY_PROVEN", "'II.2.3.s1'"): (_TERM,),
    ("sanction_rules", "OUTSIDE_CALENDAR", "'II.2.3.s1'"): (_TERM,),
    ("sanction_rules", "CASE_NOT_OPEN", "'III'"): (("III", "yang dikenakan tindakan pembinaan"),),
    ("sanction_rules", "MEASURE_OVER", "'III'"): (("III", "yang dikenakan tindakan pembinaan"),),
    ("sanction_rules", "IMPROVEMENT_BY_REASSESSMENT", "'II.2.2.c.s2'"): (_REVOKED,),
    ("sla_breaches", "SERVICE_NOT_ACTIVE", "'II.2.2.d'"): (_STOPPING,),
    ("slas", "WRONG_STATE", "'II.2.1.a.3'"): (_AGREED,),
    ("tables", "NOT_PERMITTED", "HOUSE if of_that_side else rows[0].clause_of(facts, act)"): _AS_ITS_ROW,
    ("tables", "WRONG_STATE", "rows[0].clause_of(facts, act)"): _AS_ITS_ROW,
    ("units", "OTHER_STOP_FORM", "'II.2.2.d'"): (_FORMS,),
    ("units", "STOPPED_BY_TAKEOVER", "'II.2.2.d'"): (_FORMS,),
    ("units", "WRONG_STATE", "'II.2.3.s3'"): (_IMPOSED,),
    ("units", "SLA_NOT_IN_FORCE", "'II.2.1.a.3'"): (_AGREED,),
}
# fmt: on
"""Module, code and cited clause of each refusal, with the decree's words that ask for it. *Source*: the decree itself."""

_LETTERS = {"letter_signed": "LETTER_NOT_SIGNED"}
_PASSED_ON = {("papers", "PAPER_OUT_OF_DATE"), ("papers", "LETTER_NOT_SIGNED")}
"""Helpers that cite what their caller gives them."""


def citations() -> Iterator[tuple[str, str, str]]:
    """Each call in domain and services that refuses by another clause than HOUSE."""
    for path in sorted([*(ROOT / "domain").glob("*.py"), *(ROOT / "services").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) in {"refuse", *_LETTERS}):
                continue
            cited = [ast.unparse(each.value) for each in node.keywords if each.arg == "clause"]
            code = _LETTERS.get(ast.unparse(node.func)) or ast.unparse(node.args[0]).removeprefix("RefusalCode.")
            if cited and cited != ["HOUSE"] and (path.stem, code) not in _PASSED_ON:
                yield path.stem, code, cited[0]


def test_every_refusal_that_cites_a_clause_is_read_beside_the_decree() -> None:
    """Where this fails: does the clause say what the guard asks? Then its words stand above, else the guard is HOUSE."""
    assert set(citations()) == set(WORDS)


@pytest.mark.parametrize(("clause_id", "words"), sorted({each for found in WORDS.values() for each in found}))
def test_the_words_stand_in_the_clause(clause_id: str, words: str) -> None:
    assert words in clause(clause_id).text_id


def test_the_words_are_of_the_clause_that_is_cited() -> None:
    """A clause that is written out is the one quoted."""
    written = {
        key: {clause_id for clause_id, _words in found} for key, found in WORDS.items() if key[2].startswith("'")
    }
    assert [key for key, quoted in written.items() if not quoted <= {key[2].strip("'")}] == []
    assert [key for key, quoted in written.items() if not quoted] == []


def test_clauses_that_a_table_gives_are_those_read_here() -> None:
    assert [each.clause for each in Rung] == [each for each, _ in WORDS["ladder", "RUNG_NOT_NEXT", "rung.clause"]]
    after = [step.clause for (rung, course), step in LADDER.items() if rung and course == "NOT_IMPROVED"]
    assert after == [each for each, _ in WORDS["ladder", "RUNG_NOT_SETTLED", "_next_clause(last.rung)"]] + [HOUSE]
    locked = {each.clause for each in CATALOGUE.values() if each.locked}
    assert locked == {each for each, _ in WORDS["configuration", "CONFIGURATION_LOCKED", "entry.clause"]}
