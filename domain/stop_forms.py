"""The three forms in which the SPSE service of a unit is stopped (II.2.2.d)."""

from enum import StrEnum


class StopForm(StrEnum):
    """How a service is stopped: "pencabutan, pengambilalihan hak akses, atau bentuk lainnya" (II.2.2.d)."""

    REVOCATION = "REVOCATION"
    ACCESS_TAKEOVER = "ACCESS_TAKEOVER"
    OTHER = "OTHER"


STOP_FORM_LABELS: dict[StopForm, tuple[str, str]] = {
    StopForm.REVOCATION: ("pencabutan", "revocation"),
    StopForm.ACCESS_TAKEOVER: ("pengambilalihan hak akses", "takeover of access rights"),
    StopForm.OTHER: ("bentuk lainnya", "another form"),
}
