"""Genuine and in force are two answers: neither lends the other its colour."""

import pytest

from domain.standings import STANDING_LABELS, Standing
from portal.advice import next_steps
from portal.answers import Tone, genuineness, headline, legal_standing
from portal.languages import Text
from portal.reports import Finding, read_report
from tests.unit.portal import reports


@pytest.mark.parametrize(
    ("report", "tone", "label"),
    [
        (reports.genuine(), Tone.GOOD, Text("Asli", "Genuine")),
        (reports.genuine(standing="TERMINATED"), Tone.GOOD, Text("Asli", "Genuine")),
        (reports.by_code(), Tone.NEUTRAL, Text("Belum diperiksa", "Not yet checked")),
        (reports.not_proven(), Tone.CAUTION, Text("Tidak terbukti", "Not proven")),
        (reports.altered(), Tone.BAD, Text("Tidak asli", "Not genuine")),
        (reports.not_ours(), Tone.BAD, Text("Bukan dari kami", "Not from us")),
        (reports.unknown(), Tone.NEUTRAL, Text("Tidak ditemukan", "Not found")),
    ],
)
def test_first_answer(report: dict[str, object], tone: Tone, label: Text) -> None:
    answer = genuineness(read_report(report))
    assert (answer.tone, answer.label) == (tone, label)


@pytest.mark.parametrize(
    ("standing", "tone", "first_line"),
    [
        (Standing.IN_FORCE, Tone.GOOD, "Asli dan berlaku"),
        (Standing.PENDING, Tone.CAUTION, "Asli, tetapi belum berlaku"),
        (Standing.BREACHED, Tone.CAUTION, "Asli, tetapi pelanggaran ditetapkan"),
        (Standing.SUPERSEDED, Tone.BAD, "Asli, tetapi sudah digantikan"),
        (Standing.EXPIRED, Tone.BAD, "Asli, tetapi sudah berakhir"),
        (Standing.TERMINATED, Tone.BAD, "Asli, tetapi sudah dihentikan"),
        (Standing.VOID, Tone.BAD, "Asli, tetapi batal"),
    ],
)
def test_second_answer(standing: Standing, tone: Tone, first_line: str) -> None:
    report = read_report(reports.genuine(standing=standing.value))
    answer = legal_standing(report)
    assert (answer.tone, answer.label) == (tone, Text(*STANDING_LABELS[standing]))
    assert headline(report).id == first_line


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("report", [reports.altered, lambda **values: {**reports.not_proven(), **values}])
def test_a_genuine_papers_standing_is_not_that_of_a_doubtful_file(standing: Standing, report: object) -> None:
    assert callable(report)
    answer = legal_standing(read_report(report(standing=standing.value)))
    assert answer.tone is Tone.NEUTRAL
    assert answer.meaning == Text(
        "Ini status naskah aslinya, bukan status berkas Anda.",
        "This is the standing of the genuine paper, not of your file.",
    )


def test_no_standing_without_a_paper() -> None:
    answer = legal_standing(read_report(reports.not_ours()))
    assert (answer.tone, answer.label) == (Tone.NEUTRAL, Text("Tidak dapat dijawab", "Cannot be answered"))


def test_every_standing_says_since_when_and_by_what() -> None:
    assert legal_standing(read_report(reports.genuine())).meaning == Text(
        "Naskah ini berlaku pada hari diperiksa. Berlaku sejak 20 November 2026.",
        "This paper is in force on the day of this check. In force since 20 November 2026.",
    )
    assert legal_standing(read_report(reports.genuine(standingSince=None))).meaning.id == (
        "Naskah ini berlaku pada hari diperiksa."
    )
    ended = legal_standing(read_report(reports.genuine(standing="TERMINATED")))
    assert ended.meaning == Text(
        "Naskah ini tidak berlaku lagi. Sejak 20 November 2026.",
        "This paper is no longer in force. Since 20 November 2026.",
    )
    superseded = legal_standing(read_report(reports.genuine(standing="SUPERSEDED", standingBy="9/LKPP/XI/2026")))
    assert superseded.meaning == Text(
        "Naskah yang lebih baru menggantikannya. Sejak 20 November 2026, dengan naskah nomor 9/LKPP/XI/2026.",
        "A later paper has taken its place. Since 20 November 2026, by the paper numbered 9/LKPP/XI/2026.",
    )


