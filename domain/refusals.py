"""Refusals: why an act was not done, as data; the words of each reason in Indonesian and English stand only here."""

from dataclasses import dataclass, field
from enum import StrEnum


class RefusalCode(StrEnum):
    """The stable code of each reason. Clients decide by it; it never changes its meaning."""

    NOT_FOUND = "NOT_FOUND"
    NOT_PERMITTED = "NOT_PERMITTED"
    WRONG_STATE = "WRONG_STATE"
    CONFLICT = "CONFLICT"
    INVALID_INPUT = "INVALID_INPUT"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    INSTITUTION_INACTIVE = "INSTITUTION_INACTIVE"
    ATTACHMENT_MISSING = "ATTACHMENT_MISSING"
    EVIDENCE_NOT_CONFIRMED = "EVIDENCE_NOT_CONFIRMED"
    EVIDENCE_REJECTED = "EVIDENCE_REJECTED"
    SEPARATE_UNIT_NOT_ALLOWED = "SEPARATE_UNIT_NOT_ALLOWED"
    SUBMITTER_NOT_AUTHORISED = "SUBMITTER_NOT_AUTHORISED"
    CONFLICT_OF_INTEREST = "CONFLICT_OF_INTEREST"
    NOT_ASSIGNED = "NOT_ASSIGNED"
    NOTHING_INCOMPLETE = "NOTHING_INCOMPLETE"
    ITEMS_INCOMPLETE = "ITEMS_INCOMPLETE"
    ITEM_NOT_ANSWERED = "ITEM_NOT_ANSWERED"
    NOT_CONFIGURED = "NOT_CONFIGURED"
    TOO_EARLY = "TOO_EARLY"
    SLA_NOT_IN_FORCE = "SLA_NOT_IN_FORCE"
    CHECKLIST_NOT_PASSED = "CHECKLIST_NOT_PASSED"
    ALREADY_GIVEN = "ALREADY_GIVEN"
    TERMS_MISSING = "TERMS_MISSING"
    DIGEST_MISMATCH = "DIGEST_MISMATCH"
    NOT_THE_SIGNATORY = "NOT_THE_SIGNATORY"
    SEPARATION_OF_DUTIES = "SEPARATION_OF_DUTIES"
    PAPER_NOT_READY = "PAPER_NOT_READY"
    SIGNING_IN_PROGRESS = "SIGNING_IN_PROGRESS"
    FIRST_SIGNATURE_NOT_VALID = "FIRST_SIGNATURE_NOT_VALID"
    PASSPHRASE_REFUSED = "PASSPHRASE_REFUSED"  # noqa: S105 (a code, not a secret)
    KEY_NOT_USABLE = "KEY_NOT_USABLE"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"
    CASE_STILL_OPEN = "CASE_STILL_OPEN"
    PERSON_UNKNOWN = "PERSON_UNKNOWN"


