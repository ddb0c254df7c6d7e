"""The development PKI: made once, whole after any kill, current by the legal clock."""

import os
import signal
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from signing.development_pki import AuthorityName, DevelopmentPki, PkiDamaged
from signing.port import KeyMissing
from signing.private_files import write_private

START = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
FILES = ["start", "root.key", "root.pem", "issuing.key", "issuing.pem", "tsa.key", "tsa.pem"]
LATER_FILES = ["revoked.json", "seal.passphrase", "seal.pem", "seal.p12"]


class Clock:
    def __init__(self, instant: datetime = START) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


def person(pki: DevelopmentPki, subject_id: str = "deputi", passphrase: str = "sandi", **other: str) -> Path:
    facts = {"name": "Ratna Sari", "title": "Deputi", "organisation": "Instansi Contoh"} | other
    return pki.issue_person_key(
        subject_id=subject_id,
        name=facts["name"],
        title=facts["title"],
        organisation=facts["organisation"],
        passphrase=passphrase,
    )


def certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.with_suffix(".pem").read_bytes())


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path / "pki", Clock())
    person(pki)
    pki.trust()
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "pki", *(tmp_path / "pki").rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    (tmp_path / "pki").mkdir(mode=0o755)
    DevelopmentPki.open(tmp_path / "pki", Clock())
    assert stat.S_IMODE((tmp_path / "pki").stat().st_mode) == 0o700


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    DevelopmentPki.open(tmp_path, Clock())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    DevelopmentPki.open(tmp_path, Clock(START + timedelta(days=900)))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("made", range(len(FILES) + len(LATER_FILES)))
def test_a_start_that_was_killed_is_continued(tmp_path: Path, made: int) -> None:
    """Whatever stood on disk when the process was killed, the next start completes it and keeps each finished CA."""
    DevelopmentPki.open(tmp_path, Clock())
    order = FILES + LATER_FILES
    for name in order[made:]:
        (tmp_path / name).unlink()
    (tmp_path / ".root.key.0123456789abcdef").write_bytes(b"setengah")
    kept = {
        name: (tmp_path / name).read_bytes() for name in order[:made] if name.endswith(".pem") and name != "seal.pem"
    }
    pki = DevelopmentPki.open(tmp_path, Clock())
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept
    assert not list(tmp_path.glob(".root.key.*"))
    root = x509.load_pem_x509_certificate(pki.root_pem)
    issuing = x509.load_pem_x509_certificate((tmp_path / "issuing.pem").read_bytes())
    issuing.verify_directly_issued_by(root)
    for leaf in ("tsa.pem", "seal.pem"):
        x509.load_pem_x509_certificate((tmp_path / leaf).read_bytes()).verify_directly_issued_by(issuing)
    load_pkcs12(pki.seal_key.path.read_bytes(), pki.seal_key.passphrase_file.read_bytes())


