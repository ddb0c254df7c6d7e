"""The canonical content of real letters: the same over many conversions, another for every change that a reader could see."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from zipfile import ZipFile

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.attachments import pdfa_part
from documents.canonical_content import CanonicalContent, ContentUnreadable, Difference, canonical_content, differences
from documents.contexts import Marks
from documents.conversion import ConversionPool
from documents.render import render
from documents.specimens import RECEIPT, SPECIMENS, credential_of, numbering
from documents.titles import document_title
from domain.document_kinds import DocumentKind
from signing.profile import add_signature_fields

pytestmark = pytest.mark.libreoffice

MARKS = Marks(development=True, draft=False)
NUMBER = numbering("TTP")
KIND = DocumentKind.APPLICATION_RECEIPT
TIMES = 20


def rendered(**changes: object) -> bytes:
    return render(KIND, replace(RECEIPT, **changes), numbering=NUMBER, marks=MARKS)  # type: ignore[arg-type]


def edited(docx: bytes, *changes: tuple[str, str]) -> bytes:
    """The same Word file with its text part changed; each change must find something."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(docx)) as before, ZipFile(packed, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                text = content.decode()
                for old, new in changes:
                    assert old in text, old
                    text = text.replace(old, new, 1)
                content = text.encode()
            after.writestr(name, content)
    return packed.getvalue()


@pytest.fixture(scope="module")
def tell(pool: ConversionPool) -> Callable[[bytes], CanonicalContent]:
    def told(docx: bytes) -> CanonicalContent:
        return canonical_content(pool.convert(docx, title=document_title(KIND, NUMBER)))

    return told


@pytest.fixture(scope="module")
def usual(tell: Callable[[bytes], CanonicalContent]) -> CanonicalContent:
    return tell(rendered())


