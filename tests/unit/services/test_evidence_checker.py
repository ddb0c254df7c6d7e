"""The standalone checker, part by part: each of its checks fails by itself, whatever the manifest says."""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from domain.document_kinds import DocumentKind
from domain.standings import Standing
from domain.transparency import LogEvent, Statement, entry_of
from persistence.merkle import inclusion_proof, leaf_hash, nodes_of, root
from services.evidence_checker import (
    FORMAT,
    PREFIX,
    Wrong,
    _policy,
    _require_chain,
    _tell,
    check_event,
    check_files,
    check_letter,
    check_logged,
    check_pack,
    files_of,
    main,
    read_checkpoint,
    read_notice,
    roots_in,
)
from signing.archive import RenewalRequest, renew
from signing.checkpoints import Checkpoint
from signing.credential_keys import CredentialKey
from signing.detached_stamps import stamp_over
from signing.development_pki import AuthorityName
from signing.issuing import credential_certificate, new_key, signing_certificate
from signing.key_notices import sign_notice
from signing.notes import NoteSigner, cosignature_line, new_signer
from signing.port import RecipeName
from signing.profile import add_signature_fields
from tests.unit.signing.conftest import FIRST_START, PASSPHRASES, MovableClock, Office
from tests.unit.signing.unstamped import extended_by, unstamped

LETTER = (Path(__file__).parents[1] / "signing" / "letter.pdf").read_bytes()
AT = FIRST_START + timedelta(hours=1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("kantor") / "pki")


@pytest.fixture(scope="module")
def signed(office: Office) -> bytes:
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    return office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data


def checked(
    office: Office,
    pdf: bytes,
    *,
    signatures: int = 1,
    at: datetime = AT,
    anchors: Office | None = None,
    issued: bytes | None = None,
) -> None:
    """The letter alone, with a manifest that says what the bytes are."""
    trust = (anchors or office).pki.trust()
    files = {f"trust/intermediates/{i}.der": der for i, der in enumerate(trust.intermediates)}
    files |= {f"trust/crls/{i}.der": der for i, der in enumerate(trust.crls)}
    roots = [x509.load_der_x509_certificate(der) for der in trust.roots]
    as_issued = pdf if issued is None else issued
    letter: dict[str, Any] = {"sha256": hashlib.sha256(as_issued).hexdigest(), "signatures": signatures}
    letter["size"] = len(as_issued)
    check_letter(pdf, letter, _policy(files, roots), at)


