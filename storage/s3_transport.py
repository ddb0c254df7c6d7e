"""How the S3 adapter reaches its storage: time limits, retries, and the one translation of errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import urllib3
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError

from storage.port import Area, BucketMissing, ObjectMissing, StorageError, StorageRefused, StorageUnavailable

CONFLICT = {"ConditionalRequestConflict", "OperationAborted"}
"""What AWS answers while another conditional write of the same key is under way."""

_CONNECT_SECONDS = 1.2
_READ_SECONDS = 5.0
"""Of silence, not of the whole answer: a storage that hangs is known in ten seconds, its second attempt included."""

_PROBE_SECONDS = 1.5
_MISSING = {"NoSuchKey", "NoSuchObject", "NoSuchVersion"}
_FAILING = {"InternalError", "ServiceUnavailable", "SlowDown", "RequestTimeout"}


def patient_pool() -> urllib3.PoolManager:
    """For data: two attempts to connect, so that an unreachable storage is known within three seconds."""
    retry = urllib3.Retry(
        total=3,
        connect=1,
        read=1,
        status=3,
        backoff_factor=0.1,
        status_forcelist=(500, 502, 503, 504),
        allowed_methods=None,
    )
    return urllib3.PoolManager(
        maxsize=16, retries=retry, timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
    )


def impatient_pool() -> urllib3.PoolManager:
    """For health checks: one attempt, and an answer within about two seconds."""
    return urllib3.PoolManager(
        maxsize=2, retries=False, timeout=urllib3.Timeout(connect=_PROBE_SECONDS, read=_PROBE_SECONDS)
    )


@contextmanager
def own_errors(area: Area, key: str = "") -> Iterator[None]:
    """Turn every error of the client and its transport into one of the port's family."""
    try:
        yield
    except StorageError:
        raise
    except S3Error as error:
        raise _translated(error, area, key) from error
    except (ServerError, InvalidResponseError, urllib3.exceptions.HTTPError, OSError) as error:
        raise StorageUnavailable(type(error).__name__) from error
    except (MinioException, ValueError) as error:
        raise StorageRefused(type(error).__name__) from error


def _translated(error: S3Error, area: Area, key: str) -> StorageError:
    if error.code in _MISSING:
        return ObjectMissing(area, key)
    if error.code == "NoSuchBucket":
        return BucketMissing(str(error.code))
    if error.code in _FAILING | CONFLICT:
        return StorageUnavailable(str(error.code))
    return StorageRefused(str(error.code))
