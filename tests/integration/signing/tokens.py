"""SoftHSM2 tokens for tests: made by the program, filled by our own preparation, certified by a development PKI."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography.x509 import Certificate

from signing import issuing
from signing.development_pki import DevelopmentPki
from signing.issuing import Authority
from signing.pkcs11 import TokenKey
from tests.integration.signing.token_preparation import Place, generate_key, store_certificate

MODULES = (Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"))
SO_PIN = "petugas-0001"


def softhsm_module() -> Path:
    found = next((module for module in MODULES if module.exists()), None)
    assert found is not None, "SoftHSM2 is missing; on Debian: apt-get install softhsm2"
    return found


def issuing_ca(pki: DevelopmentPki) -> Authority:
    """The CA that certifies keys now."""
    return pki.generations.authority(pki.generations.newest("issuing"))


@dataclass
class Softhsm:
    """A folder of tokens; processes that start while it is in use see them by the environment."""

    folder: Path
    pki: DevelopmentPki
    module: Path = field(default_factory=softhsm_module)

    def __post_init__(self) -> None:
        (self.folder / "tokens").mkdir(parents=True)
        self.configuration = self.folder / "softhsm2.conf"
        self.configuration.write_text(
            f"directories.tokendir = {self.folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
        )
        os.environ["SOFTHSM2_CONF"] = str(self.configuration)

    def token(self, label: str, *, pin: str) -> None:
        """An empty token."""
        program = shutil.which("softhsm2-util")
        assert program, "softhsm2-util is missing; on Debian: apt-get install softhsm2"
        command = [program, "--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", SO_PIN]
        subprocess.run(command, check=True, capture_output=True)

    def place(self, token: str, key: str = "kunci", key_id: bytes = b"\x01") -> Place:
        return Place(module=self.module, token=token, key=key, key_id=key_id)

    def certificate(self, public_key: object, *, name: str, subject_id: str) -> Certificate:
        """Of the development PKI, for a key that nobody but the token has."""
        start = self.pki._issuing.start()
        return issuing.signing_certificate(
            issuing_ca(self.pki),
            name=issuing.person_name(name=name, title="", organisation="Instansi Contoh", subject_id=subject_id),
            key=public_key,  # type: ignore[arg-type]
            start=start,
            life=timedelta(days=400),
            crl_url="https://pembina.example/crl/issuing.crl",
        )

    def person(self, token: str, *, pin: str, name: str, **generated: object) -> TokenKey:
        """A token with one key and its certificate, ready to sign."""
        self.token(token, pin=pin)
        place = self.place(token)
        public = generate_key(place, pin=pin, **generated)  # type: ignore[arg-type]
        store_certificate(place, self.certificate(public, name=name, subject_id=token), pin=pin)
        return self.key(token)

    def key(self, token: str, key: str = "kunci", **changes: object) -> TokenKey:
        return TokenKey(module=self.module, token=token, key=key, **changes)  # type: ignore[arg-type]
