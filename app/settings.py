"""What an installation sets, read once from the environment; every name is listed in the README."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from app.embedded.folder import followed

PREFIX = "PEMBINA_"

_LOOPBACK = ("127.0.0.1", "::1")
_BROKERS = ("amqp://", "amqps://", "redis://", "rediss://")


class SettingsError(Exception):
    """A setting is missing or contradicts another. *Shape*: one sentence that names the variable."""


@dataclass(frozen=True, kw_only=True)
class S3Settings:
    """An S3 with object lock and conditional writes. *Shape*: `public_url` is where clients reach it, if elsewhere."""

    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    secure: bool
    public_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one process. *Shape*: no `mongodb_uri` and no `s3` means the embedded servers under `data`."""

    production: bool
    data: Path
    host: str
    port: int
    public_url: str
    mongodb_uri: str | None = field(repr=False)
    mongodb_name: str = "pembina"
    s3: S3Settings | None = None
    broker_url: str | None = field(default=None, repr=False)
    lease_seconds: int = 180
    carry_again_seconds: int = 30
    oidc_issuer: str | None = None
    oidc_audience: str = "pembina"
    oidc_roles_claim: str = "roles"
    clock_start: str | None = None
    credential_key: Path | None = None
    earlier_credentials: Path | None = None
    signing_file: Path | None = None
    agency_file: Path | None = None
    workers: int = 2
    log_key_file: Path | None = None
    log_witnesses_file: Path | None = None

    @property
    def is_embedded(self) -> bool:
        """Whether the process runs its own servers."""
        return self.mongodb_uri is None


