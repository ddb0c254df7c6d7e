"""The evidence pack of one case: what can be laid before a court or an auditor, and checked there without us.

A ZIP: the letters as issued, with the archive time stamps that came since, each with its proofs in the public log; the
receipts, the evidence files, the events with their proofs in the event log, trust anchors, and `check.py`, which needs
Python and two libraries and nothing of ours. `manifest.json` names every file with its SHA-256, every event that its reader
does not read in the log, and every paper that the events name and the pack has not, each with the reason; it is signed with
the credential key, which the log's key announces (`credential-keys.note`), and its signature is time-stamped
(`manifest.tst`): its signer alone does not date it.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Protocol

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from domain.aggregates import Aggregate
from domain.canonical import canonical_json
from domain.clock import Clock
from domain.document_kinds import DocumentKind, DocumentState
from domain.reading import is_hidden, may_read, may_read_paper
from domain.refusals import Refusal, RefusalCode, Words, no_such, refuse
from domain.roles import Actor
from persistence.case_material import CaseMaterial, evidence_named_in, material_of, signed_papers
from persistence.documents import DocumentRecord, newest_bytes
from persistence.evidence import EvidenceRecord
from persistence.log_proofs import ProvenEvents, proven_events
from persistence.records import Record
from persistence.transactions import reaching_database
from services.deliveries import record_opening
from services.door import Door
from services.evidence import file_name as evidence_name
from services.log_proofs import LogProof, LogStatus, PaperInLog
from services.offline_bundles import TrustSource
from services.papers import file_name as paper_name
from services.withheld_events import told_and_withheld
from services.withheld_papers import withheld_papers
from signing.credential_keys import CredentialKey
from signing.detached_stamps import stamp_over
from signing.key_notices import sign_notice
from signing.notes import NoteSigner
from signing.port import TimestampUnavailable
from signing.status_lists import whole_seconds
from signing.timestamps import TimestampSource
from storage.keys import issued_key
from storage.port import Area, ObjectStore

FORMAT = "pembina-bukti-3"
SIGNED_PREFIX = b"pembina-bukti-3\n"
"""Stands before the manifest where it is signed, so that no other token of the same key can be taken for it."""
CHECKER = Path(__file__).with_name("evidence_checker.py")
_TIME = (1980, 1, 1, 0, 0, 0)

_READ_ME = """Bukti satu kasus / the evidence of one case

    python3 -m pip install "pyhanko" "cryptography"
    python3 check.py                        memeriksa semua / checks everything
    python3 check.py --root akar.pem --log-key KUNCI
                                            dengan akar dan kunci log yang Anda peroleh sendiri
                                            with the root and the log's key that you got elsewhere

