"""What a class of attack is: a name, where it is described, and how an issued paper of ours is turned into it."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

if TYPE_CHECKING:
    from tests.attacks.adversary import Adversary

Make = Callable[[bytes], bytes]
Change = Callable[[IncrementalPdfFileWriter], None]


@dataclass(frozen=True)
class Attack:
    """One class. What it must yield stands in `expected.py`."""

    name: str
    source: str
    make: Make

    def apply(self, pdf: bytes, adversary: "Adversary") -> bytes:
        """The paper, attacked."""
        return self.make(pdf)


@dataclass(frozen=True)
class Forgery:
    """A class of attack for which keys are needed."""

    name: str
    source: str
    forge: "Callable[[bytes, Adversary], bytes]"

    def apply(self, pdf: bytes, adversary: "Adversary") -> bytes:
        """The paper, attacked."""
        return self.forge(pdf, adversary)


def revised(change: Change) -> Make:
    """A change in a revision of its own, well formed, written after the last one."""

    def make(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    return make


def flipped(place: Callable[[bytes], int]) -> Make:
    """One bit of one byte."""

    def make(pdf: bytes) -> bytes:
        at = place(pdf)
        return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]

    return make


def replaced(old: bytes, new: bytes, *, last: bool = False) -> Make:
    """Other bytes in one place. *Raises*: `ValueError` where the file does not hold `old`: such an attack tries nothing."""

    def make(pdf: bytes) -> bytes:
        at = pdf.rindex(old) if last else pdf.index(old)
        return pdf[:at] + new + pdf[at + len(old) :]

    return make


def gaps(pdf: bytes) -> list[tuple[int, int]]:
    """Where each container begins and ends, in the order of the file."""
    found = re.finditer(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+\d+\s*\]", pdf)
    return [(int(match[1]), int(match[2])) for match in found]
