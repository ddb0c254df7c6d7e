"""The key under which each kind of object is stored; keys hold no file name and nothing that a person typed."""

import re
import secrets
from typing import Literal

from storage.port import InvalidKey

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def issued_key(digest: str) -> str:
    """Key of an issued paper, by its SHA-256. *Shape*: `sha256/ab/cd/<digest>.pdf`. *Raises*: `InvalidKey`."""
    digest = _matching(_DIGEST, digest)
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}.pdf"


def template_key(digest: str) -> str:
    """Key of a template from which issued papers were made, by its SHA-256. *Raises*: `InvalidKey`."""
    return f"templates/{_matching(_DIGEST, digest)}.docx"


def evidence_key(institution_id: str) -> str:
    """A new key for an upload of this institution, which nobody can guess. *Raises*: `InvalidKey`."""
    return f"{_matching(_ID, institution_id)}/{secrets.token_hex(16)}"


def draft_key(document_id: str, digest: str, extension: Literal["docx", "pdf"]) -> str:
    """Key of a draft, by document and SHA-256: rendering anew never replaces what a signer has seen.

    *Raises*: `InvalidKey`.
    """
    return f"{_matching(_ID, document_id)}/{_matching(_DIGEST, digest)}.{extension}"


def _matching(pattern: re.Pattern[str], part: str) -> str:
    if not pattern.fullmatch(part):
        raise InvalidKey(part)
    return part
