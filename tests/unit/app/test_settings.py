"""Settings: what is missing or contradicts is said with the name of the variable, before anything starts."""

from pathlib import Path

import pytest

from app.settings import S3Settings, SettingsError, read_settings

S3 = {
    "PEMBINA_S3_ENDPOINT": "s3.contoh.invalid:9000",
    "PEMBINA_S3_ACCESS_KEY": "akses",
    "PEMBINA_S3_SECRET_KEY": "rahasia-sekali",
}
MONGODB = {"PEMBINA_MONGODB_URI": "mongodb://pembina:kata-sandi@db.contoh.invalid"}
PRODUCTION = {
    **S3,
    **MONGODB,
    "PEMBINA_ENV": "production",
    "PEMBINA_OIDC_ISSUER": "https://masuk.contoh.invalid",
    "PEMBINA_PUBLIC_URL": "https://pembina.contoh.invalid/",
    "PEMBINA_SIGNING_FILE": "/etc/pembina/penandatanganan.toml",
    "PEMBINA_AGENCY_FILE": "/etc/pembina/lembaga.toml",
    "PEMBINA_CREDENTIAL_KEY_FILE": "/etc/pembina/kredensial.pem",
    "PEMBINA_LOG_KEY_FILE": "/etc/pembina/log.key",
}


def without(environment: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in environment.items() if key != name}


def test_nothing_set_is_a_development_machine_with_its_own_servers(tmp_path: Path) -> None:
    settings = read_settings({}, data=tmp_path)
    assert (settings.production, settings.is_embedded, settings.data) == (False, True, tmp_path)
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert (settings.mongodb_uri, settings.s3, settings.oidc_issuer, settings.clock_start) == (None, None, None, None)
    assert (settings.workers, settings.credential_key) == (2, None)
    assert (
        read_settings({"PEMBINA_CREDENTIAL_KEY_FILE": "kredensial.pem"}).credential_key == Path.cwd() / "kredensial.pem"
    )
    assert read_settings({"PEMBINA_PORT": "9000"}).public_url == "http://127.0.0.1:9000"
    assert read_settings({"PEMBINA_DATA": "data-lain"}).data == Path.cwd() / "data-lain"


def test_production_uses_servers_of_its_own_choice() -> None:
    public = "https://berkas.contoh.invalid"
    settings = read_settings({**PRODUCTION, "PEMBINA_S3_SECURE": "false", "PEMBINA_S3_PUBLIC_URL": public})
    assert (settings.production, settings.is_embedded) == (True, False)
    assert settings.public_url == "https://pembina.contoh.invalid"
    files = (settings.signing_file, settings.agency_file, settings.credential_key, settings.log_key_file)
    assert [str(file) for file in files] == [
        f"/etc/pembina/{name}" for name in ("penandatanganan.toml", "lembaga.toml", "kredensial.pem", "log.key")
    ]
    assert settings.s3 == S3Settings(
        endpoint="s3.contoh.invalid:9000",
        access_key="akses",
        secret_key="rahasia-sekali",
        secure=False,
        public_url=public,
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "[::1]:8080"])
def test_what_never_leaves_the_machine_may_be_plain(host: str) -> None:
    issuer = f"http://{host}/realms/pembina"
    changes = {"PEMBINA_OIDC_ISSUER": issuer, "PEMBINA_S3_SECURE": "false", "PEMBINA_S3_ENDPOINT": host}
    assert read_settings({**PRODUCTION, **changes}).oidc_issuer == issuer
    assert read_settings({**PRODUCTION, **changes, "PEMBINA_S3_PUBLIC_URL": f"http://{host}"}).production


def test_a_development_machine_may_use_any_address() -> None:
    plain = "http://contoh.invalid"
    names = ("PUBLIC_URL", "OIDC_ISSUER", "S3_PUBLIC_URL")
    settings = read_settings({**S3, **MONGODB, **{f"PEMBINA_{name}": plain for name in names}})
    assert (settings.public_url, settings.oidc_issuer) == (plain, plain)


def test_no_secret_is_shown_when_settings_are_printed() -> None:
    settings = read_settings({**PRODUCTION, "PEMBINA_BROKER_URL": "amqp://pembina:kata-sandi@mq.contoh.invalid"})
    assert "rahasia-sekali" not in repr(settings)
    assert "kata-sandi" not in repr(settings)


