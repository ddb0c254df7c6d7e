"""The three forms in which the SPSE service of a unit is stopped (II.2.2.d)."""

from enum import StrEnum


class StopForm(StrEnum):
    """How a service is stopped: "pencabutan, pengambilalihan hak akses, atau bentuk lainnya" (II.2.2.d)."""

    REVOCATION = "REVOCATION"
    ACCESS_TAKEOVER = "ACCESS_TAKEOVER"
    OTHER = "OTHER"


def lighter_forms(present: StopForm | None) -> tuple[StopForm, ...]:
    """The forms into which a stop of the present one may be changed on an objection: no heavier than it was (II.2.3.s3).

    The decree's order is taken for one of weight (house rule). Another form stays another form in other words: the decision
    says which, and no table can compare them.
    """
    order = tuple(StopForm)
    lighter = order[order.index(present or StopForm.REVOCATION) + 1 :]
    return lighter or (StopForm.OTHER,)


STOP_FORM_LABELS: dict[StopForm, tuple[str, str]] = {
    StopForm.REVOCATION: ("pencabutan", "revocation"),
    StopForm.ACCESS_TAKEOVER: ("pengambilalihan hak akses", "takeover of access rights"),
    StopForm.OTHER: ("bentuk lainnya", "another form"),
}
