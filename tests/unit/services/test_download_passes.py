"""Download passes: each change of one, another paper, another key and the passing of its time make it nothing."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from domain.roles import Actor, Role
from services.download_passes import LONGEST_PASS, PASS_LIFE, DownloadPasses, PassInvalid

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HEAD = Actor(
    id="head",
    name="Siti Contoh",
    roles=frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD}),
    institution_id="inst-a",
    unit_id="unit-1",
    office="Kepala LPSE",
)


def passes(*, at: datetime = NOW, secret: bytes = b"rahasia") -> DownloadPasses:
    return DownloadPasses(key=DownloadPasses.derived(secret).key, now=lambda: at)


def test_a_pass_names_the_very_actor_to_whom_it_was_given() -> None:
    assert passes().bearer(passes().given(HEAD, "paper-1"), "paper-1") == HEAD


def test_the_same_secret_gives_the_same_key_in_every_process_and_another_another() -> None:
    assert DownloadPasses.derived(b"a").key == DownloadPasses.derived(b"a").key
    assert len({DownloadPasses.derived(each).key for each in (b"a", b"b", b"")}) == 3


def test_a_pass_ends_with_its_time() -> None:
    given = passes().given(HEAD, "paper-1")
    last = NOW + PASS_LIFE - timedelta(seconds=1)
    assert passes(at=last).bearer(given, "paper-1") == HEAD
    with pytest.raises(PassInvalid):
        passes(at=NOW + PASS_LIFE).bearer(given, "paper-1")


def test_a_pass_of_another_paper_or_key_is_none() -> None:
    given = passes().given(HEAD, "paper-1")
    with pytest.raises(PassInvalid):
        passes().bearer(given, "paper-2")
    with pytest.raises(PassInvalid):
        passes(secret=b"lain").bearer(given, "paper-1")


def test_every_changed_byte_makes_it_none() -> None:
    data = base64.urlsafe_b64decode((text := passes().given(HEAD, "paper-1")) + "=" * (-len(text) % 4))
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(PassInvalid):
            passes().bearer(base64.urlsafe_b64encode(changed).decode().rstrip("="), "paper-1")


@pytest.mark.parametrize("text", ["", "A", "AAAA", "é", "a b", "+/+/", "=" * 8, "A" * (LONGEST_PASS + 1)])
def test_what_is_no_pass_is_none(text: str) -> None:
    with pytest.raises(PassInvalid):
        passes().bearer(text, "paper-1")


def test_the_key_is_not_shown() -> None:
    assert passes().key.hex() not in repr(passes())
    assert "key" not in repr(passes())
