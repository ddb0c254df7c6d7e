"""What is checked of a letter before anyone may sign it; it finds and says, and decides nothing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from xml.sax.saxutils import escape

from documents.attachments import pdfa_part
from documents.contexts import Context, Marks, Numbering, Signatory, Sla
from documents.errors import DocumentError
from documents.lint_clauses import may_be_empty, required_texts
from documents.marks import BSRE_WORDS, DEVELOPMENT_MARK, DRAFT_MARK
from documents.text import docx_text, header_text, one_line
from documents.titles import document_title
from domain.document_kinds import LETTER_LIMIT, SEALED_KINDS, DocumentKind

_LAST_DAYS = {**LETTER_LIMIT, DocumentKind.CERTIFICATE: "expires_on"}
"""The fact of each kind that is printed as a last day still to come."""

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\bNone\b|\b[Uu]ndefined\b|…{2,}")


class LintCode(StrEnum):
    """The stable code of each finding."""

    UNREADABLE = "UNREADABLE"
    PLACEHOLDER_UNRESOLVED = "PLACEHOLDER_UNRESOLVED"
    DATE_NOT_TODAY = "DATE_NOT_TODAY"
    DEADLINE_BEFORE_DATE = "DEADLINE_BEFORE_DATE"
    NUMBER_MISSING = "NUMBER_MISSING"
    SIGNATORY_NOT_IN_OFFICE = "SIGNATORY_NOT_IN_OFFICE"
    CLAUSE_MISSING = "CLAUSE_MISSING"
    FIELD_EMPTY = "FIELD_EMPTY"
    MARK_WRONG = "MARK_WRONG"
    PDF_WRONG = "PDF_WRONG"


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One reason not to sign. *Shape*: a stable code, and the same sentence in Indonesian and English."""

    code: LintCode
    message_id: str
    message_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOfOffice:
    """That a person holds an office in these days, both included; an open end is None."""

    name: str
    office: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A letter with all that its lint looks at. *Shape*: `at_bsre` says that its persons' keys are certified by BSrE."""

    kind: DocumentKind
    context: Context
    numbering: Numbering
    marks: Marks
    docx: bytes
    pdf: bytes
    at_bsre: bool = False


def lint(paper: Paper, *, today: date, terms_of_office: Sequence[TermOfOffice]) -> list[LintFinding]:
    """All findings, none if the letter may be signed.

    *Units*: `today` is the legal date in Jakarta.
    *Does not check*: the signatures; PDF/A conformance beyond the claim in the file.
    *Source*: house rules; the texts required of each kind name their clauses in `lint_clauses`.
    """
    try:
        text, header = one_line(docx_text(paper.docx)), one_line(header_text(paper.docx))
    except DocumentError as error:
        return [
            LintFinding(LintCode.UNREADABLE, "Berkas DOCX tidak dapat dibaca.", f"The DOCX cannot be read: {error}.")
        ]
    return [
        *_placeholders(paper, text),
        *_date(paper.numbering, today),
        *_deadline(paper),
        *_number(paper.numbering, text),
        *_signatories(paper, terms_of_office),
        *_clauses(paper, text),
        *(_empty(path) for path in _empty_fields(paper.context, "") if not may_be_empty(paper.kind, path)),
        *_marks(paper, text, header),
        *_pdf(paper),
    ]


def _placeholders(paper: Paper, text: str) -> Iterator[LintFinding]:
    own = _own_words(paper, text, lambda value: _PLACEHOLDER.search(value) is not None)
    for found in dict.fromkeys(_PLACEHOLDER.findall(own)):
        yield LintFinding(
            LintCode.PLACEHOLDER_UNRESOLVED,
            f"Naskah masih memuat penanda yang belum terisi: {found}",
            f"The paper still holds an unfilled placeholder: {found}",
        )


def _own_words(paper: Paper, text: str, sought: Callable[[str], bool]) -> str:
    """The text without those values that hold what is sought: they are printed literally, and are not the paper's own."""
    for value in sorted(set(_texts(paper.context)), key=len, reverse=True):
        if sought(value):
            text = text.replace(one_line(value), " ").replace(one_line(value.upper()), " ")
    return text


def _date(numbering: Numbering, today: date) -> Iterator[LintFinding]:
    if numbering.date != today:
        yield LintFinding(
            LintCode.DATE_NOT_TODAY,
            f"Tanggal naskah {numbering.date.isoformat()} bukan tanggal hari ini {today.isoformat()}.",
            f"The paper is dated {numbering.date.isoformat()}, and today is {today.isoformat()}.",
        )


