"""What a paper means in law on a day: its own state, that of the thing it speaks of, and the last day of that thing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.documents import DocumentKind, DocumentState


class Standing(StrEnum):
    """What a paper means in law today, whatever its signature says."""

    IN_FORCE = "IN_FORCE"
    PENDING = "PENDING"
    BREACHED = "BREACHED"
    SUPERSEDED = "SUPERSEDED"
    EXPIRED = "EXPIRED"
    TERMINATED = "TERMINATED"
    PARTLY_REVOKED = "PARTLY_REVOKED"
    REVOKED = "REVOKED"
    ANNULLED = "ANNULLED"
    VOID = "VOID"


STANDING_LABELS: dict[Standing, tuple[str, str]] = {
    Standing.IN_FORCE: ("Berlaku", "In force"),
    Standing.PENDING: ("Belum berlaku", "Not yet in force"),
    Standing.BREACHED: ("Pelanggaran ditetapkan", "Breach confirmed"),
    Standing.SUPERSEDED: ("Digantikan", "Superseded"),
    Standing.EXPIRED: ("Berakhir", "Expired"),
    Standing.TERMINATED: ("Dihentikan", "Terminated"),
    Standing.PARTLY_REVOKED: ("Dicabut sebagian", "Partly revoked"),
    Standing.REVOKED: ("Dicabut", "Revoked"),
    Standing.ANNULLED: ("Dibatalkan", "Annulled"),
    Standing.VOID: ("Batal", "Void"),
}

_SLA_STANDING: dict[str, Standing] = {
    "IN_FORCE": Standing.IN_FORCE,
    "BREACH_REVIEW": Standing.IN_FORCE,
    "BREACHED": Standing.BREACHED,
    "SUPERSEDED": Standing.SUPERSEDED,
    "EXPIRED": Standing.EXPIRED,
    "TERMINATED": Standing.TERMINATED,
    "VOID": Standing.VOID,
}

_SANCTION_STANDING: dict[str, Standing] = {
    "ANNULLED": Standing.ANNULLED,
    "CHANGED": Standing.SUPERSEDED,
}
_STANDINGS: dict[DocumentKind, dict[str, Standing]] = {
    DocumentKind.CERTIFICATE: {
        "PARTLY_REVOKED": Standing.PARTLY_REVOKED,
        "REVOKED": Standing.REVOKED,
        "SUPERSEDED": Standing.SUPERSEDED,
        "EXPIRED": Standing.EXPIRED,
    },
    DocumentKind.ADVICE: _SANCTION_STANDING,
    DocumentKind.WARNING: _SANCTION_STANDING,
    DocumentKind.REVOCATION: _SANCTION_STANDING,
    DocumentKind.SERVICE_STOP: _SANCTION_STANDING,
    DocumentKind.LKPP_SYSTEM: _SANCTION_STANDING,
    DocumentKind.ASSIGNMENT: {"CANCELLED": Standing.TERMINATED},
    DocumentKind.APPROVAL: dict.fromkeys(("WITHDRAWN", "REJECTED", "LAPSED"), Standing.TERMINATED),
}
"""What the state of the thing makes of its paper; any other state leaves it in force."""


def standing(
    kind: DocumentKind, state: DocumentState, subject_state: str | None, *, term_over: bool = False
) -> Standing:
    """What the paper means today, from its own state and the state of the thing it speaks of.

    *Shape*: `subject_state` is the state of the SLA, application, certificate or sanction; `term_over` says that
    the last day of an SLA or certificate has passed, whether or not its state has followed yet. A receipt, a request and
    minutes record what happened, so they stand whatever followed; an approval falls with its application.
    """
    if state is DocumentState.VOID:
        return Standing.VOID
    if state is not DocumentState.SIGNED:
        return Standing.PENDING
    if kind is DocumentKind.SLA:
        found = _SLA_STANDING.get(subject_state or "", Standing.PENDING)
        return Standing.EXPIRED if term_over and found is Standing.IN_FORCE else found
    found = _STANDINGS.get(kind, {}).get(subject_state or "", Standing.IN_FORCE)
    is_over = term_over and kind is DocumentKind.CERTIFICATE and found in {Standing.IN_FORCE, Standing.PARTLY_REVOKED}
    return Standing.EXPIRED if is_over else found


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The thing that a paper speaks of, as it is recorded.

    *Shape*: `expires_on` is its last day, where it has one; `paper_id` the present paper of an SLA, which has one at a time.
    """

    state: str | None
    expires_on: date | None = None
    paper_id: str | None = None


def standing_on(day: date, *, kind: DocumentKind, state: DocumentState, paper_id: str, subject: Subject) -> Standing:
    """What the paper `paper_id` means on a day: the one answer for verification, the register and whoever reads it.

    A last day that has passed counts at once, before any state follows. A paper that an SLA has left behind is void.
    """
    left_behind = kind is DocumentKind.SLA and subject.paper_id != paper_id
    over = subject.expires_on is not None and subject.expires_on < day
    return standing(kind, state, "VOID" if left_behind else subject.state, term_over=over)
