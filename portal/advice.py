"""What a visitor should do next, by what was found; advice, not law."""

from domain.standings import Standing
from portal.languages import Text
from portal.reports import Finding, Report

_KEEP_FILE = Text(
    "Simpan berkas PDF-nya. Hasil cetak, foto, atau pindaian tidak dapat diperiksa keasliannya.",
    "Keep the PDF file. A print, photograph or scan cannot be checked.",
)
_CHECK_AGAIN = Text(
    "Status dapat berubah. Periksa lagi pada hari naskah ini dipakai.",
    "The standing can change. Check again on the day when you rely on this paper.",
)
_COMPARE = Text(
    "Cocokkan nomor, tanggal, instansi, dan penanda tangan di bawah dengan naskah yang ada pada Anda. "
    "Jika satu saja berbeda, naskah Anda bukan naskah ini.",
    "Compare number, date, institution and signers below with the paper that you hold. "
    "If any of them differs, your paper is not this one.",
)
_COMPARE_LISTED = Text(
    "Cocokkan unit, setiap standar dengan tanggalnya, nomor, tanggal, instansi, dan penanda tangan di bawah dengan naskah yang "
    "ada pada Anda; paling pasti dengan PDF terbitan kami. Jika satu saja berbeda, naskah Anda bukan naskah ini.",
    "Compare the unit, each standard with its date, number, date, institution and signers below with the paper that you hold; "
    "the surest way is the PDF that we issued. If any of them differs, your paper is not this one.",
)
_ASK_FOR_FILE = Text(
    "Minta berkas PDF aslinya kepada yang menyerahkan naskah, lalu unggah di sini.",
    "Ask whoever gave you the paper for its PDF file, then upload it here.",
)
_ASK_FOR_CURRENT = Text(
    "Jangan dipakai sebagai dasar yang masih berlaku. Minta naskah yang berlaku kepada yang menyerahkannya.",
    "Do not rely on it as being in force. Ask whoever gave it to you for the paper that is.",
)
_NO_HARM_DONE = Text(
    "Berkas juga berubah bila digabung, dipecah, dikompres, dicetak ulang ke PDF, atau disunting. "
    "Mintalah berkas seperti saat diterbitkan.",
    "Merging, splitting, compressing, printing to PDF or editing also changes a file. "
    "Ask for the file as it was issued.",
)
_REPORT = Text(
    "Jika Anda menduga pemalsuan, simpan berkas ini dan laporkan kepada LKPP beserta cara Anda menerimanya.",
    "If you suspect forgery, keep this file and report it to LKPP, saying how you received it.",
)
_OTHER_ISSUER = Text(
    "Jika diterbitkan lembaga lain, periksa keasliannya pada lembaga itu.",
    "If another body issued it, check it with that body.",
)
_TRY_AGAIN = Text(
    "Lihat pemeriksaan yang tidak lulus di bawah, dan ulangi beberapa saat lagi.",
    "See below which check has not passed, and try again in a while.",
)
_WAIT = Text(
    "Jangan dipakai dahulu. Periksa lagi setelah tanggal mulai berlakunya.",
    "Do not rely on it yet. Check again once it has come into force.",
)
_ASK_LKPP = Text(
    "Tanyakan kelanjutannya kepada LKPP sebelum mengandalkan naskah ini.",
    "Ask LKPP what follows before you rely on this paper.",
)


def next_steps(report: Report) -> tuple[Text, ...]:
    """What to do, most important first. *Shape*: empty only where nothing was found: that page has words of its own."""
    match report.finding:
        case Finding.GENUINE:
            return _by_standing(report.standing)
        case Finding.NOT_SHOWN:
            listed = report.document is not None and bool(report.document.standards)
            return (_COMPARE_LISTED if listed else _COMPARE, _ASK_FOR_FILE)
        case Finding.NOT_PROVEN:
            return (_TRY_AGAIN, _REPORT)
        case Finding.ALTERED:
            return (_NO_HARM_DONE, _REPORT)
        case Finding.NOT_OURS:
            return (_OTHER_ISSUER, _NO_HARM_DONE, _REPORT)
        case Finding.UNKNOWN:
            return ()


def _by_standing(standing: Standing | None) -> tuple[Text, ...]:
    match standing:
        case Standing.IN_FORCE | Standing.CONCLUDED | None:
            return (_KEEP_FILE, _CHECK_AGAIN)
        case Standing.PENDING:
            return (_WAIT, _KEEP_FILE)
        case (
            Standing.BREACHED
            | Standing.PARTLY_REVOKED
            | Standing.UNDER_OBJECTION
            | Standing.SUSPENDED
            | Standing.WITHHELD
        ):
            return (_ASK_LKPP, _CHECK_AGAIN)
        case (
            Standing.SUPERSEDED
            | Standing.CHANGED
            | Standing.EXPIRED
            | Standing.TERMINATED
            | Standing.REVOKED
            | Standing.ANNULLED
            | Standing.VOID
        ):
            return (_ASK_FOR_CURRENT, _KEEP_FILE)
