"""Presigned URLs: leave to do one S3 request, given away as an address; pure computation, no request is made here.

*Source*: AWS Signature Version 4, "Authenticating Requests: Using Query Parameters".
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Identity:
    """Who signs, and for which region."""

    access_key: str
    secret_key: str = field(repr=False)
    region: str


@dataclass(frozen=True)
class PresignedRequest:
    """What the URL allows. *Shape*: `path` unencoded, from the root; header names in lower case, without `host`."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


def presign(request: PresignedRequest, *, identity: Identity, now: datetime, expires: timedelta, secure: bool) -> str:
    """The URL that allows `request` from `now` (aware UTC) on; the client must send the request's headers as given.

    Any signed header binds the client: a signed `content-length` is a size limit that the storage itself enforces.
    """
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{identity.region}/s3/aws4_request"
    headers = {**request.headers, "host": request.host}
    query = {
        **request.query,
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{identity.access_key}/{scope}",
        "X-Amz-Date": stamp,
        "X-Amz-Expires": str(int(expires.total_seconds())),
        "X-Amz-SignedHeaders": ";".join(sorted(headers)),
    }
    canonical = _canonical_request(request, headers=headers, query=query)
    to_sign = "\n".join((_ALGORITHM, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    signature = hmac.new(_signing_key(identity, scope), to_sign.encode(), hashlib.sha256).hexdigest()
    scheme = "https" if secure else "http"
    return f"{scheme}://{request.host}{quote(request.path)}?{_encoded(query)}&X-Amz-Signature={signature}"


def _canonical_request(request: PresignedRequest, *, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    lines = [f"{name}:{' '.join(value.split())}" for name, value in sorted(headers.items())]
    signed = ";".join(sorted(headers))
    return "\n".join((request.method, quote(request.path), _encoded(query), *lines, "", signed, "UNSIGNED-PAYLOAD"))


def _encoded(query: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(query.items()))


def _signing_key(identity: Identity, scope: str) -> bytes:
    key = f"AWS4{identity.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
