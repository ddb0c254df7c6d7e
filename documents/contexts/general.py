"""The two papers of general use: a notice and minutes, both under the agency seal."""

from dataclasses import dataclass
from datetime import datetime

from documents.contexts.blocks import (
    Addressee,
    Letterhead,
    Operator,
    Particular,
    Reference,
    Signatory,
    TeamMember,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Surat pemberitahuan, under the agency seal (house rule).

    *Shape*: `objection_right` says that it serves a guidance measure, so that the right of II.2.3 stands in it.
    """

    letterhead: Letterhead
    reference: Reference
    addressee: Addressee
    operator: Operator
    paragraphs: tuple[str, ...]
    particulars: tuple[Particular, ...]
    objection_right: bool
    signatory: Signatory
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Berita acara, under the agency seal (house rule). *Shape*: `author` is the person who wrote them down."""

    letterhead: Letterhead
    operator: Operator
    title: str
    held_at: datetime
    place: str
    participants: tuple[TeamMember, ...]
    paragraphs: tuple[str, ...]
    items: tuple[Particular, ...]
    author: Signatory
    signatory: Signatory
