"""The words of the SLA (II.2.1.a.3): fifteen articles written from the terms."""

from dataclasses import replace

import pytest

from documents.sla_clauses import sla_articles
from documents.sla_terms import SlaTerms
from documents.specimens import TERMS
from domain.units import ProviderForm

SERVICE = replace(TERMS, form=ProviderForm.SERVICE_PROVIDER)


def words(terms: SlaTerms, article: int) -> str:
    clauses = sla_articles(terms)[article - 1].clauses
    return "\n".join([line for clause in clauses for line in (clause.text, *(item.text for item in clause.items))])


@pytest.mark.parametrize("availability", ["99.5", "", "hampir selalu", "-1"])
def test_an_availability_that_is_no_number_is_refused(availability: str) -> None:
    with pytest.raises(ValueError, match="decimal comma"):
        sla_articles(replace(TERMS, availability=availability))


def test_the_fifteen_headings_in_their_order() -> None:
    assert [(article.number, article.heading) for article in sla_articles(TERMS)] == [
        (1, "Para Pihak"),
        (2, "Definisi"),
        (3, "Tujuan"),
        (4, "Masa Berlaku"),
        (5, "Jenis dan Ruang Lingkup Layanan"),
        (6, "Hak dan Kewajiban"),
        (7, "Ruang Lingkup Dukungan Pengguna"),
        (8, "Pelaporan"),
        (9, "Lingkungan Operasi Pengguna Akhir (End-User Operating Environment)"),
        (10, "Keadaan Darurat"),
        (11, "Evaluasi dan Revisi"),
        (12, "Biaya"),
        (13, "Kerahasiaan"),
        (14, "Penyelesaian Perselisihan"),
        (15, "Daftar Jenis Layanan (Service Catalog)"),
    ]


def test_clauses_and_lines_are_labelled() -> None:
    definitions, purpose, catalogue = (sla_articles(TERMS)[index] for index in (1, 2, 14))
    assert [item.label for item in definitions.clauses[0].items] == [f"{number}." for number in range(1, 13)]
    assert [clause.label for clause in purpose.clauses] == ["(1)", "(2)"]
    assert [item.label for item in purpose.clauses[1].items] == ["a.", "b.", "c.", "d."]
    assert [clause.label for clause in catalogue.clauses] == [""]


def test_a_breach_leads_to_the_stop_of_service() -> None:
    """II.2.2.d, second door."""
    assert (
        "penghentian layanan SPSE dalam bentuk pencabutan, pengambilalihan hak akses, atau bentuk lainnya, sesuai "
        "Bab II angka 2.2 huruf d Lampiran Keputusan Deputi"
    ) in words(TERMS, 6)


def test_the_right_to_object_is_told_without_a_computed_day() -> None:
    """II.2.3: five working days from the receipt of the letter."""
    assert (
        "paling lambat 5 (lima) hari kerja sejak surat pemberitahuan tindakan pembinaan diterima, sesuai "
        "Bab II angka 2.3 Lampiran Keputusan Deputi"
    ) in words(TERMS, 14)


def test_only_a_system_provider_installs() -> None:
    """II.2.1.a.4."""
    duty = "menginstal SPSE pada infrastruktur yang dimiliki setelah Kesepakatan ini ditandatangani"
    assert duty in words(TERMS, 6)
    assert duty not in words(SERVICE, 6)
    assert "System provider, untuk keperluan Kesepakatan ini" in words(TERMS, 2)
    assert "Service provider, untuk keperluan Kesepakatan ini" in words(SERVICE, 2)
    assert "Biaya penyediaan infrastruktur, instalasi" in words(TERMS, 12)
    assert "Biaya penyelenggaraan layanan" in words(SERVICE, 12)


def test_the_terms_are_printed() -> None:
    assert "berlaku selama 24 (dua puluh empat) bulan." in words(TERMS, 4)
    assert "berlaku sampai dengan diakhiri sesuai ketentuan ayat (3)." in words(replace(TERMS, validity_months=None), 4)
    assert "paling sedikit 99,5% (sembilan puluh sembilan koma lima persen)" in words(TERMS, 5)
    assert "paling lambat 3 (tiga) Hari Kerja sebelum pelaksanaannya" in words(TERMS, 5)
    assert "dalam waktu 10 (sepuluh) Hari Kerja sejak diterima" in words(TERMS, 6)
    assert "setiap 3 (tiga) bulan, paling lambat 10 (sepuluh) Hari Kerja" in words(TERMS, 8)
    assert "1 (satu) kali dalam 12 (dua belas) bulan" in words(TERMS, 11)


@pytest.mark.parametrize("terms", [TERMS, SERVICE])
def test_the_decree_is_a_guideline_and_not_a_law(terms: SlaTerms) -> None:
    """DIKTUM.KEDUA: it "dapat menjadi pedoman"."""
    text = "\n".join(words(terms, article) for article in range(1, 16))
    assert "wajib menurut hukum" not in text
    assert "sesuai pedoman dalam Keputusan Deputi" in text
