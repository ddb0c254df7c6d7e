"""The lint before signing: each fault gives its own finding, and a sound letter none."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.attachments import pdfa_part
from documents.contexts import CONTEXTS, Context, Marks
from documents.errors import DocumentError
from documents.lint import LintCode, Paper, TermOfOffice, lint
from documents.marks import BSRE_WORDS, DEVELOPMENT_MARK, DRAFT_MARK
from documents.render import render
from documents.specimens import (
    APPROVAL,
    ASSESSOR,
    CERTIFICATE,
    COMPLETION_REQUEST,
    DEPUTY,
    NOTICE,
    OBJECTION_RECEIPT,
    OBJECTION_RESULT,
    RECOMMENDATION,
    SLA,
    SPECIMENS,
    WARNING,
    credential_of,
)
from documents.text import docx_text
from documents.titles import document_title
from domain.document_kinds import SEALED_KINDS, DocumentKind

TODAY = date(2026, 11, 23)
MARKS = Marks(development=True, draft=False)
DEPUTY_TERM = TermOfOffice(name=DEPUTY.name, office=DEPUTY.office, valid_from=date(2026, 1, 5), valid_until=None)
REGENT = SLA.institution.official
REGENT_TERM = TermOfOffice(name=REGENT.name, office=REGENT.office, valid_from=TODAY, valid_until=TODAY)
ASSESSOR_TERM = TermOfOffice(name=ASSESSOR.name, office=ASSESSOR.office, valid_from=TODAY, valid_until=TODAY)
TERMS = (DEPUTY_TERM, REGENT_TERM, ASSESSOR_TERM)


def pdf(title: str, part: int = 2) -> bytes:
    """What the lint looks at in a PDF/A: its claim and its title, which XMP holds uncompressed."""
    return f"%PDF-1.7 <pdfaid:part>{part}</> <pdfaid:conformance>B</> <dc:title>{title}</>".encode()


def paper(kind: DocumentKind, **changes: object) -> Paper:
    context, number = SPECIMENS[kind]
    given = {"context": context, "numbering": number, "marks": MARKS} | changes
    if "docx" not in given:
        given["docx"] = render(
            kind,
            given["context"],  # type: ignore[arg-type]
            numbering=given["numbering"],  # type: ignore[arg-type]
            marks=given["marks"],  # type: ignore[arg-type]
            credential=credential_of(kind),
        )
    return Paper(**{"kind": kind, "pdf": pdf(document_title(kind, given["numbering"]), pdfa_part(kind))} | given)  # type: ignore[arg-type]


def edited(kind: DocumentKind, old: str, new: str, *, marks: Marks = MARKS) -> bytes:
    """The letter's DOCX after somebody replaced words in it."""
    context, number = SPECIMENS[kind]
    source = ZipFile(BytesIO(render(kind, context, numbering=number, marks=marks, credential=credential_of(kind))))
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
        (DocumentKind.NOTICE, "disertai bukti pendukung"),
        (DocumentKind.NOTICE, "5 (lima) hari kerja"),
        (DocumentKind.NOTICE, "kriteria S09-K3"),
        (DocumentKind.ASSIGNMENT, "Bab II angka 2.1 huruf e angka 2)"),
        (DocumentKind.ASSIGNMENT, "Contoh Nugroho, S.T."),
        (DocumentKind.ASSESSMENT_REPORT, "S09-K3"),
        (DocumentKind.ASSESSMENT_REPORT, "S14-K4"),
        (DocumentKind.ASSESSMENT_REPORT, "memenuhi 15 (lima belas) dari"),
        (DocumentKind.RECOMMENDATION, "bukan merupakan tindakan pembinaan"),
        (DocumentKind.RECOMMENDATION, "batas waktu internal"),
        (DocumentKind.DETERMINATION, "MEMUTUSKAN"),
        (DocumentKind.DETERMINATION, "17 (tujuh belas) dari"),
        (DocumentKind.CERTIFICATE, "17 dari 17 standar"),
        (DocumentKind.CERTIFICATE, "Versi 1"),
        (DocumentKind.CERTIFICATE, "Status terkini"),
        (DocumentKind.CERTIFICATE, "Standar Penilaian Internal"),
        (DocumentKind.ADVICE, "Bab II angka 2.2 huruf a"),
        (DocumentKind.ADVICE, "Bab II angka 2.3"),
        (DocumentKind.ADVICE, "5 (lima) hari kerja"),
        (DocumentKind.WARNING, "S11-K2"),
        (DocumentKind.WARNING, "disertai bukti pendukung"),
        (DocumentKind.WARNING, "bukan dari Keputusan Deputi"),
        (DocumentKind.WARNING, "4/B/D.2/SR-P/VIII/2026"),
        (DocumentKind.REVOCATION, "dilakukan penilaian ulang"),
        (DocumentKind.REVOCATION, "5 (lima) hari kerja"),
        (DocumentKind.REVOCATION, "meninjau hak akses seluruh pengguna"),
        (DocumentKind.REVOCATION, "SERT-2026-0007"),
        (DocumentKind.REVOCATION, "2/B/D.2/TG/IX/2026"),
        (DocumentKind.SERVICE_STOP, "pengambilalihan hak akses"),
        (DocumentKind.SERVICE_STOP, "setelah pencabutan sertifikat standarisasi"),
        (DocumentKind.SERVICE_STOP, "dapat mengajukan surat keberatan"),
        (DocumentKind.LKPP_SYSTEM, "Bab III"),
        (DocumentKind.OBJECTION_RECEIPT, "27 Oktober 2026 pukul 23.59 WIB"),
        (DocumentKind.OBJECTION_RECEIPT, "dalam batas waktu"),
        (DocumentKind.OBJECTION_RESULT, "diubah"),
        (DocumentKind.OBJECTION_RESULT, "Bab II angka 2.2 huruf c"),
        (DocumentKind.OBJECTION_RESULT, "Ruang peladen tidak terkunci"),
        (DocumentKind.OBJECTION_RESULT, "memasang kendali akses"),
        (DocumentKind.OBJECTION_RESULT, "30 (tiga puluh) hari kerja"),
        (DocumentKind.OBJECTION_RESULT, "dapat mengajukan surat keberatan"),
        (DocumentKind.REINSTATEMENT, "1 Desember 2026"),
        (DocumentKind.MINUTES, "Kunci elektronik terpasang"),
    ],
)
def test_a_clause_that_is_missing(kind: DocumentKind, clause: str) -> None:
    """II.2.1.a.1-4, II.2.1.e, II.2.2.a-d, II.2.3, III; of an SLA every agreed clause."""
    found = codes(paper(kind, docx=edited(kind, clause, "…")))
    assert set(found) == {LintCode.CLAUSE_MISSING}


