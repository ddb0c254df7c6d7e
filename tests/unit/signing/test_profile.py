"""Empty signature fields before signing, and what the recipes mean."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from signing.port import Certification, Level, RecipeName, SigningFailed
from signing.profile import RECIPES, Recipe, add_signature_fields


@pytest.mark.parametrize("names", [[], ["Penanda", "Penanda"]])
def test_fields_need_distinct_names(letter: bytes, names: list[str]) -> None:
    with pytest.raises(SigningFailed, match="distinct names"):
        add_signature_fields(letter, names)


@pytest.mark.parametrize("pdf", [b"", b"PK\x03\x04 surat.docx", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_takes_no_fields(pdf: bytes) -> None:
    with pytest.raises(SigningFailed, match="takes no signature fields"):
        add_signature_fields(pdf, ["Penanda"])


def test_a_taken_name_is_refused(one_field: bytes) -> None:
    with pytest.raises(SigningFailed, match="takes no signature fields"):
        add_signature_fields(one_field, ["Penanda"])


def test_only_the_last_of_several_fields_locks_the_document(two_fields: bytes) -> None:
    """ISO 32000-2, table 236: the lock names all fields and permits no change."""
    fields = {
        name: field.get_object() for name, _, field in enumerate_sig_fields(PdfFileReader(io.BytesIO(two_fields)))
    }
    assert "/Lock" not in fields["Pertama"]
    assert fields["Kedua"]["/Lock"]["/Action"] == "/All"
    assert fields["Kedua"]["/Lock"]["/P"] == 1


def test_a_single_field_is_blank_printed_and_without_lock(one_field: bytes) -> None:
    """A field with an area would need an appearance, and one drawn at signing breaks PDF/A (ISO 19005-2, 6.3)."""
    ((name, value, reference),) = enumerate_sig_fields(PdfFileReader(io.BytesIO(one_field)))
    field = reference.get_object()
    assert (name, value) == ("Penanda", None)
    assert "/Lock" not in field
    assert [int(number) for number in field["/Rect"]] == [0, 0, 0, 0]
    assert field["/F"] == 132


def test_the_original_bytes_stay_at_the_front(letter: bytes, two_fields: bytes) -> None:
    assert two_fields.startswith(letter)


def test_the_recipes() -> None:
    assert dict(RECIPES) == {
        RecipeName.SINGLE: Recipe(Level.B_LTA, Certification.NO_CHANGES),
        RecipeName.SEAL: Recipe(Level.B_LTA, Certification.NO_CHANGES, sealed_by_agency=True),
        RecipeName.FIRST_OF_TWO: Recipe(Level.B_LT, Certification.FILL_FORMS),
        RecipeName.SECOND_OF_TWO: Recipe(Level.B_LTA, Certification.NONE),
    }
