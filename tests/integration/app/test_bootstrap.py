"""`scripts/bootstrap.sh` where something fails: it says so in two languages, and what to do; never a silent end.

The script is run for real, in a copy of what it reads, with a Python whose pip fails at the call that a test names.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]
PIP = """#!/bin/sh
# Any Python is new enough; pip says what it says without a network, at one call, and nothing at the others.
[ "$1" = -c ] && exit 0
echo >> calls
[ "$(wc -l < calls)" = "$FAILS_AT" ] || exit 0
echo "ERROR: Could not reach https://pengguna:sandi@paket.contoh.invalid/simple (host='paket.contoh.invalid')"
exit 1
"""
HINTS = {
    1: ("pip gagal", "periksa jaringan, lalu ulangi / pip failed (see above); check the network, then try again"),
    2: ("pip gagal", "periksa jaringan, lalu ulangi / pip failed (see above); check the network, then try again"),
    3: ("pemasangan pembina gagal", "installing pembina failed"),
}


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the script reads; every Debian package is there already."""
    folder = tmp_path / "pembina"
    for name in ("scripts/bootstrap.sh", "locks/runtime.lock", "pyproject.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)
    executable(folder / ".venv" / "bin" / "python", PIP)
    executable(tmp_path / "bin" / "apt-get", "#!/bin/sh\nexit 1\n")
    executable(tmp_path / "bin" / "dpkg-query", '#!/bin/sh\nshift 3\nfor name; do printf "ii %s\\n" "$name"; done\n')
    return folder


def bootstrap(folder: Path, *, fails_at: int) -> subprocess.CompletedProcess[str]:
    path = f"{folder.parent / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "scripts/bootstrap.sh", "runtime"],
        cwd=folder,
        env={"PATH": path, "FAILS_AT": str(fails_at)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("call", HINTS)
def test_a_pip_that_fails_is_told_with_what_to_do(copy: Path, call: int) -> None:
    done = bootstrap(copy, fails_at=call)
    assert done.returncode == 1
    for hint in HINTS[call]:
        assert hint in done.stderr
    assert (copy / "calls").read_text(encoding="utf-8").count("\n") == call
    assert not (copy / ".venv" / ".installed-runtime").exists()


@pytest.mark.parametrize("call", HINTS)
def test_the_words_of_pip_are_shown_without_addresses(copy: Path, call: int) -> None:
    done = bootstrap(copy, fails_at=call)
    assert "ERROR: Could not reach (address) (host=(address))" in done.stdout
    assert "contoh.invalid" not in done.stdout + done.stderr


def test_where_nothing_fails_the_environment_is_marked_as_made(copy: Path) -> None:
    done = bootstrap(copy, fails_at=0)
    assert (done.returncode, done.stderr) == (0, "")
    assert (copy / ".venv" / ".installed-runtime").read_text(encoding="utf-8").strip().isalnum()
