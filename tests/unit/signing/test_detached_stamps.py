"""Time stamps over bytes that are no PDF: what they say, and what is answered where there is none."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper

from domain.clock import Clock
from signing.detached_stamps import stamp_over
from signing.port import TimestampUnavailable
from signing.timestamps import RotatingTimestamps
from tests.unit.signing.conftest import FIRST_START, Office


def test_a_stamp_names_the_digest_and_legal_time(shared_office: Office) -> None:
    token = cms.ContentInfo.load(stamp_over(b"isi", shared_office.pki.timestamps, shared_office.clock), strict=True)
    told = token["content"]["encap_content_info"]["content"].parsed
    assert told["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
    assert told["message_imprint"]["hashed_message"].native == sha256(b"isi").digest()
    assert told["gen_time"].native == FIRST_START


def test_without_an_authority_there_is_no_stamp(tmp_path: Path, shared_office: Office) -> None:
    with pytest.raises(TimestampUnavailable):
        stamp_over(b"isi", RotatingTimestamps(tmp_path), shared_office.clock)


class _Refusing(TimeStamper):
    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp({"status": {"status": "rejection"}})


@dataclass(frozen=True)
class RefusedTimestamps:
    """An authority that is there, and says no."""

    def timestamper(self, clock: Clock) -> TimeStamper:
        return _Refusing()


def test_an_authority_that_refuses_gives_no_stamp(shared_office: Office) -> None:
    with pytest.raises(TimestampUnavailable, match="refused or answered wrongly"):
        stamp_over(b"isi", RefusedTimestamps(), shared_office.clock)
