"""The one sentence that a verification says first, in Indonesian and English."""

from collections.abc import Sequence

from domain.standings import STANDING_LABELS, LegalStanding, RevokedStandard, Standing
from domain.verification import FileOrigin


def message_of(*, origin: FileOrigin, genuine: bool | None, standing: LegalStanding | None) -> tuple[str, str]:
    """The verdict in words: genuineness first, then the legal standing; they are two different things."""
    if standing is None:
        return _not_ours(origin)
    label_id, label_en = _in_words(standing)
    if genuine:
        return f"Asli. Status hukum: {label_id}.", f"Genuine. Legal standing: {label_en}."
    if genuine is None:
        return (
            f"Kode ini milik naskah kami. Status hukum: {label_id}. Unggah berkas Anda untuk memeriksa keasliannya.",
            f"This code belongs to a paper of ours. Legal standing: {label_en}. Upload your file to check that it is genuine.",
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


_WITHOUT_A_DAY = frozenset({Standing.IN_FORCE, Standing.PENDING, Standing.WITHHELD, Standing.VOID})


def _in_words(found: LegalStanding) -> tuple[str, str]:
    """The standing, and where it is no longer simply in force: since when, by which paper, which standards."""
    label_id, label_en = STANDING_LABELS[found.standing]
    if found.standing in _WITHOUT_A_DAY or found.since is None:
        return label_id, label_en
    by_id, by_en = (f" oleh {found.by}", f" by {found.by}") if found.by else ("", "")
    named = _named(found.revoked)
    return (
        f"{label_id} sejak {found.since.isoformat()}{by_id}{named}",
        f"{label_en} since {found.since.isoformat()}{by_en}{named}",
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
