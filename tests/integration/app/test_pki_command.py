"""`pembina pki` as it is typed, on servers that are named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509

from app.cli import main
from app.clock import RealClock
from app.embedded import Addresses
from signing.development_pki import AuthorityName, DevelopmentPki

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(
    servers: Addresses,
    database_name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Typed:
    """Runs `pembina` with these words; its exit status, what it printed, and what it complained of."""
    for name, value in {
        "MONGODB_URI": servers.mongodb_uri,
        "MONGODB_NAME": database_name,
        "S3_ENDPOINT": servers.s3_endpoint,
        "S3_ACCESS_KEY": servers.s3_access_key,
        "S3_SECRET_KEY": servers.s3_secret_key,
        "S3_SECURE": "false",
    }.items():
        monkeypatch.setenv(f"PEMBINA_{name}", value)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> tuple[int, str, str]:
        status = main(["--data", str(tmp_path), *words])
        said = capsys.readouterr()
        return status, said.out.strip(), said.err.strip()

    return run


def line_of(stem: str, shown: str) -> str:
    (found,) = (line for line in shown.splitlines() if line.split()[0] == stem)
    return found.rstrip()


@pytest.mark.servers
def test_the_keys_are_shown_rotated_and_revoked(typed: Typed, tmp_path: Path) -> None:
    assert typed("pki", "rotate", "tsa")[:2] == (0, "tsa.2")
    assert typed("pki", "rotate", "root")[:2] == (0, "root.2\nissuing.2")
    shown = typed("pki", "show")[1]
    assert line_of("tsa", shown).endswith("diganti / retired")
    assert line_of("tsa.2", shown).endswith("dipakai / current")
    assert "UJI Issuing CA Pembina G2" in line_of("issuing.2", shown)
    status, said, _ = typed("pki", "revoke", "tsa.2", "--reason", "key_compromise", "--at", "2026-01-01T00:00:00Z")
    assert (status, said) == (0, "tsa.2 dicabut / revoked 2026-01-01T00:00:00+00:00\npengganti / successor: tsa.3")
    shown = typed("pki", "show")[1]
    assert line_of("tsa.2", shown).endswith("dicabut / revoked")
    assert line_of("tsa.3", shown).endswith("dipakai / current")
    crl = x509.load_der_x509_crl((tmp_path / "pki" / "issuing.crl").read_bytes())
    serial = x509.load_pem_x509_certificate((tmp_path / "pki" / "tsa.2.pem").read_bytes()).serial_number
    assert crl.get_revoked_certificate_by_serial_number(serial) is not None


@pytest.mark.servers
def test_the_certificates_of_a_person_are_shown_and_revoked_one_or_all(typed: Typed, tmp_path: Path) -> None:
    typed("pki", "show")
    pki = DevelopmentPki.open(tmp_path / "pki", RealClock())
    numbers = []
    for _ in range(2):
        pki.rotate(AuthorityName.ISSUING)
        path = pki.issue_person_key(subject_id="deputi", name="D", title="", organisation="L", passphrase="sandi")
        made = x509.load_pem_x509_certificate(path.with_suffix(".pem").read_bytes())
        numbers.append(f"{made.serial_number:x}")
    shown = typed("pki", "show", "deputi")[1]
    assert line_of(numbers[0], shown).endswith("diganti / retired")
    assert line_of(numbers[1], shown).endswith("dipakai / current")
    status, said, _ = typed("pki", "revoke", "deputi", "--serial", numbers[0], "--at", "2026-01-01T00:00:00Z")
    told = "deputi dicabut / revoked 2026-01-01T00:00:00+00:00\nnomor seri / serial: "
    assert (status, said) == (0, f"{told}{numbers[0]}")
    assert line_of(numbers[1], typed("pki", "show", "deputi")[1]).endswith("dipakai / current")
    status, said, _ = typed("pki", "revoke", "deputi", "--at", "2026-01-01T00:00:00Z")
    assert (status, said) == (0, f"{told}{numbers[0]}\nnomor seri / serial: {numbers[1]}")
    assert line_of(numbers[1], typed("pki", "show", "deputi")[1]).endswith("dicabut / revoked")
    unknown = "pembina: orang-lain: no certificate was issued to this person"
    assert typed("pki", "show", "orang-lain") == (1, "", unknown)


@pytest.mark.servers
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("orang", "--serial", "xyz"), "--serial xyz: bukan bilangan heksadesimal / no hexadecimal number"),
        (
            ("tsa", "--serial", "1f"),
            "--serial hanya untuk orang / is for a person: a generation has one certificate",
        ),
        (("orang-lain",), "orang-lain: no certificate was issued to this person"),
        (("root",), "root: root cannot be revoked; rotate it"),
        (("tsa", "--at", "besok"), "--at besok: bukan waktu ISO 8601 / no such time"),
        (("tsa", "--at", "2026-01-01T00:00:00"), "--at 2026-01-01T00:00:00: sebutkan zona waktu / name the time zone"),
        (("tsa", "--at", "2999-01-01T00:00:00Z"), "--at belum tiba / has not come yet"),
    ],
)
def test_what_cannot_be_revoked_is_refused(typed: Typed, tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    assert typed("pki", "revoke", *words) == (1, "", f"pembina: {why}")
    assert (tmp_path / "pki" / "revoked.json").read_bytes() == b"{}"


@pytest.mark.parametrize("words", [("rotate", "semua"), ("rotate",), ("revoke", "tsa", "--reason", "bosan"), ()])
def test_wrong_words_are_told(typed: Typed, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        typed("pki", *words)
    assert ended.value.code == 2


# --- the key of the public log --------------------------------------------------------------------------------------


@pytest.mark.servers
@pytest.mark.parametrize("words", [("pki", "rotate", "log"), ("log", "rotate")])
def test_the_key_of_a_log_that_nobody_has_read_yet_is_not_replaced(
    typed: Typed, tmp_path: Path, words: tuple[str, ...]
) -> None:
    key = typed("log", "key")[1]
    before = (tmp_path / "pki" / "log.key").read_bytes()
    refused = "pembina: belum ada yang diterbitkan dalam log / nothing is published yet: there is nothing to hand over"
    assert typed(*words) == (1, "", refused)
    assert (tmp_path / "pki" / "log.key").read_bytes() == before
    assert typed("log", "key")[1] == key
