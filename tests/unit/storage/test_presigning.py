"""Presigned URLs against the published example of AWS."""

from datetime import UTC, datetime, timedelta

from storage.presigning import Identity, PresignedRequest, presign


def test_the_published_example() -> None:
    """*Source*: AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", its one example."""
    url = presign(
        PresignedRequest("GET", "examplebucket.s3.amazonaws.com", "/test.txt"),
        identity=Identity("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"),
        now=datetime(2013, 5, 24, tzinfo=UTC),
        expires=timedelta(days=1),
        secure=True,
    )
    assert url == (
        "https://examplebucket.s3.amazonaws.com/test.txt"
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


def test_the_secret_is_shown_by_no_representation() -> None:
    assert "geheim" not in repr(Identity("key", "geheim", "us-east-1"))
