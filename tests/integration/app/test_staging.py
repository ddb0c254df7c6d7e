"""The demonstration's legal time: whoever signs in it has a key that other programs take by the wall clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from app.commands.staging import LegalTime, token_of
from app.embedded import Addresses
from app.people import person_with
from app.settings import read_settings
from app.wiring import running_system
from domain.roles import Role

pytestmark = pytest.mark.servers

INSTITUTION = "inst-kabupaten-contoh-barat"


def test_who_first_signs_after_months_of_legal_time_has_no_key_of_the_future(
    servers: Addresses, database_name: str, tmp_path: Path
) -> None:
    """As in `make demo`: the keys begin in 2022, the lives today, and the third unit's head signs in after ten weeks."""
    environment = {
        "PEMBINA_MONGODB_URI": servers.mongodb_uri,
        "PEMBINA_MONGODB_NAME": database_name,
        "PEMBINA_S3_ENDPOINT": servers.s3_endpoint,
        "PEMBINA_S3_ACCESS_KEY": servers.s3_access_key,
        "PEMBINA_S3_SECRET_KEY": servers.s3_secret_key,
        "PEMBINA_S3_SECURE": "false",
        "PEMBINA_CLOCK_START": "2022-10-03T09:00+07:00",
    }
    with running_system(read_settings(environment, data=tmp_path)) as system:
        head = person_with(Role.INSTITUTION_HEAD, institution_id=INSTITUTION)
        certificate = system.pki.person_key_path(head.id).with_suffix(".pem")
        LegalTime(system, []).advance_to(datetime.now(UTC))
        assert not certificate.exists()
        LegalTime(system, [head.id]).advance_to(datetime.now(UTC) + timedelta(days=70))
        token_of(system, head)
        begins = x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_before_utc
        assert begins < datetime.now(UTC) < system.clock.now() - timedelta(days=69)
