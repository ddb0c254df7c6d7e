"""What uploads really are: bad ones first."""

import hashlib
import io
import zipfile

import pytest
from PIL import Image
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from storage.content import ContentKind, ContentProblem, inspect_upload, sniff

ALL = frozenset(ContentKind) - {ContentKind.UNKNOWN}


def pdf(*, password: str | None = None, stream_xrefs: bool = True) -> bytes:
    writer = PdfFileWriter(stream_xrefs=stream_xrefs)
    page = PageObject(contents=writer.add_object(_stream()), media_box=(0, 0, 200, 200))
    writer.insert_page(page)
    if password:
        writer.encrypt(owner_pass=password, user_pass=password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _stream() -> StreamObject:
    return StreamObject(stream_data=b"0 0 m")


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "isi")
    return buffer.getvalue()


def image(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, kind)
    return buffer.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


def problems(data: bytes, allowed: frozenset[ContentKind] = ALL) -> list[ContentProblem]:
    """Of an upload whose size and digest are as declared."""
    found = inspect_upload(
        data, expected_size=len(data), expected_sha256=hashlib.sha256(data).hexdigest(), allowed=allowed
    )
    return [one.code for one in found]


def test_a_docx_posing_as_pdf_is_told_by_its_content() -> None:
    found = inspect_upload(
        DOCX,
        expected_size=len(DOCX),
        expected_sha256=hashlib.sha256(DOCX).hexdigest(),
        allowed={ContentKind.PDF, ContentKind.PNG},
    )
    assert [(one.code, one.indonesian, one.english) for one in found] == [
        (
            ContentProblem.KIND_NOT_ALLOWED,
            "Isi berkas adalah DOCX; yang diterima: PDF, PNG.",
            "The file's content is DOCX; accepted: PDF, PNG.",
        )
    ]


@pytest.mark.parametrize("stream_xrefs", [True, False], ids=["stream", "table"])
def test_an_encrypted_pdf_is_told(stream_xrefs: bool) -> None:
    assert problems(pdf(password="rahasia", stream_xrefs=stream_xrefs)) == [ContentProblem.ENCRYPTED]
    assert problems(pdf(stream_xrefs=stream_xrefs)) == []


def test_an_encryption_entry_under_an_escaped_name_is_told() -> None:
    """`/#45ncrypt` is the same name as `/Encrypt` (ISO 32000-1, 7.3.5)."""
    before, _, after = pdf(password="rahasia", stream_xrefs=False).rpartition(b"/Encrypt")
    assert problems(before + b"/#45ncrypt" + after) == [ContentProblem.ENCRYPTED]


def test_the_word_encrypt_in_another_place_is_no_encryption() -> None:
    data = pdf(stream_xrefs=False)
    data = data.replace(b"trailer\n<<", b"trailer\n<< /EncryptMetadata true")
    assert b"/EncryptMetadata" in data
    assert problems(data) == []


@pytest.mark.parametrize("stream_xrefs", [True, False], ids=["stream", "table"])
def test_a_truncated_pdf_is_told_wherever_it_was_cut(stream_xrefs: bool) -> None:
    data = pdf(stream_xrefs=stream_xrefs)
    for kept in (8, len(data) // 2, len(data) - 8, len(data) - 40):
        assert problems(data[:kept]) == [ContentProblem.TRUNCATED]


def test_a_pdf_whose_end_points_nowhere_is_told() -> None:
    for offset in (b"999999", b"0", b"5"):
        assert problems(b"%PDF-1.7\n" + b"x" * 50 + b"\nstartxref\n" + offset + b"\n%%EOF\n") == [
            ContentProblem.TRUNCATED
        ]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_truncated_image_is_told(kind: str) -> None:
    data = image(kind)
    assert problems(data) == []
    assert problems(data[:-20]) == [ContentProblem.TRUNCATED]


def test_a_truncated_or_protected_or_active_package_is_told() -> None:
    assert problems(DOCX[:-10]) == [ContentProblem.TRUNCATED]
    protected = bytearray(package("rahasia.txt"))
    protected[protected.rindex(b"PK\x01\x02") + 8] |= 1
    assert problems(bytes(protected)) == [ContentProblem.ENCRYPTED]
    active = package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
    assert problems(active) == [ContentProblem.MACROS]


def test_an_empty_file_is_told_alone() -> None:
    assert problems(b"") == [ContentProblem.EMPTY]


def test_every_reason_is_given_at_once() -> None:
    found = inspect_upload(DOCX[:-10], expected_size=1, expected_sha256="0" * 64, allowed={ContentKind.PDF})
    assert [one.code for one in found] == [
        ContentProblem.SIZE_DIFFERS,
        ContentProblem.DIGEST_DIFFERS,
        ContentProblem.KIND_NOT_ALLOWED,
        ContentProblem.TRUNCATED,
    ]
    assert found[0].english == f"The file has {len(DOCX) - 10} bytes, 1 were declared."
    assert all(one.indonesian and one.indonesian != one.english for one in found)


def test_the_digest_may_be_written_in_capitals() -> None:
    digest = hashlib.sha256(XLSX).hexdigest().upper()
    assert inspect_upload(XLSX, expected_size=len(XLSX), expected_sha256=digest, allowed={ContentKind.XLSX}) == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b" %PDF-1.7", ContentKind.UNKNOWN),
        (b"MZ\x90\x00", ContentKind.UNKNOWN),
        (b"<html>", ContentKind.UNKNOWN),
        (b"PK\x03\x04", ContentKind.ZIP),
        (package("word/document.xml"), ContentKind.ZIP),
        (DOCX, ContentKind.DOCX),
        (XLSX, ContentKind.XLSX),
        (pdf(), ContentKind.PDF),
        (image("PNG"), ContentKind.PNG),
        (image("JPEG"), ContentKind.JPEG),
    ],
)
def test_formats_are_told_by_content(data: bytes, kind: ContentKind) -> None:
    assert sniff(data) is kind


def test_what_has_no_known_format_is_never_allowed_by_default() -> None:
    assert problems(b"MZ\x90\x00") == [ContentProblem.KIND_NOT_ALLOWED]
