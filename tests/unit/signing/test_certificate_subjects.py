"""Whose certificate signs: compared with what the signing file says of the person before a signature exists."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from asn1crypto import x509

from domain.refusals import RefusalCode
from services.papers import signing_refusal
from signing.certificate_subjects import CertificateSubject
from signing.configuration import read_signing_file
from signing.configured_keys import ConfiguredKeys
from signing.pool import SigningPool
from signing.port import CertificateOfAnother, RecipeName, SignedPdf
from signing.router import RoutedSigner
from tests.unit.signing.conftest import PASSPHRASES, Office


def certificate(*parts: tuple[str, str]) -> x509.Certificate:
    """One whose subject has these parts, one after another, and nothing else that is looked at."""
    rdns = [x509.RelativeDistinguishedName([x509.NameTypeAndValue({"type": t, "value": _utf8(v)})]) for t, v in parts]
    name = x509.Name(name="", value=x509.RDNSequence(rdns))
    return x509.Certificate({"tbs_certificate": {"subject": name}})


def _utf8(text: str) -> x509.DirectoryString:
    return x509.DirectoryString(name="utf8_string", value=text)


CN, SN, OU = "common_name", "serial_number", "organizational_unit_name"
RATNA = (CN, "Ratna Sari, S.H.")


@pytest.mark.parametrize(
    ("subject", "parts"),
    [
        ({"name": "Ratna Sari, S.H."}, [RATNA]),
        ({"name": "RATNA  SARI, s.h. "}, [(OU, "Deputi"), RATNA]),
        ({"name": "Ratna Sari, S.H.", "serial_number": "19700101"}, [RATNA, (SN, "19700101")]),
        ({"serial_number": "19700101"}, [(CN, "Apa saja"), (SN, "19700101")]),
        ({"name": "Siti Nurba\u0301ya"}, [(CN, "Siti Nurb\u00e1ya")]),
    ],
)
def test_a_certificate_that_names_the_person_is_taken(subject: dict[str, str], parts: list[tuple[str, str]]) -> None:
    CertificateSubject(**subject).require(certificate(*parts))


@pytest.mark.parametrize(
    ("subject", "parts", "why"),
    [
        ({"name": "Budi"}, [RATNA], "the certificate names Ratna Sari, S.H., and the signing file Budi (subject_name)"),
        ({"name": "Ratna Sari"}, [RATNA], "Ratna Sari, S.H., and the signing file Ratna Sari (subject_name)"),
        ({"name": "Budi"}, [(OU, "Budi")], "the certificate names nobody, and the signing file Budi (subject_name)"),
        ({"name": "Budi"}, [(CN, "Budi"), RATNA], "the certificate names Budi, Ratna Sari, S.H., and"),
        ({"serial_number": "1"}, [RATNA, (SN, "11")], "bears another number than the signing file says"),
        ({"serial_number": "1"}, [RATNA], "bears another number than the signing file says"),
        ({"serial_number": "1"}, [(SN, "1"), (SN, "2")], "bears another number than the signing file says"),
        ({"name": RATNA[1], "serial_number": "1"}, [RATNA, (SN, "2")], "bears another number"),
        ({"name": "Budi", "serial_number": "1"}, [RATNA, (SN, "1")], "the certificate names Ratna Sari, S.H., and"),
    ],
)
def test_one_that_names_another_or_nobody_or_two_is_not(
    subject: dict[str, str], parts: list[tuple[str, str]], why: str
) -> None:
    with pytest.raises(CertificateOfAnother) as refused:
        CertificateSubject(**subject).require(certificate(*parts))
    assert why in str(refused.value)


def test_a_number_of_a_person_is_told_nowhere() -> None:
    subject = CertificateSubject(name="Budi", serial_number="3171010101700001")
    with pytest.raises(CertificateOfAnother) as refused:
        subject.require(certificate((CN, "Budi"), (SN, "3171010101700002")))
    assert not [told for told in (str(refused.value), repr(subject)) if "31710101" in told]


def test_the_signer_is_told_in_two_languages_what_to_do() -> None:
    refusal = signing_refusal(CertificateOfAnother("the certificate names Budi"))
    assert (refusal.code, refusal.subject) == (RefusalCode.KEY_NOT_USABLE, "key")
    assert refusal.message_id == (
        "Kunci tanda tangan Anda tidak dapat dipakai: sertifikatnya bukan atas nama penanda tangan; minta pengelola "
        "membetulkan berkas penandatanganan."
    )
    assert refusal.message_en == (
        "Your signing key cannot be used: its certificate does not name the signer; have the administrator correct the "
        "signing file."
    )


# --- keys in files ----------------------------------------------------------------------------------------------------


@dataclass
class Configured:
    """An installation whose signing file names the keys of two people by file."""

    office: Office
    folder: Path
    paper: bytes

    def sign(self, signer_id: str, files: dict[str, str], *, pool: SigningPool | None = None) -> SignedPdf:
        """*Shape*: `files` says whose key file stands in whose table."""
        pki, tables = self.office.pki, []
        for person, name in (("deputi", "Ratna Sari (DATA CONTOH)"), ("kepala", "Budi Santoso (DATA CONTOH)")):
            file = pki.person_key_path(files[person])
            tables.append(f'[personal.people.{person}]\nkind = "pkcs12"\nfile = "{file}"\nsubject_name = "{name}"\n')
        seal = pki.seal_key
        (self.folder / "signing.toml").write_text(
            f'[seal]\nkind = "pkcs12"\nfile = "{seal.path}"\npassphrase_file = "{seal.passphrase_file}"\n'
            f'subject_name = "{"Budi" if "seal" in files else "Segel Elektronik Pembina UJI"}"\n{"".join(tables)}'
        )
        signer = RoutedSigner(
            directory=ConfiguredKeys.read(read_signing_file(self.folder / "signing.toml")),
            trust=pki.trust,
            timestamps=pki.timestamps,
            clock=self.office.clock,
            run=pool.sign if pool else None,
        )
        recipe = RecipeName.SEAL if signer_id == "seal" else RecipeName.SINGLE
        intent = self.office.intent(self.paper, field_name="Penanda", signer_id=signer_id, recipe=recipe)
        return signer.sign(self.paper, intent, passphrase=PASSPHRASES.get(files.get(signer_id, "")))


RIGHT, SWAPPED = {"deputi": "deputi", "kepala": "kepala"}, {"deputi": "kepala", "kepala": "deputi"}


@pytest.fixture
def configured(shared_office: Office, tmp_path: Path, one_field: bytes) -> Configured:
    return Configured(shared_office, tmp_path, one_field)


@pytest.mark.parametrize("signer_id", ["deputi", "kepala"])
def test_two_files_that_were_swapped_sign_nothing(configured: Configured, signer_id: str) -> None:
    with pytest.raises(CertificateOfAnother, match=r"\(subject_name\)"):
        configured.sign(signer_id, SWAPPED)
    assert configured.office.inspect(configured.sign(signer_id, RIGHT).data).holds


def test_a_seal_of_another_name_seals_nothing(configured: Configured) -> None:
    with pytest.raises(CertificateOfAnother, match="names Segel Elektronik Pembina UJI, and the signing file Budi"):
        configured.sign("seal", RIGHT | {"seal": "Budi"})
    assert configured.office.inspect(configured.sign("seal", RIGHT).data).holds


def test_a_successor_of_the_certificate_is_taken_without_a_change(
    new_office: Callable[[], Office], tmp_path: Path, one_field: bytes
) -> None:
    office = new_office()
    first = office.pki.person_certificates("deputi")[-1].serial_number
    office.clock.advance(days=2 * 365)
    office.issue("deputi", "Ratna Sari (DATA CONTOH)")
    office.issue("kepala", "Budi Santoso (DATA CONTOH)")
    assert office.pki.person_certificates("deputi")[-1].serial_number != first
    assert office.inspect(Configured(office, tmp_path, one_field).sign("deputi", RIGHT).data).holds


def test_a_signing_process_refuses_it_too(configured: Configured) -> None:
    with SigningPool(workers=1) as pool, pytest.raises(CertificateOfAnother, match="names Budi Santoso"):
        configured.sign("deputi", SWAPPED, pool=pool)
