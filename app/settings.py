"""What an installation sets, read once from the environment; every name is listed in the README."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

PREFIX = "PEMBINA_"

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
    signing_file: Path | None = None
    agency_file: Path | None = None
    workers: int = 2

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
        data=(data or Path(env.get(f"{PREFIX}DATA", "var"))).resolve(),
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
        signing_file=_file(env, "SIGNING_FILE"),
        agency_file=_file(env, "AGENCY_FILE"),
        workers=_number(env, "WORKERS", "2", most=64),
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
    if settings.oidc_issuer is None:
        raise SettingsError(f"production needs {PREFIX}OIDC_ISSUER: the development issuer is refused")
    if settings.signing_file is None:
        raise SettingsError(f"production needs {PREFIX}SIGNING_FILE: the test keys are refused")
    if settings.agency_file is None:
        raise SettingsError(f"production needs {PREFIX}AGENCY_FILE: the invented letterhead and people are refused")
    if settings.credential_key is None:
        raise SettingsError(f"production needs {PREFIX}CREDENTIAL_KEY_FILE: the test key of credentials is refused")
    if settings.clock_start is not None:
        raise SettingsError(f"{PREFIX}CLOCK_START is refused in production: legal time is real time")
    if not settings.public_url.startswith("https://"):
        raise SettingsError(f"production needs an https {PREFIX}PUBLIC_URL: it is printed in every letter's QR code")
