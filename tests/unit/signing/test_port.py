"""The shape of an intent, and that nothing secret shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from signing.port import Certification, Level, RecipeName, SignedPdf, SigningIntent

INTENT = SigningIntent(
    document_id="dok-1",
    field_name="Penanda",
    signer_id="deputi",
    signer_name="Ratna Sari",
    digest="ab" * 32,
    recipe=RecipeName.SINGLE,
    reason="Persetujuan",
    location="Jakarta",
    signed_at=datetime(2026, 3, 2, 2, 30, tzinfo=UTC),
)


@pytest.mark.parametrize("digest", ["", "ab" * 31, "AB" * 32, "zz" * 32, "ab" * 33])
def test_an_intent_refuses_a_digest_that_is_not_sha256_in_lower_case(digest: str) -> None:
    with pytest.raises(ValueError, match="64 lower-case hexadecimal"):
        replace(INTENT, digest=digest)


@pytest.mark.parametrize(
    "signed_at",
    [datetime(2026, 3, 2, 2, 30), datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=7)))],  # noqa: DTZ001
)
def test_an_intent_refuses_a_time_that_is_not_aware_utc(signed_at: datetime) -> None:
    with pytest.raises(ValueError, match="aware UTC"):
        replace(INTENT, signed_at=signed_at)


def test_the_repr_of_a_signed_pdf_does_not_show_its_bytes() -> None:
    signed = SignedPdf(
        data=b"%PDF-rahasia",
        level=Level.B_LTA,
        certification=Certification.NO_CHANGES,
        certificate_sha256="ab" * 32,
        signer_name="Ratna Sari",
        signed_at=INTENT.signed_at,
    )
    assert "rahasia" not in repr(signed)


def test_each_level_reaches_itself_and_those_below() -> None:
    """ETSI EN 319 142-1, 6.1."""
    order = [Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA]
    reached = {(upper, lower) for upper in order for lower in order if upper.reaches(lower)}
    assert reached == {(order[i], order[j]) for i in range(4) for j in range(i + 1)}