def _deadline(paper: Paper) -> Iterator[LintFinding]:
    """Nothing is asked for by a day that had passed when the paper was dated; the day itself may be the last one."""
    last = getattr(paper.context, _LAST_DAYS[paper.kind]) if paper.kind in _LAST_DAYS else None
    if last is not None and last < paper.numbering.date:
        dated = paper.numbering.date.isoformat()
        yield LintFinding(
            LintCode.DEADLINE_BEFORE_DATE,
            f"Batas waktu {last.isoformat()} sebelum tanggal naskah {dated}.",
            f"The deadline {last.isoformat()} lies before the paper's date {dated}.",
        )


def _number(numbering: Numbering, text: str) -> Iterator[LintFinding]:
    for value, name_id, name_en in (
        (numbering.number, "nomor naskah", "number"),
        (numbering.verify_url, "alamat verifikasi", "verification address"),
    ):
        if not value.strip() or one_line(value) not in text:
            yield LintFinding(
                LintCode.NUMBER_MISSING, f"Naskah tidak memuat {name_id}.", f"The paper does not show its {name_en}."
            )


def _signatories(paper: Paper, terms: Sequence[TermOfOffice]) -> Iterator[LintFinding]:
    for official in _officials(paper):
        if not any(_holds(term, official, paper.numbering.date) for term in terms):
            yield LintFinding(
                LintCode.SIGNATORY_NOT_IN_OFFICE,
                f"{official.name} tidak menjabat sebagai {official.office} pada tanggal naskah.",
                f"{official.name} does not hold the office {official.office} on the paper's date.",
            )


def _officials(paper: Paper) -> tuple[Signatory, ...]:
    if paper.kind in SEALED_KINDS:
        return ()
    if isinstance(paper.context, Sla):
        return (paper.context.institution.official, paper.context.lkpp.official)
    return (paper.context.signatory,)


def _holds(term: TermOfOffice, official: Signatory, day: date) -> bool:
    same = (term.name, term.office) == (official.name, official.office)
    return same and term.valid_from <= day and (term.valid_until is None or day <= term.valid_until)


def _clauses(paper: Paper, text: str) -> Iterator[LintFinding]:
    for required in required_texts(paper.kind, paper.context):
        if one_line(required) not in text:
            shown = required if len(required) <= 80 else f"{required[:77]}..."
            yield LintFinding(
                LintCode.CLAUSE_MISSING, f"Naskah tidak memuat: {shown}", f"The paper lacks this text: {shown}"
            )


def _empty_fields(value: object, path: str) -> Iterator[str]:
    if isinstance(value, str | tuple) and (not value or (isinstance(value, str) and not value.strip())):
        yield path
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _empty_fields(item, f"{path}[{index}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _empty_fields(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))


def _empty(path: str) -> LintFinding:
    return LintFinding(LintCode.FIELD_EMPTY, f"Isian kosong: {path}", f"Empty field: {path}")


def _marks(paper: Paper, text: str, header: str) -> Iterator[LintFinding]:
    """The marks stand in the header, where nothing that people wrote is printed."""
    marks = paper.marks
    for mark, expected in ((DEVELOPMENT_MARK, marks.development), (DRAFT_MARK, marks.draft)):
        if (mark in header) != expected:
            yield LintFinding(
                LintCode.MARK_WRONG,
                f'Tanda "{mark}" {"tidak ada" if expected else "tidak boleh ada"}.',
                f'The mark "{mark}" {"is missing" if expected else "must not be there"}.',
            )
    forbidden = marks.development or not paper.at_bsre
    if forbidden and BSRE_WORDS in _own_words(paper, text, lambda value: BSRE_WORDS in one_line(value)):
        yield LintFinding(
            LintCode.MARK_WRONG,
            "Naskah uji, atau naskah yang kuncinya bukan dari BSrE, tidak boleh menyebut sertifikat BSrE.",
            "A test paper, or one whose key is not of BSrE, must not claim a BSrE certificate.",
        )


def _pdf(paper: Paper) -> Iterator[LintFinding]:
    title = document_title(paper.kind, paper.numbering)
    claims = (f"pdfaid:part>{pdfa_part(paper.kind)}<".encode(), b"pdfaid:conformance>B<", escape(title).encode())
    if not paper.pdf.startswith(b"%PDF-1.") or any(claim not in paper.pdf for claim in claims):
        yield LintFinding(
            LintCode.PDF_WRONG,
            f"Berkas PDF bukan PDF/A-{pdfa_part(paper.kind)}b dengan judul naskah ini.",
            f"The PDF is not a PDF/A-{pdfa_part(paper.kind)}b with this paper's title.",
        )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
