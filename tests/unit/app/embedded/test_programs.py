"""Which machines the server programs run on."""

import pytest

from app.embedded.errors import ServerProgramMissing, UnsupportedPlatform
from app.embedded.programs import check_platform, installed_binaries


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "aarch64"), ("Windows", "AMD64")])
def test_another_platform_is_told_what_to_do(system: str, machine: str) -> None:
    with pytest.raises(UnsupportedPlatform) as refused:
        check_platform(system, machine)
    for way in ("docker compose up", "PEMBINA_MONGODB_URI", "PEMBINA_S3_ENDPOINT", f"{system} {machine}"):
        assert way in refused.value.indonesian
        assert way in refused.value.english


def test_linux_on_x86_64_is_accepted() -> None:
    check_platform("Linux", "x86_64")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    with pytest.raises(ServerProgramMissing, match=r"'weed' is not installed\. Run 'make demo'"):
        installed_binaries()
