"""The reasons that a signature report gives, in Indonesian and English; the only place of their wording."""

from collections.abc import Mapping
from types import MappingProxyType

from signing.report import Message, Problem

_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Problem.EMPTY: ("Berkas kosong.", "The file is empty."),
        Problem.NOT_A_PDF: (
            "Berkas ini bukan PDF. Unggah berkas PDF asli, bukan hasil konversi atau foto.",
            "This is not a PDF. Upload the original PDF, not a conversion or a photograph.",
        ),
        Problem.TRUNCATED: (
            "Berkas PDF terpotong. Unduh kembali dokumen aslinya.",
            "The PDF is cut off. Download the original again.",
        ),
        Problem.DAMAGED: ("Struktur berkas PDF rusak.", "The structure of the PDF is damaged."),
        Problem.ENCRYPTED: (
            "Berkas PDF terenkripsi sehingga tidak dapat diperiksa.",
            "The PDF is encrypted and cannot be examined.",
        ),
        Problem.TOO_LARGE: ("Berkas melebihi ukuran yang diperiksa.", "The file is larger than what is examined."),
        Problem.TOO_MANY_PAGES: ("Halaman PDF terlalu banyak.", "The PDF has too many pages."),
        Problem.TOO_MANY_SIGNATURES: ("Bidang tanda tangan terlalu banyak.", "There are too many signature fields."),
        Problem.TOO_MANY_REVISIONS: ("Revisi PDF terlalu banyak.", "The PDF has too many revisions."),
        Problem.HYBRID_XREF: (
            "PDF memuat dua daftar isi berkas yang dapat saling bertentangan.",
            "The PDF holds two cross-reference tables that may contradict each other.",
        ),
        Problem.TOO_COSTLY: (
            "Pemeriksaan dihentikan karena melampaui batas waktu atau memori.",
            "The examination was stopped at its limit of time or memory.",
        ),
        "HASH_FAILURE": (
            "Isi dokumen tidak sama dengan yang ditandatangani.",
            "The content is not what was signed.",
        ),
        "SIG_CRYPTO_FAILURE": (
            "Nilai tanda tangan tidak cocok dengan sertifikat.",
            "The signature value does not match the certificate.",
        ),
        "FORMAT_FAILURE": ("Bentuk tanda tangan tidak dapat dibaca.", "The signature cannot be read."),
        "REVOKED": (
            "Sertifikat penanda tangan sudah dicabut sebelum ditandatangani.",
            "The signer's certificate was revoked before the signature.",
        ),
        "REVOKED_NO_POE": (
            "Sertifikat penanda tangan sudah dicabut, dan tidak terbukti bahwa tanda tangan dibuat sebelumnya.",
            "The signer's certificate is revoked, and nothing proves that the signature is older.",
        ),
        "NOT_YET_VALID": (
            "Sertifikat penanda tangan belum berlaku saat ditandatangani.",
            "The signer's certificate was not yet valid at the time of signing.",
        ),
        "EXPIRED": (
            "Sertifikat penanda tangan sudah kedaluwarsa saat ditandatangani.",
            "The signer's certificate was expired at the time of signing.",
        ),
        "OUT_OF_BOUNDS_NO_POE": (
            "Sertifikat di luar masa berlakunya, dan waktu tanda tangan tidak terbukti.",
            "The certificate is out of its validity, and the time of the signature is not proven.",
        ),
        "NO_CERTIFICATE_CHAIN_FOUND": (
            "Sertifikat penanda tangan tidak berinduk pada otoritas yang dipercaya.",
            "The signer's certificate does not lead to a trusted authority.",
        ),
        "TRY_LATER": (
            "Informasi pencabutan sertifikat tidak tersedia atau sudah usang.",
            "Revocation information is missing or out of date.",
        ),
        "UNTRUSTED": (
            "Sertifikat atau stempel waktu tidak dapat dipastikan.",
            "The certificate or its time stamp could not be established.",
        ),
        "TIME_IN_FUTURE": ("Stempel waktu berada di masa depan.", "The time stamp lies in the future."),
        "NOT_EXAMINED": (
            "Tidak diperiksa karena tanda tangan tidak utuh.",
            "Not examined, as the signature is not intact.",
        ),
        "BYTE_RANGE": (
            "Bagian berkas yang dicakup tanda tangan tidak wajar.",
            "The signature covers the file in an irregular way.",
        ),
        "CMS_SHAPE": (
            "Wadah tanda tangan memuat isi atau penanda tangan tambahan.",
            "The signature container holds other content or further signers.",
        ),
        "MODIFIED": (
            "Dokumen diubah setelah ditandatangani dengan cara yang tidak diizinkan.",
            "The document was changed after the signature in a way that is not permitted.",
        ),
        "CHECK_FAILED": ("Pemeriksaan gagal.", "The check failed."),
    }
)


def message(code: str, *, detail: str = "") -> Message:
    """The message of this code; an unknown code gets the wording of `UNTRUSTED`. `detail` is added to both languages."""
    indonesian, english = _TEXTS.get(code, _TEXTS["UNTRUSTED"])
    suffix = f" ({detail})" if detail else ""
    return Message(code=str(code), id=indonesian + suffix, en=english + suffix)