@dataclass(frozen=True)
class Wording:
    """The words of one reason: what is wrong, and what would have to be true, each in both languages, with `{slots}`."""

    wrong_id: str
    wrong_en: str
    needed_id: str
    needed_en: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why an act was not done. Nothing else of the act remains.

    *Shape*: `message_*` says what is wrong and what to do; `required_*` what would have to be true; `clause` is the
    decree's clause id or `HOUSE` for a rule of our own; `subject` names the thing or input field concerned.
    """

    code: RefusalCode
    message_id: str
    message_en: str
    required_id: str
    required_en: str
    clause: str
    subject: str = ""
    slots: dict[str, str] = field(default_factory=dict, compare=False)


HOUSE = "HOUSE"
"""The pseudo-clause of a rule that the decree does not hold."""


def refuse(code: RefusalCode, *, clause: str = HOUSE, subject: str = "", **slots: str) -> Refusal:
    """The refusal `code` with its wording filled in. *Raises*: `KeyError` where the wording names a slot not given."""
    wording = WORDINGS[code]
    return Refusal(
        code=code,
        message_id=wording.wrong_id.format(**slots),
        message_en=wording.wrong_en.format(**slots),
        required_id=wording.needed_id.format(**slots),
        required_en=wording.needed_en.format(**slots),
        clause=clause,
        subject=subject,
        slots=dict(slots),
    )


WORDINGS: dict[RefusalCode, Wording] = {
    RefusalCode.NOT_FOUND: Wording(
        "{what} tidak ditemukan.",
        "{what} was not found.",
        "Pengenal harus menunjuk data yang ada dan boleh Anda lihat.",
        "The id must name something that exists and that you may see.",
    ),
    RefusalCode.NOT_PERMITTED: Wording(
        "Peran Anda tidak berwenang melakukan “{verb}”.",
        "Your role may not do “{verb}”.",
        "Tindakan ini hanya untuk: {roles}.",
        "Only these roles may do this: {roles}.",
    ),
    RefusalCode.WRONG_STATE: Wording(
        "“{verb}” tidak dapat dilakukan dalam keadaan {state}.",
        "“{verb}” cannot be done in the state {state}.",
        "Keadaan harus salah satu dari: {sources}.",
        "The state must be one of: {sources}.",
    ),
    RefusalCode.CONFLICT: Wording(
        "Data telah berubah: versi Anda {expected}, versi sekarang {actual}.",
        "The record has changed: your version is {expected}, the present one is {actual}.",
        "Muat ulang data, periksa perubahannya, lalu ulangi dengan versi sekarang.",
        "Load the record again, look at what changed, and repeat with the present version.",
    ),
    RefusalCode.INVALID_INPUT: Wording(
        "Isian tidak sah: {problem_id}",
        "The input is not valid: {problem_en}",
        "Perbaiki isian “{field}” lalu kirim lagi.",
        "Correct the field “{field}” and send it again.",
    ),
    RefusalCode.IDEMPOTENCY_KEY_REUSED: Wording(
        "Kunci idempotensi ini sudah dipakai untuk tindakan lain.",
        "This idempotency key was already used for another act.",
        "Pakai kunci baru untuk tindakan baru; kunci lama hanya mengulang tindakan yang sama.",
        "Use a new key for a new act; a used key only repeats the same act.",
    ),
    RefusalCode.INSTITUTION_INACTIVE: Wording(
        "Instansi ini tidak aktif.",
        "This institution is not active.",
        "Instansi harus aktif dalam daftar instansi LKPP.",
        "The institution must be active in LKPP's register.",
    ),
    RefusalCode.ATTACHMENT_MISSING: Wording(
        "Lampiran wajib belum ada: {missing}.",
        "Required attachments are missing: {missing}.",
        "Setiap lampiran wajib harus diunggah dan dikonfirmasi.",
        "Each required attachment must be uploaded and confirmed.",
    ),
    RefusalCode.EVIDENCE_NOT_CONFIRMED: Wording(
        "Berkas {evidence} belum dikonfirmasi atau bukan milik instansi ini.",
        "The file {evidence} is not confirmed, or does not belong to this institution.",
        "Unggah berkas, lalu konfirmasi ukuran dan SHA-256-nya.",
        "Upload the file, then confirm its size and SHA-256.",
    ),
    RefusalCode.EVIDENCE_REJECTED: Wording(
        "Berkas ditolak: {problem_id}",
        "The file was rejected: {problem_en}",
        "Unggah berkas yang benar melalui unggahan baru.",
        "Upload a correct file by a new upload.",
    ),
    RefusalCode.SEPARATE_UNIT_NOT_ALLOWED: Wording(
        "Unit kerja terpisah dari UKPBJ hanya berlaku sampai dengan 31 Desember 2023; tanggal pengajuan {today}.",
        "A unit separate from the UKPBJ was valid through 31 December 2023 only; the submission is dated {today}.",
        "Fungsi diselenggarakan di UKPBJ: ubah bentuk unit menjadi UKPBJ.",
        "The function must be run in the UKPBJ: change the unit form to UKPBJ.",
    ),
    RefusalCode.SUBMITTER_NOT_AUTHORISED: Wording(
        "Anda belum diberi kuasa oleh pimpinan instansi untuk mengajukan permohonan ini.",
        "The head of the institution has not authorised you to submit this application.",
        "Pimpinan mengajukan sendiri, atau memberi kuasa kepada Anda pada permohonan ini.",
        "The head submits it, or authorises you on this application.",
    ),
    RefusalCode.CONFLICT_OF_INTEREST: Wording(
        "{person} memiliki benturan kepentingan dengan instansi ini.",
        "{person} has a conflict of interest with this institution.",
        "Tunjuk orang lain tanpa hubungan dengan instansi ini.",
        "Name another person who has no tie with this institution.",
    ),
    RefusalCode.NOT_ASSIGNED: Wording(
        "Permohonan ini ditugaskan kepada pereviu lain.",
        "This application is assigned to another reviewer.",
        "Hanya pereviu yang ditugaskan yang dapat melakukannya.",
        "Only the assigned reviewer may do this.",
    ),
    RefusalCode.NOTHING_INCOMPLETE: Wording(
        "Tidak ada butir yang dinyatakan belum lengkap.",
        "No item is stated as incomplete.",
        "Sebutkan paling sedikit satu butir yang belum lengkap beserta alasannya.",
        "Name at least one incomplete item with its reason.",
    ),
    RefusalCode.ITEMS_INCOMPLETE: Wording(
        "Butir berikut belum diperiksa atau belum lengkap: {missing}.",
        "These items are not checked or not complete: {missing}.",
        "Semua butir reviu harus lengkap sebelum permohonan dinyatakan lengkap.",
        "All review items must be complete before the application is declared complete.",
    ),
    RefusalCode.ITEM_NOT_ANSWERED: Wording(
        "Butir permintaan kelengkapan belum dijawab: {missing}.",
        "These items of the completion request are not answered: {missing}.",
        "Jawab setiap butir yang diminta.",
        "Answer each item that was asked for.",
    ),
    RefusalCode.NOT_CONFIGURED: Wording(
        "Tindakan ini tidak diaktifkan: {key}.",
        "This act is switched off: {key}.",
        "Konfigurasi LKPP harus mengaktifkannya; Keputusan 152/2022 sendiri tidak mengaturnya.",
        "LKPP's configuration must switch it on; the decree itself does not provide for it.",
    ),
    RefusalCode.TOO_EARLY: Wording(
        "Belum dapat dilakukan sebelum {day}.",
        "This cannot be done before {day}.",
        "Tunggu sampai batas waktu internal lewat.",
        "Wait until the internal time limit has passed.",
    ),
    RefusalCode.SLA_NOT_IN_FORCE: Wording(
        "Kesepakatan tingkat layanan belum berlaku (keadaan: {state}).",
        "The service-level agreement is not in force (state: {state}).",
        "Kedua pihak harus menandatangani kesepakatan tingkat layanan lebih dahulu.",
        "Both parties must sign the service-level agreement first.",
    ),
    RefusalCode.CHECKLIST_NOT_PASSED: Wording(
        "Butir daftar periksa instalasi belum lulus: {missing}.",
        "These items of the installation checklist have not passed: {missing}.",
        "Semua butir daftar periksa harus lulus.",
        "All items of the checklist must pass.",
    ),
    RefusalCode.ALREADY_GIVEN: Wording(
        "Pihak Anda sudah memberikannya.",
        "Your side has already given this.",
        "Sekarang giliran pihak lain.",
        "It is now the other side's turn.",
    ),
    RefusalCode.TERMS_MISSING: Wording(
        "Kesepakatan ini belum memuat ketentuan yang diusulkan.",
        "This agreement holds no proposed terms yet.",
        "Pereviu mengusulkan ketentuan lebih dahulu.",
        "The reviewer proposes the terms first.",
    ),
    RefusalCode.DIGEST_MISMATCH: Wording(
        "SHA-256 yang Anda sebut bukan milik naskah yang sekarang.",
        "The SHA-256 that you name is not that of the present text.",
        "Buka naskah yang sekarang, baca, lalu sebut SHA-256-nya.",
        "Open the present text, read it, and name its SHA-256.",
    ),
    RefusalCode.NOT_THE_SIGNATORY: Wording(
        "Anda bukan penanda tangan naskah ini.",
        "You are not the signatory of this paper.",
        "Penanda tangan: {signatory}.",
        "The signatory is: {signatory}.",
    ),
    RefusalCode.SEPARATION_OF_DUTIES: Wording(
        "Anda menyusun atau mereviu naskah ini, jadi Anda tidak dapat menandatanganinya.",
        "You drafted or reviewed this paper, and so you cannot sign it.",
        "Orang lain yang memegang jabatan itu harus menandatanganinya.",
        "Another person who holds the office must sign it.",
    ),
    RefusalCode.PAPER_NOT_READY: Wording(
        "Naskah belum siap ditandatangani (keadaan: {state}).",
        "The paper is not ready to be signed (state: {state}).",
        "Tunggu sampai naskah selesai disiapkan.",
        "Wait until the paper is prepared.",
    ),
    RefusalCode.SIGNING_IN_PROGRESS: Wording(
        "Tanda tangan lain sedang dibubuhkan pada naskah ini.",
        "Another signature is being put on this paper.",
        "Muat ulang naskah beberapa detik lagi; bila masih perlu, tandatangani yang terbaru.",
        "Load the paper again in a few seconds; where it is still needed, sign what it then is.",
    ),
    RefusalCode.FIRST_SIGNATURE_NOT_VALID: Wording(
        "Tanda tangan pertama pada naskah ini tidak terverifikasi: {reason}.",
        "The first signature on this paper does not verify: {reason}.",
        "Kembalikan naskah ke tahap negosiasi dan tandatangani yang baru.",
        "Return the paper to negotiation and sign a new one.",
    ),
    RefusalCode.PASSPHRASE_REFUSED: Wording(
        "Frasa sandi kunci tanda tangan salah.",
        "The passphrase of the signing key is wrong.",
        "Masukkan frasa sandi kunci Anda sendiri. Tidak ada yang ditandatangani.",
        "Give the passphrase of your own key. Nothing was signed.",
    ),
    RefusalCode.KEY_NOT_USABLE: Wording(
        "Kunci tanda tangan Anda tidak dapat dipakai: {reason}.",
        "Your signing key cannot be used: {reason}.",
        "Mintalah kunci atau sertifikat yang berlaku kepada admin LKPP.",
        "Ask LKPP's admin for a key or certificate that is valid.",
    ),
    RefusalCode.SERVICE_UNAVAILABLE: Wording(
        "Layanan {service} sedang tidak dapat dijangkau.",
        "The service {service} cannot be reached at the moment.",
        "Ulangi beberapa saat lagi dengan kunci idempotensi yang sama: tindakan terjadi paling banyak sekali.",
        "Try again in a while with the same idempotency key: the act is done at most once.",
    ),
    RefusalCode.PERSON_UNKNOWN: Wording(
        "Belum terdaftar dalam data personel: {who}.",
        "Not registered among the personnel: {who}.",
        "Daftarkan orang itu beserta jabatannya lebih dahulu.",
        "Register that person with the office first.",
    ),
    RefusalCode.CASE_STILL_OPEN: Wording(
        "Kasus pembinaan atas pelanggaran ini belum ditutup.",
        "The sanction case of this breach is still open.",
        "Kasus harus ditutup lebih dahulu.",
        "That case must be closed first.",
    ),
}
