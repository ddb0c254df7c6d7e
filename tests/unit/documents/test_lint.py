"""The lint before signing: each fault gives its own finding, and a sound letter none."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.contexts import Marks
from documents.errors import DocumentError
from documents.lint import LintCode, Paper, TermOfOffice, lint
from documents.render import render
from documents.specimens import APPROVAL, COMPLETION_REQUEST, DEPUTY, SLA, SPECIMENS
from documents.text import docx_text
from documents.titles import document_title
from domain.documents import DocumentKind

TODAY = date(2026, 11, 23)
MARKS = Marks(development=True, draft=False)
DEPUTY_TERM = TermOfOffice(name=DEPUTY.name, office=DEPUTY.office, valid_from=date(2026, 1, 5), valid_until=None)
REGENT = SLA.institution.official
REGENT_TERM = TermOfOffice(name=REGENT.name, office=REGENT.office, valid_from=TODAY, valid_until=TODAY)
TERMS = (DEPUTY_TERM, REGENT_TERM)


def pdf(title: str) -> bytes:
    """What the lint looks at in a PDF/A-2b: its claim and its title, which XMP holds uncompressed."""
    return f"%PDF-1.7 <pdfaid:part>2</> <pdfaid:conformance>B</> <dc:title>{title}</>".encode()


def paper(kind: DocumentKind, **changes: object) -> Paper:
    context, number = SPECIMENS[kind]
    given = {"context": context, "numbering": number, "marks": MARKS} | changes
    if "docx" not in given:
        given["docx"] = render(kind, given["context"], numbering=given["numbering"], marks=given["marks"])  # type: ignore[arg-type]
    return Paper(**{"kind": kind, "pdf": pdf(document_title(kind, given["numbering"]))} | given)  # type: ignore[arg-type]


def edited(kind: DocumentKind, old: str, new: str) -> bytes:
    """The letter's DOCX after somebody replaced words in it."""
    context, number = SPECIMENS[kind]
    source = ZipFile(BytesIO(render(kind, context, numbering=number, marks=MARKS)))
    result = BytesIO()
    with source, ZipFile(result, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old.encode(), new.encode()) if name.endswith(".xml") else content)
    return result.getvalue()


def codes(subject: Paper, *, today: date = TODAY, terms: tuple[TermOfOffice, ...] = TERMS) -> list[LintCode]:
    return [finding.code for finding in lint(subject, today=today, terms_of_office=terms)]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_what_is_no_word_file_is_said_so(content: bytes) -> None:
    assert codes(paper(DocumentKind.APPROVAL, docx=content)) == [LintCode.UNREADABLE]


def test_an_archive_without_text_is_no_word_file() -> None:
    empty = BytesIO()
    ZipFile(empty, "w").close()
    with pytest.raises(DocumentError, match="prints nothing"):
        docx_text(empty.getvalue())


@pytest.mark.parametrize("left", ["{{ addressee.name }}", "{% endif %}", "None", "undefined", "…………"])
def test_an_unfilled_placeholder(left: str) -> None:
    content = edited(DocumentKind.APPROVAL, "Yth. ", f"Yth. {left} ")
    assert set(codes(paper(DocumentKind.APPROVAL, docx=content))) == {LintCode.PLACEHOLDER_UNRESOLVED}


def test_a_value_with_such_characters_is_no_placeholder() -> None:
    """Values are printed literally, so braces in a name are the name's own."""
    context = replace(APPROVAL, addressee=replace(APPROVAL.addressee, name="Kantor {{None}} undefined"))
    assert codes(paper(DocumentKind.APPROVAL, context=context)) == []


def test_a_date_that_is_not_today() -> None:
    (found,) = lint(paper(DocumentKind.APPROVAL), today=date(2026, 11, 24), terms_of_office=TERMS)
    assert found.code is LintCode.DATE_NOT_TODAY
    assert found.message_id == "Tanggal naskah 2026-11-23 bukan tanggal hari ini 2026-11-24."
    assert found.message_en == "The paper is dated 2026-11-23, and today is 2026-11-24."


