"""What a visitor typed or pasted."""

import pytest

from portal.lookups import Code, Credential, Digest, recognise
from tests.unit.portal.reports import CODE, SHA256


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "12/B/D.2/SLA/XI/2026",
        "4f1c",
        "0" * 41,
        "0" * 63,
        "0" * 65,
        "g" * 64,
        "<script>alert(1)</script>",
        "https://example.invalid/v/",
        "https://example.invalid/v/<script>",
        "４" * 32,
        "٣" * 32,
        CODE + "\x00",
        "pbn1:6BF",
        "PBN1:" + "A" * 4_092,
    ],
)
def test_anything_else_is_neither(typed: str) -> None:
    assert recognise(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.upper(),
        f"  {CODE}\n",
        "4f1c-0a9b-e2d8-4c6f-a703-5be9-1d2c-86f0",
        "4F1C 0A9B E2D8 4C6F A703 5BE9 1D2C 86F0",
        f"https://pembina.contoh.invalid/v/{CODE}",
        f"HTTPS://pembina.contoh.invalid/v/{CODE}?lang=en#main",
        f"/v/{CODE}",
    ],
)
def test_code_in_any_spelling(typed: str) -> None:
    assert recognise(typed) == Code(CODE)


@pytest.mark.parametrize(
    "typed",
    [
        SHA256,
        SHA256.upper(),
        f"sha256:{SHA256}",
        f"SHA-256: {SHA256}",
        ":".join(SHA256[start : start + 2] for start in range(0, 64, 2)),
    ],
)
def test_digest_in_any_spelling(typed: str) -> None:
    assert recognise(typed) == Digest(SHA256)


def test_code_is_shown_in_groups_of_four() -> None:
    assert Code(CODE).groups == "4f1c 0a9b e2d8 4c6f a703 5be9 1d2c 86f0"


def test_the_text_of_the_second_qr_code_is_kept_as_it_is() -> None:
    """Its alphabet has a space, so nothing inside is taken away."""
    assert recognise(" PBN1:6BF+70 790T9\n") == Credential("PBN1:6BF+70 790T9")
    assert recognise("PBN1:" + "A" * 4_091) == Credential("PBN1:" + "A" * 4_091)
