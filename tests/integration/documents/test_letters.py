"""Every letter as a PDF: PDF/A-2b by veraPDF, its QR code read from the page, its pages and words as they should be."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from documents.attachments import pdfa_part
from documents.contexts import Context, Marks, Numbering
from documents.conversion import ConversionPool
from documents.lint import Paper, TermOfOffice, lint
from documents.preview import main
from documents.render import render
from documents.sla_clauses import sla_articles
from documents.specimens import (
    APPROVAL,
    ASSESSOR,
    COMPLETION_REQUEST,
    DEPUTY,
    INSTALLATION_MINUTES,
    SLA,
    SPECIMENS,
    TERMS,
    credential_of,
)
from documents.templates.register import FOLDER, register
from documents.titles import document_title
from domain.document_kinds import DocumentKind
from domain.units import ProviderForm

pytestmark = pytest.mark.libreoffice

MARKS = Marks(development=True, draft=False)
PAGES = {
    DocumentKind.APPLICATION_RECEIPT: 1,
    DocumentKind.COMPLETION_REQUEST: 1,
    DocumentKind.APPROVAL: 1,
    DocumentKind.REJECTION: 1,
    DocumentKind.SLA: 7,
    DocumentKind.INSTALLATION_MINUTES: 1,
    DocumentKind.NOTICE: 1,
    DocumentKind.ASSIGNMENT: 1,
    DocumentKind.ASSESSMENT_REPORT: 2,
    DocumentKind.RECOMMENDATION: 1,
    DocumentKind.DETERMINATION: 3,
    DocumentKind.CERTIFICATE: 1,
    DocumentKind.ADVICE: 1,
    DocumentKind.WARNING: 1,
    DocumentKind.REVOCATION: 3,
    DocumentKind.SERVICE_STOP: 2,
    DocumentKind.LKPP_SYSTEM: 1,
    DocumentKind.OBJECTION_RECEIPT: 1,
    DocumentKind.OBJECTION_RESULT: 2,
    DocumentKind.REINSTATEMENT: 1,
    DocumentKind.MINUTES: 1,
}
LONG = (
    "Sekretariat Kementerian Koordinator Bidang Pembangunan Kewilayahan, Infrastruktur Contoh, dan Percepatan "
    "Pelaksanaan Layanan Pengadaan Secara Elektronik Terpadu Republik Indonesia"
)


def tool(*command: str, content: bytes) -> bytes:
    return subprocess.run(command, input=content, capture_output=True, check=True, timeout=60).stdout


def words(pdf: bytes) -> str:
    text = tool("pdftotext", "-layout", "-", "-", content=pdf).decode()
    return " ".join(text.split())


def pages(pdf: bytes) -> int:
    found = re.search(r"^Pages:\s+(\d+)$", tool("pdfinfo", "-", content=pdf).decode(), re.MULTILINE)
    assert found
    return int(found[1])


def codes(pdf: bytes) -> list[str]:
    """The texts of all QR codes, read from the pages at 150 dots an inch."""
    found = []
    for number in range(1, pages(pdf) + 1):
        picture = tool("pdftoppm", "-r", "150", "-gray", "-f", str(number), "-l", str(number), "-", content=pdf)
        found += [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(picture)))]
    return found


@pytest.fixture(scope="session")
def printed(pool: ConversionPool) -> Callable[..., bytes]:
    def printed(kind: DocumentKind, context: Context, numbering: Numbering | None, marks: Marks = MARKS) -> bytes:
        content = render(
            kind, context, numbering=numbering, marks=marks, credential=credential_of(kind) if numbering else None
        )
        return pool.convert(content, title=document_title(kind, numbering), part=pdfa_part(kind))

    return printed


@pytest.fixture(scope="session")
def specimens(printed: Callable[..., bytes]) -> dict[DocumentKind, bytes]:
    return {kind: printed(kind, context, numbering) for kind, (context, numbering) in SPECIMENS.items()}


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_letter_is_pdfa_2b_and_a_certificate_3b(
    kind: DocumentKind, specimens: dict[DocumentKind, bytes], check_pdfa: Callable[..., Any]
) -> None:
    """ISO 19005-2 and -3, level B."""
    flavour = f"{pdfa_part(kind)}b"
    assert tuple(check_pdfa(specimens[kind], flavour=flavour)) == (flavour, True, ())


def test_verapdf_does_find_faults(specimens: dict[DocumentKind, bytes], check_pdfa: Callable[..., Any]) -> None:
    """A checker that finds nothing proves nothing: a missing colour profile must be seen."""
    broken = specimens[DocumentKind.APPROVAL].replace(b"/OutputIntents", b"/OutputIntentz")
    result = check_pdfa(broken)
    assert (result.flavour, result.compliant) == ("2b", False)
    assert any(failure.startswith("6.2.4.3") for failure in result.failures)


def test_a_file_that_claims_nothing_is_not_compliant(
    specimens: dict[DocumentKind, bytes], check_pdfa: Callable[..., Any]
) -> None:
    result = check_pdfa(specimens[DocumentKind.APPROVAL].replace(b"pdfaid:", b"pdfaxx:"))
    assert (result.flavour, result.compliant) == ("", False)


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_code_on_the_page_says_the_verification_address(
    kind: DocumentKind, specimens: dict[DocumentKind, bytes]
) -> None:
    expected = {SPECIMENS[kind][1].verify_url, credential_of(kind)} - {None}
    assert set(codes(specimens[kind])) == expected


@pytest.mark.parametrize("kind", DocumentKind)
def test_usual_length_title_language_and_fonts(kind: DocumentKind, specimens: dict[DocumentKind, bytes]) -> None:
    pdf = specimens[kind]
    assert pages(pdf) == PAGES[kind]
    facts = tool("pdfinfo", "-", content=pdf).decode()
    assert f"Title:           {document_title(kind, SPECIMENS[kind][1])}\n" in facts
    assert "Tagged:          yes\n" in facts
    assert "Encrypted:       no\n" in facts
    assert b"/Lang(id-ID)" in pdf
    fonts = tool("pdffonts", "-", content=pdf).decode().splitlines()[2:]
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in fonts} <= {
        "LiberationSans",
        "LiberationMono",
    }


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_mark_stands_on_every_page(kind: DocumentKind, specimens: dict[DocumentKind, bytes]) -> None:
    assert words(specimens[kind]).count("TANDA TANGAN UJI - TIDAK SAH SECARA HUKUM") == PAGES[kind]
    assert len(re.findall(rf"Halaman \d+ dari {PAGES[kind]}\b", words(specimens[kind]))) == PAGES[kind]


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_produced_letter_passes_the_lint(kind: DocumentKind, specimens: dict[DocumentKind, bytes]) -> None:
    context, numbering = SPECIMENS[kind]
    terms = [
        TermOfOffice(name=official.name, office=official.office, valid_from=numbering.date, valid_until=None)
        for official in (DEPUTY, ASSESSOR, SLA.institution.official)
    ]
    paper = Paper(
        kind=kind,
        context=context,
        numbering=numbering,
        marks=MARKS,
        docx=render(kind, context, numbering=numbering, marks=MARKS, credential=credential_of(kind)),
        pdf=specimens[kind],
    )
    assert lint(paper, today=numbering.date, terms_of_office=terms) == []


def test_twelve_items_and_long_names_keep_the_signature_with_text(printed: Callable[..., bytes]) -> None:
    """The block with the QR code never stands alone on a page."""
    item = replace(COMPLETION_REQUEST.items[0], reason="Dokumen belum ditandatangani pejabat yang berwenang. " * 3)
    for count in (3, 6, 9, 12):
        context = replace(
            COMPLETION_REQUEST,
            items=(item,) * count,
            addressee=replace(COMPLETION_REQUEST.addressee, name=LONG),
            application=replace(COMPLETION_REQUEST.application, institution=LONG, unit=f"LPSE {LONG}"),
        )
        pdf = printed(DocumentKind.COMPLETION_REQUEST, context, SPECIMENS[DocumentKind.COMPLETION_REQUEST][1])
        assert pages(pdf) <= 3
        assert_signature_is_not_alone(pdf, "Demikian kami sampaikan", "Segel Elektronik LKPP")


def test_an_approval_of_any_length_keeps_its_signature_with_text(printed: Callable[..., bytes]) -> None:
    for lines in range(0, 24, 4):
        copies = tuple(f"Pejabat Contoh {index}" for index in range(6))
        context = replace(
            APPROVAL, copies=copies, addressee=replace(APPROVAL.addressee, name="Bupati" + "\nContoh" * lines)
        )
        pdf = printed(DocumentKind.APPROVAL, context, SPECIMENS[DocumentKind.APPROVAL][1])
        assert_signature_is_not_alone(pdf, "Demikian kami sampaikan", "Dr. Contoh Wiratama")


def test_minutes_with_many_checks_keep_their_signature_with_text(printed: Callable[..., bytes]) -> None:
    for count in (8, 12, 20):
        context = replace(INSTALLATION_MINUTES, checklist=INSTALLATION_MINUTES.checklist[:1] * count)
        pdf = printed(DocumentKind.INSTALLATION_MINUTES, context, SPECIMENS[DocumentKind.INSTALLATION_MINUTES][1])
        assert pages(pdf) <= 2
        assert_signature_is_not_alone(pdf, "Demikian berita acara", "Segel Elektronik LKPP")


def test_an_sla_of_any_length_keeps_both_signatures_on_one_page(printed: Callable[..., bytes]) -> None:
    for count in (1, 9, 17):
        terms = replace(TERMS, services=(TERMS.services * 4)[:count], form=ProviderForm.SERVICE_PROVIDER)
        context = replace(SLA, terms=terms, articles=sla_articles(terms))
        pdf = printed(DocumentKind.SLA, context, SPECIMENS[DocumentKind.SLA][1])
        assert 5 <= pages(pdf) <= 8
        assert_signature_is_not_alone(
            pdf, "Demikian Kesepakatan ini dibuat", "H. Contoh Prasetyo", "Dr. Contoh Wiratama", "PIHAK KESATU,"
        )


def assert_signature_is_not_alone(pdf: bytes, closing: str, *names: str) -> None:
    """The closing words, the names, and the QR code stand on one page."""
    text = tool("pdftotext", "-layout", "-", "-", content=pdf).decode()
    ((number, page),) = [(number, page) for number, page in enumerate(text.split("\f"), start=1) if closing in page]
    assert all(name in page for name in names)
    picture = tool("pdftoppm", "-r", "150", "-gray", "-f", str(number), "-l", str(number), "-", content=pdf)
    assert len(zxingcpp.read_barcodes(Image.open(BytesIO(picture)))) == 1


def test_values_stand_literally_in_the_pdf(printed: Callable[..., bytes], check_pdfa: Callable[..., Any]) -> None:
    name = "A & B <w:p/> {{ 7*7 }} {% raw %} \u0627\u0644\u0639\u0631\u0628\u064a\u0629"
    context = replace(APPROVAL, addressee=replace(APPROVAL.addressee, name=name, place="x" * 5000))
    pdf = printed(DocumentKind.APPROVAL, context, SPECIMENS[DocumentKind.APPROVAL][1])
    assert "A & B <w:p/> {{ 7*7 }} {% raw %}" in words(pdf)
    assert words(pdf).replace(" ", "").count("x" * 60) > 60
    assert check_pdfa(pdf).compliant


def test_a_draft_says_so_on_every_page_and_has_no_code(printed: Callable[..., bytes]) -> None:
    pdf = printed(DocumentKind.SLA, SLA, None, Marks(development=False, draft=True))
    assert words(pdf).count("KONSEP - BUKAN NASKAH YANG BERLAKU") == pages(pdf)
    assert "TANDA TANGAN UJI" not in words(pdf)
    assert codes(pdf) == []


def test_an_official_can_open_and_store_a_template_and_it_still_renders(tmp_path: Path, pool: ConversionPool) -> None:
    """A template that LibreOffice stored again as DOCX keeps its tags, its picture and its words."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path),
         str(FOLDER / "approval.docx")],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    register(tmp_path)
    context, numbering = SPECIMENS[DocumentKind.APPROVAL]
    content = render(DocumentKind.APPROVAL, context, numbering=numbering, marks=MARKS, folder=tmp_path)
    pdf = pool.convert(content, title=document_title(DocumentKind.APPROVAL, numbering))
    assert codes(pdf) == [numbering.verify_url]
    assert "menyetujui pengelolaan fungsi layanan pengadaan secara elektronik" in words(pdf)


def test_a_preview_shows_every_kind(tmp_path: Path) -> None:
    main([str(tmp_path / "preview")])
    assert sorted(path.stem.upper() for path in (tmp_path / "preview").iterdir()) == sorted(DocumentKind)
