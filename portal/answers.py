"""The two answers of a verification in words and tone: is it genuine, and is it in force; never mixed into one."""

from dataclasses import dataclass
from enum import StrEnum

from domain.standings import STANDING_LABELS, Standing
from portal.dates import day
from portal.languages import Text
from portal.reports import Finding, Report


class Tone(StrEnum):
    """How an answer looks: colour, and a sign of its own shape for those who see no colour."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer: a word or two, and a sentence that says what it means."""

    tone: Tone
    label: Text
    meaning: Text


_GENUINE: dict[Finding, Answer] = {
    Finding.GENUINE: Answer(
        tone=Tone.GOOD,
        label=Text("Asli", "Genuine"),
        meaning=Text(
            "Kami yang menerbitkannya, isinya tidak berubah, dan semua tanda tangannya sah.",
            "We issued it, nothing in it has changed, and every signature is valid.",
        ),
    ),
    Finding.NOT_SHOWN: Answer(
        tone=Tone.NEUTRAL,
        label=Text("Belum diperiksa", "Not yet checked"),
        meaning=Text(
            "Kode dapat disalin ke kertas lain. Hanya berkas PDF-nya yang dapat membuktikan keaslian.",
            "A code can be copied onto another paper. Only the PDF file itself can prove that it is genuine.",
        ),
    ),
    Finding.NOT_PROVEN: Answer(
        tone=Tone.CAUTION,
        label=Text("Tidak terbukti", "Not proven"),
        meaning=Text(
            "Kami menerbitkan berkas ini, tetapi tidak semua pemeriksaan lulus.",
            "We issued this file, but not every check has passed.",
        ),
    ),
    Finding.ALTERED: Answer(
        tone=Tone.BAD,
        label=Text("Tidak asli", "Not genuine"),
        meaning=Text(
            "Berkas ini berbeda dari yang kami terbitkan. Jangan diterima.",
            "This file differs from what we issued. Do not accept it.",
        ),
    ),
    Finding.NOT_OURS: Answer(
        tone=Tone.BAD,
        label=Text("Bukan dari kami", "Not from us"),
        meaning=Text(
            "Berkas ini tidak kami terbitkan. Sebagai naskah LKPP, jangan diterima.",
            "We did not issue this file. Do not accept it as a paper of LKPP.",
        ),
    ),
    Finding.UNKNOWN: Answer(
        tone=Tone.NEUTRAL,
        label=Text("Tidak ditemukan", "Not found"),
        meaning=Text(
            "Tidak ada naskah terbit dengan kode atau SHA-256 ini.",
            "No issued paper has this code or SHA-256.",
        ),
    ),
}

_STANDING: dict[Standing, tuple[Tone, Text]] = {
    Standing.IN_FORCE: (
        Tone.GOOD,
        Text("Naskah ini berlaku pada hari diperiksa.", "This paper is in force on the day of this check."),
    ),
    Standing.PENDING: (
        Tone.CAUTION,
        Text("Naskah ini belum mulai berlaku.", "This paper has not come into force yet."),
    ),
    Standing.BREACHED: (
        Tone.CAUTION,
        Text(
            "Pelanggaran atas kesepakatan ini telah ditetapkan.",
            "A breach of this agreement has been confirmed.",
        ),
    ),
    Standing.SUPERSEDED: (
        Tone.BAD,
        Text("Naskah yang lebih baru menggantikannya.", "A later paper has taken its place."),
    ),
    Standing.EXPIRED: (
        Tone.BAD,
        Text("Masa berlakunya sudah habis.", "Its time has run out."),
    ),
    Standing.TERMINATED: (
        Tone.BAD,
        Text("Naskah ini tidak berlaku lagi.", "This paper is no longer in force."),
    ),
    Standing.PARTLY_REVOKED: (
        Tone.CAUTION,
        Text("Sebagian standar di dalamnya telah dicabut.", "Some of the standards that it lists are revoked."),
    ),
    Standing.REVOKED: (
        Tone.BAD,
        Text("Naskah ini telah dicabut.", "This paper has been revoked."),
    ),
    Standing.ANNULLED: (
        Tone.BAD,
        Text("Naskah ini dibatalkan atas keberatan.", "This paper was annulled on an objection."),
    ),
    Standing.VOID: (
        Tone.BAD,
        Text("Naskah ini tidak mempunyai akibat hukum.", "This paper has no legal effect."),
    ),
}

_NO_STANDING = Answer(
    tone=Tone.NEUTRAL,
    label=Text("Tidak dapat dijawab", "Cannot be answered"),
    meaning=Text(
        "Status hukum hanya diketahui untuk naskah yang kami terbitkan.",
        "The legal standing is known only for papers that we issued.",
    ),
)

_DISTRUSTED = frozenset({Finding.ALTERED, Finding.NOT_PROVEN})


def genuineness(report: Report) -> Answer:
    """The first answer: is the paper genuine?"""
    return _GENUINE[report.finding]


def legal_standing(report: Report) -> Answer:
    """The second answer: is the paper in force today?

    The standing of the genuine paper never lends its colour to a file that is not that paper.
    """
    if report.standing is None:
        return _NO_STANDING
    tone, meaning = _STANDING[report.standing]
    label = Text(*STANDING_LABELS[report.standing])
    if report.finding in _DISTRUSTED:
        return Answer(
            tone=Tone.NEUTRAL,
            label=label,
            meaning=Text(
                "Ini status naskah aslinya, bukan status berkas Anda.",
                "This is the standing of the genuine paper, not of your file.",
            ),
        )
    return Answer(tone=tone, label=label, meaning=_since(meaning, report))


def _since(meaning: Text, report: Report) -> Text:
    """Only what is in force says since when; of other standings the report does not give the day."""
    if report.standing is not Standing.IN_FORCE or report.standing_since is None:
        return meaning
    first = day(report.standing_since)
    return Text(f"{meaning.id} Berlaku sejak {first.id}.", f"{meaning.en} In force since {first.en}.")


def headline(report: Report) -> Text:
    """Both answers in one line, for those who read only one."""
    if report.finding is Finding.GENUINE and report.standing is not None:
        return _GENUINE_AND[report.standing]
    return _HEADLINES[report.finding]


_HEADLINES: dict[Finding, Text] = {
    Finding.GENUINE: Text("Berkas ini asli", "This file is genuine"),
    Finding.NOT_SHOWN: Text("Naskah ini tercatat pada kami", "This paper is on our record"),
    Finding.NOT_PROVEN: Text("Keaslian tidak terbukti", "Not proven to be genuine"),
    Finding.ALTERED: Text("Berkas ini tidak asli", "This file is not genuine"),
    Finding.NOT_OURS: Text("Berkas ini bukan dari kami", "This file is not from us"),
    Finding.UNKNOWN: Text("Naskah tidak ditemukan", "No such paper"),
}

_GENUINE_AND: dict[Standing, Text] = {
    Standing.IN_FORCE: Text("Asli dan berlaku", "Genuine and in force"),
    Standing.PENDING: Text("Asli, tetapi belum berlaku", "Genuine, but not yet in force"),
    Standing.BREACHED: Text("Asli, tetapi pelanggaran ditetapkan", "Genuine, but a breach is confirmed"),
    Standing.SUPERSEDED: Text("Asli, tetapi sudah digantikan", "Genuine, but superseded"),
    Standing.EXPIRED: Text("Asli, tetapi sudah berakhir", "Genuine, but expired"),
    Standing.TERMINATED: Text("Asli, tetapi sudah dihentikan", "Genuine, but terminated"),
    Standing.VOID: Text("Asli, tetapi batal", "Genuine, but void"),
}