def test_empty_fields_are_named() -> None:
    context = replace(COMPLETION_REQUEST, items=(), addressee=replace(COMPLETION_REQUEST.addressee, place="  "))
    found = lint(paper(DocumentKind.COMPLETION_REQUEST, context=context), today=TODAY, terms_of_office=())
    assert [(finding.code, finding.message_en) for finding in found] == [
        (LintCode.FIELD_EMPTY, "Empty field: addressee.place"),
        (LintCode.FIELD_EMPTY, "Empty field: items"),
    ]


def without(kind: DocumentKind, **changes: object) -> Paper:
    """The specimen of `kind` with these fields changed."""
    return paper(kind, context=replace(SPECIMENS[kind][0], **changes))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (DocumentKind.NOTICE, ["particulars", "copies"]),
        (DocumentKind.MINUTES, ["participants", "items"]),
        (DocumentKind.ASSIGNMENT, ["standards", "copies"]),
        (DocumentKind.ASSESSMENT_REPORT, ["facts", "waived"]),
        (DocumentKind.ADVICE, ["earlier"]),
        (DocumentKind.REVOCATION, ["remaining"]),
        (DocumentKind.SERVICE_STOP, ["earlier"]),
        (DocumentKind.OBJECTION_RESULT, ["reinstated", "follow_up"]),
    ],
)
def test_a_list_of_what_there_may_be_none_of_may_be_empty(kind: DocumentKind, fields: list[str]) -> None:
    assert codes(without(kind, **dict.fromkeys(fields, ()))) == []


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (DocumentKind.NOTICE, "paragraphs"),
        (DocumentKind.ASSIGNMENT, "team"),
        (DocumentKind.RECOMMENDATION, "items"),
        (DocumentKind.DETERMINATION, "considerations"),
        (DocumentKind.CERTIFICATE, "standards"),
        (DocumentKind.ADVICE, "facts"),
        (DocumentKind.ADVICE, "asked"),
        (DocumentKind.WARNING, "earlier"),
        (DocumentKind.WARNING, "asked"),
        (DocumentKind.REVOCATION, "standards"),
        (DocumentKind.REVOCATION, "earlier"),
        (DocumentKind.SERVICE_STOP, "facts"),
        (DocumentKind.SERVICE_STOP, "asked"),
        (DocumentKind.REVOCATION, "asked"),
        (DocumentKind.LKPP_SYSTEM, "reasons"),
        (DocumentKind.OBJECTION_RECEIPT, "evidence"),
        (DocumentKind.OBJECTION_RESULT, "hearings"),
        (DocumentKind.OBJECTION_RESULT, "considerations"),
        (DocumentKind.REINSTATEMENT, "reasons"),
    ],
)
def test_a_list_without_which_the_paper_says_nothing_must_not_be_empty(kind: DocumentKind, field: str) -> None:
    found = lint(without(kind, **{field: ()}), today=TODAY, terms_of_office=TERMS)
    assert [(finding.code, finding.message_en) for finding in found] == [
        (LintCode.FIELD_EMPTY, f"Empty field: {field}")
    ]


