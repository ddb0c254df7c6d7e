"""What the demonstration brings along: invented details and attachments (DATA CONTOH)."""

from typing import Any

from app.people import DEMONSTRATION_INSTITUTION
from app.seeds.units import sample_units
from domain.units import UnitData

ATTACHMENTS = {
    "APPLICATION_LETTER": "Surat permohonan pengelolaan LPSE",
    "LEGAL_BASIS": "Peraturan pembentukan unit",
    "ORGANISATION_STRUCTURE": "Struktur organisasi dan uraian tugas",
    "PERSONNEL_LIST": "Daftar personel",
    "INFRASTRUCTURE_STATEMENT": "Pernyataan kesiapan infrastruktur",
}

"""The attachments of an application, with what each is called."""


def attachments_of(form: str) -> dict[str, str]:
    """The attachments that an application of this form needs: the statement on infrastructure for its own systems only."""
    return {
        kind: title
        for kind, title in ATTACHMENTS.items()
        if form == "SYSTEM_PROVIDER" or kind != "INFRASTRUCTURE_STATEMENT"
    }


def details_of(unit: UnitData) -> dict[str, Any]:
    """What an application says of this unit, with an invented letter. *Shape*: `ApplicationDetailsInput` as JSON."""
    return {
        "form": unit.form.value,
        "unitForm": unit.unit_form.value,
        "managementPattern": unit.management_pattern.value,
        "unitName": unit.name,
        "letterNumber": "027/118/UKPBJ/2026",
        "letterDate": "2026-11-09",
        "legalBasisNumber": unit.legal_basis_number,
        "legalBasisDate": unit.legal_basis_date.isoformat(),
        "address": unit.address,
        "email": unit.email,
        "phone": unit.phone,
        "serviceHours": unit.service_hours,
        "authorisedSubmitters": [],
    }


def details_at(institution_id: str) -> dict[str, Any]:
    """What the application of this institution's sample unit says. *Shape*: as `details_of`."""
    return details_of(next(unit.data for unit in sample_units() if unit.institution_id == institution_id))


DETAILS = details_at(DEMONSTRATION_INSTITUTION)

TERMS: dict[str, Any] = {
    "validityMonths": 24,
    "availability": "99,5",
    "services": [
        {
            "name": "Aplikasi SPSE",
            "description": "Akses Pengguna ke aplikasi SPSE dan sistem pendukungnya",
            "hours": "24 jam, setiap hari",
            "target": "Ketersediaan 99,5% per bulan",
        },
        {
            "name": "Registrasi dan verifikasi",
            "description": "Pemeriksaan dokumen dan aktivasi akun Pengguna",
            "hours": "Senin-Jumat 08.00-15.00",
            "target": "Selesai dalam 1 (satu) Hari Kerja sejak berkas lengkap",
        },
        {
            "name": "Helpdesk",
            "description": "Penanganan pertanyaan, permintaan, dan Gangguan",
            "hours": "Senin-Jumat 08.00-16.00",
            "target": "Sesuai tabel Waktu Tanggap dan Waktu Pemulihan",
        },
        {
            "name": "Pelatihan Pengguna",
            "description": "Pelatihan penggunaan SPSE bagi penyedia dan pelaku pengadaan",
            "hours": "Sesuai jadwal",
            "target": "Paling sedikit 4 (empat) kali setahun",
        },
    ],
    "targets": [
        {"priority": "CRITICAL", "responseHours": 1, "recoveryHours": 4},
        {"priority": "HIGH", "responseHours": 2, "recoveryHours": 8},
        {"priority": "MEDIUM", "responseHours": 4, "recoveryHours": 24},
        {"priority": "LOW", "responseHours": 8, "recoveryHours": 72},
    ],
    "reportingMonths": 3,
    "reportDueWorkingDays": 10,
    "maintenanceNoticeWorkingDays": 3,
    "breachAnswerWorkingDays": 10,
    "evaluationMonths": 12,
}


def sample_pdf(title: str) -> bytes:
    """A real PDF of one page that says what it stands for. *Source*: ISO 32000-1, section 7.5 (file structure)."""
    text = f"BT /F1 16 Tf 60 760 Td (DATA CONTOH) Tj 0 -30 Td ({_escaped(title)}) Tj ET".encode("ascii", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    output, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(output)
    output += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    output += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    output += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(output)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
