"""What follows for a unit's certificate: its next edition, where standards are determined or come back to it.

The law behind it: what stands on the present edition is exactly what is DETERMINED or FLAGGED (II.2.1.e.5, II.2.2.c).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.aggregates import Aggregate
from domain.certificates import IssueCertificate
from domain.clock import legal_date
from domain.standards import StandardCode
from domain.tables import Act, Effect
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


def next_certificate(
    certified: Certified, holder: Holder, determined: Iterable[StandardCode], act: Act
) -> tuple[Effect, ...]:
    """The effects that issue the next edition: what stands keeps its date, what is determined now bears today's.

    A certificate has one last day, and nobody's term grows by the determination of other standards: only where all that is
    listed is determined now does a whole new term begin; else the present edition's last day holds, if it comes first.
    A present edition whose own last day has passed hands nothing on: it expires first.
    *Shape*: the new record, made by the last effect, has the id `act.fresh.of("certificate-record")`.
    """
    today = legal_date(act.now)
    expired, certified = _without_what_is_over(certified, today)
    added = dict.fromkeys(determined, today)
    new = last_day_of_term(today, certified.term_months) if certified.term_months is not None else None
    is_renewed_whole = certified.standing.keys() <= added.keys()
    ends = [each for each in (new, None if is_renewed_whole else certified.expires_on) if each is not None]
    return (*expired, _issue(certified, holder, added, min(ends, default=None), act))


def reinstated_certificate(
    certified: Certified, holder: Holder, codes: Iterable[StandardCode], act: Act
) -> tuple[Effect, ...]:
    """The effects that issue the next edition with standards that come back: each keeps the date of its determination.

    Beside others that stand, it shares the present edition's last day (a certificate has one, and theirs must not shrink
    because an objection was right); alone, its own. What is over already does not come back at all (`lapsed`).
    *Shape*: each of `codes` was listed once (else `KeyError`); the id of the new record as in `next_certificate`.
    """
    expired, certified = _without_what_is_over(certified, legal_date(act.now))
    back = {code: certified.listed[code] for code in codes}
    ends = [each.expires_on for each in back.values() if each.expires_on is not None]
    expires_on = certified.expires_on if certified.standing else min(ends, default=None)
    added = {code: each.determined_on for code, each in back.items()}
    return (*expired, _issue(certified, holder, added, expires_on, act))


def remaining_certificate(
    certified: Certified, holder: Holder, revoked: Iterable[StandardCode], act: Act
) -> tuple[Effect, ...]:
    """The effects that issue the next edition where some of what a paper without a signature lists is revoked: what remains
    keeps its dates and its last day. Nothing where nothing remains, or the term is over.
    """
    standing = {code: day for code, day in certified.standing.items() if code not in frozenset(revoked)}
    is_over = certified.expires_on is not None and certified.expires_on < legal_date(act.now)
    if is_over or not standing:
        return ()
    return (_issue(replace(certified, standing=standing), holder, {}, certified.expires_on, act),)


def _without_what_is_over(certified: Certified, today: date) -> tuple[tuple[Effect, ...], Certified]:
    """What must expire first, and what is left: between its last day and the hour at which it is expired, an edition stands
    on record, and what it lists does so no longer by law. One of which all is revoked is superseded instead.
    """
    if certified.expires_on is None or certified.expires_on >= today:
        return (), certified
    left = replace(certified, standing={}, expires_on=None)
    if not certified.standing:
        return (), left
    expire = Effect(aggregate=Aggregate.CERTIFICATE, verb="expire", record_id=certified.present_id or "")
    return (expire,), replace(left, present_id=None)


def lapsed(certified: Certified, codes: Iterable[StandardCode], on: date) -> tuple[StandardCode, ...]:
    """Those of the standards whose own term is over: they come back to nothing, whatever other edition there is now."""
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
