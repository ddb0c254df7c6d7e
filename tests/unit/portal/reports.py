"""Reports as the API gives them, for every case that the pages tell apart (DATA CONTOH)."""

from typing import Any

CODE = "4f1c0a9be2d84c6fa7035be91d2c86f0"
SHA256 = "9b0f6a1e3c5d7f8192a4b6c8d0e2f41637598badcfe0213243546576879a9bac"
OTHER_SHA256 = "1d" * 32
NUMBER = "12/B/D.2/SLA/XI/2026"

STATEMENTS = (
    ("Berkas adalah naskah yang kami terbitkan", "The file is a paper that we issued"),
    ("Setiap tanda tangan sah dan jumlahnya benar", "Each signature is valid; none is missing"),
    ("Setiap sertifikat menuju akar tepercaya", "Each certificate leads to a trusted root"),
    ("Sertifikasi sesuai catatan", "The certification is as recorded"),
    ("Tidak ada perubahan setelah ditandatangani", "Nothing was changed after signing"),
    ("Revisi terakhir tercakup", "The last revision is covered"),
)
EVIDENCE = (
    (f"Nomor {NUMBER}, SHA-256 {SHA256}.", f"Number {NUMBER}, SHA-256 {SHA256}."),
    ("2 tanda tangan utuh: Sekar Wulandari, Bima Prasetya.", "2 intact: Sekar Wulandari, Bima Prasetya."),
    ("Semua rantai menuju akar yang dikonfigurasi.", "All chains lead to a configured root."),
    ("Sertifikasi dan tingkat sesuai catatan (B-LT, B-LTA).", "As recorded (B-LT, B-LTA)."),
    ("Hanya yang diizinkan (FORM_FILLING, NONE).", "Only what is permitted (FORM_FILLING, NONE)."),
    ("Byte terakhir berkas tercakup.", "The last bytes of the file are covered."),
)


def checks(*results: str) -> list[dict[str, Any]]:
    """The six checks with these results."""
    return [
        {
            "number": number,
            "result": result,
            "statementId": statement[0],
            "statementEn": statement[1],
            "evidenceId": evidence[0],
            "evidenceEn": evidence[1],
        }
        for number, (result, statement, evidence) in enumerate(zip(results, STATEMENTS, EVIDENCE, strict=True), start=1)
    ]


def signature(name: str, level: str, signed_at: str, **values: Any) -> dict[str, Any]:
    """One valid signature of an official."""
    return {
        "signerName": name,
        "office": None,
        "kind": "PERSONAL",
        "signedAt": signed_at,
        "level": level,
        "certificateSha256": "c7" * 32,
        "valid": True,
        "trusted": True,
        "indication": "TOTAL_PASSED",
        "subIndication": None,
        "reasons": [],
        **values,
    }


def timestamp(**values: Any) -> dict[str, Any]:
    """One valid document time stamp."""
    return {
        "authorityName": "Otoritas Penanda Waktu",
        "provenAt": "2026-11-20T08:30:06.000Z",
        "certificateSha256": "d8" * 32,
        "valid": True,
        "indication": "TOTAL_PASSED",
        "subIndication": None,
        "reasons": [],
        **values,
    }


def document(**values: Any) -> dict[str, Any]:
    """An issued service-level agreement."""
    return {
        "kind": "SLA",
        "number": NUMBER,
        "dated": "2026-11-20",
        "code": CODE,
        "sha256": SHA256,
        "institutionName": "Kabupaten Sinar Mulya",
        "signatureCount": 2,
        "unitName": None,
        "standards": [],
        "path": None,
        **values,
    }


STANDARDS = [
    {"code": "S09", "determinedOn": "2026-10-02", "revoked": True},
    {"code": "S11", "determinedOn": "2026-11-20", "revoked": False},
]


def certificate(**values: Any) -> dict[str, Any]:
    """An issued certificate with two standards, one of which is revoked since."""
    return document(
        **{
            "kind": "CERTIFICATE",
            "signatureCount": 1,
            "unitName": "LPSE Sinar Mulya",
            "standards": STANDARDS,
            "path": "https://pembina.contoh.invalid/documents/doc-1",
            **values,
        }
    )