Tanpa keduanya yang terbukti hanyalah bahwa isi ini utuh menurut akar dan kunci di dalamnya sendiri (status 3).
Without them it is only proven that this is whole by the root and the key inside it (exit status 3).
"""


class PublicLog(Protocol):
    """What the public log holds of a paper. *Shape*: as `services.log_proofs.LogProver`."""

    def find(self, document_id: str) -> PaperInLog:
        """Its issuance with each published change of its standing. *Raises*: `DatabaseUnavailable`."""
        ...


@dataclass(frozen=True, kw_only=True)
class PackPorts:
    """What packs are made of.

    *Shape*: `door` records that a letter was opened; `sequence` gives waiting events their index, and says how
    many; `log_signer` announces the
    credential keys, `timestamps` dates the manifest.
    """

    door: Door
    clock: Clock
    store: ObjectStore
    source: TrustSource
    log: PublicLog
    key: Callable[[], CredentialKey]
    sequence: Callable[[], int]
    log_signer: Callable[[], NoteSigner]
    timestamps: TimestampSource
    development: bool


@dataclass(frozen=True, kw_only=True)
class _Contents:
    """What this actor may have of a case."""

    actor: Actor
    material: CaseMaterial
    records: list[tuple[Aggregate, Record]]
    papers: list[DocumentRecord]
    files: list[EvidenceRecord]


class EvidencePacks:
    """Writes packs for those who may read the case; each sees what he may see elsewhere, and no more."""

    def __init__(self, ports: PackPorts) -> None:
        self._ports = ports

    @reaching_database()
    def write(self, *, actor: Actor, case_id: str, target: IO[bytes]) -> Refusal | None:
        """Writes the pack, then records that the actor opened the letters in it; on a refusal `target` is nobody's.

        Who is given a letter in a pack has opened that letter (II.2.3.s1). That is recorded once the archive is whole, and
        before a byte of it leaves: what fails on the way leaves no receipt of something that nobody got. So the pack shows
        the case as it was before it was handed over. Refused where the actor may not read the case, or there is none; where
        the public log does not prove a letter, or no time stamp can be had; and as the letter itself where its receipt cannot
        be recorded.
        *Raises*: `DatabaseUnavailable`, `StorageError` (a stored file is missing), `SigningError`.
        """
        contents = self._contents(actor, case_id)
        if contents is None:
            return not_found(case_id)
        logged = [self._ports.log.find(paper.id) for paper in contents.papers]
        if any(finding.status is not LogStatus.HELD for finding in logged):
            return refuse(RefusalCode.SERVICE_UNAVAILABLE, service=Words("log publik", "public log"))
        try:
            self._write(contents, logged, target)
        except TimestampUnavailable:
            return refuse(
                RefusalCode.SERVICE_UNAVAILABLE, service=Words("otoritas penanda waktu", "time-stamping authority")
            )
        openings = (record_opening(self._ports.door, actor, paper) for paper in contents.papers)
        return next((refusal for refusal in openings if refusal is not None), None)

    def _write(self, contents: _Contents, logged: list[PaperInLog], target: IO[bytes]) -> None:
        while self._ports.sequence():
            continue
        log, withheld = told_and_withheld(contents.actor, _as_loaded(contents))
        made_at, key = whole_seconds(self._ports.clock.now()), self._ports.key()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            digests = {name: _add(archive, name, content) for name, content in self._parts(contents, log, logged, key)}
            about = _manifest(contents, log, digests, made_at, development=self._ports.development)
            manifest = canonical_json(about | {"withheld_events": [each.values() for each in withheld]})
            signature = _signature(manifest, key)
            _add(archive, "manifest.json", manifest)
            _add(archive, "manifest.sig", signature)
            _add(archive, "manifest.tst", stamp_over(signature, self._ports.timestamps, self._ports.clock))
        target.flush()

    def _contents(self, actor: Actor, case_id: str) -> _Contents | None:
        material = material_of(case_id)
        if material is None or not may_read(actor, Aggregate.CASE, material.case.institution_id):
            return None
        institution = material.case.institution_id
        related = [
            (aggregate, record)
            for aggregate, record in material.related
            if may_read(actor, aggregate, institution) and not is_hidden(actor, aggregate, record.state)
        ]
        records = [(Aggregate.CASE, material.case), *related]
        papers = [
            paper
            for paper in signed_papers((aggregate, str(record.id)) for aggregate, record in records)
            if may_read_paper(
                actor,
                Aggregate(paper.subject),
                institution,
                kind=DocumentKind(paper.kind),
                state=DocumentState(paper.state),
            )
        ]
        files = evidence_named_in(record for _, record in records)
        return _Contents(actor=actor, material=material, records=records, papers=papers, files=files)

    def _parts(
        self, contents: _Contents, log: ProvenEvents, logged: list[PaperInLog], key: CredentialKey
    ) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every file but the manifest and its signature, one at a time."""
        for number, paper in enumerate(contents.papers, start=1):
            yield (
                f"letters/{number:03}_{paper_name(paper)}",
                self._ports.store.get(Area.ISSUED, issued_key(newest_bytes(paper)[0])),
            )
        for file in contents.files:
            name = evidence_name(file.name, file.content_type)
            yield f"evidence/{file.id}_{name}", self._ports.store.get(Area.EVIDENCE, file.key)
        yield "receipts.json", canonical_json(_receipts(contents.records))
        yield "events.json", canonical_json(_events(log))
        yield "public-log.json", canonical_json(_public_log(contents.papers, logged))
        anchors = self._ports.source.trust()
        for folder, ders in (
            ("roots", anchors.roots),
            ("intermediates", anchors.intermediates),
            ("crls", anchors.crls),
        ):
            for number, der in enumerate(ders):
                yield f"trust/{folder}/{number}.der", der
        signer = self._ports.log_signer()
        yield "trust/credential-keys.note", sign_notice(self._ports.source.credential_certificates(), signer).encode()
        yield "trust/log.vkey", f"{signer.key.vkey}\n".encode()
        yield "trust/manifest-signer.der", key.certificate.public_bytes(Encoding.DER)
        yield "check.py", CHECKER.read_bytes()
        yield "README.txt", _READ_ME.encode()