def test_revoked_standards_are_named_as_the_decree_names_them() -> None:
    """II.2.2.c: which, since when, by which decision; where the decision is not signed, without its number."""
    revoked = [
        {"standard": "S09", "since": "2026-11-20", "decision": "9/LKPP/XI/2026", "underObjection": True},
        {"standard": "S11", "since": None, "decision": None, "underObjection": False},
    ]
    answer = legal_standing(read_report(reports.genuine(standing="PARTLY_REVOKED", revokedStandards=revoked)))
    assert answer.meaning == Text(
        "Sebagian standar di dalamnya telah dicabut. Sejak 20 November 2026. "
        "Standar Pengelolaan Keamanan Perangkat: dicabut 20 November 2026, dengan keputusan nomor 9/LKPP/XI/2026; "
        "keberatan atasnya sedang diperiksa. "
        "Standar Pengelolaan Keamanan Server dan Jaringan: dicabut -.",
        "Some of the standards that it lists are revoked. Since 20 November 2026. "
        "S09 equipment security management: revoked on 20 November 2026, by the decision numbered 9/LKPP/XI/2026; "
        "an objection to it is being examined. "
        "S11 server and network security management: revoked on -.",
    )


@pytest.mark.parametrize("standing", Standing)
def test_every_standing_of_a_genuine_paper_has_its_headline(standing: Standing) -> None:
    """Of a revoked or annulled paper there was none, and its page was an error."""
    line = headline(read_report(reports.genuine(standing=standing.value)))
    assert line.id.startswith(("Asli", "Berkas ini asli"))
    assert line.en.startswith(("Genuine", "This file is genuine"))


@pytest.mark.parametrize(
    ("standing", "words_id", "words_en"),
    [
        ("CHANGED", "Isi naskah ini telah diubah.", "What this paper says has been changed."),
        ("ANNULLED", "Naskah ini telah dibatalkan.", "This paper has been annulled."),
    ],
)
def test_nobody_learns_here_that_somebody_objected(standing: str, words_id: str, words_en: str) -> None:
    """House rule: objections are told to LKPP and to the institution alone, and these pages know no reader."""
    answer = legal_standing(read_report(reports.genuine(standing=standing, standingSince=None)))
    assert (answer.meaning.id, answer.meaning.en) == (words_id, words_en)


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (reports.genuine(standing=None), "Berkas ini asli"),
        (reports.by_code(), "Naskah ini tercatat pada kami"),
        (reports.by_code(standing="TERMINATED"), "Naskah ini tercatat pada kami"),
        (reports.not_proven(), "Keaslian tidak terbukti"),
        (reports.altered(), "Berkas ini tidak asli"),
        (reports.not_ours(), "Berkas ini bukan dari kami"),
        (reports.unknown(), "Naskah tidak ditemukan"),
    ],
)
def test_headline_never_promises_what_was_not_checked(report: dict[str, object], line: str) -> None:
    assert headline(read_report(report)).id == line


@pytest.mark.parametrize("standing", [*Standing, None])
def test_a_genuine_paper_comes_with_two_steps(standing: Standing | None) -> None:
    steps = next_steps(read_report(reports.genuine(standing=standing)))
    assert len(steps) == 2
    gone = ["CHANGED", "SUPERSEDED", "EXPIRED", "TERMINATED", "REVOKED", "ANNULLED", "VOID"]
    ended = standing in set(map(Standing, gone))
    assert steps[0].en.startswith("Do not rely on it as being in force.") is ended


@pytest.mark.parametrize(
    ("report", "finding", "count"),
    [
        (reports.by_code(), Finding.NOT_SHOWN, 2),
        (reports.not_proven(), Finding.NOT_PROVEN, 2),
        (reports.altered(), Finding.ALTERED, 2),
        (reports.not_ours(), Finding.NOT_OURS, 3),
        (reports.unknown(), Finding.UNKNOWN, 0),
    ],
)
def test_every_other_finding_has_its_steps(report: dict[str, object], finding: Finding, count: int) -> None:
    read = read_report(report)
    assert read.finding is finding
    assert len(next_steps(read)) == count