def _overlaid(pdf: bytes) -> bytes:
    """What the page says is changed by a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contoh")] = pdf_string("lain")
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_letter_as_signed_passes(office: Office, signed: bytes) -> None:
    checked(office, signed)


def test_a_letter_of_a_legal_clock_that_is_ahead_of_the_worlds_passes(tmp_path: Path) -> None:
    """Development's clock may be years ahead: what counts is the time of the pack, not that of the reader's machine."""
    ahead = Office(tmp_path / "pki", clock=MovableClock(FIRST_START + timedelta(days=3_000)))
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    letter = ahead.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data
    checked(ahead, letter, at=ahead.clock.now() + timedelta(hours=1))


def test_other_bytes_are_not_those_of_the_manifest(office: Office, signed: bytes) -> None:
    with pytest.raises(Wrong, match="not the bytes that were issued"):
        check_letter(signed, {"sha256": "0" * 64, "size": len(signed), "signatures": 1}, _policy({}, []), AT)


@pytest.mark.parametrize("place", [2_000, 9_000])
def test_a_flipped_byte_breaks_the_signature(place: int, office: Office, signed: bytes) -> None:
    flipped = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    with pytest.raises(Wrong, match="TandaTangan"):
        checked(office, flipped)


def test_a_later_change_breaks_the_certification(office: Office, signed: bytes) -> None:
    with pytest.raises(Wrong, match="TandaTangan"):
        checked(office, _overlaid(signed))


def test_another_number_of_signatures_is_not_as_recorded(office: Office, signed: bytes) -> None:
    for pdf, signatures in ((signed, 2), (signed, 0), (LETTER, 0)):
        with pytest.raises(Wrong, match="than recorded"):
            checked(office, pdf, signatures=signatures)


def test_another_root_proves_nothing(office: Office, signed: bytes, tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="TandaTangan"):
        checked(office, signed, anchors=Office(tmp_path / "pki"))


# --- older generations, and renewed papers -------------------------------------------------------------------------


def renewed(office: Office, pdf: bytes) -> bytes:
    return renew(RenewalRequest(pdf, office.pki.trust(), office.pki.timestamps, office.clock.now())).data


@pytest.mark.parametrize("name", list(AuthorityName))
def test_a_letter_from_before_a_rotation_passes(name: AuthorityName, tmp_path: Path) -> None:
    office = Office(tmp_path / "pki")
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    letter = office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data
    office.clock.advance(days=2)
    office.pki.rotate(name)
    checked(office, letter, at=office.clock.now())


@pytest.mark.parametrize("recipe", [RecipeName.SINGLE, RecipeName.SECOND_OF_TWO])
def test_a_renewed_letter_passes_for_as_long_as_its_newest_stamp_lasts(recipe: RecipeName, tmp_path: Path) -> None:
    """Decades after the keys of its signers and of their CA have ended."""
    office = Office(tmp_path / "pki")
    two = recipe is RecipeName.SECOND_OF_TWO
    pdf = add_signature_fields(LETTER, ["Pertama", "TandaTangan"] if two else ["TandaTangan"])
    if two:
        pdf = office.sign(pdf, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO).data
    issued = office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=recipe).data
    edition = issued
    for _ in range(2):
        office.clock.advance(days=365 * 8 + 30)
        office.pki.replace_due()
        edition = renewed(office, edition)
        checked(office, edition, issued=issued, at=office.clock.now(), signatures=1 + two)
    office.clock.advance(days=365 * 6)
    checked(office, edition, issued=issued, at=office.clock.now(), signatures=1 + two)
    with pytest.raises(Wrong, match="is not proven"):
        checked(office, issued, at=office.clock.now(), signatures=1 + two)
    with pytest.raises(Wrong, match="not the bytes that were issued"):
        checked(office, edition, issued=issued + b" ", at=office.clock.now(), signatures=1 + two)
    with pytest.raises(Wrong, match="Pertama" if two else "TandaTangan"):
        checked(office, _overlaid(edition), issued=issued, at=office.clock.now(), signatures=1 + two)


@pytest.mark.parametrize(("days", "holds"), [(2, True), (-1, False)])
def test_a_signers_key_revoked_later_leaves_the_letter_proven_and_before_does_not(
    days: int, holds: bool, tmp_path: Path
) -> None:
    office = Office(tmp_path / "pki")
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    letter = office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data
    revoked_at = office.clock.now() + timedelta(days=days)
    office.clock.advance(days=3)
    office.pki.revoke("deputi", revoked_at, "key_compromise")
    if holds:
        checked(office, letter, at=office.clock.now())
        return
    with pytest.raises(Wrong, match="TandaTangan"):
        checked(office, letter, at=office.clock.now())


@pytest.mark.parametrize(
    ("revoked", "days", "holds"),
    [(None, 1, True), (None, 3 * 365, True), (timedelta(days=5), 5, True), (-timedelta(hours=1), 5, False)],
    ids=["fresh", "ended since", "revoked later", "revoked before"],
)
def test_a_gateways_letter_without_a_time_stamp_of_its_own_is_proven_by_ours(
    revoked: timedelta | None, days: int, holds: bool, tmp_path: Path
) -> None:
    office = Office(tmp_path / "pki")
    begun = office.clock.now()
    pdf = unstamped(LETTER, office.pki, "deputi", PASSPHRASES["deputi"])
    letter = extended_by(office.pki, pdf, begun)
    if revoked is not None:
        office.clock.advance(days=5)
        office.pki.revoke("deputi", begun + revoked, "key_compromise")
    office.clock.advance(days=days)
    assert office.inspect(letter).holds is holds
    if holds:
        checked(office, letter, at=office.clock.now())
        return
    with pytest.raises(Wrong, match="Gerbang"):
        checked(office, letter, at=office.clock.now())


def test_a_gateways_letter_without_any_archive_of_ours_is_not_proven(office: Office) -> None:
    pdf = unstamped(LETTER, office.pki, "deputi", PASSPHRASES["deputi"])
    for letter in (pdf, extended_by(office.pki, pdf, office.clock.now(), archived=False)):
        with pytest.raises(Wrong):
            checked(office, letter, at=office.clock.now())


@pytest.mark.parametrize(("revoked", "holds"), [("after", True), ("before", False)])
@pytest.mark.parametrize("stem", ["seal", "tsa"])
def test_a_revocation_that_became_known_after_a_renewal(stem: str, revoked: str, holds: bool, tmp_path: Path) -> None:
    """When the signer's CA has long ended, too: what counts is since when the key is revoked, not when it was told."""
    office = Office(tmp_path / "pki")
    start = office.clock.now()
    office.clock.advance(days=1)
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    issued = office.sign(pdf, field_name="TandaTangan", signer_id="segel", recipe=RecipeName.SEAL).data
    office.clock.advance(days=365 * 9 + 10)
    office.pki.replace_due()
    edition = renewed(office, issued)
    office.clock.advance(days=20)
    at = start if revoked == "before" else office.clock.now()
    office.pki.revoke_authority(stem, at, "key_compromise")
    for years in (0, 2, 2):
        office.clock.advance(days=365 * years)
        office.pki.replace_due()
        if holds:
            checked(office, edition, issued=issued, at=office.clock.now())
            continue
        with pytest.raises(Wrong, match="is not proven"):
            checked(office, edition, issued=issued, at=office.clock.now())


@pytest.mark.parametrize("renews", [False, True])
@pytest.mark.parametrize(("reason", "is_retirement"), [("superseded", True), ("key_compromise", False)])
@pytest.mark.parametrize("recipe", [RecipeName.SINGLE, RecipeName.SECOND_OF_TWO])
def test_an_authority_retired_or_compromised_since(
    recipe: RecipeName, reason: str, is_retirement: bool, renews: bool, tmp_path: Path
) -> None:
    """RFC 3161, section 4: a retired one's stamps stay; a compromised one's need another stamp from before."""
    office = Office(tmp_path / "pki")
    two = recipe is RecipeName.SECOND_OF_TWO
    pdf = add_signature_fields(LETTER, ["Pertama", "TandaTangan"] if two else ["TandaTangan"])
    if two:
        pdf = office.sign(pdf, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO).data
    issued = edition = office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=recipe).data
    office.clock.advance(days=20)
    office.pki.rotate(AuthorityName.TSA)
    if renews:
        edition = renewed(office, issued)
    office.clock.advance(days=5)
    office.pki.revoke_authority("tsa", office.clock.now(), reason)
    office.clock.advance(days=365 * 3)
    if renews or is_retirement:
        checked(office, edition, issued=issued, at=office.clock.now(), signatures=1 + two)
        return
    with pytest.raises(Wrong, match="is not proven"):
        checked(office, edition, issued=issued, at=office.clock.now(), signatures=1 + two)


