"""The words of a check without network, in Indonesian and English; what was found is decided in `offline`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.clock import JAKARTA
from domain.credentials import StatusEntry, StatusType
from domain.verification import CheckResult


class OfflineCheckId(StrEnum):
    """The numbered checks without network."""

    REGISTERED = "REGISTERED"
    SIGNATURES = "SIGNATURES"
    CREDENTIAL = "CREDENTIAL"
    AGREEMENT = "AGREEMENT"
    STATUS = "STATUS"
    COMPARED = "COMPARED"


@dataclass(frozen=True, kw_only=True)
class OfflineCheck:
    """One check. *Shape*: `number` from 1; `finding` is a stable code; the evidence is a sentence in each language."""

    number: int
    id: OfflineCheckId
    result: CheckResult
    finding: str
    evidence_id: str
    evidence_en: str


_NUMBERS = {check: number for number, check in enumerate(OfflineCheckId, start=1)}

_WORDS: dict[tuple[OfflineCheckId, str], tuple[str, str]] = {
    (OfflineCheckId.REGISTERED, "AS_ISSUED"): (
        "Byte berkas ini tercatat dalam daftar terbitan.",
        "These very bytes are in the register of issued papers.",
    ),
    (OfflineCheckId.REGISTERED, "ARCHIVED"): (
        "Berkas ini terbitan kami, ditambah penanda waktu arsip saja.",
        "This is an issued paper, extended by archive time stamps only.",
    ),
    (OfflineCheckId.REGISTERED, "UNPROVEN"): (
        "Berkas ini terbitan kami, ditambah penanda waktu yang tidak terbukti lagi.",
        "This is an issued paper, extended by time stamps that are not proven any more.",
    ),
    (OfflineCheckId.REGISTERED, "ALTERED"): (
        "Sertifikat ini terbit dengan byte yang berbeda.",
        "This certificate was issued with other bytes.",
    ),
    (OfflineCheckId.REGISTERED, "UNKNOWN"): (
        "Tidak ada terbitan seperti ini dalam daftar.",
        "The register holds no such paper.",
    ),
    (OfflineCheckId.REGISTERED, "NEWER"): (
        "Sertifikat ini lebih baru daripada berkas luring: unduh yang terbaru.",
        "This certificate is newer than the bundle: fetch the newest.",
    ),
    (OfflineCheckId.REGISTERED, "UNSOUND"): (
        "Daftar terbitan dalam berkas luring tidak dapat dipercaya.",
        "The register of the bundle cannot be trusted.",
    ),
    (OfflineCheckId.SIGNATURES, "HOLD"): ("Setiap tanda tangan sah.", "Every signature holds."),
    (OfflineCheckId.SIGNATURES, "BROKEN"): ("Ada tanda tangan yang tidak sah.", "A signature does not hold."),
    (OfflineCheckId.SIGNATURES, "UNPROVEN"): (
        "Tanda tangan utuh, tetapi tidak terbukti dengan daftar pencabutan yang ada.",
        "The signatures are whole, but not proven by the revocation lists at hand.",
    ),
    (OfflineCheckId.SIGNATURES, "OTHER_ROOT"): (
        "Ada tanda tangan yang hanya sah di bawah akar yang tidak Anda bandingkan: peroleh akar yang baru (--root).",
        "A signature holds only below a root that you have not compared: get the new root (--root).",
    ),
    (OfflineCheckId.SIGNATURES, "NONE"): ("Berkas ini tidak bertanda tangan.", "This file bears no signature."),
    (OfflineCheckId.CREDENTIAL, "SIGNED"): (
        "Kredensial ditandatangani kunci kredensial berkas luring.",
        "The credential is signed by a credential key of the bundle.",
    ),
    (OfflineCheckId.CREDENTIAL, "FORGED"): (
        "Kredensial tidak ditandatangani kunci yang dipercaya.",
        "No trusted key signed the credential.",
    ),
    (OfflineCheckId.CREDENTIAL, "UNPROVEN"): (
        "Daftar pencabutan tidak ada atau terlalu lama: tidak diketahui apakah kunci kredensial ini sudah dicabut.",
        "A revocation list is missing or too old: whether the key of this credential is revoked is not known.",
    ),
    (OfflineCheckId.CREDENTIAL, "OTHER_ROOT"): (
        "Kunci kredensial hanya disahkan akar yang tidak Anda bandingkan: peroleh akar yang baru (--root).",
        "Only a root that you have not compared vouches for the credential's key: get the new root (--root).",
    ),
    (OfflineCheckId.CREDENTIAL, "UNREADABLE"): (
        "Teks ini bukan kredensial yang utuh.",
        "This text is no whole credential.",
    ),
    (OfflineCheckId.CREDENTIAL, "ABSENT"): (
        "Berkas ini tidak membawa kredensial: periksa di laman verifikasi.",
        "This file carries no credential: verify it online.",
    ),
    (OfflineCheckId.AGREEMENT, "SAME"): (
        "Data di dalam berkas sama dengan kredensial.",
        "The facts in the file are those of the credential.",
    ),
    (OfflineCheckId.AGREEMENT, "DIFFERS"): (
        "Data di dalam berkas berbeda dari kredensial.",
        "The facts in the file differ from the credential.",
    ),
    (OfflineCheckId.AGREEMENT, "NO_CREDENTIAL"): (
        "Tidak ada kredensial untuk dibandingkan.",
        "There is no credential to compare with.",
    ),
    (OfflineCheckId.STATUS, "FRESH"): ("Daftar status masih berlaku.", "The status list is fresh."),
    (OfflineCheckId.STATUS, "STALE"): (
        "Daftar status sudah kedaluwarsa: unduh yang terbaru.",
        "The status list is out of date: fetch the newest.",
    ),
    (OfflineCheckId.STATUS, "UNPROVEN"): (
        "Daftar pencabutan tidak ada atau lebih lama daripada daftar status: tidak diketahui apakah kuncinya sudah dicabut.",
        "A revocation list is missing or older than the status list allows: whether its key is revoked is not known.",
    ),
    (OfflineCheckId.STATUS, "OTHER_ROOT"): (
        "Daftar status hanya disahkan akar yang tidak Anda bandingkan: peroleh akar yang baru (--root).",
        "Only a root that you have not compared vouches for the status list: get the new root (--root).",
    ),
    (OfflineCheckId.STATUS, "FROM_THE_FUTURE"): (
        "Daftar status bertanggal di masa depan: periksa jam Anda.",
        "The status list is from the future: check your clock.",
    ),
    (OfflineCheckId.STATUS, "UNSOUND"): (
        "Daftar status tidak dapat dipercaya.",
        "The status list cannot be trusted.",
    ),
    (OfflineCheckId.COMPARED, "BOTH"): (
        "Akar dan kunci kredensial sama dengan yang Anda peroleh sendiri.",
        "Root and credential keys are those that you got elsewhere.",
    ),
    (OfflineCheckId.COMPARED, "ROOT_ONLY"): (
        "Kunci kredensial tidak dibandingkan: akar yang sama juga mengesahkan pihak lain (--log-key atau --key).",
        "Credential keys not compared: the same root vouches for others, too (--log-key or --key).",
    ),
    (OfflineCheckId.COMPARED, "KEYS_ONLY"): (
        "Akar tidak dibandingkan (--root).",
        "Root not compared (--root).",
    ),
    (OfflineCheckId.COMPARED, "NEITHER"): (
        "Akar dan kunci kredensial tidak dibandingkan: siapa pun dapat membuat berkas luring (--root dan --log-key).",
        "Root and credential keys not compared: anybody can make a bundle (--root and --log-key).",
    ),
}

STATUS_LABELS: dict[StatusType, tuple[str, str]] = {
    StatusType.VALID: ("Berlaku", "In force"),
    StatusType.INVALID: ("Dicabut", "Revoked"),
    StatusType.SUSPENDED: ("Ditangguhkan", "Suspended"),
    StatusType.PARTLY_REVOKED: ("Dicabut sebagian", "Partly revoked"),
    StatusType.SUPERSEDED: ("Digantikan", "Superseded"),
    StatusType.EXPIRED: ("Berakhir", "Expired"),
    StatusType.NOT_ISSUED: ("Belum pernah diterbitkan", "Never issued"),
}


def word(check: OfflineCheckId, result: CheckResult, finding: str) -> OfflineCheck:
    """A check with its number and its words."""
    evidence_id, evidence_en = _WORDS[check, finding]
    return OfflineCheck(
        number=_NUMBERS[check],
        id=check,
        result=result,
        finding=finding,
        evidence_id=evidence_id,
        evidence_en=evidence_en,
    )


def message_of(
    *,
    genuine: bool | None,
    has_file: bool,
    has_credential: bool,
    is_forged: bool,
    is_compared: bool,
    status: StatusEntry | None,
    fresh: bool,
    listed_at: datetime | None,
) -> tuple[str, str]:
    """The verdict: genuineness first, then the standing, with the time of which it is; a stale list says nothing of today."""
    first_id, first_en = _genuineness(
        genuine, has_file=has_file, has_credential=has_credential, is_forged=is_forged, is_compared=is_compared
    )
    if not has_credential:
        return first_id, first_en
    second_id, second_en = _standing(status, fresh=fresh, listed_at=listed_at)
    return f"{first_id} {second_id}", f"{first_en} {second_en}"


def _genuineness(
    genuine: bool | None, *, has_file: bool, has_credential: bool, is_forged: bool, is_compared: bool
) -> tuple[str, str]:
    if genuine:
        return "ASLI: tanda tangan sah.", "GENUINE: the signature is valid."
    if genuine is False:
        return "TIDAK ASLI.", "NOT GENUINE."
    if is_forged and not has_file:
        return "BUKAN KREDENSIAL LKPP.", "NOT A CREDENTIAL OF LKPP."
    if has_file or not has_credential:
        return "TIDAK TERBUKTI tanpa jaringan.", "NOT PROVEN without network."
    if not is_compared:
        return (
            "Kredensial ini TIDAK TERBUKTI dari LKPP: akar atau kuncinya tidak dibandingkan.",
            "That this credential is LKPP's is NOT PROVEN: its root or its key was not compared.",
        )
    return (
        "Kredensial ini diterbitkan LKPP; bandingkan isinya dengan yang tercetak.",
        "LKPP issued this credential; compare what it says with what is printed.",
    )


def _standing(status: StatusEntry | None, *, fresh: bool, listed_at: datetime | None) -> tuple[str, str]:
    if status is None or listed_at is None:
        return "Status hukum tidak diketahui.", "The legal standing is unknown."
    label_id, label_en = STATUS_LABELS[status.status]
    since = f"{status.since:%d-%m-%Y}" if status.since else None
    said_id = f"{label_id} sejak {since}" if since else label_id
    said_en = f"{label_en} since {since}" if since else label_en
    moment = f"{listed_at.astimezone(JAKARTA):%d-%m-%Y %H.%M} WIB"
    if fresh:
        return f"Status hukum: {said_id}, per {moment}.", f"Legal standing: {said_en}, as of {moment}."
    return (
        f"Status hukum hari ini TIDAK DIKETAHUI; per {moment}: {said_id}.",
        f"The legal standing today is UNKNOWN; as of {moment}: {said_en}.",
    )