@pytest.mark.parametrize("milliseconds", [1, 4, 9, 15, 22, 30])
def test_kill_9_in_between_leaves_a_pki_that_works(tmp_path: Path, milliseconds: int) -> None:
    child = os.fork()
    if child == 0:
        try:
            person(DevelopmentPki.open(tmp_path, Clock()))
        finally:
            os._exit(0)
    time.sleep(milliseconds / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    pki = DevelopmentPki.open(tmp_path, Clock())
    store = load_pkcs12(person(pki).read_bytes(), b"sandi")
    assert store.cert is not None
    assert store.cert.certificate == certificate(pki.person_key_path("deputi"))
    assert len(pki.trust().crls) == 2


def test_many_first_starts_at_once_make_one_pki(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=8) as threads:
        opened = list(threads.map(lambda _: DevelopmentPki.open(tmp_path, Clock()), range(8)))
        keys = list(threads.map(lambda pki: person(pki).read_bytes(), opened))
    assert len({pki.root_pem for pki in opened}) == 1
    assert len(set(keys)) == 1


@pytest.mark.parametrize("name", ["root.key", "issuing.pem"])
def test_a_damaged_pki_is_not_made_anew(tmp_path: Path, name: str) -> None:
    DevelopmentPki.open(tmp_path, Clock())
    (tmp_path / name).write_bytes(b"rusak")
    (tmp_path / "seal.p12").unlink()
    with pytest.raises(PkiDamaged):
        DevelopmentPki.open(tmp_path, Clock()).trust()


def test_a_root_that_is_gone_is_damage(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    (tmp_path / "root.pem").unlink()
    with pytest.raises(PkiDamaged, match=r"root\.pem"):
        pki.trust()


def test_a_key_of_another_kind_is_damage(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pki = DevelopmentPki.open(tmp_path, Clock())
    other = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "issuing.key").write_bytes(other)
    with pytest.raises(PkiDamaged, match="another kind"):
        person(pki)


def test_the_certificates_last_from_a_day_before_the_first_start(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    day_before, year = START - timedelta(days=1), timedelta(days=365)
    periods = {name: certificate(tmp_path / name) for name in ("root.pem", "issuing.pem", "tsa.pem", "seal.pem")} | {
        "person": certificate(person(pki))
    }
    assert {name: (found.not_valid_before_utc, found.not_valid_after_utc) for name, found in periods.items()} == {
        "root.pem": (day_before, day_before + 10 * year),
        "issuing.pem": (day_before, day_before + 10 * year),
        "tsa.pem": (day_before, day_before + 10 * year),
        "seal.pem": (day_before, day_before + 10 * year),
        "person": (day_before, day_before + 2 * year),
    }


def test_no_certificate_outlives_its_authority(tmp_path: Path) -> None:
    clock = Clock()
    pki = DevelopmentPki.open(tmp_path, clock)
    clock.instant += timedelta(days=9 * 365)
    issuing = certificate(tmp_path / "issuing.pem")
    assert certificate(person(pki)).not_valid_after_utc == issuing.not_valid_after_utc


def test_a_personal_certificate_says_that_it_is_a_test(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock(), public_url="https://pembina.example/")
    found = certificate(person(pki, subject_id="deputi-2"))
    names = {attribute.oid: attribute.value for attribute in found.subject}
    usage = found.extensions.get_extension_for_class(x509.KeyUsage)
    points = found.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert names == {
        NameOID.COUNTRY_NAME: "ID",
        NameOID.ORGANIZATION_NAME: "Instansi Contoh",
        NameOID.ORGANIZATIONAL_UNIT_NAME: "UJI - TIDAK SAH SECARA HUKUM",
        NameOID.TITLE: "Deputi",
        NameOID.COMMON_NAME: "Ratna Sari",
        NameOID.SERIAL_NUMBER: "deputi-2",
    }
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.content_commitment, usage.value.key_cert_sign) == (
        True,
        True,
        False,
    )
    assert [name.value for point in points for name in point.full_name or []] == [
        "https://pembina.example/crl/issuing.crl"
    ]
    assert isinstance(found.public_key(), ec.EllipticCurvePublicKey)
    access = found.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    assert [(each.access_method, each.access_location.value) for each in access] == [
        (AuthorityInformationAccessOID.CA_ISSUERS, "https://pembina.example/pki/issuing.cer")
    ]


def test_the_time_stamping_certificate_is_for_nothing_else(tmp_path: Path) -> None:
    """RFC 3161, 2.3: one extended key usage, critical."""
    DevelopmentPki.open(tmp_path, Clock())
    usage = certificate(tmp_path / "tsa.pem").extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert usage.critical
    assert list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def test_long_and_odd_names_fit(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    title = "Deputi Bidang Monitoring, Evaluasi, dan Pengembangan Sistem Informasi"
    found = certificate(person(pki, name="Ni  Luh\nPutu, S.H. <x>", title=title, organisation="Ä" * 100))
    names = {attribute.oid: str(attribute.value) for attribute in found.subject}
    assert names[NameOID.COMMON_NAME] == "Ni Luh Putu, S.H. <x>"
    assert names[NameOID.TITLE] == "Deputi Bidang Monitoring, Evaluasi, dan Pengembangan Sistem Inf…"
    assert names[NameOID.ORGANIZATION_NAME] == "Ä" * 63 + "…"


@pytest.mark.parametrize("subject_id", ["../seal", "a/b", "", "..", "x" * 4000])
def test_a_subject_cannot_choose_its_file(tmp_path: Path, subject_id: str) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    assert pki.person_key_path(subject_id).parent == tmp_path / "persons"
    assert len(pki.person_key_path(subject_id).name) == 36


def test_a_person_keeps_the_first_key(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    first = person(pki).read_bytes()
    assert person(pki, passphrase="lain").read_bytes() == first


def test_an_empty_passphrase_is_refused(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    with pytest.raises(ValueError, match="passphrase"):
        person(pki, passphrase="")
    assert not pki.person_key_path("deputi").exists()


@pytest.mark.parametrize("why", ["expired", "revoked"])
def test_a_person_gets_a_new_key_when_the_old_one_is_of_no_use(tmp_path: Path, why: str) -> None:
    clock = Clock()
    pki = DevelopmentPki.open(tmp_path, clock)
    first = person(pki).read_bytes()
    if why == "revoked":
        pki.revoke("deputi", clock.now(), "superseded")
    else:
        clock.instant += timedelta(days=2 * 365)
    assert person(pki).read_bytes() != first


def replaced(tmp_path: Path, clock: Clock) -> tuple[DevelopmentPki, int, int]:
    """A person whose first key has a successor, below another CA; both numbers."""
    pki = DevelopmentPki.open(tmp_path, clock)
    first = certificate(person(pki)).serial_number
    clock.instant += timedelta(days=30)
    pki.rotate(AuthorityName.ISSUING)
    return pki, first, certificate(person(pki)).serial_number


def revoked(pki: DevelopmentPki) -> dict[int, datetime]:
    lists = map(x509.load_der_x509_crl, pki.current_crls().values())
    return {entry.serial_number: entry.revocation_date_utc for crl in lists for entry in crl}


def test_a_key_that_is_replaced_stays_and_its_certificate_too(tmp_path: Path) -> None:
    pki, first, second = replaced(tmp_path, Clock())
    assert first != second
    assert [each.serial_number for each in pki.person_certificates("deputi")] == [first, second]
    assert load_pkcs12(pki.person_key_path("deputi").read_bytes(), b"sandi").cert is not None
    again = DevelopmentPki.open(tmp_path, Clock(START + timedelta(days=31)))
    assert again.person_key_path("deputi").name.endswith(".2.p12")
    assert len(list((tmp_path / "persons").glob("*.p12"))) == 2


def test_all_certificates_of_a_person_are_revoked_unless_one_is_named(tmp_path: Path) -> None:
    clock = Clock()
    pki, first, second = replaced(tmp_path, clock)
    assert pki.revoke("deputi", START, "key_compromise", serial=first) == (first,)
    assert revoked(pki) == {first: START}
    assert pki.revoke("deputi", clock.now(), "key_compromise") == (first, second)
    assert revoked(pki) == {first: START, second: clock.now()}


def test_a_number_that_is_not_the_persons_is_refused_and_nothing_is_revoked(tmp_path: Path) -> None:
    pki, _first, _second = replaced(tmp_path, Clock())
    other = certificate(person(pki, subject_id="kepala")).serial_number
    with pytest.raises(KeyMissing, match="no certificate of this number was issued to this person"):
        pki.revoke("deputi", START, "key_compromise", serial=other)
    assert revoked(pki) == {}


def test_a_certificate_whose_authority_has_ended_is_left(tmp_path: Path) -> None:
    clock = Clock()
    pki = DevelopmentPki.open(tmp_path, clock)
    first = certificate(person(pki)).serial_number
    clock.instant += timedelta(days=8 * 365)
    pki.replace_due()
    second = certificate(person(pki)).serial_number
    clock.instant += timedelta(days=2 * 365)
    before = pki.current_crls()["issuing.crl"]
    assert pki.revoke("deputi", clock.now(), "superseded") == (second,)
    assert pki.current_crls()["issuing.crl"] == before
    with pytest.raises(KeyMissing, match="publishes no list any more"):
        pki.revoke("deputi", clock.now(), "superseded", serial=first)


def test_a_key_whose_file_is_gone_is_followed_by_another_and_can_still_be_revoked(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    first = certificate(person(pki)).serial_number
    pki.person_key_path("deputi").unlink()
    second = certificate(person(pki)).serial_number
    assert pki.revoke("deputi", START, "key_compromise") == (first, second)


def test_the_lists_are_renewed_by_the_legal_clock(tmp_path: Path) -> None:
    clock = Clock()
    pki = DevelopmentPki.open(tmp_path, clock)
    first = pki.current_crls()
    assert sorted(first) == ["issuing.crl", "root.crl"]
    clock.instant += timedelta(hours=23)
    assert pki.current_crls() == first
    clock.instant += timedelta(days=5)
    second = {name: x509.load_der_x509_crl(der) for name, der in pki.current_crls().items()}
    assert {crl.last_update_utc for crl in second.values()} == {clock.instant}
    assert {crl.next_update_utc for crl in second.values()} == {clock.instant + timedelta(days=7)}
    numbers = [crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number for crl in second.values()]
    assert numbers == [2, 2]


def test_a_revocation_is_published_at_once(tmp_path: Path) -> None:
    clock = Clock()
    pki = DevelopmentPki.open(tmp_path, clock)
    serial = certificate(person(pki)).serial_number
    pki.current_crls()
    pki.revoke("deputi", clock.now() - timedelta(hours=1), "key_compromise")
    pki.revoke("deputi", clock.now(), "superseded")
    crl = x509.load_der_x509_crl(pki.current_crls()["issuing.crl"])
    entry = crl.get_revoked_certificate_by_serial_number(serial)
    assert entry is not None
    assert entry.revocation_date_utc == START - timedelta(hours=1)
    assert entry.extensions.get_extension_for_class(x509.CRLReason).value.reason is x509.ReasonFlags.key_compromise


def test_who_has_no_certificate_cannot_lose_it(tmp_path: Path) -> None:
    pki = DevelopmentPki.open(tmp_path, Clock())
    with pytest.raises(KeyMissing):
        pki.revoke("orang-lain", START, "key_compromise")
    with pytest.raises(ValueError, match="no reason"):
        pki.revoke("orang-lain", START, "bosan")


def test_the_time_stamps_tell_legal_time(shared_office: Any) -> None:
    import asyncio

    from pyhanko.sign.timestamps.common_utils import dummy_digest

    later = Clock(START + timedelta(days=5))
    stamper = shared_office.pki.timestamper(later)
    token = asyncio.run(stamper.async_timestamp(dummy_digest("sha256"), "sha256"))
    assert token["content"]["encap_content_info"]["content"].parsed["gen_time"].native == later.now()


def test_a_write_that_fails_leaves_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(IsADirectoryError):
        write_private(target, b"isi")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_five_days_later_is_five_days_later(new_office: Callable[[], Any]) -> None:
    """A new signature is stamped with the legal time then, under lists of that day."""
    from signing.port import RecipeName
    from signing.profile import add_signature_fields

    office = new_office()
    office.clock.advance(days=5)
    letter = (Path(__file__).parent / "letter.pdf").read_bytes()
    pdf = add_signature_fields(letter, ["Penanda"])
    signed = office.sign(pdf, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE)
    (signature,) = office.inspect(signed.data).signatures
    assert signature.timestamp_time == START + timedelta(days=5)


def test_a_key_issued_on_a_clock_set_ahead_is_valid_by_the_wall_clock_too(tmp_path: Path) -> None:
    clock = Clock()
    pki = DevelopmentPki.open(tmp_path, clock)
    clock.instant += timedelta(days=40)
    assert certificate(person(pki)).not_valid_before_utc == START - timedelta(days=1)
