"""The ObjectStore port on any S3 with object lock and conditional writes, by the minio client; its errors stay here."""

import base64
import hashlib
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import S3Error
from minio.retention import Retention

from storage.port import (
    Area,
    BucketMissing,
    ObjectExists,
    ObjectLocked,
    PresignedPut,
    StorageRefused,
    StoredObject,
)
from storage.presigning import Identity, PresignedRequest, presign
from storage.s3_transport import CONFLICT, impatient_pool, own_errors, patient_pool

_CONFLICT_ATTEMPTS = 5
_ENDPOINT = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?")
_EXISTS = {"PreconditionFailed"}


class S3Store:
    """An `ObjectStore` on S3. *Shape*: `endpoint` is `host:port` without a scheme; buckets are `<prefix>-<area>`.

    `public_url` (`https://host[:port]`) is where browsers reach the same storage; presigned URLs are made for it.
    *Raises*: `StorageRefused` for an endpoint that is no address.
    """

    def __init__(
        self,
        *,
        endpoint: str,
        access_key: str,
        secret_key: str,
        secure: bool,
        bucket_prefix: str = "pembina",
        region: str = "us-east-1",
        public_url: str | None = None,
    ) -> None:
        if not _ENDPOINT.fullmatch(endpoint):
            raise StorageRefused(f"endpoint {endpoint!r}")
        self._endpoint = endpoint
        self._secure = secure
        self._public = urlsplit(public_url or f"{'https' if secure else 'http'}://{endpoint}")
        self._prefix = bucket_prefix
        self._identity = Identity(access_key, secret_key, region)
        self._client = self._connect(patient_pool())
        self._probe = self._connect(impatient_pool())

    def _connect(self, pool: urllib3.PoolManager) -> Minio:
        who = self._identity
        return Minio(
            self._endpoint,
            access_key=who.access_key,
            secret_key=who.secret_key,
            region=who.region,
            secure=self._secure,
            http_client=pool,
        )

    def bucket(self, area: Area) -> str:
        """The name of an area's bucket."""
        return f"{self._prefix}-{area}"

    def ensure_buckets(self) -> None:
        """Make the buckets that are missing, the issued one with object lock (`ObjectStore.ensure_buckets`)."""
        for area in Area:
            with own_errors(area):
                self._ensure_bucket(self.bucket(area), locked=area is Area.ISSUED)

    def _ensure_bucket(self, bucket: str, *, locked: bool) -> None:
        if not self._client.bucket_exists(bucket):
            try:
                self._client.make_bucket(bucket, object_lock=locked)
            except S3Error as error:
                if error.code not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
                    raise
        if locked and not self._has_lock(bucket):
            raise StorageRefused(f"bucket {bucket} has no object lock")

    def _has_lock(self, bucket: str) -> bool:
        """Object lock can be switched on only when a bucket is made: one without it can hold no issued paper."""
        try:
            self._client.get_object_lock_config(bucket)
        except S3Error as error:
            if error.code == "ObjectLockConfigurationNotFoundError":
                return False
            raise
        return True

    def put(self, area: Area, key: str, data: bytes, *, content_type: str) -> StoredObject:
        """Store the bytes (`ObjectStore.put`)."""
        if area is Area.ISSUED:
            raise ObjectLocked(area, key)
        with own_errors(area, key):
            return self._put(area, key, data, content_type=content_type)

    def put_locked(self, key: str, data: bytes, *, content_type: str, retain_until: datetime) -> StoredObject:
        """Store an issued paper under COMPLIANCE retention, unless the key exists (`ObjectStore.put_locked`)."""
        lock = {
            "If-None-Match": "*",
            "x-amz-object-lock-mode": COMPLIANCE,
            "x-amz-object-lock-retain-until-date": _timestamp(retain_until),
        }
        with own_errors(Area.ISSUED, key):
            stored = self._put_if_absent(Area.ISSUED, key, data, content_type=content_type, headers=lock)
            return stored if stored is not None else self._confirm_lock(key, data, retain_until)

    def put_once(self, area: Area, key: str, data: bytes, *, content_type: str) -> StoredObject:
        """Store the bytes unless the key exists (`ObjectStore.put_once`)."""
        if area is Area.ISSUED:
            raise ObjectLocked(area, key)
        with own_errors(area, key):
            stored = self._put_if_absent(area, key, data, content_type=content_type, headers={"If-None-Match": "*"})
            return stored if stored is not None else self._confirm_same(area, key, data)

    def _put_if_absent(
        self, area: Area, key: str, data: bytes, *, content_type: str, headers: Mapping[str, str]
    ) -> StoredObject | None:
        """None where the key exists already."""
        for attempt in range(1, _CONFLICT_ATTEMPTS + 1):
            try:
                return self._put(area, key, data, content_type=content_type, headers=headers)
            except S3Error as error:
                if error.code in _EXISTS:
                    return None
                if error.code not in CONFLICT or attempt == _CONFLICT_ATTEMPTS:
                    raise
                time.sleep(0.05 * attempt)  # Another writer is just storing the same key.
        raise AssertionError("the last attempt returns or raises")

    def _put(
        self, area: Area, key: str, data: bytes, *, content_type: str, headers: Mapping[str, str] | None = None
    ) -> StoredObject:
        """One PUT, so that the object appears whole or not at all; its MD5 lets the server detect damage on the way.

        The client's public `put_object` knows no conditional headers and splits what is larger than 5 MiB.
        """
        checksum = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        sent: dict[str, str | list[str] | tuple[str]] = {
            "Content-Type": content_type,
            "Content-MD5": checksum,
            **(headers or {}),
        }
        result = self._client._put_object(self.bucket(area), key, data, headers=sent)
        return StoredObject(key, len(data), result.etag or "", content_type)

    def _confirm_same(self, area: Area, key: str, data: bytes) -> StoredObject:
        found = self.stat(area, key)
        if found.size != len(data) or self.get(area, key) != data:
            raise ObjectExists(area, key)
        return found

    def _confirm_lock(self, key: str, data: bytes, retain_until: datetime) -> StoredObject:
        bucket, found = self.bucket(Area.ISSUED), self._confirm_same(Area.ISSUED, key, data)
        retention = self._client.get_object_retention(bucket, key)
        if retention is None or retention.retain_until_date.replace(tzinfo=UTC) < retain_until.replace(microsecond=0):
            self._client.set_object_retention(bucket, key, Retention(COMPLIANCE, retain_until.astimezone(UTC)))
        return found

    def get(self, area: Area, key: str) -> bytes:
        """All bytes of the object (`ObjectStore.get`)."""
        return self._read(area, key, offset=0, length=0)

    def read_range(self, area: Area, key: str, *, offset: int, length: int) -> bytes:
        """Some bytes of the object (`ObjectStore.read_range`)."""
        if length <= 0 or offset < 0:
            return b""
        return self._read(area, key, offset=offset, length=length)

    def _read(self, area: Area, key: str, *, offset: int, length: int) -> bytes:
        with own_errors(area, key):
            try:
                response = self._client.get_object(self.bucket(area), key, offset=offset, length=length)
            except S3Error as error:
                if error.code == "InvalidRange":
                    return b""
                raise
            try:
                return bytes(response.read())
            finally:
                response.close()
                response.release_conn()

    def stat(self, area: Area, key: str) -> StoredObject:
        """Size, ETag and type (`ObjectStore.stat`)."""
        with own_errors(area, key):
            found = self._client.stat_object(self.bucket(area), key)
        return StoredObject(key, found.size or 0, found.etag or "", found.content_type or "application/octet-stream")

    def presign_put(self, key: str, *, size: int, content_type: str, expires: timedelta) -> PresignedPut:
        """Leave to upload evidence once (`ObjectStore.presign_put`): size, type and "only if absent" are signed."""
        headers = {"content-length": str(size), "content-type": content_type, "if-none-match": "*"}
        request = PresignedRequest("PUT", self._public.netloc, self._path(Area.EVIDENCE, key), headers=headers)
        return PresignedPut(self._presign(request, expires), headers)

    def presign_get(self, area: Area, key: str, *, expires: timedelta, filename: str) -> str:
        """A URL that downloads the object (`ObjectStore.presign_get`); the file name as in RFC 6266 and 8187."""
        disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        query = {"response-content-disposition": disposition}
        return self._presign(PresignedRequest("GET", self._public.netloc, self._path(area, key), query=query), expires)

    def _path(self, area: Area, key: str) -> str:
        return f"/{self.bucket(area)}/{key}"

    def _presign(self, request: PresignedRequest, expires: timedelta) -> str:
        """Leases are real time, not legal time: the storage compares them with its own clock."""
        return presign(
            request,
            identity=self._identity,
            now=datetime.now(UTC),
            expires=expires,
            secure=self._public.scheme == "https",
        )

    def remove(self, area: Area, key: str) -> None:
        """Remove the object (`ObjectStore.remove`)."""
        if area is Area.ISSUED:
            raise ObjectLocked(area, key)
        with own_errors(area, key):
            self._client.remove_object(self.bucket(area), key)

    def check(self) -> None:
        """Ask for the issued bucket, without retries (`ObjectStore.check`)."""
        with own_errors(Area.ISSUED):
            if not self._probe.bucket_exists(self.bucket(Area.ISSUED)):
                raise BucketMissing(f"there is no bucket {self.bucket(Area.ISSUED)}")


def _timestamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
