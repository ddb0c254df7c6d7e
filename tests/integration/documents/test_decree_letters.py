"""The letters of assessments, measures and objections as PDF, with contents longer and shorter than is usual."""

import itertools
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from documents.attachments import FACTS_NAME, attach_facts, carried, pdfa_part, read_facts
from documents.contexts import Context, Marks, to_facts
from documents.conversion import ConversionPool
from documents.render import render
from documents.specimens import (
    ADVICE,
    ASSESSMENT_REPORT,
    ASSIGNMENT,
    CERTIFICATE,
    CREDENTIAL,
    DETERMINATION,
    MINUTES,
    NOTICE,
    OBJECTION_RESULT,
    RECOMMENDATION,
    REVOCATION,
    SERVICE_STOP,
    SPECIMENS,
    WARNING,
    credential_of,
)
from documents.titles import document_title
from domain.document_kinds import DocumentKind
from signing.port import RecipeName
from signing.profile import add_signature_fields
from tests.integration.signing.ageing import AgeingOffice

pytestmark = pytest.mark.libreoffice

MARKS = Marks(development=True, draft=False)
LONG = (
    "Sekretariat Kementerian Koordinator Bidang Pembangunan Kewilayahan, Infrastruktur Contoh, dan Percepatan "
    "Pelaksanaan Layanan Pengadaan Secara Elektronik Terpadu Republik Indonesia"
)
SENTENCE = "Catatan pemutakhiran belum disahkan oleh pejabat yang berwenang dan belum diunggah ke dalam sistem. "
CLOSING = "Demikian kami sampaikan"
RIGHT = "paling lambat 5 (lima) hari kerja"


def tool(*command: str, content: bytes) -> bytes:
    return subprocess.run(command, input=content, capture_output=True, check=True, timeout=60).stdout


def sheets(pdf: bytes) -> list[str]:
    """The words of each page on one line."""
    pages = tool("pdftotext", "-layout", "-", "-", content=pdf).decode().split("\f")[:-1]
    return [" ".join(page.split()) for page in pages]


def box(pdf: bytes) -> tuple[float, float]:
    """The width and height of the first page. *Units*: points."""
    found = re.search(
        r"^Page size:\s+([\d.]+) x ([\d.]+) pts", tool("pdfinfo", "-", content=pdf).decode(), re.MULTILINE
    )
    assert found
    return float(found[1]), float(found[2])


def outside(pdf: bytes) -> list[str]:
    """The words that stand nearer than 6 mm to an edge of their page, or over it."""
    width, height = box(pdf)
    edge = 6 / 25.4 * 72
    words = re.findall(
        r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        tool("pdftotext", "-bbox", "-", "-", content=pdf).decode(),
    )
    assert words
    return [
        text
        for left, top, right, bottom, text in words
        if float(left) < edge or float(top) < edge or float(right) > width - edge or float(bottom) > height - edge
    ]


def page_of_code(pdf: bytes) -> int:
    """The page, from 0, on which the only QR code of an address stands."""
    found = []
    for number in range(len(sheets(pdf))):
        page = str(number + 1)
        picture = tool("pdftoppm", "-r", "150", "-gray", "-f", page, "-l", page, "-", content=pdf)
        read = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
        found += [number for code in read if code.text.startswith("https:")]
    (only,) = found
    return only


@pytest.fixture(scope="session")
def printed(pool: ConversionPool) -> Callable[[DocumentKind, Context], bytes]:
    def printed(kind: DocumentKind, context: Context) -> bytes:
        number = SPECIMENS[kind][1]
        content = render(kind, context, numbering=number, marks=MARKS, credential=credential_of(kind))
        return pool.convert(content, title=document_title(kind, number), part=pdfa_part(kind))

    return printed


@pytest.mark.parametrize("kind", DocumentKind)
def test_nothing_stands_outside_the_page(kind: DocumentKind, printed: Callable[[DocumentKind, Context], bytes]) -> None:
    assert outside(printed(kind, SPECIMENS[kind][0])) == []


ONE_PAGE = sorted(
    set(DocumentKind)
    - {
        DocumentKind.SLA,
        DocumentKind.ASSESSMENT_REPORT,
        DocumentKind.DETERMINATION,
        DocumentKind.REVOCATION,
        DocumentKind.SERVICE_STOP,
        DocumentKind.OBJECTION_RESULT,
    }
)
"""Letters that with the contents of a usual case are one page; the others have tables, an annex or fifteen articles.

The result of an objection is two where it is the letter of a changed measure too (II.2.2), else one.
"""


