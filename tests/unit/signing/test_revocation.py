"""Trust of a signing file: lists are fetched, kept, checked; what hides a revocation is not taken, and signing waits."""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from domain.verification import SignatureIndication, SubIndication
from signing.configuration import SigningFileUnusable, read_signing_file
from signing.filed_lists import FiledLists
from signing.pkcs12 import Pkcs12Keys
from signing.port import Level, RecipeName, ServiceUnavailable
from signing.report import Ades
from signing.revocation import ConfiguredTrust
from signing.revocation_lists import NoRevocationList, read_lists
from signing.router import RoutedSigner
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.e2e.authorities import answering
from tests.unit.signing.conftest import MovableClock, Office
from tests.unit.signing.test_listed_authorities import made, name_of


@dataclass
class Lists:
    """A CA's web server. *Shape*: what stands in `answers` is given instead of the CA's present list."""

    office: Office
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, _body: bytes, path: str) -> tuple[int, str, bytes]:
        self.asked.append(path)
        status, content = self.answers.get(path) or (200, self.office.pki.current_crls()[path[1:]])
        return status, "application/pkix-crl", content


@pytest.fixture
def lists(new_office: Callable[[], Office]) -> Lists:
    return Lists(new_office())


@pytest.fixture
def address(lists: Lists) -> Iterator[str]:
    with answering(lists.answer) as address:
        yield address


def opened(folder: Path, lists: Lists, *sources: str, clock: MovableClock | None = None) -> ConfiguredTrust:
    """The trust of a signing file that names these sources; its cache lies in the folder."""
    for name in ("root", "issuing"):
        certificate = lists.office.pki._generations.certificate(name)
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    named = ", ".join(f'"{source}"' for source in sources)
    text = f'[trust]\nroots = ["root.pem"]\nintermediates = ["issuing.pem"]\nrevocation_lists = [{named}]\n'
    (folder / "signing.toml").write_text(text + "timeout_seconds = 2\n")
    table = read_signing_file(folder / "signing.toml").table("trust")
    return ConfiguredTrust.read(table, cache=folder / "cache", clock=clock or lists.office.clock)


def both(address: str) -> tuple[str, str]:
    return f"{address}/root.crl", f"{address}/issuing.crl"


