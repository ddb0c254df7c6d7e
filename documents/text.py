"""The words of a finished DOCX, taken from its XML without LibreOffice."""

import re
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from documents.errors import DocumentError

_PRINTED = re.compile(r"^word/(document|header\d*|footer\d*)\.xml$")
_HEADER = re.compile(r"^word/header\d*\.xml$")
_UNPRINTED = re.compile(r"<w:instrText\b.*?</w:instrText>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"[\s\u00a0]+")


def docx_text(docx: bytes) -> str:
    """All that body, headers and footers print. *Shape*: one line a paragraph. *Raises*: `DocumentError` if no DOCX."""
    return _text(docx, _PRINTED)


def header_text(docx: bytes) -> str:
    """What the headers print. *Shape* and *raises* as `docx_text`."""
    return _text(docx, _HEADER)


def _text(docx: bytes, printed: re.Pattern[str]) -> str:
    try:
        with ZipFile(BytesIO(docx)) as archive:
            parts = [archive.read(name).decode() for name in archive.namelist() if printed.match(name)]
    except (BadZipFile, UnicodeDecodeError) as error:
        raise DocumentError("this is not a Word file") from error
    if not parts:
        raise DocumentError("this is not a Word file: it prints nothing")
    return "\n".join(_words(part) for part in parts)


def one_line(text: str) -> str:
    """The text with every run of white space, also of spaces that do not break, as one space."""
    return _SPACE.sub(" ", text).strip()


def _words(xml: str) -> str:
    body = _UNPRINTED.sub("", xml.partition("?>")[2] or xml)
    for mark, character in (("</w:p>", "\n"), ("<w:br/>", "\n"), ("<w:tab/>", "\t")):
        body = body.replace(mark, character)
    return unescape(_TAG.sub("", body))
