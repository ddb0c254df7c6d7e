"""`pembina archive` as it is typed, on an issued paper and named servers: what it prints, and what it leaves alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.pools import Pools
from app.server import free_port
from persistence.documents import DocumentRecord
from persistence.outbox import OutboxRecord
from signing.port import ServiceUnavailable
from storage.keys import issued_key
from storage.port import Area
from tests.integration.services.town import STARTED, Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
ROOT = Path(__file__).parents[3]
YEAR = 365


@dataclass
class Terminal:
    """A shell in which the installation of the town is set."""

    town: Town
    folder: Path
    paper: DocumentRecord

    def type(self, *words: str, **changed: str) -> tuple[int, list[str], list[str]]:
        """Runs `pembina archive`: exit status, and the lines of both outputs, each without what surrounds it."""
        settings = self.town.system.settings
        assert settings.s3 is not None
        given = {
            "MONGODB_URI": settings.mongodb_uri or "",
            "MONGODB_NAME": settings.mongodb_name,
            "S3_ENDPOINT": settings.s3.endpoint,
            "S3_ACCESS_KEY": settings.s3.access_key,
            "S3_SECRET_KEY": settings.s3.secret_key,
            "S3_SECURE": "false",
            "CLOCK_START": STARTED,
        }
        environment = {f"PEMBINA_{name}": value for name, value in (given | changed).items()}
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", "--data", str(self.folder), "archive", *words],
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "200", **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, _lines(done.stdout), _lines(done.stderr)

    def recorded(self) -> tuple[Any, ...]:
        """All that a renewal would change: the paper, and what is owed."""
        paper = DocumentRecord.objects(id=self.paper.id).get()
        return paper.version, paper.protected_until, list(paper.renditions), OutboxRecord.objects.count()


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.fixture
def terminal(servers: Any, pools: Pools, tmp_path: Path) -> Iterator[Terminal]:
    with running_town(servers, pools, tmp_path) as town:
        application_id = town.submitted()
        town.work()
        yield Terminal(town, tmp_path, town.paper("APPLICATION_RECEIPT", application_id))


HEADER = "nomor id sampai / until keadaan / state perpanjangan / renewals"


def test_a_report_tells_what_lapses_and_a_renewal_mends_it(terminal: Terminal) -> None:
    town, paper = terminal.town, terminal.paper
    assert terminal.type("report") == (0, [HEADER], [])
    line = f"{paper.number} {paper.id} {paper.protected_until:%Y-%m-%d}"
    assert terminal.type("report", "--months", "130") == (0, [HEADER, f"{line} terlindungi / protected 0"], [])
    assert terminal.type("renew") == (0, ["0 diperpanjang / renewed, 0 gagal / failed"], [])
    town.advance(days=YEAR * 9 + 10)
    assert terminal.type("report") == (0, [HEADER, f"{line} segera berakhir / lapsing 0"], [])
    assert terminal.type("renew") == (0, ["1 diperpanjang / renewed, 0 gagal / failed"], [])
    assert terminal.type("renew") == (0, ["0 diperpanjang / renewed, 0 gagal / failed"], [])
    assert terminal.type("report") == (0, [HEADER], [])
    renewed = DocumentRecord.objects(id=paper.id).get()
    (rendition,) = renewed.renditions
    until = town.system.pki.generations.certificate("tsa.2").not_valid_after_utc
    assert renewed.protected_until == until
    data = town.system.store.get(Area.ISSUED, issued_key(rendition["sha256"]))
    assert bool(town.system.use_cases.verification.verify_bytes(data).genuine)
    line = f"{paper.number} {paper.id} {until:%Y-%m-%d}"
    assert terminal.type("report", "--months", "130") == (0, [HEADER, f"{line} terlindungi / protected 1"], [])


def test_what_has_lapsed_is_told_by_the_exit_status_and_not_stamped(terminal: Terminal) -> None:
    town, paper = terminal.town, terminal.paper
    town.advance(days=YEAR * 11)
    before = terminal.recorded()
    line = f"{paper.number} {paper.id} {paper.protected_until:%Y-%m-%d} sudah berakhir / lapsed 0"
    assert terminal.type("report", "--months", "0") == (1, [HEADER, line], [])
    reason = f"{paper.number}: its protection lapsed on {paper.protected_until.isoformat()}"
    assert terminal.type("renew") == (1, [reason, "0 diperpanjang / renewed, 1 gagal / failed"], [])
    assert terminal.recorded() == before


def test_without_the_time_stamping_authority_nothing_changes_and_it_says_so(terminal: Terminal) -> None:
    town, paper = terminal.town, terminal.paper
    town.advance(days=YEAR * 9 + 10)
    town.system.pki.replace_due()
    assert len(town.system.pki.trust().crls) == 4  # the lists of both roots and both CAs, as of today, in their files
    before = terminal.recorded()
    away = {"SIGNING_FILE": str(signing_file(terminal.folder))}
    status, said, _ = terminal.type("renew", **away)
    assert status == 1
    assert said == [
        f"{paper.number}: the time-stamping authority did not answer as RFC 3161 says",
        "0 diperpanjang / renewed, 1 gagal / failed",
    ]
    assert terminal.recorded() == before
    assert terminal.type("renew")[:2] == (0, ["1 diperpanjang / renewed, 0 gagal / failed"])


def test_without_a_current_list_of_a_ca_the_report_is_told_and_a_renewal_says_what_lacks(terminal: Terminal) -> None:
    """What is known of who was revoked tells what lapses; only a time stamp made now needs a list that holds."""
    town, paper = terminal.town, terminal.paper
    town.advance(days=YEAR * 9 + 10)
    town.system.pki.replace_due()
    town.system.pki.trust()
    before = terminal.recorded()
    lacking = {"SIGNING_FILE": str(signing_file(terminal.folder, without="issuing.2.crl"))}
    line = f"{paper.number} {paper.id} {paper.protected_until:%Y-%m-%d} segera berakhir / lapsing 0"
    status, said, told = terminal.type("report", **lacking)
    assert (status, said) == (0, [HEADER, line])
    assert not any("Traceback" in each for each in told)
    status, said, told = terminal.type("renew", **lacking)
    assert (status, said[1:]) == (1, ["0 diperpanjang / renewed, 1 gagal / failed"])
    assert said[0].startswith(f"{paper.number}: no current revocation list: of each CA in roots and intermediates")
    assert not any("Traceback" in each for each in told)
    assert terminal.recorded() == before


def test_what_a_signing_service_refuses_is_told_by_each_command_and_no_traceback() -> None:
    from app.cli import _KNOWN_ERRORS

    assert issubclass(ServiceUnavailable, _KNOWN_ERRORS)


def signing_file(folder: Path, *, without: str | None = None) -> Path:
    """The keys and lists of the development PKI by files, and an authority at a port where nobody listens."""
    pki = folder / "pki"
    file = folder / "signing.toml"
    lists = [each for each in sorted(pki.glob("*.crl")) if each.name != without]
    assert without is None or (pki / without).exists()
    file.write_text(
        f'[trust]\nroots = ["{pki}/root.pem", "{pki}/root.2.pem"]\n'
        f'intermediates = ["{pki}/issuing.pem", "{pki}/issuing.2.pem"]\n'
        f"revocation_lists = [{', '.join(repr(str(each)) for each in lists)}]\n\n"
        f'[timestamps]\nurl = "http://127.0.0.1:{free_port()}/tsa"\n\n'
        f'[seal]\nkind = "pkcs12"\nfile = "{pki}/seal.p12"\npassphrase_file = "{pki}/seal.passphrase"\n'
        f'subject_name = "Segel Elektronik Pembina UJI"\n\n'
        f'[personal]\nkind = "pkcs12"\nfile = "{pki}/persons/{{signer}}.p12"\nsubject_serial_number = "{{signer}}"\n'
    )
    return file


def test_one_paper_is_renewed_by_its_id_where_it_is_due(terminal: Terminal) -> None:
    town, paper = terminal.town, terminal.paper
    before = terminal.recorded()
    unknown = "tidak-ada: there is no issued paper tidak-ada"
    assert terminal.type("renew", "tidak-ada") == (1, [unknown, "0 diperpanjang / renewed, 1 gagal / failed"], [])
    assert terminal.type("renew", str(paper.id)) == (0, ["0 diperpanjang / renewed, 0 gagal / failed"], [])
    assert terminal.recorded() == before
    town.advance(days=YEAR * 9 + 10)
    assert terminal.type("renew", "tidak-ada", str(paper.id)) == (
        1,
        [unknown, "1 diperpanjang / renewed, 1 gagal / failed"],
        [],
    )
    assert len(terminal.recorded()[2]) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("renew", "--months", "0"), "1 - 1200"),
        (("renew", "--months", "-1"), "1 - 1200"),
        (("renew", "--months", "1201"), "1 - 1200"),
        (("report", "--months", "1201"), "0 - 1200"),
        (("report", "--months", "-1"), "0 - 1200"),
        (("report", "--months", "dua"), "0 - 1200"),
        (("report", "--months", "٣"), "0 - 1200"),
        (("report", "--months", "1_0"), "0 - 1200"),
        (("report", "--months", "1" * 5000), "0 - 1200"),
        (("report", "--months", "1.5"), "0 - 1200"),
        (("hapus",), "invalid choice: 'hapus'"),
        ((), "PERINTAH"),
    ],
)
def test_wrong_words_are_refused_before_anything_is_reached(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    from app.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["--data", str(tmp_path / "data"), "archive", *words])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert (said.out, why in said.err.splitlines()[-1]) == ("", True)
    assert not (tmp_path / "data").exists()


def test_an_authority_that_is_revoked_is_told_and_a_retired_one_is_mended(terminal: Terminal) -> None:
    """RFC 3161, section 4."""
    town, paper = terminal.town, terminal.paper
    town.advance(days=30)
    town.system.pki.revoke_authority("tsa", town.system.clock.now(), "superseded")
    line = f"{paper.number} {paper.id} {paper.protected_until:%Y-%m-%d}"
    told = f"{line} penanda waktu pensiun / retired authority 0"
    assert terminal.type("report", "--months", "0") == (0, [HEADER, told], [])
    town.advance(days=1)
    assert terminal.type("renew") == (0, ["1 diperpanjang / renewed, 0 gagal / failed"], [])
    assert terminal.type("report", "--months", "0") == (0, [HEADER], [])
    town.system.pki.revoke_authority("tsa.2", town.system.clock.now(), "key_compromise")
    told = f"{line} kunci penanda waktu bocor / compromised authority 1"
    assert terminal.type("report", "--months", "0") == (1, [HEADER, told], [])
