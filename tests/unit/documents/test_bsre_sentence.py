"""The sentence about BSrE at the foot of each page: where a paper may say it, on one line, and nowhere else."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.contexts import Marks
from documents.lint import LintCode, Paper, lint
from documents.marks import BSRE_SENTENCE, BSRE_WORDS
from documents.render import render
from documents.specimens import SPECIMENS, credential_of
from documents.text import docx_text, one_line
from domain.document_kinds import DocumentKind

AT_BSRE, ELSEWHERE = (Marks(development=False, draft=False, certified_by_bsre=said) for said in (True, False))


def rendered(kind: DocumentKind, marks: Marks) -> bytes:
    context, number = SPECIMENS[kind]
    return render(kind, context, numbering=number, marks=marks, credential=credential_of(kind))


def footers(docx: bytes) -> str:
    with ZipFile(BytesIO(docx)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("word/footer"))


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_foot_of_every_letter_names_bsre_where_it_may_and_adds_no_line(kind: DocumentKind) -> None:
    """It stands in the paragraph that bears the rule, which is empty otherwise."""
    with_it, without = rendered(kind, AT_BSRE), rendered(kind, ELSEWHERE)
    assert one_line(docx_text(with_it)).count(BSRE_SENTENCE) == 1
    assert BSRE_WORDS not in docx_text(without)
    assert docx_text(with_it).replace(BSRE_SENTENCE, "") == docx_text(without)
    assert footers(with_it).count("<w:p>") + footers(with_it).count("<w:p ") == footers(without).count(
        "<w:p>"
    ) + footers(without).count("<w:p ")
    assert footers(with_it).replace(BSRE_SENTENCE, "") == footers(without)


def test_the_sentence_is_the_usual_one() -> None:
    assert BSRE_SENTENCE == (
        "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh Balai "
        "Sertifikasi Elektronik (BSrE), BSSN"
    )


@pytest.mark.parametrize(("development", "at_bsre"), [(True, True), (True, False), (False, False)])
def test_a_paper_that_says_it_without_leave_is_not_signed(development: bool, at_bsre: bool) -> None:
    context, number = SPECIMENS[DocumentKind.APPROVAL]
    marks = Marks(development=development, draft=False, certified_by_bsre=True)
    paper = Paper(
        kind=DocumentKind.APPROVAL,
        context=context,
        numbering=number,
        marks=marks,
        docx=rendered(DocumentKind.APPROVAL, marks),
        pdf=b"",
        at_bsre=at_bsre,
    )
    found = [each.code for each in lint(paper, today=number.date, terms_of_office=())]
    assert found.count(LintCode.MARK_WRONG) == 1
