"""Keys that production has replaced: what they signed while they were in use is read still, by the settings that name them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.installation import Installation, opened_installation
from app.named_keys import require_named_keys
from app.settings import SettingsError, read_settings
from domain.credentials import CredentialClaims, StatusReference
from domain.standards import StandardCode
from services.offline import OfflineVerification
from services.offline_bundles import OfflineBundle
from services.offline_pins import Pins, pinned
from signing.credential_keys import CredentialKey
from signing.credentials import CredentialIssuer
from signing.development_pki import AuthorityName
from signing.validation import inspect_signatures


@pytest.fixture
def here(servers: Any, database_name: str, tmp_path: Path) -> Iterator[Installation]:
    environment = {
        "MONGODB_URI": servers.mongodb_uri,
        "MONGODB_NAME": database_name,
        "S3_ENDPOINT": servers.s3_endpoint,
        "S3_ACCESS_KEY": servers.s3_access_key,
        "S3_SECRET_KEY": servers.s3_secret_key,
        "S3_SECURE": "false",
    }
    given = {f"PEMBINA_{name}": value for name, value in environment.items()}
    with opened_installation(read_settings(given, data=tmp_path / "data")) as here:
        yield here


def key_file(key: CredentialKey, file: Path) -> Path:
    secret = key.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + key.certificate.public_bytes(Encoding.PEM))
    return file


def in_production(here: Installation, **named: Path) -> Installation:
    """The same data and trust without a development PKI beside them."""
    return replace(here, development=None, settings=replace(here.settings, **named))


def printed(here: Installation, key: CredentialKey, *, after: timedelta = timedelta(0)) -> str:
    """A credential as it stands on paper, of now or of a little later."""
    claims = CredentialClaims(
        number="1/UJI",
        edition=1,
        unit="LPSE Contoh",
        institution="Kabupaten Contoh",
        standards={StandardCode.S09: date(2026, 1, 5)},
        issued_at=(here.clock.now() + after).replace(microsecond=0),
        expires_on=None,
        status=StatusReference(index=0, uri="https://pembina.example/status/1"),
    )
    return CredentialIssuer(lambda: key).issue(claims)


def found(here: Installation, text: str) -> str:
    """What a reader with the bundle of today finds of the credential."""
    bundle = OfflineBundle.read(here.bundles(here.statuses()).current().packed())
    pins = Pins(roots=here.trust(), log_key=here.log_keys.key)
    report = OfflineVerification(pinned(bundle, pins), inspect_signatures).verify_text(
        text, here.clock.now() + timedelta(hours=1)
    )
    return report.checks[0].finding


@pytest.mark.servers
def test_a_printed_credential_of_an_earlier_key_is_read_where_the_settings_name_its_certificate(
    here: Installation, tmp_path: Path
) -> None:
    old = here.pki.credential_key()
    before, later = printed(here, old), printed(here, old, after=timedelta(minutes=10))
    here.pki.rotate(AuthorityName.CREDENTIAL)
    new = key_file(here.pki.credential_key(), tmp_path / "new.pem")
    earlier = tmp_path / "earlier.pem"
    earlier.write_bytes(old.certificate.public_bytes(Encoding.PEM))
    assert found(in_production(here, credential_key=new), before) == "FORGED"
    production = in_production(here, credential_key=new, earlier_credentials=earlier)
    assert found(production, before) == "SIGNED"
    assert found(production, later) == "FORGED", "it is dated after the key was replaced"
    assert found(production, printed(here, here.pki.credential_key())) == "SIGNED"
    assert len(production.credential_certificates()) == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot be read"), (b"", "holds no certificate"), (b"-----BEGIN CERTIFICATE-----", "holds no certificate")],
)
def test_a_file_of_earlier_certificates_that_is_none_stops_the_start(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    file = tmp_path / "earlier.pem"
    if content is not None:
        file.write_bytes(content)
    settings = read_settings({"PEMBINA_EARLIER_CREDENTIALS_FILE": str(file)}, data=tmp_path)
    with pytest.raises(SettingsError, match=f"PEMBINA_EARLIER_CREDENTIALS_FILE: .*{why}"):
        require_named_keys(settings)


def test_a_file_of_earlier_certificates_holds_no_key(tmp_path: Path) -> None:
    """The key that was replaced is to be destroyed, not to be kept where the server reads."""
    file = tmp_path / "earlier.pem"
    file.write_bytes(b"-----BEGIN PRIVATE KEY-----\n")
    settings = read_settings({"PEMBINA_EARLIER_CREDENTIALS_FILE": str(file)}, data=tmp_path)
    with pytest.raises(SettingsError, match="holds a private key"):
        require_named_keys(settings)