def test_a_number_or_address_that_is_not_printed() -> None:
    content = edited(DocumentKind.APPROVAL, "12/B/D.2/SPJ/XI/2026", "13/B/D.2/SPJ/XI/2026")
    assert codes(paper(DocumentKind.APPROVAL, docx=content)) == [LintCode.NUMBER_MISSING]
    content = edited(DocumentKind.APPROVAL, "pembina.contoh.invalid", "palsu.contoh.invalid")
    assert codes(paper(DocumentKind.APPROVAL, docx=content)) == [LintCode.NUMBER_MISSING]


@pytest.mark.parametrize(
    "terms",
    [
        (),
        (REGENT_TERM,),
        (replace(DEPUTY_TERM, valid_from=date(2026, 11, 24)),),
        (replace(DEPUTY_TERM, valid_until=date(2026, 11, 22)),),
        (replace(DEPUTY_TERM, name="Orang Lain"),),
        (replace(DEPUTY_TERM, office="Sekretaris Utama"),),
    ],
)
def test_a_signatory_who_is_not_in_office(terms: tuple[TermOfOffice, ...]) -> None:
    assert codes(paper(DocumentKind.APPROVAL), terms=terms) == [LintCode.SIGNATORY_NOT_IN_OFFICE]


def test_both_parties_of_an_sla_must_be_in_office() -> None:
    found = lint(paper(DocumentKind.SLA), today=TODAY, terms_of_office=())
    assert [finding.message_en for finding in found] == [
        "H. Contoh Prasetyo, S.Sos. does not hold the office Bupati Contoh Utara on the paper's date.",
        "Dr. Contoh Wiratama, M.T. does not hold the office Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem "
        "Informasi on the paper's date.",
    ]


@pytest.mark.parametrize(
    ("kind", "clause"),
    [
        (DocumentKind.APPLICATION_RECEIPT, "bukan merupakan persetujuan"),
        (DocumentKind.COMPLETION_REQUEST, "belum lengkap"),
        (DocumentKind.APPROVAL, "angka 4) Lampiran"),
        (DocumentKind.SLA, "5 (lima) hari kerja sejak surat"),
        (DocumentKind.SLA, "memungut biaya dari Pengguna"),
        (DocumentKind.INSTALLATION_MINUTES, "Contoh Lestari, S.Kom."),
    ],
)
def test_a_clause_that_is_missing(kind: DocumentKind, clause: str) -> None:
    """II.2.1.a.1-4, II.2.2.d, II.2.3; of an SLA every agreed clause."""
    found = codes(paper(kind, docx=edited(kind, clause, "…")))
    assert set(found) == {LintCode.CLAUSE_MISSING}


def test_empty_fields_are_named() -> None:
    context = replace(COMPLETION_REQUEST, items=(), addressee=replace(COMPLETION_REQUEST.addressee, place="  "))
    found = lint(paper(DocumentKind.COMPLETION_REQUEST, context=context), today=TODAY, terms_of_office=())
    assert [(finding.code, finding.message_en) for finding in found] == [
        (LintCode.FIELD_EMPTY, "Empty field: addressee.place"),
        (LintCode.FIELD_EMPTY, "Empty field: items"),
    ]


def test_marks_that_are_missing_or_out_of_place() -> None:
    unmarked = render(
        DocumentKind.APPROVAL, APPROVAL, numbering=SPECIMENS[DocumentKind.APPROVAL][1],
        marks=Marks(development=False, draft=True),
    )  # fmt: skip
    assert codes(paper(DocumentKind.APPROVAL, docx=unmarked)) == [LintCode.MARK_WRONG, LintCode.MARK_WRONG]


def test_a_test_paper_must_not_claim_bsre() -> None:
    content = edited(DocumentKind.APPROVAL, "Yth. ", "Balai Sertifikasi Elektronik ")
    assert codes(paper(DocumentKind.APPROVAL, docx=content)) == [LintCode.MARK_WRONG]


@pytest.mark.parametrize("content", [b"", b"PK", pdf("Surat lain"), pdf("").replace(b"part>2", b"part>3")])
def test_a_pdf_that_is_not_this_paper_as_pdfa(content: bytes) -> None:
    assert codes(paper(DocumentKind.APPROVAL, pdf=content)) == [LintCode.PDF_WRONG]


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_sound_letter_has_no_finding(kind: DocumentKind) -> None:
    assert codes(paper(kind)) == []
