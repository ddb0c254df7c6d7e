"""What uploaded bytes really are, told by their content and never by a name; files are looked at here, not opened.

*Does not check*: that a PDF, image or document can be displayed, or that it holds no active content other than macros.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class ContentKind(StrEnum):
    """A file format, by content."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ZIP = "application/zip"
    UNKNOWN = "application/octet-stream"


class ContentProblem(StrEnum):
    """Why an upload is not accepted."""

    EMPTY = "EMPTY"
    SIZE_DIFFERS = "SIZE_DIFFERS"
    DIGEST_DIFFERS = "DIGEST_DIFFERS"
    KIND_NOT_ALLOWED = "KIND_NOT_ALLOWED"
    TRUNCATED = "TRUNCATED"
    ENCRYPTED = "ENCRYPTED"
    MACROS = "MACROS"


@dataclass(frozen=True)
class UploadProblem:
    """One reason, with its sentence in both languages."""

    code: ContentProblem
    indonesian: str
    english: str


_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_PDF_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF[\s\0]*\Z")
_PDF_ENCRYPT = re.compile(rb"/Encrypt(?![A-Za-z0-9_.-])")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_TAIL = 2048


def sniff(data: bytes) -> ContentKind:
    """The format of the bytes. A header that stands later than at the very beginning does not count: two faces."""
    if data.startswith(b"%PDF-"):
        return ContentKind.PDF
    if data.startswith(_PNG):
        return ContentKind.PNG
    if data.startswith(_JPEG):
        return ContentKind.JPEG
    return _sniff_zip(data) if data.startswith(b"PK\x03\x04") else ContentKind.UNKNOWN


def inspect_upload(
    data: bytes, *, expected_size: int, expected_sha256: str, allowed: Collection[ContentKind]
) -> list[UploadProblem]:
    """Everything that speaks against an upload; none if the list is empty.

    *Shape*: `expected_sha256` is 64 hexadecimal characters, of either case; `allowed` names what may be uploaded here.
    """
    if not data:
        return [_EMPTY]
    kind = sniff(data)
    problems = [
        *(_size_differs(len(data), expected_size) if len(data) != expected_size else []),
        *([_DIGEST_DIFFERS] if hashlib.sha256(data).hexdigest() != expected_sha256.lower() else []),
        *(_not_allowed(kind, allowed) if kind not in allowed else []),
    ]
    return problems + _damage(data, kind)


def _damage(data: bytes, kind: ContentKind) -> list[UploadProblem]:
    match kind:
        case ContentKind.PDF:
            return _pdf_damage(data)
        case ContentKind.PNG:
            return [] if _PNG_END in data[-_TAIL:] else [_TRUNCATED]
        case ContentKind.JPEG:
            return [] if _JPEG_END in data[-_TAIL:] else [_TRUNCATED]
        case ContentKind.DOCX | ContentKind.XLSX | ContentKind.ZIP:
            return _zip_damage(data)
        case ContentKind.UNKNOWN:
            return []


def _pdf_damage(data: bytes) -> list[UploadProblem]:
    """Read the last cross-reference section: its trailer says whether the file is encrypted (ISO 32000-1, 7.5.5)."""
    end = _PDF_END.search(data[-_TAIL:])
    trailer = _pdf_trailer(data, int(end[1])) if end else b""
    if not trailer:
        return [_TRUNCATED]
    plain = _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), trailer)
    return [_ENCRYPTED] if _PDF_ENCRYPT.search(plain) else []


def _pdf_trailer(data: bytes, offset: int) -> bytes:
    """The trailer dictionary, of a table (7.5.4) or a cross-reference stream (7.5.8); empty if there is none."""
    section = data[offset:] if offset < len(data) else b""
    if section.startswith(b"xref"):
        _, found, rest = section.partition(b"trailer")
        return rest.partition(b"startxref")[0] if found else b""
    if re.match(rb"\d+\s+\d+\s+obj", section):
        dictionary, found, _ = section.partition(b"stream")
        return dictionary if found else b""
    return b""


def _sniff_zip(data: bytes) -> ContentKind:
    names = set(_zip_names(data))
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return ContentKind.DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return ContentKind.XLSX
    return ContentKind.ZIP


def _zip_damage(data: bytes) -> list[UploadProblem]:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        return [_TRUNCATED]
    encrypted = [_ENCRYPTED] if any(entry.flag_bits & 1 for entry in entries) else []
    macros = [_MACROS] if any(entry.filename.endswith("vbaProject.bin") for entry in entries) else []
    return encrypted + macros


def _zip_names(data: bytes) -> list[str]:
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return []


_EMPTY = UploadProblem(ContentProblem.EMPTY, "Berkas kosong.", "The file is empty.")
_DIGEST_DIFFERS = UploadProblem(
    ContentProblem.DIGEST_DIFFERS,
    "SHA-256 berkas berbeda dari yang dinyatakan. Unggah kembali.",
    "The file's SHA-256 differs from the declared one. Upload it again.",
)
_TRUNCATED = UploadProblem(
    ContentProblem.TRUNCATED,
    "Berkas terpotong atau rusak. Simpan kembali, lalu unggah lagi.",
    "The file is cut off or damaged. Save it anew, then upload it again.",
)
_ENCRYPTED = UploadProblem(
    ContentProblem.ENCRYPTED,
    "Berkas dilindungi kata sandi. Simpan tanpa perlindungan, lalu unggah lagi.",
    "The file is encrypted. Save it without protection, then upload it again.",
)
_MACROS = UploadProblem(
    ContentProblem.MACROS,
    "Berkas memuat makro. Simpan tanpa makro, lalu unggah lagi.",
    "The file contains macros. Save it without them, then upload it again.",
)


def _size_differs(size: int, expected: int) -> list[UploadProblem]:
    return [
        UploadProblem(
            ContentProblem.SIZE_DIFFERS,
            f"Ukuran berkas {size} byte, yang dinyatakan {expected} byte.",
            f"The file has {size} bytes, {expected} were declared.",
        )
    ]


def _not_allowed(kind: ContentKind, allowed: Collection[ContentKind]) -> list[UploadProblem]:
    names = ", ".join(sorted(one.name for one in allowed))
    return [
        UploadProblem(
            ContentProblem.KIND_NOT_ALLOWED,
            f"Isi berkas adalah {kind.name}; yang diterima: {names}.",
            f"The file's content is {kind.name}; accepted: {names}.",
        )
    ]
