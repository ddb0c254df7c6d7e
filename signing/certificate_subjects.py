"""Whom the certificate of a key must name: what the signing file says of its holder, compared before a signature counts."""

# mypy: disable-error-code="import-untyped"

import unicodedata
from dataclasses import dataclass, field

from asn1crypto import x509

from signing.port import CertificateOfAnother


@dataclass(frozen=True, kw_only=True)
class CertificateSubject:
    """What a certificate says of its holder, and its successor says again; at least one of the two is given.

    *Shape*: `name` is the common name, `serial_number` the attribute `serialNumber` of the subject, which some CAs fill with
    a number of the person: it is shown nowhere. *Source*: RFC 5280, section 4.1.2.6; X.520, 6.2.2 and 6.2.9.
    """

    name: str | None = None
    serial_number: str | None = field(default=None, repr=False)

    def require(self, certificate: x509.Certificate) -> None:
        """*Raises*: `CertificateOfAnother`. In a name, letter case and spaces make no difference."""
        if self.name is not None:
            found = _values(certificate, "common_name")
            if {_plain(each) for each in found} != {_plain(self.name)}:
                raise CertificateOfAnother(
                    f"the certificate names {', '.join(found) or 'nobody'}, and the signing file {self.name} (subject_name)"
                )
        if self.serial_number is not None and _values(certificate, "serial_number") != [self.serial_number]:
            raise CertificateOfAnother(
                "the certificate's subject bears another number than the signing file says (subject_serial_number)"
            )

    def is_same_as(self, other: "CertificateSubject") -> bool:
        """Whether one certificate would do for both by all that is said of them."""
        names = [None if each.name is None else _plain(each.name) for each in (self, other)]
        return names[0] == names[1] and self.serial_number == other.serial_number


def _values(certificate: x509.Certificate, attribute: str) -> list[str]:
    parts = (part for rdn in certificate.subject.chosen for part in rdn)
    return [str(part["value"].native) for part in parts if part["type"].native == attribute]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
