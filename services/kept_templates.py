"""What a letter was made from, as recorded with it; and the templates themselves, kept beside the letters by digest."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from storage.keys import template_key
from storage.port import Area, ObjectStore

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """How a letter came to be, beside its frozen facts.

    *Shape*: `renderer` names the converter with version and build; `template_sha256` is that of the .docx; `verify_url` is
    what its QR code says; `development` whether each page says that the signature is a test; `certified_by_bsre` whether
    it says by whom the certificates were issued, which a record of before does not hold, since none said it.
    """

    renderer: str
    template_sha256: str
    verify_url: str
    development: bool
    certified_by_bsre: bool = False

    def values(self) -> dict[str, Any]:
        """The record's field."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Rendering | None":
        """As it was recorded; None for a letter of before, or one that was not made in earnest."""
        known = {each.name for each in fields(cls)} - {"certified_by_bsre"}
        if not stored:
            return None
        return cls(**{name: stored[name] for name in known}, certified_by_bsre=stored.get("certified_by_bsre", False))


class KeptTemplates:
    """Templates by digest: noted among the drafts when a letter is made of one, kept under lock once one is issued.

    Each process does either once a month for each template. Threads may share it; two that come at once both write, which
    is the same as once.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._noted: set[str] = set()
        self._kept: set[tuple[str, str]] = set()

    def note(self, digest: str, content: bytes) -> None:
        """The template stays at hand until the letter is issued. *Raises*: `StorageError`."""
        if digest not in self._noted:
            self._store.put(Area.DRAFT, template_key(digest), content, content_type=DOCX)
            self._noted.add(digest)

    def keep(self, digest: str, *, until: datetime) -> None:
        """A template that was noted stays for at least as long as the letter. *Raises*: `StorageError`."""
        mark, first = (digest, f"{until:%Y-%m}"), until.replace(day=1)
        if mark not in self._kept:
            content = self._store.get(Area.DRAFT, template_key(digest))
            self._store.put_locked(
                template_key(digest), content, content_type=DOCX, retain_until=first + timedelta(days=32)
            )
            self._kept.add(mark)

    def read(self, digest: str) -> bytes:
        """The .docx of this digest. *Raises*: `ObjectMissing`, `StorageUnavailable`."""
        return self._store.get(Area.ISSUED, template_key(digest))