def test_optional_facts_are_asked_for_only_where_they_are_given() -> None:
    assert codes(without(DocumentKind.WARNING, improve_days=None)) == []
    assert codes(without(DocumentKind.RECOMMENDATION, follow_up_until=None)) == []
    assert codes(without(DocumentKind.REVOCATION, certificate=None)) == []
    assert codes(without(DocumentKind.SERVICE_STOP, sla=None, form_text=None, improve_days=None)) == []
    assert codes(without(DocumentKind.NOTICE, objection_right=False)) == []
    assert codes(without(DocumentKind.CERTIFICATE, expires_on=date(2029, 11, 23))) == []
    assert codes(without(DocumentKind.WARNING, round=2)) == []
    assert codes(without(DocumentKind.OBJECTION_RECEIPT, late=True)) == []


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (DocumentKind.RECOMMENDATION, "follow_up_until"),
        (DocumentKind.COMPLETION_REQUEST, "answer_until"),
        (DocumentKind.CERTIFICATE, "expires_on"),
    ],
)
@pytest.mark.parametrize(("days", "found"), [(-1, [LintCode.DEADLINE_BEFORE_DATE]), (0, []), (1, [])])
def test_a_deadline_before_the_papers_date_is_found(
    days: int, found: list[LintCode], kind: DocumentKind, field: str
) -> None:
    last = SPECIMENS[kind][1].date + timedelta(days=days)
    assert codes(without(kind, **{field: last})) == found


@pytest.mark.parametrize(
    ("context", "changed"),
    [
        (WARNING, replace(WARNING, round=2)),
        (CERTIFICATE, replace(CERTIFICATE, expires_on=date(2029, 11, 23))),
        (OBJECTION_RECEIPT, replace(OBJECTION_RECEIPT, late=True)),
        (OBJECTION_RESULT, replace(OBJECTION_RESULT, decision="SANCTION_ANNULLED")),
        (replace(OBJECTION_RESULT, measure=None), OBJECTION_RESULT),
        (RECOMMENDATION, replace(RECOMMENDATION, follow_up_until=date(2027, 1, 4))),
        (replace(NOTICE, objection_right=False), NOTICE),
    ],
)
def test_a_paper_that_says_what_its_facts_do_not(context: Context, changed: Context) -> None:
    (kind,) = [kind for kind, shape in CONTEXTS.items() if isinstance(context, shape)]
    content = render(kind, context, numbering=SPECIMENS[kind][1], marks=MARKS, credential=credential_of(kind))
    assert set(codes(paper(kind, context=changed, docx=content))) == {LintCode.CLAUSE_MISSING}


