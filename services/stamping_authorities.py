"""Which authority stamps now, as far as that is known without asking it: whether a renewal could gain anything at all."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta

from persistence.documents import DocumentRecord, newest_stamp
from signing.pades import ends_at
from signing.port import RenewalGainsNothing
from signing.retirement import authority_id
from signing.timestamps import TimestampSource, known_certificate

LONGEST_BELIEF = timedelta(days=1)
"""How long at most an authority is believed to stamp by the certificate of its last stamp; then one token is asked again.

*Source*: HOUSE.
"""

SHORTEST_BELIEF = timedelta(minutes=1)
"""How often at most an authority without a newer key is asked in the last minutes of what lapses. *Source*: HOUSE."""

PART_OF_WHAT_IS_LEFT = 4
"""A quarter of the time that is left may pass before the next question: HOUSE. So each wait ends before the lapse."""


class GainsNothingYet(RenewalGainsNothing):
    """A renewal waits until the authority has a newer key. *Shape*: `wait` is how long asking again is of no use."""

    def __init__(self, message: str, *, wait: timedelta) -> None:
        super().__init__(message)
        self.wait = wait


def asked_again_after(lapses_at: datetime, now: datetime) -> timedelta:
    """How long an answer of `now` is believed where something lapses then: a day, or less the less time is left."""
    return max(SHORTEST_BELIEF, min(LONGEST_BELIEF, (lapses_at - now) / PART_OF_WHAT_IS_LEFT))


@dataclass(frozen=True, kw_only=True)
class StampingAuthority:
    """The certificate behind a stamp. *Shape*: `id` is its `authority_id`; `until` when it ends."""

    id: str
    until: datetime

    def gains_nothing(self, paper: DocumentRecord, *, revoked: Container[str]) -> bool:
        """Whether a stamp by it would protect the paper no longer than its last one does.

        Nothing is known of a paper whose stamp is not recorded, and one by a revoked authority gains by any other.
        """
        if paper.protected_by is None or paper.protected_until is None or paper.protected_by in revoked:
            return False
        return bool(paper.protected_by == self.id or self.until < paper.protected_until)


class StampingNow:
    """What is known of the authority. Threads may share it: what one of them learns the others may learn later."""

    def __init__(self, source: TimestampSource) -> None:
        self._source = source
        self._learned: tuple[datetime, StampingAuthority] | None = None

    def learn(self, authority: StampingAuthority, at: datetime) -> None:
        """It stamped, or would have stamped, by this certificate at that legal instant."""
        self._learned = (at, authority)

    def known(self, now: datetime) -> StampingAuthority | None:
        """By whom it stamps: read where it is one of ours, else that of the last stamp, where this is not too old.

        It is the sooner too old the sooner what it stamped lapses (`asked_again_after`).

        *Raises*: `TimestampUnavailable` where the authority of this installation cannot be read.
        """
        if (certificate := known_certificate(self._source)) is not None:
            return StampingAuthority(id=authority_id(certificate), until=ends_at(certificate))
        seen = [self._learned] if self._learned is not None else []
        if (newest := newest_stamp()) is not None:
            by, until, signed_at = newest
            seen.append((signed_at, StampingAuthority(id=by, until=until)))
        last = max(seen, key=lambda each: each[0], default=None)
        if last is None or now - last[0] >= asked_again_after(last[1].until, last[0]):
            return None
        return last[1]