def test_a_compromise_before_the_next_stamp_is_told_although_the_archive_knows_nothing(tmp_path: Path) -> None:
    """Of a letter, and of the first of two signatures that another key's stamp covers after the theft."""
    office = Office(tmp_path / "pki")
    pdf = add_signature_fields(LETTER, ["Pertama", "TandaTangan"])
    first = office.sign(pdf, field_name="Pertama", signer_id="kepala", recipe=RecipeName.FIRST_OF_TWO).data
    letter = add_signature_fields(LETTER, ["TandaTangan"])
    issued = office.sign(letter, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data
    office.clock.advance(days=2)
    theft = office.clock.now()
    office.clock.advance(days=2)
    office.pki.rotate(AuthorityName.TSA)
    both = office.sign(first, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SECOND_OF_TWO).data
    edition = renewed(office, issued)
    checked(office, both, at=office.clock.now(), signatures=2)
    checked(office, edition, issued=issued, at=office.clock.now())
    office.clock.advance(days=1)
    office.pki.revoke_authority("tsa", theft, "key_compromise")
    with pytest.raises(Wrong, match="tanda tangan Pertama tidak terbukti"):
        checked(office, both, at=office.clock.now(), signatures=2)
    with pytest.raises(Wrong, match="is not proven"):
        checked(office, edition, issued=issued, at=office.clock.now())


def test_a_file_of_several_roots_trusts_each_of_them(tmp_path: Path) -> None:
    """As the system publishes them, newest first: the letter may be of the oldest."""
    office = Office(tmp_path / "pki")
    office.clock.advance(days=2)
    office.pki.rotate(AuthorityName.ROOT)
    file = tmp_path / "roots.pem"
    file.write_bytes(office.pki.root_pem)
    ders = [root.public_bytes(Encoding.DER) for root in roots_in(file)]
    assert sorted(ders) == sorted(office.pki.trust().roots)
    assert len(ders) == 2


@pytest.mark.parametrize("size", [1, 2, 5, 8, 13])
def test_events_are_proven_to_be_in_the_log(size: int) -> None:
    """RFC 9162, 2.1.3.2; each wrong proof is refused."""
    texts = [f'{{"event":{number}}}' for number in range(size)]
    leaves = [leaf_hash(text.encode()) for text in texts]
    log = {"size": size, "root": root(leaves).hex()}
    for index, text in enumerate(texts):
        path = [node.hex() for node in inclusion_proof(nodes_of(leaves), index, len(leaves))]
        check_event({"index": index, "leaf": text, "path": path}, log)
        for wrong in (
            {"leaf": text + " "},
            {"index": size},
            {"index": -1},
            {"path": [*path, "00" * 32]},
            *([{"path": path[:-1]}] if path else []),
        ):
            with pytest.raises(Wrong):
                check_event({"index": index, "leaf": text, "path": path} | wrong, log)


LOG = new_signer("pembina.contoh.invalid/log")
LETTER_SHA = hashlib.sha256(LETTER).hexdigest()


def statement(event: LogEvent, sha256: str = LETTER_SHA) -> bytes:
    return Statement(
        event=event,
        kind=DocumentKind.CERTIFICATE,
        number="SERT-2026-0001",
        dated="2026-11-22",
        sha256=sha256,
        institution="inst-a",
        standing=Standing.IN_FORCE,
        revoked=(),
        at=datetime(2026, 11, 22, 3, tzinfo=UTC),
    ).canonical()


def logged(*said: tuple[bytes, bytes | None], signer: NoteSigner = LOG) -> dict[str, Any]:
    """The entries of a letter in a log of nine, as a pack has them. *Shape*: statements with their salts."""
    entries = [entry_of(each, salt) for each, salt in said]
    leaves = [leaf_hash(each) for each in (*[b"lain"] * 4, *entries, *[b"lain"] * (5 - len(entries)))]
    tree = nodes_of(leaves)
    return {
        "sha256": json.loads(said[0][0])["sha256"],
        "verifier_key": signer.key.vkey,
        "checkpoint": Checkpoint(origin=signer.name, size=9, root=root(leaves)).signed(signer),
        "proofs": [
            {
                "index": 4 + place,
                "path": [node.hex() for node in inclusion_proof(tree, 4 + place, 9)],
                "entry": entries[place].decode(),
                "statement": each.decode(),
                "salt": salt.hex() if salt else None,
            }
            for place, (each, salt) in enumerate(said)
        ],
    }


ISSUED = (statement(LogEvent.ISSUED), None)
HIDDEN = (statement(LogEvent.ISSUED), bytes(range(32)))
CHANGED = (statement(LogEvent.STANDING_CHANGED), None)


@pytest.mark.parametrize("said", [(ISSUED,), (HIDDEN,), (ISSUED, CHANGED)], ids=["open", "committed", "changed since"])
def test_a_letter_is_proven_to_be_in_the_public_log(said: tuple[Any, ...]) -> None:
    """RFC 9162, 2.1.3.2; C2SP tlog-checkpoint. Our own key, and the very one that somebody got elsewhere."""
    check_logged({"sha256": LETTER_SHA}, logged(*said), None)
    check_logged({"sha256": LETTER_SHA}, logged(*said), LOG.key.vkey)


def _each_proof(**changes: Any) -> Callable[[dict[str, Any]], None]:
    def change(entries: dict[str, Any]) -> None:
        for proof in entries["proofs"]:
            proof.update(changes)

    return change


def _other_root(entries: dict[str, Any]) -> None:
    entries["checkpoint"] = Checkpoint(origin=LOG.name, size=9, root=bytes(32)).signed(LOG)


def _other_size(entries: dict[str, Any]) -> None:
    """Seven leaves more than were signed, so that the text is not the signed one."""
    entries["checkpoint"] = entries["checkpoint"].replace("\n9\n", "\n16\n")


def _unsigned(entries: dict[str, Any]) -> None:
    entries["checkpoint"] = entries["checkpoint"].partition("\n\n")[0] + "\n\n"


def _longer_path(entries: dict[str, Any]) -> None:
    entries["proofs"][0]["path"].append("00" * 32)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_each_proof(index=5), "does not lead to the log's root"),
        (_each_proof(index=9), "outside the log"),
        (_longer_path, "too long"),
        (_each_proof(entry="{}"), "not what its statement says"),
        (_each_proof(statement=statement(LogEvent.ISSUED, "0" * 64).decode()), "does not speak of this letter"),
        (_each_proof(statement=CHANGED[0].decode()), "does not speak of this letter"),
        (_each_proof(salt="ff" * 32), "not what its statement says"),
        (_each_proof(salt=None), "not what its statement says"),
        (lambda entries: entries["proofs"].clear(), "does not speak of this letter"),
        (_other_root, "does not lead to the log's root"),
        (_other_size, "signature does not hold"),
        (_unsigned, "signature does not hold"),
    ],
)
def test_each_wrong_proof_of_the_public_log_is_refused(change: Callable[[dict[str, Any]], None], words: str) -> None:
    entries = logged(HIDDEN)
    change(entries)
    with pytest.raises(Wrong, match=words):
        check_logged({"sha256": LETTER_SHA}, entries, None)


