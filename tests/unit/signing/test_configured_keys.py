"""The signing file: what it lacks or misspells is said with its place; what it names is the key that signs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing.bsre import GatewayKey
from signing.certificate_subjects import CertificateSubject
from signing.configuration import SigningFileUnusable, read_signing_file
from signing.configured_keys import ConfiguredKeys
from signing.csc import CloudKey, Secret
from signing.gateway import GatewaySecret, GatewayVersion
from signing.keys import Key
from signing.pkcs11 import TokenKey
from signing.pkcs12 import PersonKey, SealKey
from signing.port import KeyMissing, RecipeName, SigningIntent

OWN = 'subject_serial_number = "{signer}"\n'
SEAL = '[seal]\nkind = "pkcs12"\nfile = "segel.p12"\npassphrase_file = "segel.sandi"\nsubject_name = "Segel LKPP"\n'
FILE = f'kind = "pkcs12"\nfile = "kunci/{{signer}}.p12"\n{OWN}'
TOKEN = f'kind = "pkcs11"\nmodule = "/lib/hsm.so"\ntoken = "{{signer}}"\nkey = "kunci"\n{OWN}'
CLOUD = (
    f'kind = "csc"\nurl = "https://awan.contoh.invalid/"\ncredential = "{{signer}}-1"\ntoken_file = "awan.token"\n{OWN}'
)
GATEWAY = 'kind = "bsre"\nurl = "https://esign.contoh.invalid"\naccount_file = "bsre.akun"\n'
NIK = "3171010101700001"
PEOPLE = f'[personal.people.deputi-01]\nnik = "{NIK}"\nsubject_name = "Ratna Sari"\n'


def keys_of(folder: Path, text: str) -> ConfiguredKeys:
    file = folder / "penandatanganan.toml"
    file.write_text(text, encoding="utf-8")
    return ConfiguredKeys.read(read_signing_file(file))


def key_of(keys: ConfiguredKeys, signer: str, recipe: RecipeName = RecipeName.SINGLE) -> Key:
    return keys.key_of(
        SigningIntent(
            document_id="d",
            field_name="TandaTangan",
            signer_id=signer,
            signer_name="n",
            digest="0" * 64,
            recipe=recipe,
            reason="r",
            location="l",
            signed_at=datetime(2026, 1, 5, tzinfo=UTC),
        )
    )


def numbered(signer: str) -> CertificateSubject:
    return CertificateSubject(serial_number=signer)


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "seal: kind is one of pkcs12, pkcs11, csc"),
        ('[seal]\nkind = "kertas"\n', "seal: kind is one of pkcs12, pkcs11, csc"),
        (f"[seal]\n{GATEWAY}", "seal: kind is one of pkcs12, pkcs11, csc"),
        (SEAL, "personal: kind is one of pkcs12, pkcs11, csc, bsre"),
        ("seal = 1\n", "seal is a table"),
        (SEAL.replace("passphrase_file", "passfrase_file"), "seal: passphrase_file is missing"),
        (f'{SEAL}pasphrase = "x"\n[personal]\n{TOKEN}', "seal: pasphrase is not known here"),
        (SEAL.replace('"segel.p12"', "7"), "seal: file is a text"),
        (f"[seal]\n{TOKEN}", "seal: pin_file is missing"),
        (f"[seal]\n{CLOUD}", "seal: a seal has a secret_file with its PIN"),
        (f'[seal]\n{CLOUD}secret_file = "s"\nsecret = "OTP"\n', "seal: a seal has a secret_file with its PIN"),
        (f'{SEAL}[personal]\n{TOKEN}pin_file = "pin"\n', "personal: a person gives his PIN himself"),
        (f'{SEAL}[personal]\n{CLOUD}secret_file = "s"\n', "personal: a person gives his PIN himself"),
        (f'{SEAL}[personal]\n{CLOUD}secret = "SMS"\n', "personal: secret is one of PIN, OTP"),
        (
            f"{SEAL}[personal]\n{CLOUD}timeout_seconds = 61\n",
            "personal: timeout_seconds is a number of seconds, at most 60",
        ),
        (f"{SEAL}[personal]\n{CLOUD}timeout_seconds = true\n", "personal: timeout_seconds is a number of seconds"),
        (f"{SEAL}[personal]\n{CLOUD.replace('https', 'ftp')}", "personal: url is an http or https address"),
        (f"{SEAL}[personal]\n{GATEWAY}", "personal: nik is missing"),
        (f"{SEAL}[personal]\n{GATEWAY}{PEOPLE.replace(NIK, NIK[1:])}", "deputi-01: nik has 16 digits"),
        (f"{SEAL}[personal]\n{GATEWAY}{PEOPLE.replace(NIK, '٣' * 16)}", "deputi-01: nik has 16 digits"),
        (f'{SEAL}[personal]\n{GATEWAY}version = "v1"\nsecret = "totp"\n{PEOPLE}', "(totp) need version v2"),
        (f"{SEAL}[personal]\n{GATEWAY}files_at_once = 0\n{PEOPLE}", "files_at_once is a number from 1 to 50"),
        (f"{SEAL}[personal]\n{GATEWAY}files_at_once = 51\n{PEOPLE}", "files_at_once is a number from 1 to 50"),
        (f"{SEAL}[personal]\n{GATEWAY}files_at_once = true\n{PEOPLE}", "files_at_once is a number from 1 to 50"),
        (f'{SEAL}[personal]\n{GATEWAY}version = "v3"\n{PEOPLE}', "deputi-01: version is one of v1, v2"),
        (f'{SEAL}[personal]\n{TOKEN}[personal.people.deputi-01]\nsandi = "x"\n', "deputi-01: sandi is not known here"),
        (f'{SEAL}[personal]\n{TOKEN}[personal.people."../x"]\n', "an id holds letters, digits"),
        (
            f'{SEAL}[personal]\n{TOKEN}[personal.people.deputi-01]\n{GATEWAY}nik = "{NIK}"\nsubject_name = "Ratna Sari"\n',
            "either all people sign at the bsre gateway, or none",
        ),
    ],
)
def test_a_file_that_lacks_or_misspells_something_says_where(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SigningFileUnusable) as refused:
        keys_of(tmp_path, text)
    assert reason in str(refused.value)
    assert NIK not in str(refused.value)


def test_a_file_that_is_not_there_or_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SigningFileUnusable, match="cannot be read: No such file"):
        read_signing_file(tmp_path / "tidak-ada.toml")
    (tmp_path / "rusak.toml").write_bytes(b"\xff\xfe[seal")
    with pytest.raises(SigningFileUnusable, match=r"rusak\.toml is no TOML"):
        read_signing_file(tmp_path / "rusak.toml")


@pytest.mark.parametrize("signer", ["../../etc/passwd", "", "a/b", "a" * 201, "a\n"])
def test_an_id_that_could_lead_out_of_a_folder_has_no_key(tmp_path: Path, signer: str) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{FILE}")
    with pytest.raises(KeyMissing):
        key_of(keys, signer)


def test_whom_the_file_does_not_name_has_no_key_where_each_must_be_named(tmp_path: Path) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{GATEWAY}{PEOPLE}")
    with pytest.raises(KeyMissing, match="names no key for this person"):
        key_of(keys, "kepala-01")


UNNAMED = "subject_name is missing: whom the certificate names"
SHARED = "the key is the same for all; write {signer} in it, or move it to [personal.people.ID] of each person"
FIXED = {
    "pkcs12": 'kind = "pkcs12"\nfile = "deputi.p12"\n',
    "pkcs11": 'kind = "pkcs11"\nmodule = "/lib/hsm.so"\ntoken = "deputi"\nkey = "kunci"\n',
    "csc": 'kind = "csc"\nurl = "https://awan.contoh.invalid"\ncredential = "deputi"\ntoken_file = "awan.token"\n',
    "bsre": f'{GATEWAY}nik = "{NIK}"\n',
}
RATNA, BUDI = 'subject_name = "Ratna Sari"\n', 'subject_name = "Budi Santoso"\n'


@pytest.mark.parametrize("kind", sorted(FIXED))
def test_whose_certificate_is_not_said_does_not_sign(tmp_path: Path, kind: str) -> None:
    with pytest.raises(SigningFileUnusable) as refused:
        keys_of(tmp_path, f"{SEAL}[personal.people.deputi-01]\n{FIXED[kind]}")
    assert f"deputi-01: {UNNAMED}" in str(refused.value)
    if kind != "bsre":
        with pytest.raises(SigningFileUnusable, match="seal: "):
            keys_of(tmp_path, f"[seal]\n{FIXED[kind]}")


@pytest.mark.parametrize("kind", sorted(FIXED))
@pytest.mark.parametrize("whose", [OWN, RATNA, ""])
def test_a_key_that_all_would_have_in_common_is_refused(tmp_path: Path, kind: str, whose: str) -> None:
    """Also where one person is named alone: whoever came to the office next would sign with it."""
    named = "" if whose else f"[personal.people.deputi-01]\n{RATNA}"
    with pytest.raises(SigningFileUnusable) as refused:
        keys_of(tmp_path, f"{SEAL}[personal]\n{FIXED[kind]}{whose}{named}")
    assert str(refused.value) == f"penandatanganan.toml.personal: {SHARED}"


def test_one_name_for_the_certificates_of_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SigningFileUnusable, match="whom the certificate names is the same for all"):
        keys_of(tmp_path, f"{SEAL}[personal]\n{FILE.replace(OWN, RATNA)}")


def people_of(kind: str, other_kind: str, *subjects: str) -> str:
    first, second = subjects
    return f"[personal.people.deputi-01]\n{kind}{first}[personal.people.kepala-01]\n{other_kind}{second}"


@pytest.mark.parametrize("kind", sorted(FIXED))
def test_two_people_with_one_key_are_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(SigningFileUnusable, match="deputi-01 and kepala-01 have one key"):
        keys_of(tmp_path, SEAL + people_of(FIXED[kind], FIXED[kind], RATNA, BUDI))


def test_two_people_of_one_name_are_told_apart_by_a_number(tmp_path: Path) -> None:
    first, second = FIXED["pkcs12"], FIXED["pkcs12"].replace("deputi", "kepala")
    same = 'subject_name = "RATNA  SARI"\n'
    with pytest.raises(SigningFileUnusable, match=r"deputi-01 and kepala-01 have one subject; a number"):
        keys_of(tmp_path, SEAL + people_of(first, second, RATNA, same))
    numbers = [f'{same}subject_serial_number = "{each}"\n' for each in (1, 2)]
    keys = keys_of(tmp_path, SEAL + people_of(first, second, *numbers))
    assert key_of(keys, "kepala-01").subject == CertificateSubject(name="RATNA  SARI", serial_number="2")


def test_the_key_of_the_seal_is_no_persons(tmp_path: Path) -> None:
    with pytest.raises(SigningFileUnusable, match="seal and deputi-01 have one key"):
        keys_of(tmp_path, f'{SEAL}[personal.people.deputi-01]\nkind = "pkcs12"\nfile = "./segel.p12"\n{RATNA}')


# --- what it names --------------------------------------------------------------------------------------------------


def test_the_seal_signs_what_is_sealed_and_nothing_else(tmp_path: Path) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{FILE}")
    assert key_of(keys, "deputi-01", RecipeName.SEAL) == SealKey(
        tmp_path / "segel.p12", tmp_path / "segel.sandi", subject=CertificateSubject(name="Segel LKPP")
    )
    for recipe in set(RecipeName) - {RecipeName.SEAL}:
        assert key_of(keys, "segel", recipe) == PersonKey(tmp_path / "kunci/segel.p12", subject=numbered("segel"))
        assert not keys.makes_own_field(recipe)


def test_one_person_may_have_another_kind_of_key_than_all(tmp_path: Path) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{TOKEN}[personal.people.deputi-01]\n{CLOUD}")
    cloud = CloudKey(
        url="https://awan.contoh.invalid",
        credential="deputi-01-1",
        token_file=tmp_path / "awan.token",
        secret=Secret.PIN,
        subject=numbered("deputi-01"),
    )
    assert key_of(keys, "deputi-01") == cloud
    assert key_of(keys, "kepala-01") == TokenKey(
        module=Path("/lib/hsm.so"), token="kepala-01", key="kunci", subject=numbered("kepala-01")
    )
    assert keys.slowest_seconds() == 20.0


@pytest.mark.parametrize(
    ("personal", "once"),
    [
        (FILE, False),
        (TOKEN, False),
        (CLOUD, False),
        (f'{CLOUD}secret = "OTP"\n', True),
        (f"{GATEWAY}{PEOPLE}", False),
        (f'{GATEWAY}secret = "totp"\n{PEOPLE}', True),
    ],
)
def test_a_one_time_password_serves_once_and_a_passphrase_again(tmp_path: Path, personal: str, once: bool) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{personal}")
    assert keys.takes_one_time_secret("deputi-01") is once
    assert keys.takes_one_time_secret("../deputi") is False


@pytest.mark.parametrize("signer", ["../deputi", "", "kepala 01"])
def test_whose_id_names_no_key_lacks_one(tmp_path: Path, signer: str) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{FILE}")
    assert keys.lacks_key(signer)


def test_a_key_is_lacking_while_its_file_is_not_there(tmp_path: Path) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{FILE}")
    file = tmp_path / "kunci/deputi-01.p12"
    assert keys.lacks_key("deputi-01")
    file.mkdir(parents=True)
    assert keys.lacks_key("deputi-01")
    file.rmdir()
    file.write_bytes(b"\x30")
    assert not keys.lacks_key("deputi-01")
    assert keys.lacks_key("kepala-01")


@pytest.mark.parametrize("personal", [TOKEN, CLOUD, f"{GATEWAY}{PEOPLE}"])
def test_of_a_token_or_a_service_it_is_not_known_beforehand(tmp_path: Path, personal: str) -> None:
    assert not keys_of(tmp_path, f"{SEAL}[personal]\n{personal}").lacks_key("deputi-01")


def test_whom_the_file_does_not_name_lacks_a_key_where_each_must_be_named(tmp_path: Path) -> None:
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{GATEWAY}{PEOPLE}")
    assert [keys.lacks_key(signer) for signer in ("deputi-01", "kepala-01")] == [False, True]


def test_at_the_gateway_every_person_brings_a_field_and_the_seal_none(tmp_path: Path) -> None:
    extra = 'version = "v2"\ntimeout_seconds = 45\nsecret = "totp"\nfiles_at_once = 7\n'
    keys = keys_of(tmp_path, f"{SEAL}[personal]\n{GATEWAY}{extra}{PEOPLE}")
    assert key_of(keys, "deputi-01") == GatewayKey(
        url="https://esign.contoh.invalid",
        nik=NIK,
        account_file=tmp_path / "bsre.akun",
        version=GatewayVersion.V2,
        secret=GatewaySecret.TOTP,
        timeout_seconds=45.0,
        files_at_once=7,
        subject=CertificateSubject(name="Ratna Sari"),
    )
    own = {recipe for recipe in RecipeName if keys.makes_own_field(recipe)}
    assert own == {RecipeName.SINGLE, RecipeName.FIRST_OF_TWO, RecipeName.SECOND_OF_TWO}
    assert keys.slowest_seconds() == 45.0