def credential(**values: Any) -> dict[str, Any]:
    """What the second QR code of that certificate says."""
    return {
        "number": NUMBER,
        "edition": 2,
        "unitName": "LPSE Sinar Mulya",
        "institutionName": "Kabupaten Sinar Mulya",
        "standards": STANDARDS,
        "issuedAt": "2026-11-20T02:11:40.000Z",
        "expiresOn": "2028-11-19",
        **values,
    }


def genuine(**values: Any) -> dict[str, Any]:
    """A genuine agreement in force, by upload or SHA-256."""
    return {
        "askedAt": "2026-11-22T07:05:09.000Z",
        "sha256": SHA256,
        "origin": "ISSUED_BY_US",
        "genuine": True,
        "checks": checks(*["PASSED"] * 6),
        "signatures": [
            signature("Sekar Wulandari", "B-LT", "2026-11-20T02:11:40.000Z"),
            signature("Bima Prasetya", "B-LTA", "2026-11-20T08:30:05.000Z", office="Plh. Deputi Contoh"),
        ],
        "timestamps": [timestamp()],
        "document": document(),
        "standing": "IN_FORCE",
        "standingSince": "2026-11-20",
        "standingBy": None,
        "revokedStandards": [],
        "credential": None,
        "messageId": "Asli. Status hukum: Berlaku.",
        "messageEn": "Genuine. Legal standing: In force.",
        "development": True,
        **values,
    }


def by_code(**values: Any) -> dict[str, Any]:
    """The same, by its code: no file was shown, and the paper that we keep was examined."""
    return genuine(**{"origin": "NO_FILE", "genuine": None, **values})


def by_credential(**values: Any) -> dict[str, Any]:
    """A certificate by the text of its second QR code."""
    return by_code(document=certificate(), credential=credential(), **values)


def unexamined() -> list[dict[str, Any]]:
    """The signatures of the agreement as recorded: nothing was examined."""
    return [{**found, "valid": None, "trusted": None, "indication": None} for found in genuine()["signatures"]]


def missing() -> dict[str, Any]:
    """Our agreement by its SHA-256, where storage has lost the file."""
    return genuine(
        genuine=False, checks=checks("FAILED", *["INDETERMINATE"] * 5), signatures=unexamined(), timestamps=[]
    )


def not_proven() -> dict[str, Any]:
    """Our bytes, but one certificate cannot be judged at present."""
    return genuine(genuine=False, checks=checks("PASSED", "PASSED", "INDETERMINATE", "PASSED", "PASSED", "PASSED"))


def altered(**values: Any) -> dict[str, Any]:
    """A changed copy of the agreement."""
    return genuine(
        **{
            "sha256": OTHER_SHA256,
            "origin": "NOT_AS_ISSUED",
            "genuine": False,
            "checks": checks("FAILED", "FAILED", "PASSED", "INDETERMINATE", "FAILED", "FAILED"),
            **values,
        }
    )


def not_ours(**values: Any) -> dict[str, Any]:
    """Somebody else's file."""
    return genuine(
        **{
            "sha256": OTHER_SHA256,
            "origin": "NOT_ISSUED_BY_US",
            "genuine": False,
            "checks": checks("FAILED", "PASSED", "FAILED", "INDETERMINATE", "PASSED", "PASSED"),
            "signatures": [
                signature(
                    "Deputi LKPP",
                    "B-B",
                    "2026-11-20T02:11:40.000Z",
                    kind=None,
                    trusted=False,
                    signedAt=None,
                    indication="INDETERMINATE",
                    subIndication="NO_CERTIFICATE_CHAIN_FOUND",
                    reasons=[{"code": "NO_CERTIFICATE_CHAIN_FOUND", "textId": "Tanpa induk.", "textEn": "No chain."}],
                )
            ],
            "timestamps": [],
            "document": None,
            "standing": None,
            "standingSince": None,
            "messageId": "Berkas ini tidak diterbitkan oleh kami; laporan tanda tangannya ada di bawah.",
            "messageEn": "This file was not issued by us; the report on its signatures is below.",
            **values,
        }
    )


def unknown(sha256: str | None = None) -> dict[str, Any]:
    """Nothing was issued under the code, or the SHA-256."""
    return not_ours(
        sha256=sha256,
        origin="NO_FILE",
        genuine=None if sha256 is None else False,
        checks=[],
        signatures=[],
        messageId="Tidak ada naskah terbit dengan kode atau SHA-256 ini.",
        messageEn="No issued paper has this code or SHA-256.",
    )