def test_a_log_of_another_key_is_refused_by_who_knows_the_right_one() -> None:
    """Under the same name as well: the key counts, not what it is called."""
    for name in (LOG.name, "lain.contoh.invalid/log"):
        entries = logged(ISSUED, signer=new_signer(name))
        check_logged({"sha256": LETTER_SHA}, entries, None)
        with pytest.raises(Wrong):
            check_logged({"sha256": LETTER_SHA}, entries, LOG.key.vkey)


def test_a_checkpoint_with_a_witness_is_read_and_a_key_that_is_none_is_not() -> None:
    note = Checkpoint(origin=LOG.name, size=9, root=bytes(32)).signed(LOG)
    witness = new_signer("saksi.contoh.invalid")
    cosigned = note + cosignature_line(witness, note.partition("\n\n")[0] + "\n", at=1)
    assert read_checkpoint(cosigned, LOG.key.vkey) == read_checkpoint(note, LOG.key.vkey) == (9, "00" * 32)
    for key in ("", "a+b", LOG.key.vkey[:-4], f"x{LOG.key.vkey}"):
        with pytest.raises((Wrong, ValueError)):
            read_checkpoint(note, key)


# --- whole packs ----------------------------------------------------------------------------------------------------

LETTER_ID, DRAFT_ID, SANCTION, CASE = "naskah-1", "naskah-2", "sanksi-1", "kasus-1"


def event(aggregate: str, record: str, version: int, verb: str, *states: str | None, **more: Any) -> dict[str, Any]:
    from_state, to_state = states
    told = {"aggregate": aggregate, "record_id": record, "version": version, "verb": verb, "documents": []}
    return told | {"from_state": from_state, "to_state": to_state} | more


EVENTS = [
    event("CASE", CASE, 1, "open", None, "OPEN"),
    event("SANCTION", SANCTION, 1, "draft", None, "DRAFT"),
    event("SANCTION", SANCTION, 2, "prepare", "DRAFT", "AWAITING_SIGNATURE", documents=[LETTER_ID]),
    event("DOCUMENT", LETTER_ID, 1, "draft", None, "DRAFT"),
    event("SANCTION", SANCTION, 3, "issue", "AWAITING_SIGNATURE", "ISSUED"),
    event("DOCUMENT", LETTER_ID, 2, "publish", "AWAITING_SIGNATURE", "SIGNED"),
    event("SANCTION", SANCTION, 4, "prove_receipt", "ISSUED", "RECEIVED"),
    event("DOCUMENT", LETTER_ID, 3, "renew", "SIGNED", "SIGNED"),
]


