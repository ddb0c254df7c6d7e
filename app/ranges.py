"""Byte ranges, entity tags and fetches ahead of downloads (RFC 9110, 13 and 14); what is downloaded is not known here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
"""A longer number is that of no file of ours, and no range."""


@dataclass(frozen=True)
class Slice:
    """The part of a representation that is asked for. *Units*: bytes. *Shape*: `partial` means 206, else 200."""

    offset: int
    length: int
    partial: bool


class RangeNotSatisfiable(Exception):
    """The range begins beyond the end (status 416)."""


def wanted_slice(headers: Mapping[str, str], *, size: int, etag: str) -> Slice:
    """What the request asks for: one range, or everything where there is none, several, or an outdated `If-Range`.

    *Raises*: `RangeNotSatisfiable`. *Source*: RFC 9110, sections 13.1.5, 14.1.2 and 14.2.
    """
    whole = Slice(0, size, partial=False)
    found = _RANGE.fullmatch(headers.get("range", "").strip())
    if found is None or found[0] == "bytes=-" or headers.get("if-range", etag) != etag:
        return whole
    first, last = found[1], found[2]
    if not first:
        length = min(int(last), size)
        if length == 0:
            raise RangeNotSatisfiable
        return Slice(size - length, length, partial=True)
    offset = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < offset:
        return whole
    if offset >= size:
        raise RangeNotSatisfiable
    return Slice(offset, end - offset + 1, partial=True)


def is_current(headers: Mapping[str, str], etag: str) -> bool:
    """Whether the client's copy is the present one (`If-None-Match`), so that 304 answers. Weak comparison, 13.1.2."""
    named = headers.get("if-none-match")
    if named is None:
        return False
    return named.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in named.split(",")}


def is_ahead_of_reader(headers: Mapping[str, str]) -> bool:
    """Whether a browser fetches what its reader may open later. *Source*: Fetch, `Sec-Purpose`; `Purpose` of older ones."""
    return any("prefetch" in headers.get(name, "").lower() for name in ("sec-purpose", "purpose", "x-moz"))
