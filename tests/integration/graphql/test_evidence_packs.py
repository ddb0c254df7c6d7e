"""The evidence pack of a case: its checker runs in an interpreter that knows nothing of Pembina, and finds what was changed."""

import asyncio
import hashlib
import importlib.metadata
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pyhanko.sign.timestamps import TimeStamper

from app.embedded import Addresses
from app.http import http_application
from app.pools import Pools
from domain.clock import Clock
from domain.document_kinds import DocumentKind, DocumentState
from domain.refusals import RefusalCode
from domain.roles import ANONYMOUS, Actor
from persistence.case_records import CaseRecord
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.log import EventRecord, sequence_events
from persistence.sanction_records import SanctionRecord
from services.evidence_packs import EvidencePacks, PackPorts
from services.log_proofs import LogStatus, PaperInLog
from services.offline_bundles import OfflineBundle
from services.withheld_papers import WithheldPaper, WithheldReason, withheld_papers
from signing.checkpoints import read_checkpoint
from signing.development_pki import DevelopmentPki
from signing.notes import new_signer
from signing.port import TimestampUnavailable
from storage.port import StorageUnavailable
from tests.integration.graphql.earnest import in_town
from tests.integration.graphql.plays import FINDINGS, UNIMPROVED, Play
from tests.integration.graphql.stage import PEOPLE, key_of, populate
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

PEOPLE_BY_ID = {person.id: person for person in PEOPLE}
NAMED = ("pyhanko", "cryptography")
"""The two libraries that the checker names; what they need themselves comes with them."""


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def play(town: Town) -> Iterator[Play]:
    with asyncio.Runner() as runner:
        populate()
        play = Play(in_town(town, runner, {DocumentKind.ADVICE}))
        yield play
        runner.run(play.stage.application.aclose())


@pytest.fixture(scope="module")
def case(play: Play) -> str:
    return warned_case(play)


def warned_case(play: Play) -> str:
    """A case with an advice that was received and not followed, and a warning that waits for its signature."""
    play.installed()
    assessment = play.reported("S09", "S11")
    play.stage.act("recordNoRecommendation", "reviewer", assessment)
    play.determined(assessment, "S09", "S11")
    found = {**FINDINGS[0], "evidence": [play.file()]}
    case = play.case(findings=play.shown([found, *FINDINGS[1:]]))
    play.unimproved(case, "ADVICE")
    play.stage.things["warning"] = play.prepared(case, "WARNING")
    return case


def fetched(town: Town, case: str, actor: Actor | None) -> httpx.Response:
    """What this person gets over HTTP."""
    system = town.system
    headers = {}
    if actor is not None:
        bearer = system.installation.issuer.token(
            actor, audience=system.settings.oidc_audience, roles_claim=system.settings.oidc_roles_claim
        )
        headers["Authorization"] = f"Bearer {bearer}"

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=http_application(system))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(f"/cases/{case}/evidence-pack", headers=headers)

    return asyncio.run(get())


