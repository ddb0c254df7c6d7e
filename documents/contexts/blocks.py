"""What several letters share: letterhead, numbering, addressee, signatory, the unit, standards, facts, earlier letters."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from domain.provider_forms import ProviderForm

Day: TypeAlias = date
"""A date, where a field of that name hides the type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The head of the paper (kop). *Shape*: `place` is the town beside the date, without full stop."""

    agency: str
    office: str
    address: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """What is reserved after freezing and joins when the letter is rendered; it is no part of the frozen facts."""

    number: str
    date: date
    code: str
    verify_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What every page must bear: made with development keys; a draft that nobody may sign ("KONSEP").

    *Shape*: `certified_by_bsre` has the foot of each page say so: where every signature is made at BSrE's own service, and
    never on a test paper or a draft.
    """

    development: bool
    draft: bool
    certified_by_bsre: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The lines Sifat, Lampiran, Hal. *Shape*: `enclosures` is `-` or `1 (satu) berkas`."""

    nature: str
    enclosures: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom a letter goes (Yth.), and the place after "di"."""

    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs: an official, or an office whose agency seal is put. *Shape*: `identity` is a NIP or absent."""

    office: str
    name: str
    organisation: str
    identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with an application. *Shape*: `sha256` is 64 lower-case hexadecimal characters."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The unit that a letter speaks of (pengelola LPSE), and the institution that it belongs to."""

    unit: str
    institution: str
    form: ProviderForm


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLine:
    """One standard. *Shape*: `code` as in the catalogue, `S09`; `name` as in the decree (II.2.1.b.1)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStandard:
    """One standard with the day on which it was determined."""

    code: str
    name: str
    determined_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact that was found. *Shape*: codes `S09` and `S09-K3`, or `-` where it belongs to none.

    `severity` is a word for people, or absent.
    """

    standard: str
    criterion: str
    fact: str
    severity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierLetter:
    """A letter that came before. *Shape*: `name` as in `Surat Teguran`; `received_on` is absent where unknown."""

    name: str
    number: str
    date: date
    received_on: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """A person in a team or at a meeting. *Shape*: `role` is a word for people, such as `Ketua tim`."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Particular:
    """One line of a letter: what it is, and what is said of it."""

    label: str
    value: str
