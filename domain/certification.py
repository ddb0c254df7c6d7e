"""What follows for a unit's certificate where standards are determined (II.2.1.e.5, II.2.2.c.s2): its next edition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.certificates import IssueCertificate
from domain.clock import legal_date
from domain.standards import StandardCode
from domain.tables import Act, Aggregate, Effect
from domain.terms import last_day_of_term


@dataclass(frozen=True, kw_only=True)
class Certified:
    """What a unit has before a determination.

    *Shape*: `standing` maps the standards that stand on the present certificate (none where there is no present one) to
    the dates of their determination; `edition` counts all editions so far, 0 for none; `applicable` counts the standards
    that bind the unit's form; `term_months` is None where no term is configured.
    """

    present_id: str | None = None
    edition: int = 0
    standing: Mapping[StandardCode, date] = field(default_factory=dict)
    applicable: int = 0
    term_months: int | None = None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose certificate it is, and the kind of record whose act determines: its id is that of the act's record."""

    institution_id: str
    unit_id: str
    origin: Aggregate


def next_certificate(certified: Certified, holder: Holder, determined: Iterable[StandardCode], act: Act) -> Effect:
    """The effect that issues the next edition: what stands keeps its date, what is determined now bears today's.

    *Shape*: the new record has the id `act.fresh.of("certificate-record")`.
    """
    today = legal_date(act.now)
    months = certified.term_months
    return Effect(
        aggregate=Aggregate.CERTIFICATE,
        verb="issue",
        record_id=act.fresh.of("certificate-record"),
        payload=IssueCertificate(
            institution_id=holder.institution_id,
            unit_id=holder.unit_id,
            standards={**certified.standing, **dict.fromkeys(determined, today)},
            applicable=certified.applicable,
            origin=holder.origin,
            origin_id=act.record_id,
            edition=certified.edition + 1,
            previous_id=certified.present_id,
            expires_on=last_day_of_term(today, months) if months is not None else None,
        ),
    )
