"""The status list of all certificates, and the register of their papers: made from what is on record, and signed."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.clock import Clock, legal_date
from domain.credentials import STATUS_OF, StatusEntry, StatusList, StatusType
from domain.document_kinds import DocumentKind, DocumentState
from domain.standings import Audience, Paper, Subject, legal_standing
from persistence.status_lists import ListedEdition, listed_editions, places_taken
from persistence.transactions import reaching_database
from services.credentials import status_uri
from signing.credential_keys import CredentialKey
from signing.registers import Register, sign_register
from signing.status_lists import LIFE, REFRESH, sign_status_list, sign_status_list_as_jwt, whole_seconds

RENEWED_AFTER = timedelta(hours=1)
"""The same standings are signed anew after this time, so that a reader always gets a list that holds for days."""


@dataclass(frozen=True, kw_only=True)
class PublishedStatuses:
    """A list and register as they are published. *Shape*: `etag` names these very bytes."""

    statuses: StatusList
    cwt: bytes
    jwt: str
    register: bytes
    etag: str

    @property
    def refresh_seconds(self) -> int:
        """How long a copy may be used before the next is asked for."""
        return int(min(REFRESH, RENEWED_AFTER).total_seconds())


class StatusListService:
    """Publishes the list. It is made anew as soon as a standing differs from the last one published. Threads may share it."""

    def __init__(self, *, clock: Clock, key: Callable[[], CredentialKey], public_url: str) -> None:
        self._clock = clock
        self._key = key
        self._uri = status_uri(public_url)
        self._lock = threading.Lock()
        self._last: tuple[tuple[object, ...], PublishedStatuses] | None = None

    @reaching_database()
    def current(self) -> PublishedStatuses:
        """The list as of now. *Raises*: `DatabaseUnavailable`, `SigningError`."""
        now = whole_seconds(self._clock.now())
        editions, size = listed_editions(), places_taken()
        entries = {each.index: _entry(each, legal_date(now)) for each in editions}
        issued = _issued(editions)
        recorded: tuple[object, ...] = (sorted(entries.items(), key=lambda pair: pair[0]), size, issued)
        with self._lock:
            if self._last is None or self._last[0] != recorded or not self._is_young(now):
                statuses = StatusList(
                    uri=self._uri, issued_at=now, expires_at=now + LIFE, entries=entries, size=max(size, 1)
                )
                self._last = (recorded, _published(statuses, Register(now, issued), self._key()))
            return self._last[1]

    def _is_young(self, now: datetime) -> bool:
        made = self._last[1].statuses.issued_at if self._last else now
        return made <= now < made + RENEWED_AFTER


def _published(statuses: StatusList, register: Register, key: CredentialKey) -> PublishedStatuses:
    cwt = sign_status_list(statuses, key)
    return PublishedStatuses(
        statuses=statuses,
        cwt=cwt,
        jwt=sign_status_list_as_jwt(statuses, key),
        register=sign_register(register, key),
        etag=cwt[-16:].hex(),
    )


def _issued(editions: list[ListedEdition]) -> dict[int, str]:
    return {e.index: e.sha256 for e in editions if e.paper_state is DocumentState.SIGNED and e.sha256 is not None}


def _entry(edition: ListedEdition, today: date) -> StatusEntry:
    """What the list says of one edition: its standing today, as every other answer has it."""
    found = legal_standing(
        today,
        Paper(id=edition.paper_id, kind=DocumentKind.CERTIFICATE, state=edition.paper_state),
        Subject(state=edition.state, since=edition.since, expires_on=edition.expires_on),
        Audience.PUBLIC,
    )
    status = STATUS_OF[found.standing]
    if status is StatusType.NOT_ISSUED:
        return StatusEntry(status=status)
    return StatusEntry(status=status, since=found.since, revoked=dict(sorted(edition.revoked.items())))
