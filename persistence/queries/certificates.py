"""Which certificates the public register lists."""

from collections.abc import Iterable

from domain.aggregates import Aggregate
from domain.certificates import CertificateState
from persistence.queries.lives import lives
from persistence.queries.reading import EVERYTHING, Selection

_LATEST = tuple(state.value for state in CertificateState if state is not CertificateState.SUPERSEDED)


def register(*, states: Iterable[str] = (), unit_id: str | None = None, institution_id: str | None = None) -> Selection:
    """Certificates, whoever asks: the latest edition of each unit unless states are named."""
    return lives(
        Aggregate.CERTIFICATE,
        scope=EVERYTHING,
        states=list(states) or _LATEST,
        unit_id=unit_id,
        institution_id=institution_id,
    )


def issued_papers() -> Selection:
    """The papers of certificates, once they are issued: number and verification code."""
    return Selection(
        collection="documents", conditions=({"kind": "CERTIFICATE", "state": "SIGNED"},), only=("number", "code")
    )
