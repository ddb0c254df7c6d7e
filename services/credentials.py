"""What the credential of a certificate says, from the paper and its frozen facts; how it is signed stands in `signing`."""

from datetime import datetime
from typing import Protocol

from documents.contexts import Certificate
from domain.credentials import CredentialClaims, StatusReference, fitted
from domain.standards import StandardCode
from persistence.documents import DocumentRecord


class CredentialPort(Protocol):
    """Signs credentials."""

    def issue(self, claims: CredentialClaims) -> str:
        """The text of the QR code. *Raises*: `signing.port.SigningError`."""
        ...


def status_uri(public_url: str) -> str:
    """The address of the status list, as it stands in credentials and in the list itself."""
    return f"{public_url}/status/1"


def claims_of(document: DocumentRecord, context: Certificate, *, at: datetime, public_url: str) -> CredentialClaims:
    """The claims of a numbered certificate. *Shape*: `at` is the instant at which it is made, cut to the second."""
    return CredentialClaims(
        number=document.number,
        edition=context.edition,
        unit=fitted(context.operator.unit),
        institution=fitted(context.operator.institution),
        standards={StandardCode(line.code): line.determined_on for line in context.standards},
        issued_at=at.replace(microsecond=0),
        expires_on=context.expires_on,
        status=StatusReference(index=document.status_index, uri=status_uri(public_url)),
    )
