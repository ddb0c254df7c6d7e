"""The one sentence that a verification says first, in Indonesian and English."""

from collections.abc import Sequence
from enum import StrEnum

from domain.standings import STANDING_LABELS, LegalStanding, RevokedStandard, Standing
from domain.verification import FileOrigin


def message_of(
    *, origin: FileOrigin, genuine: bool | None, standing: LegalStanding | None, stored_holds: bool = False
) -> tuple[str, str]:
    """The verdict in words: genuineness first, then the legal standing; they are two different things.

    *Shape*: `stored_holds` says, where no file was shown, that our own stored paper passed every check.
    """
    if standing is None:
        return _not_ours(origin)
    label_id, label_en = _in_words(standing)
    if genuine:
        return f"Asli. Status hukum: {label_id}.", f"Genuine. Legal standing: {label_en}."
    if genuine is None:
        stored_id, stored_en = _STORED[stored_holds]
        return (
            f"Kode ini milik naskah kami. {stored_id} Status hukum: {label_id}. "
            "Unggah berkas Anda untuk memeriksa keasliannya.",
            f"This code belongs to a paper of ours. {stored_en} Legal standing: {label_en}. "
            "Upload your file to check that it is genuine.",
        )
    if origin is FileOrigin.ISSUED_BY_US:
        return (
            f"TIDAK TERBUKTI: byte berkas ini kami terbitkan, tetapi satu pemeriksaan belum lulus. Status hukum: {label_id}.",
            f"NOT PROVEN: we issued these very bytes, but one check did not pass. Legal standing: {label_en}.",
        )
    return (
        f"TIDAK ASLI: berkas berbeda dari yang kami terbitkan. Status hukum naskah aslinya: {label_id}.",
        f"NOT GENUINE: the file differs from what we issued. Legal standing of the genuine paper: {label_en}.",
    )


_STORED = {
    True: ("Tanda tangan pada naskah yang kami simpan sah.", "The signatures on the paper that we keep are valid."),
    False: (
        "Naskah yang kami simpan belum lulus setiap pemeriksaan.",
        "The paper that we keep has not passed every check.",
    ),
}
"""What is said of our own stored paper where no file was shown."""


class CredentialProblem(StrEnum):
    """Why the text of a QR code leads to no certificate."""

    UNREADABLE = "UNREADABLE"
    FORGED = "FORGED"
    UNPROVEN = "UNPROVEN"
    NOT_ISSUED = "NOT_ISSUED"


CREDENTIAL_PROBLEMS: dict[CredentialProblem, tuple[str, str]] = {
    CredentialProblem.UNREADABLE: (
        "Teks ini bukan kredensial yang utuh. Pindai ulang kode QR kedua sertifikat, lalu tempel seluruh isinya.",
        "This text is no whole credential. Scan the certificate's second QR code again, and paste all of it.",
    ),
    CredentialProblem.FORGED: (
        "BUKAN KREDENSIAL LKPP: tidak ada kunci kami yang menandatanganinya. Jangan terima sertifikat itu.",
        "NOT A CREDENTIAL OF LKPP: no key of ours signed it. Do not accept that certificate.",
    ),
    CredentialProblem.UNPROVEN: (
        "Kredensial ini TIDAK TERBUKTI: daftar pencabutan tidak ada atau terlalu lama. Periksa lagi beberapa saat lagi.",
        "This credential is NOT PROVEN: a revocation list is missing or too old. Check again in a while.",
    ),
    CredentialProblem.NOT_ISSUED: (
        "Kredensial ini dari kami, tetapi tidak ada sertifikat terbit dengan isinya. Jangan terima sertifikat itu.",
        "This credential is ours, but no certificate was issued that says so. Do not accept that certificate.",
    ),
}

_WITHOUT_A_DAY = frozenset({Standing.IN_FORCE, Standing.PENDING, Standing.WITHHELD, Standing.VOID})


def _in_words(found: LegalStanding) -> tuple[str, str]:
    """The standing, and where it is no longer simply in force: since when, by which paper, which standards, and of which of
    them the revocation is objected to.
    """
    label_id, label_en = STANDING_LABELS[found.standing]
    if found.standing in _WITHOUT_A_DAY or found.since is None:
        return label_id, label_en
    by_id, by_en = (f" oleh {found.by}", f" by {found.by}") if found.by else ("", "")
    named = _named(found.revoked)
    objected = _named([each for each in found.revoked if each.under_objection])
    objection_id, objection_en = (
        (f", dalam keberatan{objected}", f", under objection{objected}") if objected else ("", "")
    )
    return (
        f"{label_id} sejak {found.since.isoformat()}{by_id}{named}{objection_id}",
        f"{label_en} since {found.since.isoformat()}{by_en}{named}{objection_en}",
    )


def _named(revoked: Sequence[RevokedStandard]) -> str:
    """The revoked standards by their codes, the same in both languages. *Shape*: empty where there are none."""
    return f" ({', '.join(each.standard.value for each in revoked)})" if revoked else ""


def _not_ours(origin: FileOrigin) -> tuple[str, str]:
    match origin:
        case FileOrigin.NO_FILE:
            return (
                "Tidak ada naskah terbit dengan kode atau SHA-256 ini.",
                "No issued paper has this code or SHA-256.",
            )
        case FileOrigin.NOT_AS_ISSUED:
            return (
                "TIDAK ASLI: berkas ditandatangani pejabat kami, tetapi bukan seperti yang kami terbitkan.",
                "NOT GENUINE: the file bears a signature of ours, but is not as we issued it.",
            )
        case _:
            return (
                "BUKAN NASKAH KAMI: berkas ini tidak kami terbitkan, atau telah diubah. Laporan tanda tangannya di bawah.",
                "NOT OURS: this file was not issued by us, or has been altered. The report on its signatures is below.",
            )
