"""The outside of a file that is to be checked: is it a PDF at all, and which revisions does it have; no cryptography here."""

# mypy: disable-error-code="import-untyped"

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from asn1crypto import parser
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.report import Problem, Revision

MIB = 1024 * 1024
TAIL_BYTES = 1024
END_OF_FILE = re.compile(rb"%%EOF(?:\r\n|\n|\r)?")
BYTE_RANGE_NUMBERS = 4
_DECODE_LIMITS = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=128 * MIB, max_ratio=20))


@dataclass(frozen=True)
class Limits:
    """What a file may cost. *Units*: bytes, seconds of processor and of wall time."""

    size_bytes: int = 20 * MIB
    pages: int = 500
    signature_fields: int = 16
    revisions: int = 64
    cpu_seconds: int = 10
    wall_seconds: float = 15.0
    memory_bytes: int = 1024 * MIB
    open_files: int = 64


class NotExaminable(Exception):
    """The file is not examined; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def open_pdf(pdf: bytes, limits: Limits) -> PdfFileReader:
    """A strict reader over `pdf`. *Raises*: `NotExaminable`."""
    _require_outside(pdf, limits)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True, decode_limits=_DECODE_LIMITS)
        _require_inside(reader, limits)
    except NotExaminable:
        raise
    except (MemoryError, RecursionError, OSError) as error:
        raise NotExaminable(Problem.TOO_COSTLY) from error
    except Exception as error:
        raise NotExaminable(Problem.DAMAGED) from error
    return reader


def revisions(pdf: bytes, limits: Limits) -> tuple[Revision, ...]:
    """Each end-of-file mark ends a revision; the whole file is the last one. *Raises*: `NotExaminable` for too many."""
    ends = {len(pdf)}
    for mark in END_OF_FILE.finditer(pdf):
        ends.add(mark.end())
        if len(ends) > limits.revisions:
            raise NotExaminable(Problem.TOO_MANY_REVISIONS)
    found, digest, start = [], hashlib.sha256(), 0
    for end in sorted(ends):
        digest.update(memoryview(pdf)[start:end])
        found.append(Revision(end, digest.copy().hexdigest()))
        start = end
    return tuple(found)


def regular_byte_range(pdf: bytes, byte_range: object) -> tuple[int, int] | None:
    """Start and end of the gap, where the range starts at 0 and leaves out exactly one hexadecimal string in the file.

    *Source*: ETSI EN 319 142-1, section 4.1 (the range covers all but the signature itself); ISO 32000-1, 12.8.1.
    """
    if not isinstance(byte_range, ArrayObject) or len(byte_range) != BYTE_RANGE_NUMBERS:
        return None
    numbers = [int(number) for number in byte_range if isinstance(number, NumberObject)]
    if len(numbers) != BYTE_RANGE_NUMBERS:
        return None
    start, gap_start, gap_end, tail = numbers
    if start != 0 or not 0 < gap_start < gap_end or tail <= 0 or gap_end + tail > len(pdf):
        return None
    return (gap_start, gap_end) if _is_one_container(pdf[gap_start:gap_end]) else None


def _is_one_container(hole: bytes) -> bool:
    """One DER value, then zeros, written in one case: nothing in it can be altered without a trace."""
    if not re.fullmatch(rb"<(?:[0-9a-f]{2})+>|<(?:[0-9A-F]{2})+>", hole):
        return False
    content = bytes.fromhex(hole[1:-1].decode())
    try:
        length = parser.peek(content)
    except ValueError:
        return False
    return not any(content[length:])


def overlaps(gaps: Sequence[tuple[int, int]]) -> bool:
    """Whether two signatures leave out bytes of each other's container."""
    ordered = sorted(gaps)
    return any(later[0] < earlier[1] for earlier, later in pairwise(ordered))


def _require_outside(pdf: bytes, limits: Limits) -> None:
    if not pdf:
        raise NotExaminable(Problem.EMPTY)
    if len(pdf) > limits.size_bytes:
        raise NotExaminable(Problem.TOO_LARGE)
    if not pdf.startswith(b"%PDF-"):
        raise NotExaminable(Problem.NOT_A_PDF)
    if b"%%EOF" not in pdf[-TAIL_BYTES:]:
        raise NotExaminable(Problem.TRUNCATED)
    if pdf.count(b"%%EOF") > limits.revisions:
        raise NotExaminable(Problem.TOO_MANY_REVISIONS)


def _require_inside(reader: PdfFileReader, limits: Limits) -> None:
    if reader.encrypted or "/Encrypt" in reader.trailer:
        raise NotExaminable(Problem.ENCRYPTED)
    if reader.xrefs.hybrid_xrefs_present:
        raise NotExaminable(Problem.HYBRID_XREF)
    if reader.xrefs.total_revisions > limits.revisions:
        raise NotExaminable(Problem.TOO_MANY_REVISIONS)
    pages = reader.root["/Pages"]["/Count"]
    if not isinstance(pages, NumberObject):
        raise PdfReadError("the page tree has no count")
    if pages > limits.pages:
        raise NotExaminable(Problem.TOO_MANY_PAGES)
