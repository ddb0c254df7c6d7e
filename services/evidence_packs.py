"""The evidence pack of one case: what can be laid before a court or an auditor, and checked there without us.

A ZIP: the letters as issued, the receipts, the evidence files, the events with their proofs in the event log, trust anchors,
and `check.py`, which needs Python and two libraries and nothing of ours. `manifest.json` names every file with its SHA-256
and is itself signed with the credential key. Proofs of a further log become one more entry of `_parts`, and one more check of
`evidence_checker`.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from domain.canonical import canonical_json
from domain.clock import Clock
from domain.documents import DocumentKind, DocumentState
from domain.reading import is_hidden, may_read, may_read_paper
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import Actor
from domain.tables import Aggregate
from persistence.case_material import CaseMaterial, evidence_named_in, material_of, signed_papers
from persistence.documents import DocumentRecord
from persistence.evidence import EvidenceRecord
from persistence.log_proofs import ProvenEvents, proven_events
from persistence.records import Record
from persistence.transactions import reaching_database
from services.deliveries import record_opening
from services.door import Door
from services.evidence import file_name as evidence_name
from services.offline_bundles import TrustSource
from services.papers import file_name as paper_name
from signing.credential_keys import CredentialKey
from signing.status_lists import whole_seconds
from storage.keys import issued_key
from storage.port import Area, ObjectStore

FORMAT = "pembina-bukti-1"
SIGNED_PREFIX = b"pembina-bukti-1\n"
"""Stands before the manifest where it is signed, so that no other token of the same key can be taken for it."""
CHECKER = Path(__file__).with_name("evidence_checker.py")
_TIME = (1980, 1, 1, 0, 0, 0)

_READ_ME = """Bukti satu kasus / the evidence of one case

    python3 -m pip install "pyhanko" "cryptography"
    python3 check.py                        memeriksa semua / checks everything
    python3 check.py --root akar.pem        dengan akar yang Anda peroleh sendiri / with the root that you got elsewhere

Tanpa --root yang terbukti hanyalah bahwa isi ini utuh menurut akar di dalamnya sendiri.
Without --root it is only proven that this is whole by the root inside it.
"""


@dataclass(frozen=True, kw_only=True)
class PackPorts:
    """What packs are made of. *Shape*: `door` records that a letter was opened; `sequence` gives waiting events their index."""

    door: Door
    clock: Clock
    store: ObjectStore
    source: TrustSource
    key: Callable[[], CredentialKey]
    sequence: Callable[[], object]
    development: bool


@dataclass(frozen=True, kw_only=True)
class _Contents:
    """What this actor may have of a case."""

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
        """Writes the pack; a refusal where the actor may not read the case, or there is none: nothing is written then.

        Who is given a letter in it has opened that letter: where this is its receipt and cannot be recorded, the pack is
        refused as the letter itself would be (II.2.3.s1).
        *Raises*: `DatabaseUnavailable`, `StorageError` (a stored file is missing), `SigningError`.
        """
        contents = self._contents(actor, case_id)
        if contents is None:
            return not_found(case_id)
        for paper in contents.papers:
            if (refusal := record_opening(self._ports.door, actor, paper)) is not None:
                return refusal
        contents = self._contents(actor, case_id) or contents  # a receipt has moved its sanction
        self._ports.sequence()
        things = [(aggregate, str(record.id)) for aggregate, record in contents.records]
        things += [(Aggregate.DOCUMENT, str(paper.id)) for paper in contents.papers]
        things += [(Aggregate.EVIDENCE, str(file.id)) for file in contents.files]
        log = proven_events(things)
        made_at = whole_seconds(self._ports.clock.now())
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            digests = {name: _add(archive, name, content) for name, content in self._parts(contents, log)}
            manifest = canonical_json(_manifest(contents, log, digests, made_at, development=self._ports.development))
            _add(archive, "manifest.json", manifest)
            _add(archive, "manifest.sig", self._signature(manifest))
        return None

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
        return _Contents(material=material, records=records, papers=papers, files=files)

    def _parts(self, contents: _Contents, log: ProvenEvents) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every file but the manifest and its signature, one at a time."""
        for number, paper in enumerate(contents.papers, start=1):
            yield (
                f"letters/{number:03}_{paper_name(paper)}",
                self._ports.store.get(Area.ISSUED, issued_key(paper.sha256)),
            )
        for file in contents.files:
            name = evidence_name(file.name, file.content_type)
            yield f"evidence/{file.id}_{name}", self._ports.store.get(Area.EVIDENCE, file.key)
        yield "receipts.json", canonical_json(_receipts(contents.records))
        yield "events.json", canonical_json(_events(log))
        anchors = self._ports.source.trust()
        for folder, ders in (
            ("roots", anchors.roots),
            ("intermediates", anchors.intermediates),
            ("crls", anchors.crls),
        ):
            for number, der in enumerate(ders):
                yield f"trust/{folder}/{number}.der", der
        yield "trust/manifest-signer.der", self._ports.key().certificate.public_bytes(Encoding.DER)
        yield "check.py", CHECKER.read_bytes()
        yield "README.txt", _READ_ME.encode()

    def _signature(self, manifest: bytes) -> bytes:
        return self._ports.key().key.sign(SIGNED_PREFIX + manifest, ec.ECDSA(SHA256(), deterministic_signing=True))


def not_found(case_id: str) -> Refusal:
    """What a stranger is told, whether or not there is such a case."""
    return refuse(RefusalCode.NOT_FOUND, what=f"Kasus {case_id[:80]}", subject="case")


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
        "letters": [
            {"number": p.number, "kind": p.kind, "dated": p.dated, "sha256": p.sha256, "signatures": len(p.signatures)}
            for p in contents.papers
        ],
        "log": {"size": log.size, "root": log.root.hex()},
        "files": files,
    }


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