def test_a_decision_on_an_objection_that_nobody_knows_is_found() -> None:
    assert codes(without(DocumentKind.OBJECTION_RESULT, decision="POSTPONED")) == [LintCode.CLAUSE_MISSING]


def test_a_lead_assessor_signs_the_report() -> None:
    (found,) = lint(paper(DocumentKind.ASSESSMENT_REPORT), today=TODAY, terms_of_office=(DEPUTY_TERM,))
    assert found.message_en == (
        "Contoh Anggraini, S.Kom., M.T. does not hold the office Pranata Komputer Ahli Muda on the paper's date."
    )


@pytest.mark.parametrize("kind", sorted(SEALED_KINDS))
def test_a_sealed_paper_asks_for_nobody_in_office(kind: DocumentKind) -> None:
    assert codes(paper(kind), terms=()) == []


def test_marks_that_are_missing_or_out_of_place() -> None:
    unmarked = render(
        DocumentKind.APPROVAL, APPROVAL, numbering=SPECIMENS[DocumentKind.APPROVAL][1],
        marks=Marks(development=False, draft=True),
    )  # fmt: skip
    assert codes(paper(DocumentKind.APPROVAL, docx=unmarked)) == [LintCode.MARK_WRONG, LintCode.MARK_WRONG]


@pytest.mark.parametrize("words", [BSRE_WORDS, DRAFT_MARK, DEVELOPMENT_MARK, f"Sertifikat {BSRE_WORDS} (BSrE)."])
def test_people_may_write_what_a_mark_says(words: str) -> None:
    """Accepted words never make a letter impossible: a mark is the paper's own, in its header."""
    context = replace(APPROVAL, application=replace(APPROVAL.application, unit=words))
    assert codes(paper(DocumentKind.APPROVAL, context=context)) == []


@pytest.mark.parametrize(
    ("development", "at_bsre", "found"),
    [
        (True, False, [LintCode.MARK_WRONG]),
        (True, True, [LintCode.MARK_WRONG]),
        (False, False, [LintCode.MARK_WRONG]),
        (False, True, []),
    ],
)
def test_bsre_is_named_only_where_it_certified_the_keys_that_sign(
    development: bool, at_bsre: bool, found: list[LintCode]
) -> None:
    """Words that somebody put into a template claim what only BSrE's own certificate could bear out."""
    marks = Marks(development=development, draft=False)
    said = f"memakai sertifikat elektronik {BSRE_WORDS}"
    content = edited(DocumentKind.APPROVAL, "Ditandatangani secara elektronik", f"Ditandatangani {said}", marks=marks)
    assert codes(paper(DocumentKind.APPROVAL, docx=content, marks=marks, at_bsre=at_bsre)) == found


def test_a_title_is_sought_as_xml_writes_it() -> None:
    number = replace(SPECIMENS[DocumentKind.APPROVAL][1], number="1/A&B/2026")
    title = document_title(DocumentKind.APPROVAL, number)
    assert codes(paper(DocumentKind.APPROVAL, numbering=number, pdf=pdf(title.replace("&", "&amp;")))) == []


def test_a_test_paper_must_not_claim_bsre() -> None:
    content = edited(DocumentKind.APPROVAL, "Yth. ", "Balai Sertifikasi Elektronik ")
    assert codes(paper(DocumentKind.APPROVAL, docx=content)) == [LintCode.MARK_WRONG]


@pytest.mark.parametrize("content", [b"", b"PK", pdf("Surat lain"), pdf("").replace(b"part>2", b"part>3")])
def test_a_pdf_that_is_not_this_paper_as_pdfa(content: bytes) -> None:
    assert codes(paper(DocumentKind.APPROVAL, pdf=content)) == [LintCode.PDF_WRONG]


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_sound_letter_has_no_finding(kind: DocumentKind) -> None:
    assert codes(paper(kind)) == []
