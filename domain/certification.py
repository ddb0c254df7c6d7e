"""What follows for a unit's certificate: its next edition, where standards are determined or come back to it.

The law behind it: what stands on the present edition is exactly what is DETERMINED or FLAGGED (II.2.1.e.5, II.2.2.c).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.certificates import IssueCertificate
from domain.clock import legal_date
from domain.standards import StandardCode
from domain.tables import Act, Aggregate, Effect
from domain.terms import last_day_of_term


@dataclass(frozen=True)
class Listing:
    """How a standard stands, or stood last, on an edition. *Shape*: `expires_on` is the edition's last day, if it has one."""

    determined_on: date
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Certified:
    """What a unit has before the act.

    *Shape*: `standing` maps the standards that stand on the present certificate (none where there is no present one) to
    the dates of their determination; `listed` maps every standard that an edition ever listed to its last listing;
    `edition` counts all editions so far, 0 for none; `expires_on` is the present one's last day; `applicable` counts the
    standards that bind the unit's form; `term_months` is None where no term is configured.
    """

    present_id: str | None = None
    edition: int = 0
    standing: Mapping[StandardCode, date] = field(default_factory=dict)
    listed: Mapping[StandardCode, Listing] = field(default_factory=dict)
    expires_on: date | None = None
    applicable: int = 0
    term_months: int | None = None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose certificate it is, and the kind of record whose act brings the edition: its id is that of the act's record."""

    institution_id: str
    unit_id: str
    origin: Aggregate


def next_certificate(certified: Certified, holder: Holder, determined: Iterable[StandardCode], act: Act) -> Effect:
    """The effect that issues the next edition: what stands keeps its date, what is determined now bears today's.

    A certificate has one last day, and nobody's term grows by the determination of other standards: only where all that is
    listed is determined now does a whole new term begin; else the present edition's last day holds, if it comes first.
    *Shape*: the new record has the id `act.fresh.of("certificate-record")`.
    """
    today = legal_date(act.now)
    added = dict.fromkeys(determined, today)
    new = last_day_of_term(today, certified.term_months) if certified.term_months is not None else None
    is_renewed_whole = certified.standing.keys() <= added.keys()
    ends = [each for each in (new, None if is_renewed_whole else certified.expires_on) if each is not None]
    return _issue(certified, holder, added, min(ends, default=None), act)


def reinstated_certificate(certified: Certified, holder: Holder, codes: Iterable[StandardCode], act: Act) -> Effect:
    """The effect that issues the next edition with standards that come back: each keeps its date, and no term grows.

    *Shape*: each of `codes` was listed once (else `KeyError`); the id of the new record as in `next_certificate`.
    """
    back = {code: certified.listed[code] for code in codes}
    ends = [each.expires_on for each in back.values() if each.expires_on is not None]
    expires_on = certified.expires_on if certified.present_id is not None else min(ends, default=None)
    return _issue(certified, holder, {code: each.determined_on for code, each in back.items()}, expires_on, act)


def lapsed(certified: Certified, codes: Iterable[StandardCode], on: date) -> tuple[StandardCode, ...]:
    """Those of the standards whose own term is over without a certificate in its place: they come back to nothing."""
    if certified.present_id is not None:
        return ()
    ends = {code: certified.listed[code].expires_on for code in codes}
    return tuple(code for code, end in ends.items() if end is not None and end < on)


def _issue(
    certified: Certified, holder: Holder, added: Mapping[StandardCode, date], expires_on: date | None, act: Act
) -> Effect:
    return Effect(
        aggregate=Aggregate.CERTIFICATE,
        verb="issue",
        record_id=act.fresh.of("certificate-record"),
        payload=IssueCertificate(
            institution_id=holder.institution_id,
            unit_id=holder.unit_id,
            standards={**certified.standing, **added},
            applicable=certified.applicable,
            origin=holder.origin,
            origin_id=act.record_id,
            edition=certified.edition + 1,
            previous_id=certified.present_id,
            expires_on=expires_on,
        ),
    )