def test_twenty_conversions_by_two_offices_show_the_same_though_no_two_files_are_equal() -> None:
    files = []
    for workers in (1, 1):
        with ConversionPool(workers=workers) as office:
            docx = rendered()
            files += [office.convert(docx, title=document_title(KIND, NUMBER)) for _ in range(TIMES // 2)]
    assert len(set(files)) == TIMES
    assert len({canonical_content(pdf).sha256 for pdf in files}) == 1


@pytest.mark.parametrize("kind", SPECIMENS)
def test_every_letter_shows_the_same_twice(kind: DocumentKind, pool: ConversionPool) -> None:
    context, number = SPECIMENS[kind]
    docx = render(kind, context, numbering=number, marks=MARKS, credential=credential_of(kind))
    once, again = (
        canonical_content(pool.convert(docx, title=document_title(kind, number), part=pdfa_part(kind)))
        for _ in range(2)
    )
    assert differences(once, again) == []
    assert once.sha256 == again.sha256


def test_signature_fields_change_nothing_that_a_page_shows(pool: ConversionPool) -> None:
    pdf = pool.convert(rendered(), title=document_title(KIND, NUMBER))
    assert canonical_content(add_signature_fields(pdf, ("Segel",))).sha256 == canonical_content(pdf).sha256


def test_text_is_told_as_people_read_it(usual: CanonicalContent) -> None:
    words = "".join(re.findall(r'"([^"]*)"', "".join(usual.pages[0])))
    assert len(usual.pages) == 1
    assert usual.document[2:] == ("/Lang id-ID", "PDF/A 2B")
    assert RECEIPT.letterhead.agency.upper() in words.upper()
    assert NUMBER.number in words


@pytest.mark.parametrize(
    "change",
    [
        ("one character", lambda docx: edited(docx, ("Tanda Terima", "Tanda Terma"))),
        (
            "another font",
            lambda docx: edited(
                docx, ("<w:rPr>", '<w:rPr><w:rFonts w:ascii="Liberation Mono" w:hAnsi="Liberation Mono"/>')
            ),
        ),
        ("a larger size", lambda docx: edited(docx, ("<w:rPr>", '<w:rPr><w:sz w:val="40"/>'))),
        ("another colour", lambda docx: edited(docx, ('<w:color w:val="595959"/>', '<w:color w:val="595958"/>'))),
        ("a moved block", lambda docx: edited(docx, ("<w:pPr>", '<w:pPr><w:spacing w:before="20"/>'))),
    ],
    ids=lambda change: change[0],
)
def test_a_change_in_the_word_file_is_seen(
    change: tuple[str, Callable[[bytes], bytes]], tell: Callable[[bytes], CanonicalContent], usual: CanonicalContent
) -> None:
    changed = tell(change[1](rendered()))
    assert changed.sha256 != usual.sha256
    assert 1 in [each.page for each in differences(usual, changed)]


def test_a_changed_digit_in_a_table_is_seen_and_named(pool: ConversionPool) -> None:
    """The SLA's targets: four hours became five."""
    kind = DocumentKind.SLA
    context, number = SPECIMENS[kind]
    docx = render(kind, context, numbering=number, marks=MARKS)
    once = canonical_content(pool.convert(docx, title=document_title(kind, number)))
    digit = edited(docx, (">99,5", ">98,5")) if ">99,5" in document_xml(docx) else edited(docx, (">4 ", ">5 "))
    changed = canonical_content(pool.convert(digit, title=document_title(kind, number)))
    found = differences(once, changed)
    assert once.sha256 != changed.sha256
    assert all(each.page > 0 for each in found)
    assert found[0].before != found[0].after


def document_xml(docx: bytes) -> str:
    with ZipFile(io.BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode()


def test_a_swapped_picture_is_seen(tell: Callable[[bytes], CanonicalContent], usual: CanonicalContent) -> None:
    """The QR code of another paper, with all the words as they were."""
    other = replace(NUMBER, verify_url=NUMBER.verify_url[:-1] + ("0" if NUMBER.verify_url[-1] != "0" else "1"))
    stranger = render(KIND, RECEIPT, numbering=other, marks=MARKS)
    ours = rendered()
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(ours)) as before, ZipFile(io.BytesIO(stranger)) as donor, ZipFile(packed, "w") as after:
        pictures = [name for name in before.namelist() if before.read(name) != donor.read(name) and "media" in name]
        assert len(pictures) == 1
        for name in before.namelist():
            after.writestr(name, (donor if name in pictures else before).read(name))
    changed = tell(packed.getvalue())
    (difference,) = differences(usual, changed)
    assert difference.page == 1
    assert str(difference.before).startswith("Do /XObject ")
    assert str(difference.after).startswith("Do /XObject ")


def test_another_title_is_seen(pool: ConversionPool, usual: CanonicalContent) -> None:
    changed = canonical_content(pool.convert(rendered(), title="Judul lain"))
    assert differences(usual, changed) == [
        Difference(page=0, before=f"/Title {document_title(KIND, NUMBER)}", after="/Title Judul lain")
    ]


def test_a_page_more_is_seen(usual: CanonicalContent) -> None:
    longer = CanonicalContent(document=usual.document, pages=(*usual.pages, ("n",)))
    assert longer.sha256 != usual.sha256
    assert differences(usual, longer) == [Difference(page=2, before=None, after="n")]


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"bukan pdf", b"\x00" * 100])
def test_what_is_no_pdf_is_unreadable(pdf: bytes) -> None:
    with pytest.raises(ContentUnreadable):
        canonical_content(pdf)


def test_the_files_differ_in_what_is_left_out(pool: ConversionPool) -> None:
    """Identifiers and dates: the reason for a canonical form."""
    one, two = (pool.convert(rendered(), title=document_title(KIND, NUMBER)) for _ in range(2))
    ids = [PdfFileReader(io.BytesIO(pdf)).trailer_view["/ID"] for pdf in (one, two)]
    assert [each.original_bytes for each in ids[0]] != [each.original_bytes for each in ids[1]]
