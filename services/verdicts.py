"""The one sentence that a verification says first, in Indonesian and English."""

from domain.standings import STANDING_LABELS, Standing
from domain.verification import FileOrigin


def message_of(*, origin: FileOrigin, genuine: bool | None, standing: Standing | None) -> tuple[str, str]:
    """The verdict in words: genuineness first, then the legal standing; they are two different things."""
    if standing is None:
        return _not_ours(origin)
    label_id, label_en = STANDING_LABELS[standing]
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
