"""Examines a file outside this process: under which roots and lists, as of which instant, and with what answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.clock import Clock
from signing.port import SigningUnavailable
from signing.report import Problem, SignatureReport
from signing.trust import TrustAnchors


class Inspector(Protocol):
    """Examines signatures, outside this process."""

    def inspect(self, pdf: bytes, trust: TrustAnchors, at: datetime) -> SignatureReport:
        """What the signatures of `pdf` are worth. *Raises*: `SigningUnavailable`."""
        ...


class Means(Protocol):
    """What an examination works with: each set of ports that has these."""

    @property
    def inspector(self) -> Inspector:
        """Takes hostile files."""
        ...

    @property
    def trust(self) -> Callable[[], TrustAnchors]:
        """Roots and current revocation lists."""
        ...

    @property
    def clock(self) -> Clock:
        """Legal time."""
        ...


@dataclass(frozen=True)
class Moment:
    """Under what a file is examined. *Shape*: `at` is a legal instant."""

    under: TrustAnchors
    at: datetime


@dataclass(frozen=True)
class Examined:
    """What a file was found to prove at that moment."""

    report: SignatureReport
    moment: Moment


def present_moment(means: Means) -> Moment:
    """The lists first, then the instant: a list that was made after the instant does not count as known in it.

    *Source*: RFC 5280, 5.1.2.4 (`thisUpdate`); ETSI EN 319 102-1, 5.2.5.4 (freshness).
    """
    under = means.trust()
    return Moment(under, means.clock.now())


def examine(data: bytes, means: Means, moment: Moment) -> Examined:
    """The report of any file. *Raises*: `SigningUnavailable` where nobody could examine it, or not in time."""
    return Examined(means.inspector.inspect(data, moment.under, moment.at), moment)


def examine_ours(data: bytes, means: Means, moment: Moment) -> Examined:
    """The report of a paper that we made ourselves: a limit that it met says nothing of it, but of the machine.

    *Raises*: `SigningUnavailable`, also where the examination came to no end.
    """
    found = examine(data, means, moment)
    if found.report.problem is Problem.TOO_COSTLY:
        raise SigningUnavailable("the examination of a paper of ours came to no end")
    return found
