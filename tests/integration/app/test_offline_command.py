"""`pembina verify --offline` as a reader types it: what it compares, what it prints, and when its exit status is 0."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from app.cli import main
from signing.key_notices import fingerprint
from signing.notes import new_signer
from tests.unit.services.test_offline import LOG, NOW, Desk
from tests.unit.signing.conftest import Office


@dataclass(frozen=True)
class Reader:
    """What somebody has on his table. *Shape*: `key` is the fingerprint of the credential key."""

    folder: Path
    text: str
    key: str
    root_sha256: str

    def verify(self, *options: str, what: str = "") -> int:
        """The exit status."""
        given = what or str(self.folder / "sertifikat.pdf")
        bundle = str(self.folder / "luring.zip")
        return main(["verify", "--offline", bundle, "--at", NOW.isoformat(), *options, given])

    @property
    def root(self) -> tuple[str, str]:
        return "--root", str(self.folder / "root.pem")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    folder = tmp_path_factory.mktemp("meja")
    desk = Desk(Office(folder / "pki"))
    paper = desk.paper()
    bundle = desk.bundle(paper)
    (folder / "sertifikat.pdf").write_bytes(paper)
    (folder / "luring.zip").write_bytes(bundle.packed())
    (folder / "root.pem").write_bytes(desk.office.pki.root_pem)
    (folder / "lain.pem").write_bytes(Office(folder / "lain").pki.root_pem)
    (root,) = bundle.trust.anchors.roots
    (key,) = bundle.trust.certificates
    return Reader(folder, desk.credential(), fingerprint(key), sha256(root).hexdigest())


LOG_KEY = ("--log-key", LOG.key.vkey)


def test_a_file_by_ones_own_root_and_log_key_stands(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    assert reader.verify(*reader.root, *LOG_KEY) == 0
    said = capsys.readouterr().out
    assert "GENUINE: the signature is valid. Legal standing: In force" in said
    assert f"akar / root SHA-256  {reader.root_sha256}\n" in said
    assert "not compared" not in said


@pytest.mark.parametrize(
    "written", [str.lower, str.upper, lambda key: ":".join(key[i : i + 2] for i in range(0, 64, 2))]
)
def test_a_fingerprint_does_as_well_however_it_is_written(written: object, reader: Reader) -> None:
    assert callable(written)
    assert reader.verify(*reader.root, "--key", written(reader.key)) == 0


@pytest.mark.parametrize(
    ("has_root", "has_key", "words"),
    [
        (False, False, "Root and credential keys not compared: anybody can make a bundle (--root and --log-key)."),
        (True, False, "Credential keys not compared: the same root vouches for others, too (--log-key or --key)."),
        (False, True, "Akar tidak dibandingkan (--root).\nRoot not compared (--root)."),
    ],
)
def test_what_was_not_compared_is_said_and_ends_in_one(
    has_root: bool, has_key: bool, words: str, reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reader.verify(*(reader.root if has_root else ()), *(LOG_KEY if has_key else ())) == 1
    said = capsys.readouterr().out
    assert ("GENUINE:" in said, "NOT PROVEN" in said) == (False, True)
    assert f"{words}\n" in said
    assert f"akar / root SHA-256  {reader.root_sha256}\n" in said


def test_a_text_alone_never_ends_in_zero(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """Decision 9: it can be copied onto another paper."""
    assert reader.verify(*reader.root, *LOG_KEY, what=reader.text) == 1
    assert "Legal standing: In force" in " ".join(capsys.readouterr().out.split())


def test_a_key_that_is_not_the_bundles_proves_nothing(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    assert reader.verify(*reader.root, "--key", "0" * 64) == 1
    assert "NOT GENUINE." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--root", "lain.pem"), "memakai akar lain / has another root"),
        (("--root", "tidak-ada.pem"), "tidak dapat dibaca / cannot be read"),
        (("--log-key", new_signer(LOG.name).key.vkey), "not announced by this public log"),
        (("--log-key", new_signer("lain").key.vkey), "not announced by this public log"),
        (("--log-key", "bukan kunci"), "not a verifier's key"),
    ],
)
def test_a_bundle_of_another_root_or_log_is_refused_in_words(
    options: tuple[str, str],
    words: str,
    reader: Reader,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(reader.folder)
    status = reader.verify(*options)
    said = capsys.readouterr()
    assert status != 0
    assert words in " ".join((said.out + said.err).split())
