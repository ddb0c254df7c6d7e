"""A unit's data amended by its institution's letter, between two applications: what is given, and what of it differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.refusals import Refusal
from domain.tables import Payload
from domain.text import SHORT, email_problem, first_problem, input_problem, text_problem

AMENDED_LABELS: dict[str, tuple[str, str]] = {
    "name": ("Nama", "Name"),
    "legal_basis_number": ("Nomor dasar hukum", "Number of the legal basis"),
    "legal_basis_date": ("Tanggal dasar hukum", "Date of the legal basis"),
    "address": ("Alamat", "Address"),
    "email": ("Pos-el", "E-mail"),
    "phone": ("Telepon", "Telephone"),
    "service_hours": ("Jam layanan", "Service hours"),
}
"""What may be amended, in the order in which a letter names it. Form and pattern follow from an application (II.2.1.a)."""


@dataclass(frozen=True, kw_only=True)
class AmendUnit(Payload):
    """What the institution's letter says of its unit from now on; what is None stays as it is (house rule)."""

    letter_number: str
    letter_date: date
    name: str | None = None
    legal_basis_number: str | None = None
    legal_basis_date: date | None = None
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    service_hours: str | None = None

    def problem(self) -> Refusal | None:
        """The letter is named; each text that is given is as an application's would be."""
        return first_problem(
            text_problem(self.letter_number, field="letterNumber", longest=SHORT),
            _given(self.name, "name"),
            _given(self.legal_basis_number, "legalBasisNumber"),
            _given(self.address, "address", longest=500),
            _given(self.email, "email"),
            email_problem(self.email) if self.email is not None else None,
            _given(self.phone, "phone", longest=50),
            _given(self.service_hours, "serviceHours"),
        )

    def differing(self, data: Mapping[str, str]) -> dict[str, str]:
        """What is given and is not so already. *Shape*: the record's fields, dates as ISO 8601 text."""
        given = {
            "name": self.name,
            "legal_basis_number": self.legal_basis_number,
            "legal_basis_date": self.legal_basis_date.isoformat() if self.legal_basis_date else None,
            "address": self.address,
            "email": self.email,
            "phone": self.phone,
            "service_hours": self.service_hours,
        }
        said = {name: value.strip() for name, value in given.items() if value is not None}
        return {name: value for name, value in said.items() if value != data.get(name)}


def _given(text: str | None, field: str, *, longest: int = SHORT) -> Refusal | None:
    return text_problem(text, field=field, longest=longest, lines=False) if text is not None else None


def nothing_differs() -> Refusal:
    """The refusal of an amendment by which the register would stay as it is."""
    return input_problem("unit", "tidak ada data yang berbeda.", "no data differs.")
