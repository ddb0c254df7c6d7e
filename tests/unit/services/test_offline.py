"""The check without network: what is genuine, what is forged on each path, and what a stale list no longer says."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents.attachments import attach_facts, carried
from documents.contexts import Certificate, Numbering, to_facts
from documents.specimens import CERTIFICATE, SPECIMENS
from domain.credentials import CredentialClaims, StatusEntry, StatusList, StatusReference, StatusType
from domain.document_kinds import DocumentKind
from domain.standards import StandardCode
from domain.verification import CheckResult
from services.offline import Freshness, OfflineReport, OfflineVerification
from services.offline_bundles import LARGEST_FILE, BundleUnreadable, OfflineBundle
from services.offline_pins import PinMismatch, PinnedBundle, Pins, pinned
from services.offline_verdicts import OfflineCheckId
from signing import issuing
from signing.credential_keys import CredentialKey, CredentialTrust
from signing.credentials import CredentialIssuer
from signing.development_pki import AuthorityName
from signing.key_notices import fingerprint, sign_notice
from signing.notes import new_signer
from signing.port import RecipeName
from signing.profile import add_signature_fields
from signing.registers import Register, sign_register
from signing.status_lists import LIFE, sign_status_list
from signing.trust import TrustAnchors
from signing.validation import inspect_signatures
from tests.unit.signing.conftest import FIRST_START, Office

LOG = new_signer("pembina.example/log")
LETTER = (Path(__file__).parents[1] / "signing" / "letter.pdf").read_bytes()
URI = "https://pembina.example/status/1"
NUMBERING = SPECIMENS[DocumentKind.CERTIFICATE][1]
NOW = FIRST_START + timedelta(hours=2)
LISTED = FIRST_START + timedelta(hours=1)
Results = dict[OfflineCheckId, CheckResult]
ALL_PASSED = dict.fromkeys(OfflineCheckId, CheckResult.PASSED)


@dataclass
class Desk:
    """A PKI that issues certificates and bundles as the tests want them."""

    office: Office

    def credential(self, context: Certificate = CERTIFICATE, *, index: int = 3, **changes: object) -> str:
        claims = CredentialClaims(
            number=NUMBERING.number,
            edition=context.edition,
            unit=context.operator.unit,
            institution=context.operator.institution,
            standards={StandardCode(line.code): line.determined_on for line in context.standards},
            issued_at=FIRST_START,
            expires_on=context.expires_on,
            status=StatusReference(index=index, uri=URI),
        )
        return CredentialIssuer(self.office.pki.credential_key).issue(replace(claims, **changes))  # type: ignore[arg-type]

    def paper(
        self,
        context: Certificate = CERTIFICATE,
        *,
        credential: str | None = None,
        numbering: Numbering = NUMBERING,
        signer: str = "deputi",
    ) -> bytes:
        facts = carried(numbering, to_facts(context), credential or self.credential(context))
        pdf = add_signature_fields(attach_facts(LETTER, facts, at=FIRST_START), ["TandaTangan"])
        return self.office.sign(pdf, field_name="TandaTangan", signer_id=signer, recipe=RecipeName.SINGLE).data

    def bundle(
        self,
        *papers: bytes,
        entry: StatusEntry | None = None,
        listed_at: datetime = LISTED,
        size: int = 4,
        registered_at: datetime | None = None,
    ) -> OfflineBundle:
        key = self.office.pki.credential_key()
        statuses = StatusList(
            uri=URI,
            issued_at=listed_at,
            expires_at=listed_at + LIFE,
            entries={3: entry or StatusEntry(status=StatusType.VALID)} if size > 3 else {},
            size=size,
        )
        digests = dict.fromkeys([3], sha256(papers[0]).hexdigest()) if papers else {}
        return OfflineBundle(
            made_at=listed_at,
            development=True,
            trust=CredentialTrust(self.office.pki.credential_certificates(), self.office.pki.trust()),
            statuses=sign_status_list(statuses, key),
            register=sign_register(Register(registered_at or listed_at, digests), key),
            notice=sign_notice(self.office.pki.credential_certificates(), LOG),
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(Office(tmp_path_factory.mktemp("kantor") / "pki"))


@pytest.fixture(scope="module")
def paper(desk: Desk) -> bytes:
    return desk.paper()


def compared(bundle: OfflineBundle) -> PinnedBundle:
    """As who has brought root and log key along, and they are these."""
    return pinned(bundle, Pins(roots=bundle.trust.anchors, log_key=LOG.key))


def by_file(bundle: OfflineBundle, pdf: bytes, at: datetime = NOW) -> OfflineReport:
    return OfflineVerification(compared(bundle), inspect_signatures).verify_file(pdf, at)


def by_text(bundle: OfflineBundle, text: str, at: datetime = NOW) -> OfflineReport:
    return OfflineVerification(compared(bundle), inspect_signatures).verify_text(text, at)


def results(report: OfflineReport) -> Results:
    return {check.id: check.result for check in report.checks}


def findings(report: OfflineReport) -> list[str]:
    return [check.finding for check in report.checks]


def test_a_certificate_as_issued_is_genuine_and_in_force(desk: Desk, paper: bytes) -> None:
    report = by_file(desk.bundle(paper), paper)
    assert results(report) == ALL_PASSED
    assert (report.genuine, report.stands_today, report.freshness) == (True, True, Freshness.FRESH)
    assert [check.number for check in report.checks] == [1, 2, 3, 4, 5, 6]
    assert report.message_en == "GENUINE: the signature is valid. Legal standing: In force, as of 02-03-2026 10.30 WIB."


def test_a_revoked_certificate_stays_genuine_and_says_since_when(desk: Desk, paper: bytes) -> None:
    """R-42: "signature valid, certificate revoked on …", without network."""
    revoked = {StandardCode.S09: date(2026, 3, 1)}
    gone = StatusEntry(status=StatusType.INVALID, since=date(2026, 3, 1), revoked=revoked)
    report = by_file(desk.bundle(paper, entry=gone), paper)
    assert (report.genuine, report.stands_today) == (True, False)
    assert report.status == gone
    assert (
        report.message_id == "ASLI: tanda tangan sah. Status hukum: Dicabut sejak 01-03-2026, per 02-03-2026 10.30 WIB."
    )


@pytest.mark.parametrize("status", [each for each in StatusType if each is not StatusType.VALID])
def test_only_what_is_valid_stands(status: StatusType, desk: Desk, paper: bytes) -> None:
    report = by_file(desk.bundle(paper, entry=StatusEntry(status=status)), paper)
    assert (report.genuine, report.stands_today) == (True, False)


@pytest.mark.parametrize(("late", "fresh"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_a_stale_list_never_says_in_force(late: timedelta, fresh: bool, desk: Desk, paper: bytes) -> None:
    bundle = desk.bundle(paper)
    for report in (
        by_text(bundle, desk.credential(), LISTED + LIFE + late),
        by_file(bundle, paper, LISTED + LIFE + late),
    ):
        assert (report.freshness is Freshness.FRESH) == fresh
        assert report.genuine is (None if report.claims is None or len(report.checks) == 3 else True)
        assert ("TIDAK DIKETAHUI" in report.message_id, report.in_force) == (not fresh, fresh)
        assert report.stands_today == (fresh and report.genuine is True)


def test_a_list_from_the_future_proves_nothing_today(desk: Desk) -> None:
    report = by_text(desk.bundle(listed_at=NOW + timedelta(minutes=6)), desk.credential())
    assert (report.freshness, report.stands_today) == (Freshness.FROM_THE_FUTURE, False)
    assert by_text(desk.bundle(listed_at=NOW + timedelta(minutes=4)), desk.credential()).in_force


def test_the_last_day_counts_whatever_the_list_says(desk: Desk) -> None:
    text = desk.credential(expires_on=date(2026, 3, 2))
    assert by_text(desk.bundle(), text, datetime(2026, 3, 2, 16, 59, tzinfo=UTC)).in_force
    report = by_text(desk.bundle(), text, datetime(2026, 3, 2, 17, 0, tzinfo=UTC))
    assert report.status == StatusEntry(status=StatusType.EXPIRED, since=date(2026, 3, 3))
    assert not report.stands_today


@pytest.mark.parametrize(
    "entry",
    [
        StatusEntry(status=StatusType.INVALID, since=date(2026, 3, 1), revoked={StandardCode.S09: date(2026, 3, 1)}),
        StatusEntry(status=StatusType.SUPERSEDED, since=date(2026, 3, 1)),
        StatusEntry(status=StatusType.EXPIRED, since=date(2026, 3, 3)),
        StatusEntry(status=StatusType.NOT_ISSUED),
    ],
)
def test_a_last_day_hides_neither_a_revocation_nor_a_successor(entry: StatusEntry, desk: Desk) -> None:
    """R-42: revoked before its last day, it is revoked after it, as the server says too."""
    over = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert by_text(desk.bundle(entry=entry), desk.credential(expires_on=date(2026, 3, 2)), over).status == entry


def test_a_partly_revoked_certificate_ends_with_what_was_revoked_on_it(desk: Desk) -> None:
    revoked = {StandardCode.S09: date(2026, 3, 1)}
    entry = StatusEntry(status=StatusType.PARTLY_REVOKED, since=date(2026, 3, 1), revoked=revoked)
    over = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    report = by_text(desk.bundle(entry=entry), desk.credential(expires_on=date(2026, 3, 2)), over)
    assert report.status == StatusEntry(status=StatusType.EXPIRED, since=date(2026, 3, 3), revoked=revoked)


def test_a_last_day_counts_where_no_list_can_be_believed(desk: Desk) -> None:
    """The credential itself names its last day."""
    over = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    report = by_text(desk.bundle(size=3), desk.credential(expires_on=date(2026, 3, 2)), over)
    assert report.status == StatusEntry(status=StatusType.EXPIRED, since=date(2026, 3, 3))


def test_a_credential_alone_is_never_genuine(desk: Desk) -> None:
    """It can be copied onto another paper."""
    report = by_text(desk.bundle(), desk.credential())
    assert (report.genuine, report.in_force, report.stands_today) == (None, True, False)
    assert "bandingkan isinya" in report.message_id


@pytest.mark.parametrize("wrong", ["", "HC1:ABC", "PBN1:", "PBN1:AAAA", "https://pembina.example/v/1"])
def test_another_text_is_no_credential(wrong: str, desk: Desk) -> None:
    report = by_text(desk.bundle(), wrong)
    assert (report.claims, report.status, report.stands_today) == (None, None, False)
    assert report.message_id == "BUKAN KREDENSIAL LKPP."


def test_a_credential_of_another_authority_is_forged(desk: Desk, tmp_path: Path) -> None:
    report = by_text(desk.bundle(), Desk(Office(tmp_path / "pki")).credential())
    assert findings(report) == ["FORGED", "FRESH", "BOTH"]
    assert (report.claims, report.stands_today) == (None, False)


@pytest.mark.parametrize("index", [4, 2**32])
def test_a_place_beyond_the_list_is_unknown(index: int, desk: Desk) -> None:
    report = by_text(desk.bundle(size=4), desk.credential(index=index))
    assert (report.status, report.stands_today) == (None, False)
    assert "Status hukum tidak diketahui" in report.message_id


def test_a_place_that_was_never_issued_does_not_stand(desk: Desk) -> None:
    """The credential on a paper that was dated anew, or that nobody signed."""
    report = by_text(desk.bundle(), desk.credential(index=1))
    assert report.status == StatusEntry(status=StatusType.NOT_ISSUED)
    assert not report.stands_today


def test_another_list_says_nothing_and_the_same_one_at_another_address_does(desk: Desk) -> None:
    other = desk.credential(status=StatusReference(index=3, uri="https://pembina.example/status/2"))
    assert by_text(desk.bundle(), other).status is None
    moved = desk.credential(status=StatusReference(index=3, uri="http://127.0.0.1:8000/status/1"))
    assert by_text(desk.bundle(), moved).in_force


def test_a_paper_with_other_bytes_is_not_genuine(desk: Desk, paper: bytes) -> None:
    """Signed by the same official, with the same facts: it is not the one that was issued."""
    again = desk.paper()
    report = by_file(desk.bundle(paper), again)
    assert findings(report) == ["ALTERED", "HOLD", "SIGNED", "SAME", "FRESH", "BOTH"]
    assert report.genuine is False


def test_a_genuine_credential_in_a_forged_paper_signed_by_somebody_else(desk: Desk, paper: bytes) -> None:
    """Every official has a key of the same authority: who may sign is proven by the register."""
    forged = desk.paper(signer="kepala")
    report = by_file(desk.bundle(paper), forged)
    assert results(report)[OfflineCheckId.SIGNATURES] is CheckResult.PASSED
    assert (report.genuine, report.stands_today) == (False, False)


def test_facts_that_differ_from_the_credential(desk: Desk) -> None:
    for context in (
        replace(CERTIFICATE, edition=2),
        replace(CERTIFICATE, standards=CERTIFICATE.standards[1:]),
        replace(CERTIFICATE, expires_on=date(2030, 1, 1)),
        replace(CERTIFICATE, operator=replace(CERTIFICATE.operator, unit="LPSE Lain")),
    ):
        forged = desk.paper(context, credential=desk.credential())
        report = by_file(desk.bundle(forged), forged)
        assert findings(report) == ["AS_ISSUED", "HOLD", "SIGNED", "DIFFERS", "FRESH", "BOTH"]
        assert report.genuine is False


def test_a_damaged_or_unsigned_file_is_not_genuine(desk: Desk, paper: bytes) -> None:
    spoilt = paper.replace(b"/MediaBox", b"/MediaBax", 1)
    for pdf in (b"", b"no pdf", paper[:-10], paper[: len(paper) // 2], spoilt, LETTER):
        report = by_file(desk.bundle(paper), pdf)
        assert (report.genuine, report.stands_today) == (False, False)


def test_every_region_of_the_file_is_covered(desk: Desk, paper: bytes) -> None:
    bundle = desk.bundle(paper)
    for place in range(200, len(paper), len(paper) // 40):
        flipped = paper[:place] + bytes([paper[place] ^ 0x20]) + paper[place + 1 :]
        assert by_file(bundle, flipped).genuine is False


def test_a_paper_newer_than_the_bundle_is_not_proven(desk: Desk, paper: bytes) -> None:
    report = by_file(desk.bundle(), paper)
    assert findings(report) == ["NEWER", "HOLD", "SIGNED", "SAME", "FRESH", "BOTH"]
    assert (report.genuine, report.stands_today) == (None, False)
    later = by_file(desk.bundle(registered_at=FIRST_START + timedelta(days=1, seconds=1)), paper)
    assert (findings(later)[0], later.genuine) == ("UNKNOWN", False)


def test_a_signed_file_without_credential_is_not_decided(desk: Desk) -> None:
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    signed = desk.office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data
    report = by_file(desk.bundle(), signed)
    assert findings(report) == ["HOLD", "ABSENT", "FRESH", "BOTH"]
    assert (report.genuine, report.claims, report.stands_today) == (None, None, False)


def test_whole_signatures_without_current_revocation_lists_are_unproven_not_broken(desk: Desk, paper: bytes) -> None:
    bundle = replace(desk.bundle(paper), register=b"", trust=desk.bundle().trust)
    report = by_file(bundle, paper, FIRST_START + timedelta(days=40))
    assert findings(report)[:2] == ["UNSOUND", "UNPROVEN"]
    assert report.genuine is None


# --- old revocation lists -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, TrustAnchors]:
    """A desk whose credential key was stolen and revoked long ago, and the lists from the day before."""
    office = Office(tmp_path_factory.mktemp("kantor") / "pki")
    early = office.pki.trust()
    key = office.pki.credential_key()
    office.clock.advance(days=29)
    office.pki.revoke_authority("credential", office.clock.now(), "key_compromise")
    office.clock.advance(days=271)
    office.pki.credential_key = lambda: key  # type: ignore[method-assign]
    return Desk(office), early


def test_a_stolen_key_with_the_lists_from_before_the_theft_never_says_in_force(
    stolen: tuple[Desk, TrustAnchors],
) -> None:
    """RFC 5280, 5.1.2.5: neither for a credential of today, nor for a paper that carries it, in a list of today."""
    desk, early = stolen
    now = desk.office.clock.now()
    text = desk.credential(issued_at=now)
    forged = desk.paper(credential=text)
    bundle = desk.bundle(forged, listed_at=now)
    old = replace(bundle, trust=replace(bundle.trust, anchors=early))
    report = by_text(old, text, now)
    assert findings(report) == ["UNPROVEN", "UNPROVEN", "BOTH"]
    assert {c.result for c in report.checks[:2]} == {CheckResult.INDETERMINATE}
    assert (report.status, report.in_force, report.freshness) == (None, False, Freshness.UNPROVEN)
    assert report.message_id == "TIDAK TERBUKTI tanpa jaringan."
    report = by_file(old, forged, now)
    assert (report.genuine, report.in_force, report.stands_today, report.status) == (None, False, False, None)
    assert findings(report)[1:] == ["UNPROVEN", "UNPROVEN", "BOTH"]
    report = by_text(bundle, text, now)
    assert (findings(report), report.in_force) == (["FORGED", "UNSOUND", "BOTH"], False)


def test_a_register_of_a_key_that_is_not_known_to_stand_at_the_lists_time_registers_nothing(
    stolen: tuple[Desk, TrustAnchors],
) -> None:
    """The list is honest and of today; the register beside it is of a stolen key of another CA, and of an early day."""
    desk, early = stolen
    stolen_key = desk.office.pki.credential_key()
    honest = Desk(desk.office)
    del desk.office.pki.credential_key
    desk.office.pki.rotate(AuthorityName.ROOT)
    desk.office.pki.rotate(AuthorityName.CREDENTIAL)
    now = desk.office.clock.now()
    paper = honest.paper()
    bundle = honest.bundle(paper, listed_at=now)
    assert findings(by_file(bundle, paper, now))[0] == "AS_ISSUED"
    newest = bundle.trust.anchors
    of_new_cas = tuple(der for der in newest.crls if x509.load_der_x509_crl(der).issuer.rfc4514_string().count(" G2"))
    assert len(of_new_cas) == 2
    mixed = replace(bundle.trust, anchors=replace(newest, crls=(*early.crls, *of_new_cas)))
    register = sign_register(Register(FIRST_START, {3: sha256(paper).hexdigest()}), stolen_key)
    report = by_file(replace(bundle, trust=mixed, register=register), paper, now)
    assert findings(report)[0] == "UNSOUND"
    assert report.genuine is not True


# --- whose root and keys --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roots", "keys", "finding"),
    [(False, False, "NEITHER"), (True, False, "ROOT_ONLY"), (False, True, "KEYS_ONLY"), (True, True, "BOTH")],
)
def test_only_who_compares_root_and_keys_is_told_that_a_paper_is_genuine(
    roots: bool, keys: bool, finding: str, desk: Desk, paper: bytes
) -> None:
    bundle = desk.bundle(paper)
    pins = Pins(roots=bundle.trust.anchors if roots else None, log_key=LOG.key if keys else None)
    verification = OfflineVerification(pinned(bundle, pins), inspect_signatures)
    by_file, by_text = verification.verify_file(paper, NOW), verification.verify_text(desk.credential(), NOW)
    both = roots and keys
    assert [each.checks[-1].finding for each in (by_file, by_text)] == [finding, finding]
    assert (by_file.genuine, by_file.stands_today) == (True if both else None, both)
    assert (by_text.genuine, by_text.in_force, by_text.stands_today) == (None, both, False)
    assert ("NOT PROVEN" in by_text.message_en, "GENUINE:" in by_file.message_en) == (not both, both)


def subscriber(desk: Desk) -> CredentialKey:
    """A key of somebody else whom the same CA certifies: for digital signatures, with no usage beyond."""
    key = issuing.new_key()
    certificate = issuing.credential_certificate(
        desk.office.pki.generations.authority("issuing"),
        key=key.public_key(),
        start=FIRST_START,
        crl_url="https://x.example",
    )
    return CredentialKey(key, certificate)


def test_a_subscriber_of_the_same_ca_is_not_lkpp(desk: Desk) -> None:
    """Whoever writes a bundle names the keys in it; the log's key, or a fingerprint, names LKPP's."""
    key = subscriber(desk)
    der = key.certificate.public_bytes(Encoding.DER)
    other = Desk(replace(desk.office))
    other.office.pki = SimpleNamespace(  # type: ignore[assignment]
        credential_key=lambda: key,
        credential_certificates=lambda: (der,),
        trust=desk.office.pki.trust,
    )
    text, bundle = other.credential(), other.bundle()
    real = desk.bundle()
    stolen_notice = replace(bundle, notice=real.notice)
    own_notice = replace(bundle, notice=sign_notice([der], new_signer(LOG.name)))
    roots = real.trust.anchors
    by_root = OfflineVerification(pinned(stolen_notice, Pins(roots=roots)), inspect_signatures).verify_text(text, NOW)
    assert (findings(by_root), by_root.in_force) == (["SIGNED", "FRESH", "ROOT_ONLY"], False)
    for pins in (
        Pins(roots=roots, log_key=LOG.key),
        Pins(roots=roots, keys=frozenset(map(fingerprint, real.trust.certificates))),
    ):
        report = OfflineVerification(pinned(stolen_notice, pins), inspect_signatures).verify_text(text, NOW)
        assert (findings(report), report.in_force) == (["FORGED", "UNSOUND", "BOTH"], False)
    with pytest.raises(PinMismatch, match="not announced by this public log"):
        pinned(own_notice, Pins(roots=roots, log_key=LOG.key))
    named = pinned(bundle, Pins(roots=roots, keys=frozenset({fingerprint(der)})))
    assert OfflineVerification(named, inspect_signatures).verify_text(text, NOW).in_force


def test_a_bundle_of_another_root_is_not_compared_but_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PinMismatch, match="has another root"):
        pinned(desk.bundle(), Pins(roots=Office(tmp_path / "pki").pki.trust()))


# --- bundles --------------------------------------------------------------------------------------------------------


def test_a_bundle_is_read_again_and_made_the_same(desk: Desk, paper: bytes) -> None:
    bundle = desk.bundle(paper)
    assert OfflineBundle.read(bundle.packed()) == bundle
    assert bundle.packed() == bundle.packed()


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


def _missing(files: dict[str, bytes]) -> None:
    del files["status-1.cwt"]


def _other(files: dict[str, bytes]) -> None:
    files["status-1.cwt"] += b"\x00"


def _further(files: dict[str, bytes]) -> None:
    files["roots/9.der"] = files["roots/0.der"]


def _no_manifest(files: dict[str, bytes]) -> None:
    del files["bundle.json"]


def _other_form(files: dict[str, bytes]) -> None:
    files["bundle.json"] = json.dumps(json.loads(files["bundle.json"]) | {"format": "pembina-luring-9"}).encode()


def _no_zone(files: dict[str, bytes]) -> None:
    files["bundle.json"] = json.dumps(json.loads(files["bundle.json"]) | {"made_at": "2026-03-02T10:00"}).encode()


def _large(files: dict[str, bytes]) -> None:
    files["status-1.cwt"] = bytes(LARGEST_FILE + 1)


@pytest.mark.parametrize("change", [_missing, _other, _further, _no_manifest, _other_form, _no_zone, _large])
def test_a_bundle_that_is_not_whole_is_refused(change: Callable[[dict[str, bytes]], None], desk: Desk) -> None:
    with pytest.raises(BundleUnreadable):
        OfflineBundle.read(rewritten(desk.bundle().packed(), change))


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_another_file_is_no_bundle(data: bytes) -> None:
    with pytest.raises(BundleUnreadable):
        OfflineBundle.read(data)


def test_a_bundle_of_forged_tokens_proves_nothing(desk: Desk, paper: bytes, tmp_path: Path) -> None:
    """Whoever can write a bundle cannot sign its list and register; its root is compared with one that came another way."""
    stranger = Desk(Office(tmp_path / "pki"))
    forged = replace(desk.bundle(paper), statuses=stranger.bundle().statuses, register=stranger.bundle(paper).register)
    report = by_file(forged, paper)
    assert findings(report) == ["UNSOUND", "HOLD", "SIGNED", "SAME", "UNSOUND", "BOTH"]
    assert (report.genuine, report.stands_today) == (None, False)