def records_of(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As an honest manifest has them: each record with its last version and state."""
    last = {(each.get("aggregate"), each.get("record_id")): each for each in events}
    return [
        {"aggregate": kind, "id": key, "version": each.get("version"), "state": each.get("to_state")}
        for (kind, key), each in last.items()
    ]


@dataclass
class Pack:
    """A pack as an installation writes it; each test makes one thing of it wrong, and signs that anew."""

    office: Office
    pdf: bytes
    at: datetime = AT
    events: list[dict[str, Any]] = field(default_factory=lambda: list(EVENTS))
    receipts: list[dict[str, Any]] = field(default_factory=lambda: [{"sanction": SANCTION, "receipts": [{}]}])
    letters: tuple[str, ...] = (LETTER_ID,)
    withheld: tuple[dict[str, str], ...] = ()
    untold: tuple[int, ...] = ()
    untold_more: dict[str, Any] = field(default_factory=dict)
    records: list[dict[str, Any]] | None = None
    key: CredentialKey | None = None
    announced: tuple[bytes, ...] | None = None
    crls: tuple[bytes, ...] | None = None
    left_out: tuple[str, ...] = ()
    stamped_at: datetime | None = None
    stamped_by: Office | None = None

    def files(self) -> dict[str, bytes]:
        trust = self.office.pki.trust()
        key = self.key or self.office.pki.credential_key()
        digest = hashlib.sha256(self.pdf).hexdigest()
        leaves = [json.dumps(each) for each in self.events]
        hashes = [leaf_hash(leaf.encode()) for leaf in leaves]
        tree = nodes_of(hashes)
        proven = [
            {"index": i, "leaf": leaf, "path": [node.hex() for node in inclusion_proof(tree, i, len(leaves))]}
            for i, leaf in enumerate(leaves)
            if i not in self.untold
        ]
        untold = [
            {
                "aggregate": self.events[i]["aggregate"],
                "id": self.events[i]["record_id"],
                "version": self.events[i]["version"],
                "index": i,
                "leaf_hash": hashes[i].hex(),
                "path": [node.hex() for node in inclusion_proof(tree, i, len(leaves))],
                "reason": "INTERNAL",
                "reason_id": "di dalam LKPP",
                "reason_en": "LKPP's own",
            }
            | self.untold_more
            for i in self.untold
        ]
        in_log = [logged((statement(LogEvent.ISSUED, digest), None)) for _ in self.letters]
        announced = self.announced if self.announced is not None else self.office.pki.credential_certificates()
        contents = {
            **{f"letters/{i}.pdf": self.pdf for i, _ in enumerate(self.letters)},
            "events.json": json.dumps(proven).encode(),
            "receipts.json": json.dumps(self.receipts).encode(),
            "public-log.json": json.dumps(in_log).encode(),
            "trust/manifest-signer.der": key.certificate.public_bytes(Encoding.DER),
            "trust/credential-keys.note": sign_notice(announced, LOG).encode(),
            "trust/log.vkey": LOG.key.vkey.encode(),
            **{f"trust/intermediates/{i}.der": der for i, der in enumerate(trust.intermediates)},
            **{f"trust/crls/{i}.der": der for i, der in enumerate(trust.crls if self.crls is None else self.crls)},
            **{f"trust/roots/{i}.der": der for i, der in enumerate(trust.roots)},
        }
        files = {name: content for name, content in contents.items() if name not in self.left_out}
        letter = {"number": "1", "sha256": digest, "size": len(self.pdf), "signatures": 1}
        manifest = json.dumps(
            {
                "format": FORMAT,
                "made_at": self.at.isoformat(),
                "case": {"id": CASE},
                "letters": [letter | {"id": each} for each in self.letters],
                "records": records_of(self.events) if self.records is None else self.records,
                "withheld": list(self.withheld),
                "withheld_events": untold,
                "files": {name: {"sha256": hashlib.sha256(each).hexdigest()} for name, each in files.items()},
                "log": {"size": len(leaves), "root": root(hashes).hex()},
            }
        ).encode()
        signature = key.key.sign(PREFIX + manifest, ec.ECDSA(SHA256()))
        stamp = stamp_over(
            signature, (self.stamped_by or self.office).pki.timestamps, MovableClock(self.stamped_at or self.at)
        )
        return {**files, "manifest.json": manifest, "manifest.sig": signature, "manifest.tst": stamp}

    def wrong(self) -> list[str]:
        """By the root and the log key that the reader has."""
        return check_pack(self.files(), self.roots(), LOG.key.vkey)

    def roots(self) -> list[x509.Certificate]:
        return [x509.load_der_x509_certificate(der) for der in self.office.pki.trust().roots]


def test_a_pack_as_written_holds(office: Office, signed: bytes) -> None:
    assert Pack(office, signed).wrong() == []
    assert check_pack(Pack(office, signed).files(), None) == []


def test_a_letter_that_was_left_out_is_missed(office: Office, signed: bytes) -> None:
    """Its issuance is told by the events, which the log's tree holds: the maker of the pack owes it, or a reason."""
    left_out = "events.json: naskah ditahan tanpa alasan / a paper is withheld without a reason: naskah-1"
    assert Pack(office, signed, letters=()).wrong() == [left_out]
    reason = {"id": LETTER_ID, "reason": "NOT_FOR_READER", "reason_id": "bukan", "reason_en": "not"}
    assert Pack(office, signed, letters=(), withheld=(reason,)).wrong() == []
    denied = Pack(office, signed, letters=(), withheld=(reason | {"reason": "NOT_ISSUED"},))
    assert denied.wrong() == ["manifest: naskah ini terbit / this paper was issued: naskah-1"]


def test_a_paper_that_an_act_ordered_is_there_or_accounted_for(office: Office, signed: bytes) -> None:
    ordered = event("SANCTION", SANCTION, 5, "prepare", "RECEIVED", "AWAITING_SIGNATURE", documents=[DRAFT_ID])
    found = Pack(office, signed, events=[*EVENTS, ordered]).wrong()
    assert found == ["events.json: naskah ditahan tanpa alasan / a paper is withheld without a reason: naskah-2"]
    reason = {"id": DRAFT_ID, "reason": "NOT_ISSUED", "reason_id": "belum", "reason_en": "not yet"}
    assert Pack(office, signed, events=[*EVENTS, ordered], withheld=(reason,)).wrong() == []


def test_a_letter_whose_issuance_is_not_told_is_noticed(office: Office, signed: bytes) -> None:
    events = [each for each in EVENTS if each["record_id"] != LETTER_ID]
    assert Pack(office, signed, events=events).wrong() == [
        "events.json: penerbitan naskah tidak ada / a letter without its issuance: naskah-1"
    ]


@pytest.mark.parametrize("place", range(len(EVENTS)))
def test_an_event_that_was_left_out_anywhere_is_missed(place: int, office: Office, signed: bytes) -> None:
    """The first and the last of a record, too: the manifest names its version and its state."""
    events = [*EVENTS[:place], *EVENTS[place + 1 :]]
    kind, key = EVENTS[place]["aggregate"], EVENTS[place]["record_id"]
    found = Pack(office, signed, events=events, records=records_of(EVENTS)).wrong()
    assert f"events.json: peristiwa tidak ada / an event is missing: {kind} {key}" in found


def test_a_record_whose_last_event_leaves_another_state_is_noticed(office: Office, signed: bytes) -> None:
    records = [each | {"state": "CLOSED"} if each["aggregate"] == "CASE" else each for each in records_of(EVENTS)]
    gap = "events.json: peristiwa tidak ada / an event is missing: CASE kasus-1"
    assert Pack(office, signed, records=records).wrong() == [gap]
    unnamed = [each for each in records_of(EVENTS) if each["aggregate"] != "CASE"]
    assert Pack(office, signed, records=unnamed).wrong() == [gap]


@pytest.mark.parametrize("place", range(len(EVENTS)))
def test_an_event_that_is_withheld_is_not_missing(place: int, office: Office, signed: bytes) -> None:
    """Whichever it is, the log holds something at its place: the rest of the pack is as whole as before."""
    told = [event for i, event in enumerate(EVENTS) if i != place]
    assert Pack(office, signed, untold=(place,)).wrong() == []
    gap = f"events.json: peristiwa tidak ada / an event is missing: {EVENTS[place]['aggregate']} "
    assert any(each.startswith(gap) for each in Pack(office, signed, events=told, records=records_of(EVENTS)).wrong())


def test_a_pack_may_withhold_every_event(office: Office, signed: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """The staff of a unit reads no log; the letter, its receipt and the public log are proven all the same."""
    pack = Pack(office, signed, untold=tuple(range(len(EVENTS))))
    assert pack.wrong() == []
    _tell(pack.files(), has_root=True, has_log_key=True)
    assert "ditahan / withheld  8 peristiwa / events: di dalam LKPP / LKPP's own\n" in capsys.readouterr().out
    more = [{"sanction": SANCTION, "receipts": [{}] * 5}]
    told = "receipts.json: tidak sesuai peristiwa / not as the events tell: sanksi-1"
    assert Pack(office, signed, untold=tuple(range(len(EVENTS))), receipts=more).wrong() == [told]
    assert Pack(office, signed, untold=tuple(range(len(EVENTS))), receipts=[]).wrong() == [told]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"leaf_hash": "00" * 32},
            "manifest 2: bukti tidak menuju akar log / the proof does not lead to the log's root",
        ),
        ({"version": 3}, "events.json: peristiwa tidak ada / an event is missing: SANCTION sanksi-1"),
        ({"version": 4}, "events.json: peristiwa tidak ada / an event is missing: SANCTION sanksi-1"),
        ({"id": "lain"}, "events.json: peristiwa tidak ada / an event is missing: SANCTION lain"),
    ],
    ids=["another leaf", "a version told", "a version that is not", "another record"],
)
def test_what_is_withheld_must_be_in_the_log_and_in_its_place(
    more: dict[str, Any], words: str, office: Office, signed: bytes
) -> None:
    assert words in Pack(office, signed, untold=(2,), untold_more=more).wrong()


