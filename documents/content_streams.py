"""Reads the content stream of a PDF page into operators with their operands; what they mean stands elsewhere."""

import re
from binascii import unhexlify
from collections.abc import Iterator
from typing import TypeAlias

from documents.errors import DocumentError

Operand: TypeAlias = "float | str | bytes | list[Operand]"
"""A number, a name (`/F1`, or a word such as `true`), a string, or an array; a dictionary is an array that begins with `<<`."""

_TOKEN = re.compile(
    rb"""(?P<space>[\x00\s]+|%[^\r\n]*)
    |(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))
    |(?P<name>/[^\x00\s()<>\[\]{}/%]*)
    |(?P<open><<|\[)
    |(?P<close>>>|\])
    |(?P<hex><[0-9A-Fa-f\s]*>)
    |(?P<string>\()
    |(?P<word>[A-Za-z'"][A-Za-z0-9'"*]*)""",
    re.VERBOSE,
)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"(": b"(", b")": b")", b"\\": b"\\"}
_STRING_PART = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|[()]|[^\\()]+", re.DOTALL)
_VALUES = frozenset({"true", "false", "null"})
_INLINE_IMAGE = "BI"
_DEEPEST = 20


class ContentUnreadable(DocumentError):
    """The PDF's content cannot be told in its canonical form."""


def operations(stream: bytes) -> Iterator[tuple[str, list[Operand]]]:
    """Each operator with its operands, in order. *Source*: ISO 32000-1, 7.8.2 and 7.2.

    *Raises*: `ContentUnreadable` for what is no content stream, and for an image inside the stream, which our converter
    never writes.
    """
    stack: list[list[Operand]] = [[]]
    place = 0
    while place < len(stream):
        token = _TOKEN.match(stream, place)
        if token is None:
            raise ContentUnreadable(f"byte {place} of a content stream begins no token")
        place = token.end()
        match token.lastgroup:
            case "number":
                stack[-1].append(float(token[0]))
            case "name":
                stack[-1].append(token[0].decode("latin-1"))
            case "hex":
                stack[-1].append(_of_hexadecimal(token[0][1:-1]))
            case "string":
                value, place = _literal(stream, place)
                stack[-1].append(value)
            case "open":
                _open(stack, token[0])
            case "close":
                _close(stack)
            case "word":
                word = token[0].decode("ascii")
                if word in _VALUES:
                    stack[-1].append(word)
                    continue
                if word == _INLINE_IMAGE or len(stack) > 1:
                    raise ContentUnreadable(f"{word} inside a content stream at byte {token.start()}")
                yield word, stack.pop()
                stack.append([])
    if len(stack) > 1 or stack[0]:
        raise ContentUnreadable("a content stream ends with operands that nothing takes")


def _open(stack: list[list[Operand]], mark: bytes) -> None:
    if len(stack) > _DEEPEST:
        raise ContentUnreadable("a content stream nests too deeply")
    inner: list[Operand] = ["<<"] if mark == b"<<" else []
    stack[-1].append(inner)
    stack.append(inner)


def _close(stack: list[list[Operand]]) -> None:
    if len(stack) == 1:
        raise ContentUnreadable("a content stream closes what it never opened")
    stack.pop()


def _of_hexadecimal(digits: bytes) -> bytes:
    """*Source*: ISO 32000-1, 7.3.4.3: white space is ignored, a missing last digit is 0."""
    plain = digits.translate(None, b"\x00\t\n\x0c\r ")
    return unhexlify(plain if len(plain) % 2 == 0 else plain + b"0")


def _literal(stream: bytes, place: int) -> tuple[bytes, int]:
    """A string in parentheses, from after the first one; and the place after its end. *Source*: ISO 32000-1, 7.3.4.2."""
    parts, depth = [], 1
    while part := _STRING_PART.match(stream, place):
        place = part.end()
        escaped = part[1]
        if escaped is not None:
            parts.append(_escaped(escaped))
            continue
        depth += {b"(": 1, b")": -1}.get(part[0], 0)
        if depth == 0:
            return b"".join(parts), place
        parts.append(part[0])
    raise ContentUnreadable("a string of a content stream does not end")


def _escaped(text: bytes) -> bytes:
    if text.isdigit():
        return bytes([int(text, 8) & 0xFF])
    return b"" if text in {b"\n", b"\r", b"\r\n"} else _ESCAPES.get(text, text)
