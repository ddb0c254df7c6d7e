"""Keys that the settings name by files: read before anything is made or reached, so that a mistake shows at once."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.log_key import log_keys
from app.settings import PREFIX, Settings, SettingsError
from signing.credential_keys import CredentialKey, CredentialKeyUnusable


def require_named_keys(settings: Settings) -> None:
    """*Raises*: `SettingsError` where a named file is missing or holds no key."""
    if settings.log_key_file is not None:
        log_keys(settings)
    if settings.credential_key is not None:
        try:
            read_credential_key(settings.credential_key)
        except CredentialKeyUnusable as error:
            raise SettingsError(f"{PREFIX}CREDENTIAL_KEY_FILE: {error}") from error
    if settings.earlier_credentials is not None:
        try:
            read_earlier_credentials(settings.earlier_credentials)
        except CredentialKeyUnusable as error:
            raise SettingsError(f"{PREFIX}EARLIER_CREDENTIALS_FILE: {error}") from error


def read_credential_key(path: Path) -> CredentialKey:
    """The credential key in a file. *Raises*: `CredentialKeyUnusable`."""
    try:
        return CredentialKey.read(path.read_bytes())
    except OSError as error:
        raise CredentialKeyUnusable(f"the credential key cannot be read: {error.strerror}") from error


def read_earlier_credentials(path: Path | None) -> tuple[bytes, ...]:
    """The certificates of credential keys that were replaced, in DER. *Shape*: a PEM of certificates, and nothing secret.

    *Raises*: `CredentialKeyUnusable`.
    """
    if path is None:
        return ()
    try:
        pem = path.read_bytes()
        if b"PRIVATE KEY" in pem:
            raise CredentialKeyUnusable("the file of earlier certificates holds a private key: destroy it")
        found = x509.load_pem_x509_certificates(pem)
    except OSError as error:
        raise CredentialKeyUnusable(f"the file of earlier certificates cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise CredentialKeyUnusable("the file holds no certificate in PEM") from error
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)