def test_one_event_of_the_log_does_not_stand_for_two(office: Office, signed: bytes) -> None:
    """Else one that is told could pass for one that is missing."""
    leaf = json.dumps(EVENTS[1]).encode()
    hashes = [leaf_hash(json.dumps(each).encode()) for each in EVENTS]
    path = [node.hex() for node in inclusion_proof(nodes_of(hashes), 1, len(EVENTS))]
    more = {"index": 1, "leaf_hash": leaf_hash(leaf).hex(), "path": path}
    found = Pack(office, signed, untold=(2,), untold_more=more).wrong()
    assert found == ["events.json: satu indeks disebut dua kali / an index stands there twice"]


@pytest.mark.parametrize(
    "receipts",
    [[], [{"sanction": SANCTION, "receipts": []}], [{"sanction": SANCTION, "receipts": [{}, {}]}]],
    ids=["no line", "one too few", "one too many"],
)
def test_receipts_are_as_many_as_the_events_tell(receipts: list[dict[str, Any]], office: Office, signed: bytes) -> None:
    """II.2.3.s1: from the receipt the term to object counts."""
    told = "receipts.json: tidak sesuai peristiwa / not as the events tell: sanksi-1"
    assert Pack(office, signed, receipts=receipts).wrong() == [told]


def test_receipts_of_a_measure_that_no_event_names_are_noticed(office: Office, signed: bytes) -> None:
    more = [{"sanction": SANCTION, "receipts": [{}]}, {"sanction": "x", "receipts": [{}]}]
    told = "receipts.json: tidak sesuai peristiwa / not as the events tell: x"
    assert Pack(office, signed, receipts=more).wrong() == [told]


