"""The marks that papers bear in their header, and the sentence that test papers must never bear."""

DEVELOPMENT_MARK = "TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM"
DRAFT_MARK = "KONSEP - BUKAN NASKAH YANG BERLAKU"
BSRE_WORDS = "Balai Sertifikasi Elektronik"
