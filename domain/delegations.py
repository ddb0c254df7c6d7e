"""What a delegation of LKPP's signature must be: by a letter of assignment, beside a holder, for kinds and days; no table."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from domain.document_kinds import DOCUMENT_LABELS, DocumentKind
from domain.officials import MAY_BE_ON_BEHALF, Capacity, Official
from domain.refusals import Refusal, RefusalCode, refuse
from domain.text import SHORT, first_problem, input_problem, text_problem

LONGEST_DAYS = {Capacity.ACTING: 92, Capacity.DAILY: 30, Capacity.ON_BEHALF: 366}
"""How long one letter of assignment may reach, first and last day counted.

*Units*: days. *Source*: HOUSE. Three months for Plt. is what BKN's circulars on Plh. and Plt. grant at a time (2/SE/VII/2019,
1/SE/I/2021); for Plh. and a.n. no rule is known to us.
"""


class Delegation(Protocol):
    """What is looked at of an appointment. *Shape*: as in `domain.official_terms.AppointOfficial`."""

    @property
    def capacity(self) -> Capacity: ...  # noqa: D102
    @property
    def person_id(self) -> str: ...  # noqa: D102
    @property
    def valid_from(self) -> date: ...  # noqa: D102
    @property
    def valid_to(self) -> date | None: ...  # noqa: D102
    @property
    def order_number(self) -> str: ...  # noqa: D102
    @property
    def order_date(self) -> date | None: ...  # noqa: D102
    @property
    def kinds(self) -> tuple[DocumentKind, ...]: ...  # noqa: D102
    @property
    def own_title_id(self) -> str: ...  # noqa: D102


def form_problem(given: Delegation) -> Refusal | None:
    """What is wrong with the delegation whatever the day and the office: its letter, its last day, its kinds, its title."""
    if not given.capacity.is_delegated:
        return None
    return first_problem(
        text_problem(given.order_number, field="orderNumber", longest=SHORT),
        _order_date(given),
        _length(given),
        _kinds(given) if given.capacity is Capacity.ON_BEHALF else _no_kinds(given),
    )


def _order_date(given: Delegation) -> Refusal | None:
    if given.order_date is not None:
        return None
    return input_problem("orderDate", "tanggal surat perintah belum diisi.", "the letter of assignment needs its date.")


def _length(given: Delegation) -> Refusal | None:
    """A delegation has a last day, and not a late one."""
    longest = LONGEST_DAYS[given.capacity]
    if given.valid_to is not None and given.valid_to < given.valid_from + timedelta(days=longest):
        return None
    return refuse(RefusalCode.DELEGATION_TOO_LONG, days=str(longest), subject="validTo")


def _kinds(given: Delegation) -> Refusal | None:
    if not given.kinds:
        return input_problem("kinds", "sebutkan jenis naskah yang dilimpahkan.", "name the kinds of paper delegated.")
    for kind in given.kinds:
        if kind not in MAY_BE_ON_BEHALF:
            indonesian, english = DOCUMENT_LABELS[kind]
            return refuse(RefusalCode.NOT_DELEGABLE, paper_id=indonesian, paper_en=english, subject="kinds")
    return text_problem(given.own_title_id, field="ownTitleId", longest=SHORT)


def _no_kinds(given: Delegation) -> Refusal | None:
    if not given.kinds and not given.own_title_id:
        return None
    return input_problem(
        "kinds" if given.kinds else "ownTitleId",
        "Plt. dan Plh. menandatangani semua naskah jabatan itu, dengan jabatan itu saja.",
        "an acting official signs every paper of the office, under its title alone.",
    )


def place_problem(given: Delegation, others: Iterable[Official], *, today: date) -> Refusal | None:
    """What is wrong with it today and beside the office's other terms: its letter's day, and whose office it is."""
    if not given.capacity.is_delegated:
        return None
    if given.order_date is not None and given.order_date > today:
        return input_problem(
            "orderDate", "surat perintah bertanggal sesudah hari ini.", "the letter of assignment is of a later day."
        )
    return _beside_a_holder(given, others) if given.capacity is not Capacity.ACTING else None


def _beside_a_holder(given: Delegation, others: Iterable[Official]) -> Refusal | None:
    """Plh. and a.n. stand for a definitive holder on each of their days, and for another than oneself."""
    holders = [each for each in others if each.capacity is Capacity.DEFINITIVE and _encloses(each, given)]
    if not holders:
        return refuse(RefusalCode.NO_HOLDER_TO_STAND_FOR, subject="validFrom")
    if any(each.person_id == given.person_id for each in holders):
        return input_problem("person", "pejabat tidak mewakili dirinya sendiri.", "nobody stands for himself.")
    return None


def _encloses(holder: Official, given: Delegation) -> bool:
    if given.valid_to is None or holder.valid_from > given.valid_from:
        return False
    return holder.valid_to is None or given.valid_to <= holder.valid_to


def excludes(one: Official, given: Delegation) -> bool:
    """Whether the two may not serve on the same day: one person once, one holder, one Plh., one delegate for a kind."""
    if one.person_id == given.person_id:
        return True
    pair = {one.capacity, given.capacity}
    if Capacity.ON_BEHALF in pair:
        return pair == {Capacity.ON_BEHALF} and not set(given.kinds).isdisjoint(one.kinds)
    return pair != {Capacity.DEFINITIVE, Capacity.DAILY}
