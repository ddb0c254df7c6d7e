"""Canonical JSON: one byte sequence per value, so that two parties can agree on a digest."""

import hashlib
import json


def canonical_json(value: object) -> bytes:
    """The canonical bytes of a JSON value.

    *Shape*: UTF-8, keys sorted by code point, no white space; a float is refused, its printing is not unique.
    *Raises*: `TypeError` for a value that JSON does not hold, or a float.
    *Source*: RFC 8785 in its subset without numbers other than integers.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def canonical_digest(value: object) -> str:
    """SHA-256 of `canonical_json(value)`. *Shape*: 64 lower-case hexadecimal characters."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("canonical JSON holds no floats: write a decimal as text")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"canonical JSON has text keys, not {type(key).__name__}")
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