@pytest.mark.parametrize("half", [S3, MONGODB])
def test_both_servers_are_embedded_or_neither(half) -> None:
    with pytest.raises(SettingsError, match="set both PEMBINA_MONGODB_URI and PEMBINA_S3_ENDPOINT, or neither"):
        read_settings(half)


@pytest.mark.parametrize("missing", ["PEMBINA_S3_ACCESS_KEY", "PEMBINA_S3_SECRET_KEY"])
@pytest.mark.parametrize("empty", [True, False])
def test_object_storage_needs_its_keys(missing, empty) -> None:
    environment = without(PRODUCTION, missing) | ({missing: ""} if empty else {})
    with pytest.raises(SettingsError, match=f"^{missing} is needed beside PEMBINA_S3_ENDPOINT$"):
        read_settings(environment)


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"PEMBINA_OIDC_ISSUER": ""}, "PEMBINA_OIDC_ISSUER"),
        *[
            ({f"PEMBINA_{name}": ""}, f"^production needs PEMBINA_{name}: ")
            for name in ("SIGNING_FILE", "AGENCY_FILE", "CREDENTIAL_KEY_FILE", "LOG_KEY_FILE")
        ],
        ({"PEMBINA_CLOCK_START": "2026-11-22T09:00+07:00"}, "PEMBINA_CLOCK_START"),
        ({"PEMBINA_PUBLIC_URL": "http://pembina.contoh.invalid"}, "https PEMBINA_PUBLIC_URL"),
        ({"PEMBINA_PUBLIC_URL": ""}, "https PEMBINA_PUBLIC_URL"),
        *[
            ({f"PEMBINA_{name}": bad}, f"^production needs an https PEMBINA_{name}: ")
            for name in ("PUBLIC_URL", "OIDC_ISSUER", "S3_PUBLIC_URL")
            for bad in (
                *(
                    "https://",
                    "https:",
                    "contoh.invalid",
                    "//contoh.invalid",
                    "https://[::1",
                    "https://contoh.invalid:x",
                ),
                *("http://contoh.invalid", "HTTP://contoh.invalid", "ftp://contoh.invalid", "httpss://contoh.invalid"),
                *(
                    "http://localhost",
                    "http://127.0.0.1.contoh.invalid",
                    "http://127.0.0.1@contoh.invalid",
                    "http://10.0.0.1",
                ),
            )
        ],
        ({"PEMBINA_PUBLIC_URL": "http://127.0.0.1:8000"}, "https PEMBINA_PUBLIC_URL"),
        ({"PEMBINA_S3_SECURE": "false"}, "https PEMBINA_S3_PUBLIC_URL"),
        ({"PEMBINA_MONGODB_URI": "", "PEMBINA_S3_ENDPOINT": ""}, "PEMBINA_MONGODB_URI and PEMBINA_S3_"),
    ],
)
def test_production_refuses_what_was_made_for_development(changes, names) -> None:
    with pytest.raises(SettingsError, match=names):
        read_settings({**PRODUCTION, **changes})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", ""),
        ("ENV", "Production"),
        ("ENV", "staging"),
        ("S3_SECURE", "yes"),
        *[("PORT", bad) for bad in ("0", "65536", "-1", "8000 ", "delapan", "²", "٨٠", "9" * 5_000)],
        *[("WORKERS", bad) for bad in ("0", "-2", "dua", "1.5", "65")],
        *[("CLOCK_START", bad) for bad in ("kemarin", "2026-11-22", "2026-11-22T09:00:00", "2026-13-01T00:00Z")],
    ],
)
def test_a_value_that_cannot_be_names_its_variable(name, value) -> None:
    with pytest.raises(SettingsError, match=f"^PEMBINA_{name} is "):
        read_settings({**S3, **MONGODB, f"PEMBINA_{name}": value})


def test_an_empty_value_counts_as_not_set() -> None:
    names = ("MONGODB_URI", "S3_ENDPOINT", "OIDC_ISSUER", "CLOCK_START", "PORT", "BROKER_URL", "DATA")
    assert read_settings({f"PEMBINA_{name}": "" for name in names}) == read_settings({})


def test_the_first_start_may_lie_in_the_past() -> None:
    for instant in ("2023-12-31T16:59:00Z", "2023-12-31T23:59:00+07:00"):
        assert read_settings({"PEMBINA_CLOCK_START": instant}).clock_start == instant


def test_the_environment_of_the_process_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEMBINA_PORT", "8123")
    assert read_settings().port == 8123
