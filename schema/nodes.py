"""Global object identification: opaque ids, and the interface of everything that has one (Relay's specification)."""

import base64
import binascii
from collections.abc import Iterable, Mapping

import strawberry

from domain.refusals import Refusal, no_such
from schema.described import computed, interface_type


@interface_type
class Node:
    """A thing that can be fetched again by its id."""

    key: strawberry.Private[str]

    @computed
    def id(self) -> strawberry.ID:
        """The opaque id, the same for ever. It names the thing in `node` and in the inputs of mutations."""
        return global_id(type(self).__name__, self.key)


LABELS_ID: Mapping[str, str] = {
    "Application": "Permohonan",
    "Assessment": "Penilaian",
    "CapacityPlan": "Rencana pengembangan kapasitas",
    "Competency": "Kompetensi teknis",
    "Consultation": "Konsultasi",
    "Document": "Naskah",
    "Evidence": "Bukti",
    "Institution": "Instansi",
    "ManagedSystem": "Sistem yang dikelola",
    "Mentoring": "Pendampingan",
    "Objection": "Keberatan",
    "Official": "Masa jabatan",
    "Person": "Orang",
    "PersonnelFile": "Data personel",
    "Reassessment": "Penilaian ulang",
    "Sanction": "Tindakan pembinaan",
    "SanctionCase": "Kasus pembinaan",
    "Setting": "Nilai konfigurasi",
    "Sla": "Kesepakatan tingkat layanan",
    "StandardsCatalogue": "Katalog standar",
    "Surveillance": "Surveillance",
    "Unit": "Unit pengelola LPSE",
    "UserFigures": "Jumlah pengguna",
}
"""What the things that an input may name by their ids are called."""


def global_id(kind: str, key: str) -> strawberry.ID:
    """The id that clients see. *Shape*: base64url of `Kind:key`, without padding."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode())


def split_id(value: str) -> tuple[str, str] | None:
    """The kind and the key of an id, or None for anything that `global_id` did not make."""
    try:
        text = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    kind, colon, key = text.partition(":")
    usable = kind and colon and key and len(key) <= 100 and key.isprintable()
    return (kind, key) if usable and global_id(kind, key) == value else None


def key_of(value: str, kind: str, *, field: str) -> str | Refusal:
    """The key of an id of that kind; otherwise the refusal that an unknown thing gets too."""
    match split_id(value):
        case (found, key) if found == kind:
            return key
    return no_such(LABELS_ID[kind], kind, printable(value), subject=field)


def key_or_nothing(value: str | None, kind: str) -> str | None:
    """The key of an id in a filter; a text that nothing bears for an id of no such kind; None where none is given."""
    if value is None:
        return None
    key = key_of(value, kind, field="filter")
    return "" if isinstance(key, Refusal) else key


def keys_of(values: Iterable[str], kind: str, *, field: str) -> tuple[str, ...] | Refusal:
    """The keys of ids of that kind, or the refusal of the first that is none."""
    keys: list[str] = []
    for value in values:
        key = key_of(value, kind, field=field)
        if isinstance(key, Refusal):
            return key
        keys.append(key)
    return tuple(keys)


def printable(value: str) -> str:
    """A client's text, short and without control characters, so that it can be repeated to him."""
    return "".join(character for character in value[:80] if character.isprintable())