def read_settings(environment: Mapping[str, str] | None = None, *, data: Path | None = None) -> Settings:
    """The settings of the environment. *Shape*: an empty value counts as not set. *Raises*: `SettingsError`."""
    given = os.environ if environment is None else environment
    env = {name: value for name, value in given.items() if value or name == f"{PREFIX}ENV"}
    host, port = env.get(f"{PREFIX}HOST", "127.0.0.1"), _number(env, "PORT", "8000", most=65_535)
    settings = Settings(
        production=_choice(env, "ENV", "development", ("development", "production")) == "production",
        data=followed(data or Path(env.get(f"{PREFIX}DATA", "var"))),
        host=host,
        port=port,
        public_url=env.get(f"{PREFIX}PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        mongodb_uri=env.get(f"{PREFIX}MONGODB_URI"),
        mongodb_name=env.get(f"{PREFIX}MONGODB_NAME", "pembina"),
        s3=_s3(env),
        broker_url=_broker_url(env),
        lease_seconds=_number(env, "LEASE_SECONDS", "180", most=86_400),
        carry_again_seconds=_number(env, "CARRY_AGAIN_SECONDS", "30", most=86_400),
        oidc_issuer=env.get(f"{PREFIX}OIDC_ISSUER"),
        oidc_audience=env.get(f"{PREFIX}OIDC_AUDIENCE", "pembina"),
        oidc_roles_claim=env.get(f"{PREFIX}OIDC_ROLES_CLAIM", "roles"),
        clock_start=_instant(env, "CLOCK_START"),
        credential_key=_file(env, "CREDENTIAL_KEY_FILE"),
        earlier_credentials=_file(env, "EARLIER_CREDENTIALS_FILE"),
        signing_file=_file(env, "SIGNING_FILE"),
        agency_file=_file(env, "AGENCY_FILE"),
        workers=_number(env, "WORKERS", "2", most=64),
        log_key_file=_file(env, "LOG_KEY_FILE"),
        log_witnesses_file=_file(env, "LOG_WITNESSES_FILE"),
    )
    _check(settings)
    return settings


def _file(env: Mapping[str, str], name: str) -> Path | None:
    value = env.get(f"{PREFIX}{name}")
    return Path(value).resolve() if value else None


def _s3(env: Mapping[str, str]) -> S3Settings | None:
    endpoint = env.get(f"{PREFIX}S3_ENDPOINT")
    if endpoint is None:
        return None
    return S3Settings(
        endpoint=endpoint,
        access_key=_required(env, "S3_ACCESS_KEY"),
        secret_key=_required(env, "S3_SECRET_KEY"),
        secure=_choice(env, "S3_SECURE", "true", ("true", "false")) == "true",
        public_url=env.get(f"{PREFIX}S3_PUBLIC_URL"),
    )


def _broker_url(env: Mapping[str, str]) -> str | None:
    """The address is not repeated in the message: it may hold a password."""
    url = env.get(f"{PREFIX}BROKER_URL")
    if url is not None and not url.startswith(_BROKERS):
        raise SettingsError(f"{PREFIX}BROKER_URL begins with one of {', '.join(_BROKERS)}")
    return url


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(f"{PREFIX}{name}")
    if not value:
        raise SettingsError(f"{PREFIX}{name} is needed beside {PREFIX}S3_ENDPOINT")
    return value


def _choice(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    value = env.get(f"{PREFIX}{name}", default)
    if value not in choices:
        raise SettingsError(f"{PREFIX}{name} is one of {', '.join(choices)}, not {value!r}")
    return value


def _number(env: Mapping[str, str], name: str, default: str, *, most: int) -> int:
    text = env.get(f"{PREFIX}{name}", default)
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or not 0 < int(text) <= most:
        raise SettingsError(f"{PREFIX}{name} is a number from 1 to {most}, not {text!r}")
    return int(text)


def _instant(env: Mapping[str, str], name: str) -> str | None:
    text = env.get(f"{PREFIX}{name}")
    try:
        aware = text is None or datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise SettingsError(f"{PREFIX}{name} is an instant with its zone, such as 2026-11-22T09:00+07:00, not {text!r}")
    return text


def _check(settings: Settings) -> None:
    """Both servers are embedded, or neither; production uses nothing that was made for development."""
    if (settings.mongodb_uri is None) != (settings.s3 is None):
        raise SettingsError(f"set both {PREFIX}MONGODB_URI and {PREFIX}S3_ENDPOINT, or neither (embedded servers)")
    if not settings.production:
        return
    if settings.mongodb_uri is None:
        raise SettingsError(
            f"production needs {PREFIX}MONGODB_URI and {PREFIX}S3_*: embedded servers are for development"
        )
    for value, name, reason in (
        (settings.oidc_issuer, "OIDC_ISSUER", "the development issuer is refused"),
        (settings.signing_file, "SIGNING_FILE", "the test keys are refused"),
        (settings.agency_file, "AGENCY_FILE", "the invented letterhead and people are refused"),
        (settings.credential_key, "CREDENTIAL_KEY_FILE", "the test key of credentials is refused"),
        (settings.log_key_file, "LOG_KEY_FILE", "`pembina log new-key` makes one"),
    ):
        if value is None:
            raise SettingsError(f"production needs {PREFIX}{name}: {reason}")
    if settings.clock_start is not None:
        raise SettingsError(f"{PREFIX}CLOCK_START is refused in production: legal time is real time")
    _check_addresses(settings)


def _check_addresses(settings: Settings) -> None:
    """What browsers and this system reach over a network, they reach by https; a loopback address is no network.

    *Source*: OpenID Connect Discovery 1.0, section 3 (`issuer`, `jwks_uri`); RFC 8252, section 8.3 (loopback literals).
    """
    for address, name, reason in (
        (settings.public_url, "PUBLIC_URL", "it is printed in every letter's QR code"),
        (settings.oidc_issuer, "OIDC_ISSUER", "over http anyone between could give himself any role"),
        (_browsers_storage(settings), "S3_PUBLIC_URL", "browsers send and fetch files there, with the right to do so"),
    ):
        if not _is_https(address or "", loopback=name != "PUBLIC_URL"):
            raise SettingsError(f"production needs an https {PREFIX}{name}: {reason}")


def _browsers_storage(settings: Settings) -> str | None:
    """Where presigned addresses lead: see `storage.s3`."""
    if settings.s3 is None:
        return None
    return settings.s3.public_url or f"{'https' if settings.s3.secure else 'http'}://{settings.s3.endpoint}"


def _is_https(address: str, *, loopback: bool) -> bool:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (loopback and parts.scheme == "http" and host in _LOOPBACK))