def test_an_empty_pack_does_not_hold(office: Office, signed: bytes) -> None:
    assert Pack(office, signed, letters=(), events=[], receipts=[]).wrong() == [
        "events.json: tidak ada peristiwa kasus ini / no event of this case"
    ]


@pytest.mark.parametrize("name", ["events.json", "receipts.json", "public-log.json"])
def test_a_pack_whose_manifest_does_not_name_what_every_pack_has_is_wrong(
    name: str, office: Office, signed: bytes
) -> None:
    assert Pack(office, signed, left_out=(name,)).wrong() == [f"{name}: tidak ada / missing"]


def test_an_event_of_another_form_is_wrong(office: Office, signed: bytes) -> None:
    (found,) = Pack(office, signed, events=[{"event": "SanctionIssued", "document": "naskah-1"}]).wrong()
    assert found.startswith("events.json: bentuk lain / of another form")


def test_a_letter_too_few_in_the_public_log_is_noticed(office: Office, signed: bytes) -> None:
    """What the manifest names, the log must prove."""
    pack = Pack(office, signed)
    files = pack.files() | {"public-log.json": b"[]"}
    found = check_pack(files, pack.roots(), LOG.key.vkey)
    assert "public-log.json: jumlahnya berbeda / another number than in the manifest" in found


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, tuple[bytes, ...], CredentialKey]:
    """An office three hundred days on, the lists of its first day, and the key that was revoked since."""
    office = Office(tmp_path_factory.mktemp("kantor") / "pki")
    early, key = office.pki.trust().crls, office.pki.credential_key()
    office.clock.advance(days=29)
    office.pki.revoke_authority("credential", office.clock.now(), "key_compromise")
    office.clock.advance(days=271)
    return office, early, key


def test_a_stolen_key_signs_no_pack_with_the_lists_from_before_the_theft(
    stolen: tuple[Office, tuple[bytes, ...], CredentialKey], signed: bytes
) -> None:
    """Dated today the lists are too old; dated to that day it lacks the time stamp of that day."""
    office, early, key = stolen
    now = office.clock.now()
    (found,) = Pack(office, signed, at=now, key=key).wrong()
    assert found == "manifest: sertifikat dicabut / a certificate is revoked"
    (found,) = Pack(office, signed, at=now, key=key, crls=early).wrong()
    assert found == (
        "manifest: tidak terbukti: daftar pencabutan tidak ada atau terlalu lama / "
        "not proven: a revocation list is missing or too old"
    )
    backdated = Pack(office, signed, at=FIRST_START + timedelta(days=1), stamped_at=now, key=key, crls=early)
    (found,) = backdated.wrong()
    assert found.startswith("manifest: penanda waktu manifest tidak terbukti / the manifest's time stamp is not proven")


def test_a_list_that_is_over_proves_nothing_of_the_signer(office: Office) -> None:
    """RFC 5280, 5.1.2.5; the newest list of each CA counts."""
    trust = office.pki.trust()
    chain = [office.pki.credential_key().certificate, *map(x509.load_der_x509_certificate, trust.intermediates)]
    roots = list(map(x509.load_der_x509_certificate, trust.roots))
    lists = list(map(x509.load_der_x509_crl, trust.crls))
    end = min(each.next_update_utc for each in lists if each.next_update_utc)
    _require_chain(chain, roots, lists, end - timedelta(seconds=1))
    for some, at in ((lists, end), (lists[:1], AT), (lists[1:], AT), ([], AT)):
        with pytest.raises(Wrong, match="a revocation list is missing or too old"):
            _require_chain(chain, roots, some, at)


@pytest.mark.parametrize(("minutes", "holds"), [(-6, False), (-5, True), (60, True), (61, False)])
def test_the_time_stamp_is_of_the_time_that_the_manifest_names(
    minutes: int, holds: bool, tmp_path: Path, signed: bytes
) -> None:
    office = Office(tmp_path / "pki")
    at = office.clock.now() + timedelta(hours=2)
    pdf = add_signature_fields(LETTER, ["TandaTangan"])
    letter = office.sign(pdf, field_name="TandaTangan", signer_id="deputi", recipe=RecipeName.SINGLE).data
    found = Pack(office, letter, at=at, stamped_at=at + timedelta(minutes=minutes)).wrong()
    assert (found == [], len(found)) == (holds, 0 if holds else 1)