@pytest.fixture(scope="module")
def pack(town: Town, case: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    response = fetched(town, case, PEOPLE_BY_ID["auditor"])
    assert (response.status_code, response.headers["content-type"]) == (200, "application/zip")
    path = tmp_path_factory.mktemp("pack") / "bukti.zip"
    path.write_bytes(response.content)
    return path


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return linked_libraries(tmp_path_factory.mktemp("libraries"))


def linked_libraries(folder: Path) -> Path:
    """A folder with the two libraries and what they require, linked from the environment, and nothing else."""
    for name in closure(NAMED):
        distribution = importlib.metadata.distribution(name)
        for top in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            (folder / top).symlink_to(Path(str(distribution.locate_file(top))))
    return folder


def closure(names: tuple[str, ...]) -> set[str]:
    """The distributions that these need, as their own metadata says."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        found.add(name)
        required = [Requirement(each) for each in importlib.metadata.requires(name) or []]
        waiting += [each.name for each in required if each.marker is None or each.marker.evaluate({"extra": ""})]
    return found


@pytest.fixture
def folder(pack: Path, tmp_path: Path) -> Path:
    """The pack, unpacked, to be changed."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "bukti")
    return tmp_path / "bukti"


def checked(folder: Path, libraries: Path, *options: str) -> tuple[int, str]:
    """What the pack's own checker says, in an isolated interpreter without site packages and without this project."""
    run = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
        "assert not {'app', 'domain', 'signing', 'services'} & {m.name for m in __import__('pkgutil').iter_modules()}; "
        "sys.argv.pop(0); runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    command = [sys.executable, "-I", "-S", "-c", run, str(libraries), str(folder / "check.py"), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_each_letter_has_its_proof_in_the_public_log(pack: Path, town: Town) -> None:
    """The advice is not public: its entry is a commitment, and who has the letter has the salt. The tree is the log's own."""
    with zipfile.ZipFile(pack) as archive:
        (logged,) = json.loads(archive.read("public-log.json"))
        (letter,) = json.loads(archive.read("manifest.json"))["letters"]
    (issuance,) = logged["proofs"]
    assert json.loads(issuance["statement"])["sha256"] == logged["sha256"] == letter["sha256"]
    assert set(json.loads(issuance["entry"])) == {"commitment", "v"}
    assert len(bytes.fromhex(issuance["salt"])) == 32
    assert town.system.evidence_packs._ports.store is town.system.store
    assert logged["verifier_key"] == town.system.publication.key.vkey
    checkpoint = read_checkpoint(logged["checkpoint"], key=town.system.publication.key)
    assert 0 <= issuance["index"] < checkpoint.size


def test_the_pack_holds_what_is_on_record(pack: Path, case: str) -> None:
    with zipfile.ZipFile(pack) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        receipts = json.loads(archive.read("receipts.json"))
        events = json.loads(archive.read("events.json"))
        letters = [archive.read(name) for name in names if name.startswith("letters/")]
    assert set(names) == {*manifest["files"], "manifest.json", "manifest.sig", "manifest.tst"}
    assert manifest["case"]["id"] == key_of(case)
    (advice, warning) = SanctionRecord.objects(case_id=key_of(case)).order_by("sequence")
    paper = DocumentRecord.objects(id=advice.document_id).get()
    assert [letter["sha256"] for letter in manifest["letters"]] == [paper.sha256]
    assert letters[0].startswith(b"%PDF-")
    assert [each["sanction"] for each in receipts] == [advice.id, warning.id]
    assert receipts[0]["received_at"] == advice.received_at.isoformat()
    assert len(receipts[0]["receipts"]) == len(advice.receipts) == 1
    evidence = [name for name in names if name.startswith("evidence/")]
    named = {name.split("/")[1].split("_")[0] for name in evidence}
    assert named
    assert named == {str(each.id) for each in EvidenceRecord.objects(id__in=sorted(named))}
    leaves = [json.loads(event["leaf"]) for event in events]
    told = {(each["aggregate"], each["id"]): (each["version"], each["state"]) for each in manifest["records"]}
    assert told["SANCTION", warning.id] == (warning.version, warning.state)
    assert told == {(leaf["aggregate"], leaf["record_id"]): (leaf["version"], leaf["to_state"]) for leaf in leaves}
    assert {(leaf["aggregate"], leaf["record_id"]) for leaf in leaves} >= {
        ("CASE", key_of(case)), ("SANCTION", advice.id), ("SANCTION", warning.id), ("DOCUMENT", paper.id),
    }  # fmt: skip
    assert [event["index"] for event in events] == sorted(event["index"] for event in events)


def test_the_checker_finds_nothing_wrong_with_two_libraries_and_nothing_of_ours(
    folder: Path, pack: Path, libraries: Path, town: Town
) -> None:
    status, said = checked(folder, libraries)
    assert (status, said.startswith("BENAR / HOLDS")) == (3, True), said
    assert ("root not compared" in said, "log key not compared" in said) == (True, True)
    assert checked(folder, libraries, str(pack))[0] == 3
    status, said = checked(folder, libraries, *pins(town, folder.parent))
    key = town.system.publication.key.vkey
    assert (status, f"kunci log / log key  {key}" in said, "not compared" in said) == (0, True, False), said
    events = len(json.loads((folder / "events.json").read_bytes()))
    assert f": 1 naskah / letters, {events} peristiwa / events, 1 tanda terima / receipts" in said
    (withheld,) = json.loads((folder / "manifest.json").read_bytes())["withheld"]
    assert withheld["reason"] == "NOT_ISSUED"
    assert f"ditahan / withheld  {withheld['id']}: Naskah ini belum atau tidak jadi diterbitkan." in said


def pins(town: Town, folder: Path) -> tuple[str, ...]:
    """Root and log key, as who got them elsewhere has them."""
    root = folder / "root.pem"
    root.write_bytes(town.system.pki.root_pem)
    return ("--root", str(root), "--log-key", town.system.publication.key.vkey)


def test_a_pack_of_another_log_is_found_by_who_knows_the_right_key(folder: Path, libraries: Path) -> None:
    status, said = checked(folder, libraries, "--log-key", new_signer("pembina.contoh.invalid/log").key.vkey)
    assert (status, "kunci log publik lain / another key of the public log" in said) == (1, True)


def _letter(folder: Path) -> None:
    path = next((folder / "letters").iterdir())
    content = path.read_bytes()
    path.write_bytes(content[:2_000] + bytes([content[2_000] ^ 1]) + content[2_001:])


def _missing_letter(folder: Path) -> None:
    next((folder / "letters").iterdir()).unlink()


def _missing_evidence(folder: Path) -> None:
    next((folder / "evidence").iterdir()).unlink()


def _further_file(folder: Path) -> None:
    (folder / "letters" / "999_palsu.pdf").write_bytes(b"%PDF-")


def _receipt(folder: Path) -> None:
    path = folder / "receipts.json"
    path.write_text(path.read_text().replace("ADVICE", "WARNING"))


def _manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"development":true', b'"development":false'))


def _event_and_manifest(folder: Path) -> None:
    """Changed together with its digest in the manifest: then the manifest's signature does not hold."""
    path, manifest = folder / "events.json", folder / "manifest.json"
    before = path.read_bytes()
    after = before.replace(b"SanctionIssued", b"SanctionIgnored")
    assert after != before
    path.write_bytes(after)
    digests = [hashlib.sha256(each).hexdigest().encode() for each in (before, after)]
    manifest.write_bytes(manifest.read_bytes().replace(*digests))


def _no_public_log(folder: Path) -> None:
    (folder / "public-log.json").unlink()


def _no_stamp(folder: Path) -> None:
    (folder / "manifest.tst").unlink()


def _other_stamp(folder: Path) -> None:
    """Sound, and over something else."""
    content = (folder / "manifest.tst").read_bytes()
    digest = hashlib.sha256((folder / "manifest.sig").read_bytes()).digest()
    assert content.count(digest) == 1
    (folder / "manifest.tst").write_bytes(content.replace(digest, hashlib.sha256(b"lain").digest()))


def _no_signature(folder: Path) -> None:
    (folder / "manifest.sig").unlink()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_letter, "berubah / changed"),
        (_missing_letter, "tidak ada / missing"),
        (_missing_evidence, "tidak ada / missing"),
        (_further_file, "tidak tercatat / not in the manifest"),
        (_receipt, "receipts.json: berubah / changed"),
        (_manifest, "the manifest's signature does not hold"),
        (_event_and_manifest, "the manifest's signature does not hold"),
        (_no_signature, "manifest"),
        (_no_public_log, "public-log.json: tidak ada / missing"),
        (_no_stamp, "manifest.tst"),
        (_other_stamp, "the manifest's time stamp is not proven"),
    ],
)
def test_the_checker_finds_what_was_changed(
    change: Callable[[Path], None], words: str, folder: Path, libraries: Path
) -> None:
    change(folder)
    status, said = checked(folder, libraries)
    assert status == 1
    assert words in said
    assert "SALAH / WRONG" in said


