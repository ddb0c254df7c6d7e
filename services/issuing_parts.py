"""What issuing works with: fields and their recipes, ports, one signature to be made, and its family of errors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from domain.clock import Clock
from domain.document_kinds import SEALED_KINDS, DocumentKind
from domain.refusals import Words
from services.credentials import CredentialPort
from services.door import Door
from services.examination import Inspector
from services.kept_reports import KeptReports
from signing.port import RecipeName, Signer
from signing.trust import TrustAnchors
from storage.port import ObjectStore

PDF = "application/pdf"
RETENTION = timedelta(days=3_653)
"""How long an issued letter cannot be removed by anyone: ten years."""

SEAL_FIELD, PERSON_FIELD = "Segel", "TandaTangan"
INSTITUTION_FIELD, LKPP_FIELD = "PihakKedua", "PihakKesatu"

FIELDS: dict[DocumentKind, tuple[str, ...]] = {
    **{kind: (SEAL_FIELD,) if kind in SEALED_KINDS else (PERSON_FIELD,) for kind in DocumentKind},
    DocumentKind.SLA: (INSTITUTION_FIELD, LKPP_FIELD),
}
"""The signature fields of each kind, in the order in which they are signed."""

RECIPES: dict[str, RecipeName] = {
    SEAL_FIELD: RecipeName.SEAL,
    PERSON_FIELD: RecipeName.SINGLE,
    INSTITUTION_FIELD: RecipeName.FIRST_OF_TWO,
    LKPP_FIELD: RecipeName.SECOND_OF_TWO,
}


class IssuingError(Exception):
    """A letter could not be issued; nothing legal has changed."""


class LetterUnsound(IssuingError):
    """The letter must not be signed as it is: it was altered, or the lint found something. Trying again will not help."""


class SignatureUnsound(IssuingError):
    """The signature that was just made does not validate."""


class SignatureBelowProfile(SignatureUnsound):
    """The signature that was just made holds, and is not what its recipe asks for. *Shape*: `words` say what, to people."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class EarlierSignatureUnsound(SignatureUnsound):
    """The signature that the letter bore already does not hold, or the stored bytes are no longer those it was put on.

    *Shape*: `words` say why, to people.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class Converter(Protocol):
    """Turns a DOCX into PDF/A."""

    def convert(self, docx: bytes, *, title: str, part: int = 2) -> bytes:
        """The PDF/A-2b, or 3b by `part` of ISO 19005. *Raises*: `documents.errors.ConversionError`."""
        ...


@dataclass(frozen=True)
class Signing:
    """One signature to be made: whose, in which field; in a `session` of the signer's where it is one of many.

    *Shape*: `presented` are the bytes to be signed, where who asks has them still and need not fetch them; the signer
    compares their digest with the record's, as it does with fetched ones.
    """

    field: str
    signer_id: str
    signer_name: str
    passphrase: str | None = None
    session: str | None = None
    presented: bytes | None = None

    def __repr__(self) -> str:
        return f"Signing(field={self.field!r}, signer_id={self.signer_id!r})"


@dataclass(frozen=True, kw_only=True)
class IssuancePorts:
    """What the procedure works with. *Shape*: `renderer` is the converter's version ("" where nothing is converted in
    earnest, and then no rendering is recorded); `trust` gives roots and current revocation lists each time it is called;
    without `credentials` no certificate can be made; `kept` is told what each signed paper was found to prove.
    """

    door: Door
    clock: Clock
    store: ObjectStore
    converter: Converter
    signer: Signer
    inspector: Inspector
    trust: Callable[[], TrustAnchors]
    public_url: str
    development: bool
    credentials: CredentialPort | None = None
    on_step: Callable[[str, int], None] = lambda _document_id, _step: None
    renderer: str = ""
    kept: KeptReports = field(default_factory=KeptReports)
