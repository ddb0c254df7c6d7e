"""The marks that papers bear in their header, and the sentence about BSrE in their footer, which test papers never bear."""

DEVELOPMENT_MARK = "TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM"
DRAFT_MARK = "KONSEP - BUKAN NASKAH YANG BERLAKU"
BSRE_WORDS = "Balai Sertifikasi Elektronik"
BSRE_SENTENCE = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh "
    f"{BSRE_WORDS} (BSrE), BSSN"
)
"""The sentence that papers signed by BSrE's certificates usually bear. *Source*: usage; no clause of the decree asks for it."""