def test_a_time_stamp_of_another_authority_proves_nothing(office: Office, signed: bytes, tmp_path: Path) -> None:
    (found,) = Pack(office, signed, stamped_by=Office(tmp_path / "pki")).wrong()
    assert "the manifest's time stamp is not proven" in found


@pytest.mark.parametrize("name", ["tsa", "issuing", "ocsp", "seal"])
def test_a_key_below_the_root_that_is_meant_for_something_else_signs_no_manifest(
    name: str, office: Office, signed: bytes
) -> None:
    """RFC 5280, 4.2.1.12: time stamps and OCSP answers have an extended usage, the seal content commitment, a CA its own."""
    if name == "ocsp":
        authority = office.pki.responder("issuing")
        key = CredentialKey(authority.key, authority.certificate)
    elif name == "seal":
        own = new_key()
        ca = office.pki.generations.authority("issuing")
        made = signing_certificate(
            ca,
            name=ca.certificate.subject,
            key=own.public_key(),
            start=FIRST_START,
            life=timedelta(days=9),
            crl_url="https://x.example",
        )
        key = CredentialKey(own, made)
    else:
        authority = office.pki.generations.authority(name)
        key = CredentialKey(authority.key, authority.certificate)
    announced = (key.certificate.public_bytes(Encoding.DER),)
    (found,) = Pack(office, signed, key=key, announced=announced).wrong()
    assert found == (
        "manifest: sertifikat manifest untuk keperluan lain / the manifest's certificate is meant for something else"
    )


def test_a_subscriber_of_the_same_ca_is_not_lkpp(office: Office, signed: bytes) -> None:
    """The CA certifies others, too: whose key it is, the log's key says."""
    own, ca = new_key(), office.pki.generations.authority("issuing")
    made = credential_certificate(ca, key=own.public_key(), start=FIRST_START, crl_url="https://x.example")
    (found,) = Pack(office, signed, key=CredentialKey(own, made)).wrong()
    assert (
        found == "manifest: kunci manifest tidak diumumkan log / the manifest's key is not announced by the log's key"
    )


def test_a_notice_by_another_log_is_none(office: Office, signed: bytes) -> None:
    pack = Pack(office, signed)
    for name in (LOG.name, "lain"):
        notice = sign_notice(office.pki.credential_certificates(), new_signer(name)).encode()
        (found,) = check_pack(pack.files() | {"trust/credential-keys.note": notice}, pack.roots(), LOG.key.vkey)
        assert found == "manifest: kunci log publik lain / another key of the public log"


def test_a_checkpoint_is_no_notice() -> None:
    with pytest.raises(Wrong, match="no notice of keys"):
        read_notice(Checkpoint(origin=LOG.name, size=9, root=bytes(32)).signed(LOG), LOG.key.vkey)


def test_what_was_checked_is_counted_and_what_was_not_compared_is_said(
    office: Office, signed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reason = {"id": "naskah-9", "reason": "NOT_ISSUED", "reason_id": "Belum terbit.", "reason_en": "Not issued."}
    for name, content in Pack(office, signed, withheld=(reason,)).files().items():
        (tmp_path / "bukti" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bukti" / name).write_bytes(content)
    (tmp_path / "root.pem").write_bytes(office.pki.root_pem)
    by_root, by_log = ["--root", str(tmp_path / "root.pem")], ["--log-key", LOG.key.vkey]
    for options, status, root_is, log_is in (
        ([], 3, True, True),
        (by_root, 3, False, True),
        (by_log, 3, True, False),
        (by_root + by_log, 0, False, False),
    ):
        assert main([str(tmp_path / "bukti"), *options]) == status
        said = capsys.readouterr().out
        assert ": 1 naskah / letters, 8 peristiwa / events, 1 tanda terima / receipts\n" in said
        assert "ditahan / withheld  naskah-9: Belum terbit. / Not issued.\n" in said
        (root_der,) = office.pki.trust().roots
        assert f"akar / root SHA-256  {hashlib.sha256(root_der).hexdigest()}\n" in said
        assert ("akar tidak dibandingkan / root not compared (--root)" in said) == root_is
        assert ("kunci log tidak dibandingkan / log key not compared (--log-key)" in said) == log_is


def test_files_are_compared_with_the_manifest() -> None:
    def entry(content: bytes) -> dict[str, str]:
        return {"sha256": hashlib.sha256(content).hexdigest()}

    manifest = {"files": {"a": entry(b"1"), "b": entry(b"2"), "c": entry(b"3")}}
    files = {"a": b"1", "b": b"x", "d": b"4", "manifest.json": b"", "manifest.sig": b""}
    assert check_files(files, manifest) == [
        "c: tidak ada / missing",
        "d: tidak tercatat / not in the manifest",
        "b: berubah / changed",
    ]


@pytest.mark.parametrize("files", [{}, {"manifest.json": b""}, {"manifest.json": b"{}"}, {"manifest.json": b"[]"}])
def test_a_pack_without_a_manifest_is_wrong(files: dict[str, bytes]) -> None:
    (found,) = check_pack(files, None)
    assert found.startswith("manifest:")


def test_another_file_is_no_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"no zip")
    assert main([str(other)]) == 1
    assert main([str(tmp_path / "none")]) == 1
    assert capsys.readouterr().out.count("SALAH / WRONG") == 2
    assert files_of(tmp_path) == {"other.zip": b"no zip"}
