"""Another program checks the time stamp over a manifest's signature."""

import subprocess
from pathlib import Path

import pytest

from signing.detached_stamps import stamp_over
from tests.unit.signing.conftest import Office


@pytest.mark.parametrize(("content", "status"), [(b"isi", 0), (b"lain", 1)])
def test_openssl_verifies_the_stamp_over_these_bytes_and_no_others(content: bytes, status: int, tmp_path: Path) -> None:
    """RFC 3161: as `openssl ts -verify -data manifest.sig -in manifest.tst -token_in` does with a pack."""
    office = Office(tmp_path / "pki")
    (tmp_path / "stamp").write_bytes(stamp_over(b"isi", office.pki.timestamps, office.clock))
    (tmp_path / "content").write_bytes(content)
    (tmp_path / "root.pem").write_bytes(office.pki.root_pem)
    time = str(int(office.clock.now().timestamp()))
    words = ["-data", "content", "-in", "stamp", "-token_in", "-CAfile", "root.pem", "-attime", time]
    command = ["openssl", "ts", "-verify", *words]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True, timeout=60)
    assert ("Verification: OK" in done.stdout + done.stderr, done.returncode) == (status == 0, status), done.stderr