def _signature(manifest: bytes, key: CredentialKey) -> bytes:
    return key.key.sign(SIGNED_PREFIX + manifest, ec.ECDSA(SHA256(), deterministic_signing=True))


def not_found(case_id: str) -> Refusal:
    """What a stranger is told, whether or not there is such a case."""
    return no_such("Kasus", "Case", case_id, subject="case")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> dict[str, str | int]:
    archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
    return {"sha256": sha256(content).hexdigest(), "size": len(content)}


def _manifest(
    contents: _Contents,
    log: ProvenEvents,
    files: dict[str, dict[str, str | int]],
    made_at: datetime,
    *,
    development: bool,
) -> dict[str, Any]:
    case = contents.material.case
    return {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "development": development,
        "case": {"id": case.id, "state": case.state, "institution": case.institution_id, "unit": case.unit_id},
        "records": [
            {"aggregate": aggregate.value, "id": str(record.id), "version": record.version, "state": record.state}
            for aggregate, record in _told(contents)
        ],
        "letters": [
            {
                "id": p.id,
                "number": p.number,
                "kind": p.kind,
                "dated": p.dated,
                "sha256": p.sha256,
                "size": p.size,
                "signatures": len(p.signatures),
            }
            for p in contents.papers
        ],
        "withheld": [
            each.values() for each in withheld_papers([e.leaf for e in log.events], [p.id for p in contents.papers])
        ],
        "log": {"size": log.size, "root": log.root.hex()},
        "files": files,
    }


def _told(contents: _Contents) -> list[tuple[Aggregate, Record]]:
    """Every record whose life the pack tells."""
    papers = [(Aggregate.DOCUMENT, paper) for paper in contents.papers]
    return [*contents.records, *papers, *((Aggregate.EVIDENCE, file) for file in contents.files)]


def _as_loaded(contents: _Contents) -> ProvenEvents:
    """The events that made the records what they were when they were loaded; an act since then is another pack's."""
    told = _told(contents)
    versions = {(aggregate.value, str(record.id)): record.version for aggregate, record in told}
    log = proven_events((aggregate, str(record.id)) for aggregate, record in told)
    return replace(log, events=tuple(event for event in log.events if _is_loaded(json.loads(event.leaf), versions)))


def _is_loaded(leaf: dict[str, Any], versions: dict[tuple[str, str], int]) -> bool:
    version: int = leaf["version"]
    return version <= versions[leaf["aggregate"], leaf["record_id"]]


def _receipts(records: list[tuple[Aggregate, Record]]) -> list[dict[str, Any]]:
    """Of each sanction what proves that it was received, and what counts from it (II.2.3.s1)."""
    return [
        {
            "sanction": record.id,
            "rung": record.rung,
            "state": record.state,
            "issued_on": record.issued_on,
            "receipts": json.loads(json.dumps(list(record.receipts), default=str)),
            "received_at": record.received_at.isoformat() if record.received_at else None,
            "last_instant_to_object": record.last_instant.isoformat() if record.last_instant else None,
        }
        for aggregate, record in records
        if aggregate is Aggregate.SANCTION
    ]


def _events(log: ProvenEvents) -> list[dict[str, Any]]:
    """*Shape*: `leaf` is the text whose UTF-8 bytes were hashed; `path` in hexadecimal, from the leaf upwards."""
    return [
        {"index": event.index, "leaf": event.leaf.decode(), "path": [node.hex() for node in event.path]}
        for event in log.events
    ]


def _public_log(papers: list[DocumentRecord], logged: list[PaperInLog]) -> list[dict[str, Any]]:
    """Of each letter, in the order of the manifest: the signed checkpoint, and its entries with their proofs in that tree."""
    return [
        {
            "sha256": paper.sha256,
            "verifier_key": finding.proofs[0].verifier_key,
            "checkpoint": finding.proofs[0].checkpoint,
            "proofs": [_proof(proof) for proof in finding.proofs],
        }
        for paper, finding in zip(papers, logged, strict=True)
    ]


def _proof(proof: LogProof) -> dict[str, Any]:
    """*Shape*: `path` in hexadecimal, from the leaf upwards; `salt` null where the entry is the statement itself."""
    return {
        "index": proof.index,
        "path": list(proof.path),
        "entry": proof.entry,
        "statement": proof.statement,
        "salt": proof.salt,
    }
