"""Downloads of papers: strong ETags, ranges and conditions as RFC 9110 has them; and acts that are sent twice."""

from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

import httpx
import pytest

from app.demo.client import Refused
from app.demo.samples import DETAILS
from app.demo.story import Story
from app.demo.telling import Cast
from schema.nodes import global_id
from tests.e2e.ledger import Ledger, unchanged
from tests.e2e.servers import Reached

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]


@pytest.fixture
def path(story: Story) -> str:
    """Where the SLA is."""
    sla = next(paper for paper in story.papers() if paper["kind"] == "SLA")
    return urlsplit(sla["path"]).path


@pytest.fixture
def holder(reached: Reached) -> Iterator[httpx.Client]:
    """The head of the institution."""
    headers = {"Authorization": f"Bearer {reached.tokens['INSTITUTION_HEAD']}"}
    with httpx.Client(base_url=reached.address, headers=headers) as client:
        yield client


@pytest.fixture
def whole(holder: httpx.Client, path: str) -> bytes:
    return holder.get(path).content


def test_the_etag_is_the_sha256_of_the_bytes(holder: httpx.Client, path: str, story: Story, whole: bytes) -> None:
    """A strong validator: RFC 9110, section 8.8.3."""
    answer = holder.get(path)
    recorded = next(paper["sha256"] for paper in story.papers() if paper["kind"] == "SLA")
    assert answer.headers["etag"] == f'"{sha256(whole).hexdigest()}"' == f'"{recorded}"'
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''SLA_1-LKPP-LPSE-")


def test_head_tells_the_same_without_the_bytes(holder: httpx.Client, path: str, whole: bytes) -> None:
    answer = holder.head(path)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(whole)))
    assert answer.headers["etag"] == holder.get(path).headers["etag"]


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=99999999-"])
def test_head_knows_no_range(holder: httpx.Client, path: str, whole: bytes, asked: str) -> None:
    """Section 14.2: a range is defined for GET alone."""
    answer = holder.head(path, headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(whole)))
    assert "content-range" not in answer.headers


RANGES = {
    "bytes=0-99": (0, 100),
    "bytes=0-0": (0, 1),
    "bytes=100-": (100, None),
    "bytes=-50": (-50, None),
    "bytes=10-99999999": (10, None),
    "bytes=-99999999": (0, None),
}


@pytest.mark.parametrize("asked", RANGES)
def test_one_range_is_206(holder: httpx.Client, path: str, whole: bytes, asked: str) -> None:
    """Section 14.1.2: first and last positions count from 0; a suffix counts from the end."""
    start, length = RANGES[asked]
    expected = whole[start:] if length is None else whole[start : start + length]
    answer = holder.get(path, headers={"Range": asked})
    first = len(whole) + start if start < 0 else start
    assert (answer.status_code, answer.content) == (206, expected)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(expected) - 1}/{len(whole)}"
    assert answer.headers["content-length"] == str(len(expected))


_MANY = "9" * 5_000
"""Digits: more than Python reads."""


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-6",
        "bytes=5-1",
        "bytes=-",
        "lines=1-2",
        "bytes=a-b",
        "bytes 0-1",
        f"bytes={_MANY}-",
        f"bytes=-{_MANY}",
    ],
    ids=lambda asked: asked[:20],
)
def test_several_ranges_and_nonsense_get_everything(holder: httpx.Client, path: str, whole: bytes, asked: str) -> None:
    """Section 14.2: a server may ignore the field; one that is invalid must be ignored."""
    answer = holder.get(path, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, whole)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999998-99999999", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(holder: httpx.Client, path: str, whole: bytes, asked: str) -> None:
    answer = holder.get(path, headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"], answer.content) == (416, f"bytes */{len(whole)}", b"")


def test_a_present_copy_is_304(holder: httpx.Client, path: str) -> None:
    etag = holder.get(path).headers["etag"]
    for named in (etag, f'"other", {etag}', "*", f"W/{etag}"):
        answer = holder.get(path, headers={"If-None-Match": named})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert holder.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_range_of_an_outdated_copy_gets_everything(holder: httpx.Client, path: str, whole: bytes) -> None:
    """`If-Range`, section 13.1.5: strong comparison."""
    etag = holder.get(path).headers["etag"]
    fresh = holder.get(path, headers={"Range": "bytes=0-9", "If-Range": etag})
    assert (fresh.status_code, fresh.content) == (206, whole[:10])
    for outdated in ('"other"', f"W/{etag}", "Sun, 22 Nov 2026 00:00:00 GMT"):
        answer = holder.get(path, headers={"Range": "bytes=0-9", "If-Range": outdated})
        assert (answer.status_code, answer.content) == (200, whole)


def test_who_may_not_read_gets_nothing(holder: httpx.Client, path: str, reached: Reached, ledger: Ledger) -> None:
    with unchanged(ledger), httpx.Client(base_url=reached.address) as nobody:
        anonymous = nobody.get(path)
        foreign = nobody.get(path, headers={"Authorization": f"Bearer {reached.tokens['FOREIGN_HEAD']}"})
        unknown = holder.get("/documents/" + "0" * 24)
        assert nobody.post(path).status_code == 405
    assert (anonymous.status_code, anonymous.headers["www-authenticate"]) == (401, "Bearer")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "NOT_FOUND")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "NOT_FOUND")
    for answer in (anonymous, foreign, unknown):
        assert "etag" not in answer.headers
        assert set(answer.json()["message"]) == {"id", "en"}


# --- an act sent twice ------------------------------------------------------------------------------------------------


def test_the_same_act_with_the_same_key_is_done_once(cast: Cast, story: Story, ledger: Ledger) -> None:
    institution = global_id("Institution", "inst-kabupaten-contoh-utara")
    values = {"institution": institution, "details": DETAILS, "idempotencyKey": "twice-the-same-act"}
    first = cast.institution_head.act("createApplication", "application { id version state }", values)
    with unchanged(ledger):
        again = cast.institution_head.act("createApplication", "application { id version state }", values)
        other = cast.institution_head.act(
            "createApplication", "__typename", {**values, "details": {**DETAILS, "unitName": "LPSE Lain"}}
        )
    assert isinstance(first, dict)
    assert again == first
    assert isinstance(other, Refused)
    assert (other.code, other.message) == (
        "IDEMPOTENCY_KEY_REUSED",
        "Kunci idempotensi ini sudah dipakai untuk tindakan lain.",
    )
    withdraw = {"application": first["application"]["id"], "expectedVersion": 1, "reason": "Contoh selesai"}
    values = {**withdraw, "idempotencyKey": "withdraw-once-more"}
    done = cast.institution_head.act("withdrawApplication", "application { state }", values)
    assert isinstance(done, dict)
    assert done["application"] == {"state": "WITHDRAWN"}


def test_another_persons_same_key_is_another_key(cast: Cast, story: Story, ledger: Ledger) -> None:
    """Keys belong to who uses them: nobody learns another's outcome by guessing a key."""
    key = {"idempotencyKey": "session-story-startInstallation", "application": story.application_id}
    with unchanged(ledger):
        own = cast.admin.act("startInstallation", "__typename", {**key, "expectedVersion": 1})
        found = cast.reviewer.act("startInstallation", "__typename", {**key, "expectedVersion": 1})
    assert own == {"__typename": "StartInstallationSuccess"}
    assert isinstance(found, Refused)
    assert found.code == "NOT_PERMITTED"