def test_a_pack_by_another_root_is_found_by_who_brings_the_right_one(
    folder: Path, libraries: Path, tmp_path: Path, town: Town
) -> None:
    root = tmp_path / "other.pem"
    root.write_bytes(DevelopmentPki.open(tmp_path / "pki", town.system.clock).root_pem)
    status, said = checked(folder, libraries, "--root", str(root))
    assert (status, "tepercaya" in said) == (1, True)


def typed(town: Town, *words: str) -> tuple[int, str]:
    """Exit status and complaint of a command, in a process of its own on the servers and the data folder of the town."""
    settings = town.system.settings
    assert settings.s3 is not None
    named = {
        "MONGODB_URI": settings.mongodb_uri,
        "MONGODB_NAME": settings.mongodb_name,
        "S3_ENDPOINT": settings.s3.endpoint,
        "S3_ACCESS_KEY": settings.s3.access_key,
        "S3_SECRET_KEY": settings.s3.secret_key,
        "S3_SECURE": "false",
    }
    environment = os.environ | {f"PEMBINA_{name}": str(value) for name, value in named.items()}
    command = [sys.executable, "-m", "app.cli", "--data", str(settings.data), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stderr


def test_the_commands_write_a_pack_and_a_bundle(town: Town, case: str, libraries: Path, tmp_path: Path) -> None:
    out = tmp_path / "bukti.zip"
    assert typed(town, "evidence-pack", case, str(out))[0] == 0
    shutil.unpack_archive(out, tmp_path / "bukti")
    assert checked(tmp_path / "bukti", libraries, *pins(town, out.parent))[0] == 0
    (tmp_path / "root.pem").unlink()
    assert typed(town, "evidence-pack", "none", str(tmp_path / "none.zip"))[0] == 1
    assert typed(town, "offline-bundle", str(tmp_path / "luring.zip"))[0] == 0
    assert OfflineBundle.read((tmp_path / "luring.zip").read_bytes()).development
    assert sorted(each.name for each in tmp_path.iterdir()) == ["bukti", "bukti.zip", "luring.zip"]
    for words in (("evidence-pack", case), ("offline-bundle",)):
        status, complaint = typed(town, *words, str(tmp_path / "no-folder" / "out.zip"))
        assert (status, "tidak dapat ditulis / cannot be written" in complaint) == (1, True)


def test_who_may_not_read_the_case_gets_nothing(town: Town, case: str) -> None:
    assert fetched(town, case, None).status_code == 401
    for name in ("stranger",):
        assert fetched(town, case, PEOPLE_BY_ID[name]).status_code == 404
    assert fetched(town, "none", PEOPLE_BY_ID["auditor"]).status_code == 404
    assert ANONYMOUS.id not in PEOPLE_BY_ID


def test_an_institution_does_not_find_a_measure_that_was_not_imposed(
    town: Town, case: str, libraries: Path, tmp_path: Path
) -> None:
    """The warning waits for its signature: for the institution it does not exist, nor do its events."""
    response = fetched(town, key_of(case), PEOPLE_BY_ID["unit-head"])
    assert response.status_code == 200
    path = tmp_path / "bukti.zip"
    path.write_bytes(response.content)
    shutil.unpack_archive(path, tmp_path / "bukti")
    (advice, warning) = SanctionRecord.objects(case_id=key_of(case)).order_by("sequence")
    whole = b"".join(each.read_bytes() for each in (tmp_path / "bukti").rglob("*.json"))
    assert str(advice.id).encode() in whole
    assert str(warning.id).encode() not in whole
    assert [each["sanction"] for each in json.loads((tmp_path / "bukti" / "receipts.json").read_text())] == [advice.id]
    assert checked(tmp_path / "bukti", libraries, *pins(town, tmp_path))[0] == 0


INTERNAL = {"SANCTION": {"draft", "prepare", "recall"}, "ASSESSMENT": {"prepare_determination"}}


@pytest.mark.parametrize(
    "reader", ["deputy", "admin", "auditor", "reviewer", "assessor-1", "unit-head", "head", "staff"]
)
def test_a_pack_tells_each_role_the_acts_that_it_reads_in_the_log(
    reader: str, town: Town, case: str, libraries: Path, tmp_path: Path
) -> None:
    """The checker finds each pack whole, and says how many events are withheld; each is in the log, with no word of it."""
    actor = PEOPLE_BY_ID[reader]
    (tmp_path / "bukti.zip").write_bytes(fetched(town, case, actor).content)
    shutil.unpack_archive(tmp_path / "bukti.zip", tmp_path / "bukti")
    manifest = json.loads((tmp_path / "bukti" / "manifest.json").read_bytes())
    leaves = [json.loads(each["leaf"]) for each in json.loads((tmp_path / "bukti" / "events.json").read_bytes())]
    told = {(each["aggregate"], each["record_id"], each["version"]) for each in leaves}
    withheld = {(each["aggregate"], each["id"], each["version"]) for each in manifest["withheld_events"]}
    acts = {
        (each.aggregate, each.record_id, each.version): each
        for record in manifest["records"]
        for each in EventRecord.objects(
            aggregate=record["aggregate"], record_id=record["id"], version__lte=record["version"]
        )
    }
    expected = {
        key
        for key, act in acts.items()
        if {
            "reviewer": act.actor_id == "reviewer",
            "assessor-1": act.actor_id == "assessor-1",
            "unit-head": act.verb not in INTERNAL.get(act.aggregate, ()),
            "head": act.verb not in INTERNAL.get(act.aggregate, ()),
            "staff": False,
        }.get(reader, True)
    }
    assert (told, withheld) == (expected, acts.keys() - expected)
    assert {each["reason"] for each in manifest["withheld_events"]} <= {
        "unit-head": {"INTERNAL"}, "head": {"INTERNAL"}, "staff": {"INTERNAL", "NOT_IN_READERS_LOG"},
    }.get(reader, {"NOT_IN_READERS_LOG"})  # fmt: skip
    assert bool(withheld) is (reader not in {"deputy", "admin", "auditor"})
    status, said = checked(tmp_path / "bukti", libraries, *pins(town, tmp_path))
    assert (status, said.count(" peristiwa / events: ")) == (
        0,
        len({each["reason"] for each in manifest["withheld_events"]}),
    ), said


class Broken:
    """The public log, or object storage, that says of everything what it is told to say."""

    def __init__(self, answer: Callable[..., Any]) -> None:
        self._answer = answer

    def __getattr__(self, _name: str) -> Any:
        return self._answer


def fails(*_arguments: object) -> bytes:
    raise StorageUnavailable("the storage went away")


def ports(town: Town, **changes: Any) -> PackPorts:
    """What packs of the town are made of, with other ends."""
    return replace(town.system.evidence_packs._ports, **changes)


def records() -> dict[str, Any]:
    """Everything that a receipt would change."""
    classes = (SanctionRecord, CaseRecord, EventRecord)
    return {each.__name__: sorted(map(str, each.objects.as_pymongo())) for each in classes}


@pytest.fixture(scope="module")
def issued(play: Play, case: str) -> str:
    """The warning, signed; nobody has opened it. The case, whose pack would be its receipt."""
    warning = play.stage.things["warning"]
    play.stage.sign("issueSanction", "deputy", warning)
    return case


def test_a_pack_that_could_not_be_made_is_no_receipt(town: Town, issued: str, tmp_path: Path) -> None:
    """II.2.3.s1: whatever fails before the archive is whole, nobody has got anything, so nobody has received anything."""
    head, key = PEOPLE_BY_ID["unit-head"], key_of(issued)
    while sequence_events(town.system.database.client):
        continue
    before = records()
    with (tmp_path / "a").open("wb") as target, pytest.raises(StorageUnavailable):
        EvidencePacks(ports(town, store=Broken(fails))).write(actor=head, case_id=key, target=target)
    full = io.BytesIO()
    full.write = fails  # type: ignore[method-assign, assignment]
    with pytest.raises(StorageUnavailable):
        EvidencePacks(ports(town)).write(actor=head, case_id=key, target=full)
    assert records() == before


@pytest.mark.parametrize("status", [LogStatus.WAITING, LogStatus.ABSENT, LogStatus.BROKEN])
def test_no_pack_where_the_public_log_does_not_prove_a_letter(
    town: Town, issued: str, tmp_path: Path, status: LogStatus
) -> None:
    while sequence_events(town.system.database.client):
        continue
    before = records()
    unproven = Broken(lambda _document: PaperInLog(status=status))
    with (tmp_path / "a").open("wb") as target:
        packs = EvidencePacks(ports(town, log=unproven))
        refusal = packs.write(actor=PEOPLE_BY_ID["unit-head"], case_id=key_of(issued), target=target)
    assert refusal is not None
    assert (refusal.code, refusal.slots) == (RefusalCode.SERVICE_UNAVAILABLE, {"service": "log publik"})
    assert (tmp_path / "a").stat().st_size == 0
    assert records() == before


def test_a_paper_that_is_named_and_not_given_is_withheld_with_the_reason(town: Town, issued: str) -> None:
    """Who may not read it, and that it was never issued, are two reasons; what is given is not withheld."""
    paper = DocumentRecord.objects(state=DocumentState.SIGNED.value).first()
    named = json.dumps({"aggregate": "SANCTION", "record_id": "x", "documents": [paper.id]}).encode()
    own = json.dumps({"aggregate": "DOCUMENT", "record_id": "tidak-ada", "documents": []}).encode()
    other = json.dumps({"aggregate": "CASE", "record_id": "y", "documents": []}).encode()
    assert withheld_papers([named, own, other, named], []) == sorted(
        [
            WithheldPaper(paper.id, WithheldReason.NOT_FOR_READER),
            WithheldPaper("tidak-ada", WithheldReason.NOT_ISSUED),
        ],
        key=lambda each: each.document,
    )
    assert withheld_papers([named, own], [paper.id, "tidak-ada"]) == []


class NoAuthority:
    """A time-stamping authority that is not there."""

    def timestamper(self, clock: Clock) -> TimeStamper:
        raise TimestampUnavailable("no answer")


def test_no_pack_without_a_time_stamp(town: Town, issued: str, tmp_path: Path) -> None:
    """Its signer alone would date it."""
    while sequence_events(town.system.database.client):
        continue
    before = records()
    with (tmp_path / "a").open("wb") as target:
        packs = EvidencePacks(ports(town, timestamps=NoAuthority()))
        refusal = packs.write(actor=PEOPLE_BY_ID["unit-head"], case_id=key_of(issued), target=target)
    assert refusal is not None
    assert refusal.code is RefusalCode.SERVICE_UNAVAILABLE
    assert refusal.slots == {"service": "otoritas penanda waktu"}
    assert records() == before


def test_who_gets_a_letter_in_a_pack_has_received_it(town: Town, play: Play, issued: str) -> None:
    """II.2.3.s1: reading a measure in a pack starts the same term as reading it by itself, for the head and nobody else."""
    warning = play.stage.things["warning"]
    for reader, state in (
        ("auditor", "ISSUED"),
        ("staff", "ISSUED"),
        ("unit-head", "RECEIVED"),
        ("unit-head", "RECEIVED"),
    ):
        assert fetched(town, issued, PEOPLE_BY_ID[reader]).status_code == 200
        assert play.stage.state(warning) == state


def test_an_act_while_a_pack_is_made_is_another_packs(
    town: Town, play: Play, issued: str, libraries: Path, tmp_path: Path
) -> None:
    """Done between the loading of the case and that of its events: the pack is of before, and whole."""
    warning, key = play.stage.things["warning"], key_of(issued)
    assert fetched(town, issued, PEOPLE_BY_ID["unit-head"]).status_code == 200
    play.after_term(warning)
    before = SanctionRecord.objects(id=key_of(warning)).get()
    sequenced: list[int] = []

    def sequence() -> int:
        if not sequenced:
            play.stage.act("recordNoImprovement", "reviewer", warning, **UNIMPROVED)
        sequenced.append(sequence_events(town.system.database.client))
        return sequenced[-1]

    path = tmp_path / "bukti.zip"
    with path.open("wb") as target:
        packs = EvidencePacks(ports(town, sequence=sequence))
        assert packs.write(actor=PEOPLE_BY_ID["auditor"], case_id=key, target=target) is None
    assert sequenced[-1] == 0
    assert sum(sequenced) >= 1
    after = SanctionRecord.objects(id=before.id).get()
    assert (before.state, after.state, after.version) == ("RECEIVED", "NOT_IMPROVED", before.version + 1)
    shutil.unpack_archive(path, tmp_path / "bukti")
    records = json.loads((tmp_path / "bukti" / "manifest.json").read_bytes())["records"]
    told = {each["id"]: (each["version"], each["state"]) for each in records}
    assert told[before.id] == (before.version, "RECEIVED")
    _, said = checked(tmp_path / "bukti", libraries, *pins(town, tmp_path))
    wrong = [line for line in said.splitlines() if "WRONG" in line]
    assert [line for line in wrong if "letters/002" not in line] == [], "the warning's paper is a stand-in in this town"