# --- what is not taken ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "content"),
    [(500, b""), (200, b""), (200, b"<html>"), (200, b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")],
)
def test_what_is_no_list_is_not_taken_and_signing_waits(
    tmp_path: Path, lists: Lists, address: str, status: int, content: bytes
) -> None:
    lists.answers["/issuing.crl"] = (status, content)
    trust = opened(tmp_path, lists, *both(address))
    with pytest.raises(ServiceUnavailable, match=r"no current revocation list of http.*/issuing\.crl"):
        trust.current()
    assert len(trust.known().crls) == 1


def test_a_list_that_another_signed_is_not_taken(
    tmp_path: Path, lists: Lists, address: str, new_office: Callable[[], Office], caplog: pytest.LogCaptureFixture
) -> None:
    """The other CA has the same name; only its key is another."""
    forged = new_office().pki.current_crls()["issuing.crl"]
    assert x509.load_der_x509_crl(forged).issuer == lists.office.pki._generations.certificate("issuing").subject
    lists.answers["/issuing.crl"] = (200, forged)
    trust = opened(tmp_path, lists, *both(address))
    with caplog.at_level(logging.WARNING), pytest.raises(ServiceUnavailable):
        trust.current()
    assert "was not renewed: NoRevocationList" in caplog.text


def test_an_altered_list_on_disk_is_not_taken_either(tmp_path: Path, lists: Lists, address: str) -> None:
    opened(tmp_path, lists, *both(address)).current()
    kept = sorted((tmp_path / "cache").glob("*.crl"))
    assert len(kept) == 2
    for file in kept:
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
    lists.answers = {f"/{name}.crl": (503, b"") for name in ("root", "issuing")}
    assert opened(tmp_path, lists, *both(address)).known().crls == ()


def test_no_byte_of_a_list_makes_reading_it_fail_otherwise(lists: Lists) -> None:
    """Such as the version, of which the X.509 library has an exception of its own."""
    good, generations = lists.office.pki.current_crls()["issuing.crl"], lists.office.pki.generations
    issuers = [generations.certificate("issuing")]
    assert [found.der for found in read_lists(good, issuers=issuers, origin="uji")] == [good]
    refused, masks = 0, (0x01, 0x80, 0xFF)
    for place in range(len(good)):
        for mask in masks:
            altered = good[:place] + bytes([good[place] ^ mask]) + good[place + 1 :]
            try:
                read_lists(altered, issuers=issuers, origin="uji")
            except NoRevocationList:
                refused += 1
    assert refused >= len(good) * len(masks) - 1  # the count of unused bits may be one where the last bit is zero


def test_an_older_list_does_not_replace_a_newer_one(tmp_path: Path, lists: Lists, address: str) -> None:
    """Who replays one from before the revocation gains nothing."""
    office = lists.office
    before = office.pki.current_crls()["issuing.crl"]
    trust = opened(tmp_path, lists, *both(address))
    office.clock.advance(hours=2)
    office.pki.revoke("deputi", office.clock.now(), "key_compromise")
    newer = trust.current().crls[1]
    assert _revoked(newer) == 1
    lists.answers["/issuing.crl"] = (200, before)
    office.clock.advance(hours=2)
    assert trust.current().crls[1] == newer


def test_a_list_larger_than_any_is_not_read_to_its_end(tmp_path: Path, lists: Lists, address: str) -> None:
    lists.answers["/issuing.crl"] = (200, b"\x30" * (20 * 1024 * 1024 + 1))
    with pytest.raises(ServiceUnavailable):
        opened(tmp_path, lists, *both(address)).current()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("roots = []\nrevocation_lists = ['a.crl']", "roots and revocation_lists are needed"),
        ("roots = ['root.pem']", "roots and revocation_lists are needed$"),
        (
            "roots = ['root.pem']\nresponders = 'ask'",
            'lists are needed also with responders = "ask": an answer',
        ),
        ("roots = ['tidak-ada.pem']\nrevocation_lists = ['a.crl']", "a certificate cannot be read"),
        ("roots = ['rusak.pem']\nrevocation_lists = ['a.crl']", "a certificate cannot be read"),
        ("roots = 'root.pem'\nrevocation_lists = ['a.crl']", "roots is a list of texts"),
        ("root = ['root.pem']", "root is not known here"),
    ],
)
def test_a_table_that_lacks_something_says_what(tmp_path: Path, lists: Lists, changed: str, reason: str) -> None:
    (tmp_path / "root.pem").write_bytes(lists.office.pki.root_pem)
    (tmp_path / "rusak.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    (tmp_path / "signing.toml").write_text(f"[trust]\n{changed}\n")
    table = read_signing_file(tmp_path / "signing.toml").table("trust")
    with pytest.raises(SigningFileUnusable, match=reason):
        ConfiguredTrust.read(table, cache=tmp_path / "cache", clock=lists.office.clock)


# --- a list of each CA ----------------------------------------------------------------------------------------------


def names(lists: Lists) -> dict[str, str]:
    certificates = lists.office.pki.generations
    return {stem: certificates.certificate(stem).subject.rfc4514_string() for stem in ("root", "issuing")}


def test_fewer_addresses_than_cas_are_refused_by_the_settings_and_every_ca_is_named(
    tmp_path: Path, lists: Lists, address: str
) -> None:
    """The same address twice is one list. Nobody is asked for it yet."""
    with pytest.raises(SigningFileUnusable) as refused:
        opened(tmp_path, lists, f"{address}/issuing.crl", f"{address}/issuing.crl")
    said = str(refused.value)
    assert said.startswith("signing.toml.trust: revocation_lists names 1 for 2 CAs (")
    assert all(name in said for name in names(lists).values())
    assert "sebutkan daftar pencabutan setiap CA" in said
    assert lists.asked == []


@pytest.mark.parametrize(("there", "missing"), [("issuing", "root"), ("root", "issuing")])
def test_a_ca_of_which_no_file_lies_there_is_named_at_the_start_and_letters_wait(
    tmp_path: Path, lists: Lists, caplog: pytest.LogCaptureFixture, there: str, missing: str
) -> None:
    """One list does not stand for another CA's; a file may still come, so that what reads goes on."""
    lying = filed(tmp_path, lists)
    content = (lying / f"{missing}.crl").read_bytes()
    (lying / f"{missing}.crl").unlink()
    trust = opened(tmp_path, lists, "lists")
    [told] = [each.getMessage() for each in caplog.records if "letters will wait" in each.getMessage()]
    with pytest.raises(ServiceUnavailable) as waits:
        trust.current()
    for said in (told, str(waits.value)):
        assert f"there is none of {names(lists)[missing]}" in said
        assert f"belum ada dari {names(lists)[missing]}" in said
        assert names(lists)[there] not in said
    assert len(trust.known().crls) == 1
    (lying / f"{missing}.crl").write_bytes(content)
    assert len(trust.current().crls) == 2


def test_an_address_that_gives_the_list_of_another_ca_is_found_when_it_is_asked(
    tmp_path: Path, lists: Lists, address: str
) -> None:
    """Two addresses, two CAs, and the issuing CA's list twice."""
    lists.answers["/lagi.crl"] = (200, lists.office.pki.current_crls()["issuing.crl"])
    trust = opened(tmp_path, lists, f"{address}/issuing.crl", f"{address}/lagi.crl")
    with pytest.raises(ServiceUnavailable, match=re.escape(f"there is none of {names(lists)['root']}")):
        trust.current()


def test_a_ca_whose_certificate_has_ended_needs_no_list_any_more(tmp_path: Path, lists: Lists) -> None:
    """It publishes none; what it certified is judged by what the papers carry."""
    office, lying = lists.office, filed(tmp_path, lists)
    issuing = office.pki.generations.certificate("issuing")
    office.clock.advance(seconds=(issuing.not_valid_after_utc - office.clock.now()).total_seconds() - 60)
    for name, der in office.pki.current_crls().items():
        (lying / name).write_bytes(der)
    last = (lying / "issuing.crl").read_bytes()
    (lying / "issuing.crl").unlink()
    trust = opened(tmp_path, lists, "lists")
    with pytest.raises(ServiceUnavailable, match="there is none of CN=UJI Issuing CA Pembina,"):
        trust.current()
    office.clock.advance(seconds=60)
    assert len(trust.current().crls) == 1
    (lying / "issuing.crl").write_bytes(last)
    assert len(trust.current().crls) == 2, "its last list may lie there still, and holds for a while"
    office.clock.advance(days=8)
    assert trust.current().crls == (), "both have ended, the root too"


@pytest.mark.parametrize("named", [("lists",), ("lists/akar.crl", "lists/lama.crl")], ids=["a folder", "files"])
def test_the_last_list_of_a_ca_whose_certificate_has_ended_stops_nothing(
    tmp_path: Path, lists: Lists, named: tuple[str, ...]
) -> None:
    """Nobody renews it, and who signs by another CA waits for nothing; for checking it stays: it names who was revoked."""
    clock, (root, old) = lists.office.clock, (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ends = clock.now() + timedelta(days=30)
    authorities = made("Akar", root), made("Lama", old, ("Akar", root), until=ends)
    lying = tmp_path / "lists"
    lying.mkdir()
    (lying / "lama.crl").write_bytes(last := list_of("Lama", old, clock.now()))
    (lying / "akar.crl").write_bytes(list_of("Akar", root, clock.now()))
    anchors = TrustAnchors.read(
        roots=[authorities[0].public_bytes(Encoding.PEM)], intermediates=[authorities[1].public_bytes(Encoding.PEM)]
    )
    files = [FiledLists(tmp_path / name, issuers=authorities) for name in named]
    trust = ConfiguredTrust(anchors=anchors, files=files, sources=(), clock=clock)
    assert len(trust.current().crls) == 2
    clock.instant = ends - timedelta(seconds=1)
    (lying / "akar.crl").write_bytes(present := list_of("Akar", root, clock.now()))
    with pytest.raises(ServiceUnavailable, match=r"that of .*/lama\.crl ended on"):
        trust.current()
    clock.instant = ends
    assert trust.current().crls == (present,)
    assert trust.known().crls == (present, last)


def list_of(name: str, key: ec.EllipticCurvePrivateKey, at: datetime) -> bytes:
    """The list of a CA that `test_listed_authorities.made` made, for seven days."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(name_of(name))
    listed = builder.last_update(at).next_update(at + timedelta(days=7)).sign(key, hashes.SHA256())
    return listed.public_bytes(Encoding.DER)


# --- what is taken --------------------------------------------------------------------------------------------------


def test_a_list_serves_an_hour_and_is_then_asked_for_again(tmp_path: Path, lists: Lists, address: str) -> None:
    trust = opened(tmp_path, lists, *both(address))
    for _ in range(3):
        assert len(trust.current().crls) == 2
    assert lists.asked == ["/root.crl", "/issuing.crl"]
    lists.office.clock.advance(minutes=61)
    trust.current()
    assert lists.asked == ["/root.crl", "/issuing.crl"] * 2


def test_a_source_that_is_away_leaves_the_list_that_holds_and_no_longer(
    tmp_path: Path, lists: Lists, address: str
) -> None:
    """Kept over a restart too: the second process never reaches the CA."""
    opened(tmp_path, lists, *both(address)).current()
    lists.answers = {f"/{name}.crl": (503, b"") for name in ("root", "issuing")}
    again = opened(tmp_path, lists, *both(address))
    assert len(again.current().crls) == 2
    lists.office.clock.advance(days=400)
    with pytest.raises(ServiceUnavailable):
        again.current()
    assert len(again.known().crls) == 2


# --- lists of files and folders -------------------------------------------------------------------------------------


def filed(folder: Path, lists: Lists) -> Path:
    """A folder with both lists of the office as they are now."""
    lying = folder / "lists"
    lying.mkdir(exist_ok=True)
    for name, der in lists.office.pki.current_crls().items():
        (lying / name).write_bytes(der)
    return lying


def set_aside(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "set aside" in record.getMessage()]


def forged(new_office: Callable[[], Office]) -> bytes:
    """A list of a CA of the same name, by another key."""
    return new_office().pki.current_crls()["issuing.crl"]


def altered(der: bytes) -> bytes:
    return der[:-1] + bytes([der[-1] ^ 1])


BAD = {
    "no list": (lambda _list, _other: b"bukan daftar", "it is no revocation list"),
    "empty": (lambda _list, _other: b"", "it is no revocation list"),
    "half": (lambda der, _other: der[: len(der) // 2], "it is no revocation list"),
    "broken PEM": (
        lambda _list, _other: b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n",
        "it is no revocation list",
    ),
    "altered": (lambda der, _other: altered(der), "none of the CAs in roots and intermediates signed it"),
    "of another CA": (lambda _list, other: other, "none of the CAs in roots and intermediates signed it"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_or_foreign_file_in_a_folder_is_set_aside_and_named_once(
    tmp_path: Path, lists: Lists, new_office: Callable[[], Office], caplog: pytest.LogCaptureFixture, bad: str
) -> None:
    """Neither signing nor verification stops for it; the log says which file, why, and what to do."""
    make, reason = BAD[bad]
    lying = filed(tmp_path, lists)
    stray = lying / "asing.crl"
    stray.write_bytes(make(lists.office.pki.current_crls()["issuing.crl"], forged(new_office)))
    trust = opened(tmp_path, lists, "lists")
    good = set(lists.office.pki.current_crls().values())
    for _ in range(3):
        assert (set(trust.current().crls), set(trust.known().crls)) == (good, good)
    assert set_aside(caplog) == [
        f"{stray} is set aside: {reason}; remove it, or put the CA's present list (DER or PEM) in its place"
    ]


def test_a_file_that_cannot_be_read_and_a_folder_within_are_passed_over(
    tmp_path: Path, lists: Lists, caplog: pytest.LogCaptureFixture
) -> None:
    lying = filed(tmp_path, lists)
    (lying / "gantung.crl").symlink_to(lying / "tidak-ada.crl")
    (lying / "lama").mkdir()
    (lying / "besar.crl").write_bytes(b"\x30" * (20 * 1024 * 1024 + 1))
    trust = opened(tmp_path, lists, "lists")
    assert (len(trust.current().crls), len(trust.known().crls)) == (2, 2)
    assert [message.split(" is set aside: ")[0] for message in set_aside(caplog)] == [str(lying / "besar.crl")]


@pytest.mark.parametrize("named", ["lists", "lists/issuing.crl"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_named_place_that_holds_no_good_list_lets_signing_wait_and_verification_answer(
    tmp_path: Path, lists: Lists, named: str, gone: bool
) -> None:
    lying = filed(tmp_path, lists)
    for file in lying.iterdir():
        file.unlink() if gone else file.write_bytes(altered(file.read_bytes()))
    trust = opened(tmp_path, lists, named)
    with pytest.raises(ServiceUnavailable, match=rf"no current revocation list in {tmp_path / named}"):
        trust.current()
    assert trust.known().crls == ()


def test_a_list_of_a_file_that_has_ended_lets_signing_wait_until_its_successor_lies_there(
    tmp_path: Path, lists: Lists
) -> None:
    """One ended of two in the folder: the other does not stand for it."""
    office = lists.office
    lying = filed(tmp_path, lists)
    trust = opened(tmp_path, lists, "lists")
    ended = (lying / "issuing.crl").read_bytes()
    office.clock.advance(days=400)
    filed(tmp_path, lists)
    newer = (lying / "issuing.crl").read_bytes()
    assert newer != ended
    assert len(trust.current().crls) == 2
    (lying / "issuing.crl").write_bytes(ended)
    with pytest.raises(ServiceUnavailable, match=rf"list: that of {lying / 'issuing.crl'} ended on 2026-"):
        trust.current()
    assert set(trust.known().crls) == {ended, (lying / "root.crl").read_bytes()}
    (lying / "baru.crl").write_bytes(newer)
    assert set(trust.current().crls) == {newer, (lying / "root.crl").read_bytes()}


def test_a_list_that_is_of_a_later_day_than_ours_lets_signing_wait(tmp_path: Path, lists: Lists) -> None:
    """Its thisUpdate has not come: one of the two clocks is wrong, and an older list could hide a revocation."""
    ahead = MovableClock(lists.office.clock.now())
    lists.office.clock.advance(hours=2)
    lists.office.pki.revoke("deputi", lists.office.clock.now(), "key_compromise")
    filed(tmp_path, lists)
    with pytest.raises(ServiceUnavailable, match=r"issuing\.crl is of .*, which has not come"):
        opened(tmp_path, lists, "lists", clock=ahead).current()


def test_a_file_may_hold_several_lists_in_pem(tmp_path: Path, lists: Lists) -> None:
    ders = lists.office.pki.current_crls().values()
    (tmp_path / "semua.pem").write_bytes(
        b"".join(x509.load_der_x509_crl(der).public_bytes(Encoding.PEM) for der in ders)
    )
    assert set(opened(tmp_path, lists, "semua.pem").current().crls) == set(ders)


def test_a_signature_waits_where_a_list_of_its_ca_was_set_aside(tmp_path: Path, lists: Lists, one_field: bytes) -> None:
    """It is the operator's matter, not the signer's: a letter under the seal must not be dead of it."""
    office, lying = lists.office, filed(tmp_path, lists)
    (lying / "issuing.crl").write_bytes(altered((lying / "issuing.crl").read_bytes()))
    trust = opened(tmp_path, lists, "lists")
    signer = RoutedSigner(
        directory=Pkcs12Keys(office.pki), trust=trust.current, timestamps=office.pki.timestamps, clock=office.clock
    )
    intent = office.intent(one_field, field_name="Penanda", signer_id="segel", recipe=RecipeName.SEAL)
    with pytest.raises(ServiceUnavailable, match="there is none of CN=UJI Issuing CA Pembina,"):
        signer.sign(one_field, intent, passphrase=None)
    filed(tmp_path, lists)
    assert signer.sign(one_field, intent, passphrase=None).level is Level.B_LTA


def test_a_paper_without_proofs_of_its_own_is_indeterminate_by_a_list_that_has_ended(
    tmp_path: Path, lists: Lists, one_field: bytes
) -> None:
    """Its first revision alone, as it was before the proofs were added. *Source*: ETSI EN 319 102-1, 5.2.5 (TRY_LATER)."""
    office = lists.office
    filed(tmp_path, lists)
    trust = opened(tmp_path, lists, "lists")
    signed = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data
    bare = signed[: signed.index(b"%%EOF", len(one_field)) + 6]
    office.clock.advance(days=400)
    found = inspect_signatures(bare, trust.known(), office.clock.now())
    assert found.problem is None
    [signature] = found.signatures
    assert (signature.holds, signature.ades) == (
        False,
        Ades(SignatureIndication.INDETERMINATE, SubIndication.TRY_LATER),
    )


def test_a_paper_is_judged_by_the_lists_that_were_fetched(
    tmp_path: Path, lists: Lists, address: str, one_field: bytes
) -> None:
    office, trust = lists.office, opened(tmp_path, lists, *both(address))
    signed = office.sign(one_field, field_name="Penanda", signer_id="deputi", recipe=RecipeName.SINGLE).data
    assert inspect_signatures(signed, trust.known(), office.clock.now()).holds
    office.clock.advance(minutes=30)
    office.pki.revoke("deputi", office.clock.now(), "key_compromise")
    office.clock.advance(hours=2)
    assert _revoked(trust.known().crls[1]) == 1
    assert inspect_signatures(signed, trust.known(), office.clock.now()).signatures[0].holds  # it was signed before


def _revoked(der: bytes) -> int:
    listed = asn1_crl.CertificateList.load(der)["tbs_cert_list"]["revoked_certificates"]
    return len(listed)
