"""The development time-stamping authority as a stranger asks it: what it stamps, and what it refuses and why."""

# mypy: disable-error-code="import-untyped,no-untyped-call"

from asn1crypto import core, tsp
from pyhanko.sign.timestamps import TimeStamper

from signing.blocking import run_blocking
from signing.port import SigningError
from signing.timestamps import POLICY

LARGEST_REQUEST_BYTES = 4096
DIGEST_BYTES = {"sha256": 32, "sha384": 48, "sha512": 64}
"""Which digests are stamped, and their lengths. SHA-1 is not. *Source*: ETSI TS 119 312, section 5.2 (hash functions)."""


class Rejection(core.Sequence):  # type: ignore[misc]
    """A TimeStampResp without a token, which asn1crypto's own type always has. *Source*: RFC 3161, section 2.4.2."""

    _fields = [("status", tsp.PKIStatusInfo)]


def stamped(request: bytes, authority: TimeStamper) -> bytes:
    """A TimeStampResp in DER: a token, or a rejection that says why. Never raises for what a stranger sends.

    *Source*: RFC 3161, section 2.4.2 (status and failure information).
    """
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        _ = asked.native  # it is parsed piece by piece, when it is looked at
        failure = _failure(asked) if len(request) <= LARGEST_REQUEST_BYTES else "bad_request"
    except (ValueError, TypeError, KeyError, AttributeError):
        failure = "bad_data_format"
    if failure is not None:
        return _rejected(failure)
    try:
        return bytes(run_blocking(lambda: authority.async_request_tsa_response(asked)).dump())
    except SigningError:
        return _rejected("system_failure")


def _failure(asked: tsp.TimeStampReq) -> str | None:
    """Why this request is refused, in the words of the standard."""
    imprint = asked["message_imprint"]
    algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
    if asked["version"].native != "v1":
        return "bad_request"
    if algorithm not in DIGEST_BYTES:
        return "bad_alg"
    if len(digest) != DIGEST_BYTES[algorithm]:
        return "bad_data_format"
    if asked["req_policy"].native not in (None, POLICY):
        return "unaccepted_policy"
    if asked["extensions"].native:
        return "unaccepted_extensions"
    nonce = asked["nonce"].native
    return "bad_request" if nonce is not None and nonce.bit_length() > 8 * 64 else None


def _rejected(failure: str) -> bytes:
    info = {"status": tsp.PKIStatus("rejection"), "fail_info": tsp.PKIFailureInfo({failure})}
    return bytes(Rejection({"status": tsp.PKIStatusInfo(info)}).dump())