@pytest.mark.parametrize("kind", ONE_PAGE)
def test_a_usual_letter_is_one_page(kind: DocumentKind, printed: Callable[[DocumentKind, Context], bytes]) -> None:
    (words,) = sheets(printed(kind, SPECIMENS[kind][0]))
    assert "Halaman 1 dari 1" in words


def test_the_result_of_an_objection_that_changes_nothing_is_one_page(
    printed: Callable[[DocumentKind, Context], bytes],
) -> None:
    confirmed = replace(OBJECTION_RESULT, decision="SANCTION_CONFIRMED", reinstated=(), measure=None)
    (words,) = sheets(printed(DocumentKind.OBJECTION_RESULT, confirmed))
    assert "Halaman 1 dari 1" in words


@pytest.mark.parametrize("kind", sorted(set(DocumentKind) - set(ONE_PAGE)))
def test_no_page_of_a_longer_paper_has_but_a_line_or_two(
    kind: DocumentKind, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    for number, words in enumerate(sheets(printed(kind, SPECIMENS[kind][0])), start=1):
        assert len(words.split()) > 60, f"page {number}"


HEADINGS = re.compile(r"^\s*(?:[A-E]\. {1,3}\w.*|Pasal \d+|[A-Z][A-Z ()/-]{5,})$")


def last_lines(pdf: bytes) -> list[str]:
    """The last line of text of each page, above its foot; the paper has headings."""
    pages = tool("pdftotext", "-layout", "-", "-", content=pdf).decode().split("\f")[:-1]
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    assert sum(1 for page in lines for line in page if HEADINGS.match(line)) >= 3
    return [next(line for line in reversed(page) if not re.match(r"Keaslian dan|Kode ", line)) for page in lines]


@pytest.mark.parametrize("count", range(8, 18))
def test_no_heading_stands_alone_at_the_foot_of_a_page(
    count: int, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    """Reports of ten lengths, so that each of their headings comes to the foot once."""
    results, facts = ASSESSMENT_REPORT.results[:count], ASSESSMENT_REPORT.facts * (count // 3)
    pdf = printed(DocumentKind.ASSESSMENT_REPORT, replace(ASSESSMENT_REPORT, results=results, facts=facts))
    assert [line for line in last_lines(pdf) if HEADINGS.match(line)] == []


@pytest.mark.parametrize("kind", [DocumentKind.SLA, DocumentKind.DETERMINATION, DocumentKind.REVOCATION])
def test_no_heading_of_an_agreement_or_decision_stands_alone(
    kind: DocumentKind, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    assert [line for line in last_lines(printed(kind, SPECIMENS[kind][0])) if HEADINGS.match(line)] == []


@pytest.mark.parametrize("count", range(6, 22, 2))
def test_the_signature_of_a_report_stands_with_its_conclusion(
    count: int, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    """What the lead signs must be seen where he signs; a page with a signature and one sentence could be put under anything."""
    context = replace(
        ASSESSMENT_REPORT, results=ASSESSMENT_REPORT.results[:2], facts=(ASSESSMENT_REPORT.facts * 11)[:count]
    )
    pdf = printed(DocumentKind.ASSESSMENT_REPORT, context)
    signed = sheets(pdf)[page_of_code(pdf)]
    assert "E. Kesimpulan" in signed
    assert " ".join(context.conclusion.split()) in signed


@pytest.mark.parametrize("count", range(1, 30, 4))
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (DocumentKind.RECOMMENDATION, "bukan merupakan tindakan pembinaan"),
        (DocumentKind.LKPP_SYSTEM, "tidak mengubah tindakan pembinaan"),
        (DocumentKind.REINSTATEMENT, "tidak mengubah status sertifikat standarisasi"),
        (DocumentKind.REJECTION, "Permohonan yang baru dapat diajukan"),
    ],
)
def test_the_last_paragraph_of_a_letter_stands_with_its_signature(
    kind: DocumentKind, words: str, count: int, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    grown: dict[DocumentKind, dict[str, Any]] = {
        DocumentKind.RECOMMENDATION: {"items": (RECOMMENDATION.items * 15)[:count]},
        DocumentKind.LKPP_SYSTEM: {"reasons": (SENTENCE.strip(),) * count},
        DocumentKind.REINSTATEMENT: {"reasons": (SENTENCE.strip(),) * count},
        DocumentKind.REJECTION: {"reason": (SENTENCE * 2 * count).strip()},
    }
    pdf = printed(kind, replace(SPECIMENS[kind][0], **grown[kind]))
    assert words in sheets(pdf)[page_of_code(pdf)]


@pytest.mark.parametrize("count", [1, 2, 16])
def test_a_certificate_is_one_lying_page(count: int, printed: Callable[[DocumentKind, Context], bytes]) -> None:
    pdf = printed(DocumentKind.CERTIFICATE, replace(CERTIFICATE, standards=CERTIFICATE.standards[:count]))
    (words,) = sheets(pdf)
    assert (round(box(pdf)[0]), round(box(pdf)[1])) == (842, 595)
    assert f"{count} dari 17 standar yang berlaku" in words
    assert words.count("12 Oktober 2026") + words.count("2 November 2026") == count
    assert page_of_code(pdf) == 0


def test_a_certificate_of_an_institution_with_a_long_name_is_one_page(
    printed: Callable[[DocumentKind, Context], bytes],
) -> None:
    operator = replace(CERTIFICATE.operator, unit=f"LPSE {LONG}", institution=LONG)
    context = replace(CERTIFICATE, operator=operator, expires_on=CERTIFICATE.standards[0].determined_on)
    pdf = printed(DocumentKind.CERTIFICATE, context)
    (words,) = sheets(pdf)
    assert "Halaman 1 dari 1" in words
    in_order = " ".join(tool("pdftotext", "-", "-", content=pdf).decode().split())
    assert "berlaku sampai dengan tanggal 12 Oktober 2026" in in_order
    assert outside(pdf) == []


@pytest.mark.parametrize("resolution", [150, 300])
@pytest.mark.parametrize("length", [383, 700])
def test_both_codes_of_a_certificate_are_read_from_the_printed_page(
    resolution: int, length: int, pool: ConversionPool
) -> None:
    """The usual credential, and the longest that fits: 0.47 and 0.37 mm a module."""
    number = SPECIMENS[DocumentKind.CERTIFICATE][1]
    credential = (CREDENTIAL * 2)[:length]
    content = render(DocumentKind.CERTIFICATE, CERTIFICATE, numbering=number, marks=MARKS, credential=credential)
    pdf = pool.convert(content, title=document_title(DocumentKind.CERTIFICATE, number), part=3)
    picture = tool("pdftoppm", "-r", str(resolution), "-gray", "-", content=pdf)
    found = {code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(picture)))}
    assert found == {number.verify_url, credential}


def test_a_certificate_with_its_facts_inside_and_its_signature_field_is_pdfa_3b_and_no_2b(
    printed: Callable[[DocumentKind, Context], bytes], check_pdfa: Callable[..., Any]
) -> None:
    """ISO 19005-3, 6.8; ISO 19005-2, 6.8 forbids the attachment."""
    pdf = printed(DocumentKind.CERTIFICATE, CERTIFICATE)
    facts = carried(SPECIMENS[DocumentKind.CERTIFICATE][1], to_facts(CERTIFICATE), CREDENTIAL)
    paper = add_signature_fields(attach_facts(pdf, facts, at=datetime(2026, 11, 23, 3, tzinfo=UTC)), ["TandaTangan"])
    assert tuple(check_pdfa(paper, flavour="3b")) == ("3b", True, ())
    forbidden = check_pdfa(paper, flavour="2b")
    assert any(failure.startswith("6.8") for failure in forbidden.failures)
    assert read_facts(paper).credential == CREDENTIAL


def test_a_signed_certificate_stays_pdfa_3b_through_two_renewals_and_its_facts_stay_readable(
    printed: Callable[[DocumentKind, Context], bytes], check_pdfa: Callable[..., Any], tmp_path: Path
) -> None:
    """ISO 19005-3; ETSI EN 319 142-1, 5.5: a renewal adds a revision, and no object of the pages changes."""
    office = AgeingOffice(tmp_path / "pki")
    facts = carried(SPECIMENS[DocumentKind.CERTIFICATE][1], to_facts(CERTIFICATE), CREDENTIAL)
    pdf = attach_facts(printed(DocumentKind.CERTIFICATE, CERTIFICATE), facts, at=office.clock.now())
    paper = office.sign(add_signature_fields(pdf, ["TandaTangan"]), "TandaTangan", "deputi", RecipeName.SINGLE)
    editions = [paper]
    for _ in range(2):
        office.rotate()
        editions.append(office.renewed(editions[-1]))
    assert [tuple(check_pdfa(edition, flavour="3b")) for edition in editions] == [("3b", True, ())] * 3
    assert [read_facts(edition).credential for edition in editions] == [CREDENTIAL] * 3
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(editions))


def test_another_program_finds_the_facts(printed: Callable[[DocumentKind, Context], bytes], tmp_path: Path) -> None:
    """poppler's pdfdetach, by the file's name."""
    facts = carried(SPECIMENS[DocumentKind.CERTIFICATE][1], to_facts(CERTIFICATE), CREDENTIAL)
    at = datetime(2026, 11, 23, 3, tzinfo=UTC)
    paper = tmp_path / "sertifikat.pdf"
    paper.write_bytes(attach_facts(printed(DocumentKind.CERTIFICATE, CERTIFICATE), facts, at=at))
    tool("pdfdetach", "-savefile", FACTS_NAME, "-o", str(tmp_path / "facts"), str(paper), content=b"")
    assert (tmp_path / "facts").read_bytes() == facts


@pytest.mark.parametrize("count", [1, 4, 17])
def test_a_measure_of_any_length_keeps_the_right_to_object_with_the_signature(
    count: int, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    facts = tuple(replace(ADVICE.facts[0], fact=SENTENCE * (1 + index % 3)) for index in range(count))
    asked = tuple(SENTENCE.strip() for _ in range(count))
    for kind, context in (
        (DocumentKind.ADVICE, replace(ADVICE, facts=facts, asked=asked)),
        (DocumentKind.WARNING, replace(WARNING, facts=facts, asked=asked)),
        (DocumentKind.SERVICE_STOP, replace(SERVICE_STOP, facts=facts, asked=asked)),
    ):
        pdf = printed(kind, context)
        last = sheets(pdf)[page_of_code(pdf)]
        assert all(words in last for words in (RIGHT, CLOSING, "Dr. Contoh Wiratama", "Tembusan:"))
        assert len(sheets(pdf)) <= 5
        assert outside(pdf) == []


@pytest.mark.parametrize("count", [1, 8])
def test_other_letters_of_any_length_keep_their_signature_with_text(
    count: int, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    sentences = tuple(SENTENCE.strip() for _ in range(count))
    items = RECOMMENDATION.items[:1] * count
    for kind, context in (
        (DocumentKind.NOTICE, replace(NOTICE, paragraphs=sentences)),
        (DocumentKind.RECOMMENDATION, replace(RECOMMENDATION, items=items)),
        (DocumentKind.OBJECTION_RESULT, replace(OBJECTION_RESULT, considerations=sentences, follow_up=sentences)),
        (DocumentKind.MINUTES, replace(MINUTES, paragraphs=sentences)),
    ):
        pdf = printed(kind, context)
        closing = "Demikian berita acara" if kind is DocumentKind.MINUTES else CLOSING
        assert closing in sheets(pdf)[page_of_code(pdf)]


@pytest.mark.parametrize("count", [1, 16])
def test_a_decision_of_any_length_is_signed_under_its_last_part(
    count: int, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    reasons = tuple(SENTENCE.strip(". ") for _ in range(count))
    standards = DETERMINATION.standards[:count]
    for kind, context in (
        (DocumentKind.DETERMINATION, replace(DETERMINATION, considerations=reasons, standards=standards)),
        (DocumentKind.REVOCATION, replace(REVOCATION, considerations=reasons, standards=standards)),
    ):
        pdf = printed(kind, context)
        pages = sheets(pdf)
        signed = page_of_code(pdf)
        assert "Keputusan ini mulai berlaku pada tanggal ditetapkan. Ditetapkan di Jakarta" in pages[signed]
        assert "LAMPIRAN : KEPUTUSAN DEPUTI BIDANG" in pages[signed + 1]
        assert "Dr. Contoh Wiratama, M.T." in pages[-1]


@pytest.mark.parametrize("count", [1, 17])
def test_an_assignment_keeps_its_signature_with_text(
    count: int, printed: Callable[[DocumentKind, Context], bytes]
) -> None:
    team = ASSIGNMENT.team * 3
    for members in (ASSIGNMENT.team, team):
        context = replace(ASSIGNMENT, standards=ASSIGNMENT.standards[:count], team=members)
        pdf = printed(DocumentKind.ASSIGNMENT, context)
        assert "dilaksanakan dengan sebaik-baiknya" in sheets(pdf)[page_of_code(pdf)]
