"""What the credential on a certificate says, and what a status list says of it later; encodings stand in `signing`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from domain.clock import legal_date
from domain.standards import StandardCode
from domain.standings import Standing

CREDENTIAL_PREFIX = "PBN1:"
"""What every credential begins with, as health certificates begin with `HC1:`; a next form would be `PBN2:`."""

LONGEST_CREDENTIAL = 4_096
"""Characters of a credential's text that are looked at."""

STATUS_SERIES = "status/1"
"""The counter from which the places in the status list are taken; it only rises, so that no place is used twice."""

LONGEST_NAME = 80
"""Characters of a name in a credential: a longer one would make the QR code too fine to read from paper (house rule)."""


class StatusType(IntEnum):
    """What a place in the status list says. *Source*: draft-ietf-oauth-status-list-21, section 7.1.

    0x00 to 0x02 are the draft's own; 0x03 and 0x0C to 0x0F are left to the application, and a reader who does not know
    them takes the credential for not valid. SUSPENDED is never written: an objection does not suspend what is on record.
    """

    VALID = 0x00
    INVALID = 0x01
    SUSPENDED = 0x02
    PARTLY_REVOKED = 0x03
    SUPERSEDED = 0x0C
    EXPIRED = 0x0D
    NOT_ISSUED = 0x0E


STATUS_OF: Mapping[Standing, StatusType] = {
    Standing.IN_FORCE: StatusType.VALID,
    Standing.PENDING: StatusType.NOT_ISSUED,
    Standing.BREACHED: StatusType.INVALID,
    Standing.SUPERSEDED: StatusType.SUPERSEDED,
    Standing.EXPIRED: StatusType.EXPIRED,
    Standing.TERMINATED: StatusType.INVALID,
    Standing.PARTLY_REVOKED: StatusType.PARTLY_REVOKED,
    Standing.REVOKED: StatusType.INVALID,
    Standing.ANNULLED: StatusType.INVALID,
    Standing.VOID: StatusType.INVALID,
}
"""What the list says of a certificate that stands so."""


@dataclass(frozen=True, kw_only=True)
class StatusReference:
    """Where the standing of a credential is found. *Shape*: `index` from 0 in the list that `uri` names."""

    index: int
    uri: str


@dataclass(frozen=True, kw_only=True)
class CredentialClaims:
    """The facts of one edition of a certificate, as its credential states them.

    *Shape*: `standards` maps each standard listed to the legal date of its determination; `issued_at` is aware, whole
    seconds; names are at most `LONGEST_NAME` characters (`fitted`).
    """

    number: str
    edition: int
    unit: str
    institution: str
    standards: Mapping[StandardCode, date]
    issued_at: datetime
    expires_on: date | None
    status: StatusReference


@dataclass(frozen=True, kw_only=True)
class StatusEntry:
    """One place of the status list. *Shape*: `since` is the legal date from which it is so, where that is on record;
    `revoked` are standards that the certificate lists and that no longer stand, each with the date where it is known.
    """

    status: StatusType
    since: date | None = None
    revoked: Mapping[StandardCode, date | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StatusList:
    """The standing of every credential at one instant.

    *Shape*: `entries` by index; a place without entry was never issued. `issued_at` and `expires_at` are aware, whole
    seconds: after `expires_at` the list says nothing about today.
    """

    uri: str
    issued_at: datetime
    expires_at: datetime
    entries: Mapping[int, StatusEntry]
    size: int

    def entry(self, index: int) -> StatusEntry:
        """What is said of one place. *Raises*: `IndexError` for a place beyond the list."""
        if not 0 <= index < self.size:
            raise IndexError(f"no place {index} in a status list of {self.size}")
        return self.entries.get(index, StatusEntry(status=StatusType.NOT_ISSUED))


def fitted(name: str) -> str:
    """A name as a credential bears it: whole, or cut to `LONGEST_NAME` characters with a mark that it was."""
    name = " ".join(name.split())
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def is_over(claims: CredentialClaims, at: datetime) -> bool:
    """Whether the last day of the certificate has passed."""
    return claims.expires_on is not None and claims.expires_on < legal_date(at)
