"""What is small in the file and huge when it is unpacked. To pack it takes seconds, and is done once a process."""

import zlib
from functools import cache

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

BOMB_BYTES = 300 * 1024 * 1024


@cache
def packed(filler: bytes) -> bytes:
    """So many bytes, all the same, by Deflate: some 300 kB."""
    return zlib.compress(filler * BOMB_BYTES)


def bomb(filler: bytes, entries: generic.DictionaryObject | None = None) -> generic.StreamObject:
    """A stream that unpacks to them."""
    stream = generic.StreamObject(entries, encoded_data=packed(filler))
    stream[pdf_name("/Filter")] = pdf_name("/FlateDecode")
    return stream
