"""The two answers of a verification in words and tone: is it genuine, and is it in force; never mixed into one."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.standings import STANDING_LABELS, Standing
from portal.dates import day
from portal.languages import Text
from portal.reports import Finding, Report, standard_name


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
    Standing.UNDER_OBJECTION: (
        Tone.CAUTION,
        Text(
            "Naskah ini berlaku; keberatan atasnya sedang diperiksa.",
            "This paper is in force; an objection to it is being examined.",
        ),
    ),
    Standing.SUSPENDED: (
        Tone.CAUTION,
        Text(
            "Keberatan atas naskah ini menangguhkannya sampai diputus.",
            "An objection suspends this paper until it is decided.",
        ),
    ),
    Standing.CONCLUDED: (
        Tone.NEUTRAL,
        Text("Yang diminta naskah ini telah selesai.", "What this paper asked for is done with."),
    ),
    Standing.CHANGED: (
        Tone.BAD,
        Text("Isi naskah ini telah diubah.", "What this paper says has been changed."),
    ),
    Standing.WITHHELD: (
        Tone.NEUTRAL,
        Text(
            "Status naskah seperti ini hanya diberitahukan kepada yang berhak.",
            "The standing of such a paper is told only to those entitled to it.",
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
        Text("Naskah ini telah dibatalkan.", "This paper has been annulled."),
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
    """With the day since which it is so, the number of the paper that made it so, and the standards that are revoked."""
    if report.standing_since is None:
        return meaning
    first, by = day(report.standing_since), report.standing_by
    begun = ("Berlaku sejak", "In force since") if report.standing is Standing.IN_FORCE else ("Sejak", "Since")
    told = Text(
        f"{meaning.id} {begun[0]} {first.id}{f', dengan naskah nomor {by}' if by else ''}.",
        f"{meaning.en} {begun[1]} {first.en}{f', by the paper numbered {by}' if by else ''}.",
    )
    return Text(" ".join([told.id, *_revoked(report, "id")]), " ".join([told.en, *_revoked(report, "en")]))


def _revoked(report: Report, language: str) -> Iterator[str]:
    for each in report.revoked_standards:
        name = getattr(standard_name(each.standard), language)
        since = getattr(day(each.since), language) if each.since else "-"
        verb = ("dicabut", "dengan keputusan nomor") if language == "id" else ("revoked on", "by the decision numbered")
        objection = ("keberatan atasnya sedang diperiksa", "an objection to it is being examined")[language == "en"]
        by = f", {verb[1]} {each.decision}" if each.decision else ""
        yield f"{name}: {verb[0]} {since}{by}{f'; {objection}' if each.under_objection else ''}."


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
    Standing.UNDER_OBJECTION: Text("Asli dan berlaku, dalam keberatan", "Genuine and in force, under objection"),
    Standing.SUSPENDED: Text("Asli, tetapi ditangguhkan", "Genuine, but suspended"),
    Standing.CONCLUDED: Text("Asli; yang diminta telah selesai", "Genuine; what it asked for is done with"),
    Standing.CHANGED: Text("Asli, tetapi sudah diubah", "Genuine, but changed"),
    Standing.PARTLY_REVOKED: Text("Asli, tetapi dicabut sebagian", "Genuine, but partly revoked"),
    Standing.REVOKED: Text("Asli, tetapi sudah dicabut", "Genuine, but revoked"),
    Standing.ANNULLED: Text("Asli, tetapi sudah dibatalkan", "Genuine, but annulled"),
    Standing.WITHHELD: Text("Berkas ini asli", "This file is genuine"),
}
