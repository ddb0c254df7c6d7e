"""The end of the demonstration: papers downloaded, verified in every way, altered by one byte, kept with a summary."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.demo.client import ApiClient
from app.demo.story import VERIFY_CODE, VERIFY_DIGEST, Story
from app.demo.telling import StoryBroken
from domain.credentials import STATUS_OF
from domain.documents import DocumentKind
from domain.standings import Standing
from services.offline import OfflineVerification
from services.offline_bundles import OfflineBundle
from signing.validation import inspect_signatures


@dataclass(frozen=True)
class Proof:
    """One paper as a stranger finds it. *Shape*: `genuine` and `standing` are what the API answered for the file."""

    kind: str
    label: str
    number: str
    file: str
    sha256: str
    signatures: int
    genuine: bool
    standing: str
    data: bytes

    def summary(self) -> dict[str, Any]:
        """The paper's line in `summary.json`."""
        return {
            "kind": self.kind,
            "number": self.number,
            "file": self.file,
            "sha256": self.sha256,
            "signatures": self.signatures,
            "genuine": self.genuine,
            "standing": self.standing,
        }


def proofs_of(story: Story, *, holder: ApiClient, public: ApiClient) -> list[Proof]:
    """Each paper, downloaded by one who may read it and verified by anyone: by code, by SHA-256 and by upload.

    *Raises*: `StoryBroken` where the three answers differ.
    """
    return proofs_of_papers(story.await_papers(), holder=holder, public=public)


def proofs_of_papers(papers: Sequence[Mapping[str, Any]], *, holder: ApiClient, public: ApiClient) -> list[Proof]:
    """The same of any papers. *Shape*: each with its `path`, `verifyUrl`, `number`, `kind` and `label`."""
    return [_proof(paper, holder=holder, public=public) for paper in papers]


def _proof(paper: Mapping[str, Any], *, holder: ApiClient, public: ApiClient) -> Proof:
    data = holder.download(urlsplit(paper["path"]).path)
    digest = sha256(data).hexdigest()
    by_file = public.verify(data)
    by_digest = public.ask(VERIFY_DIGEST, digest=digest)["verify"]
    by_code = public.ask(VERIFY_CODE, code=paper["verifyUrl"].rsplit("/", 1)[-1])["verify"]
    numbers = {by_file["document"]["number"], by_digest["document"]["number"], by_code["document"]["number"]}
    if numbers != {paper["number"]} or not by_file["genuine"] or not by_digest["genuine"]:
        raise StoryBroken(f"{paper['number']} does not verify the same way three times: {by_file}")
    if by_code["document"]["sha256"] != digest or by_code["standing"] != by_file["standing"]:
        raise StoryBroken(f"the code of {paper['number']} leads to another paper")
    number = "".join(c if c.isalnum() else "-" for c in paper["number"])
    return Proof(
        kind=paper["kind"],
        label=paper["label"],
        number=paper["number"],
        file=f"{paper['kind'].lower()}_{number}.pdf",
        sha256=digest,
        signatures=len(by_file["signatures"]),
        genuine=by_file["genuine"],
        standing=by_file["standing"],
        data=data,
    )


def altered_is_caught(proof: Proof, public: ApiClient) -> str:
    """Changes one byte in the middle of the file and asks again; returns what the API says. *Raises*: `StoryBroken`."""
    altered = bytearray(proof.data)
    altered[len(altered) // 2] ^= 0x01
    report = public.verify(bytes(altered))
    if report["genuine"]:
        raise StoryBroken(f"an altered {proof.number} passes as genuine")
    return str(report["messageId"])


def agree_without_network(proofs: Sequence[Proof], bundle: OfflineBundle, at: datetime) -> int:
    """Checks each certificate by the bundle alone; returns how many there are.

    *Raises*: `StoryBroken` where the answer differs from that of the server.
    """
    verification = OfflineVerification(bundle, inspect_signatures)
    certificates = [proof for proof in proofs if proof.kind == DocumentKind.CERTIFICATE]
    for proof in certificates:
        report = verification.verify_file(proof.data, at)
        found = report.status.status if report.status is not None else None
        if report.genuine is not True or found is not STATUS_OF[Standing(proof.standing)]:
            raise StoryBroken(f"{proof.number} is another thing without network: {report.message_en}")
    return len(certificates)


FIGURES = """
query {
  institutions(first: 1) { totalCount }
  units(first: 1) { totalCount }
  standards { criteria { code } }
  clauses { path }
  rules { code }
}
"""


def figures_of(public: ApiClient) -> dict[str, int]:
    """Counts, as the API answers them."""
    answer = public.ask(FIGURES)
    return {
        "institutions": answer["institutions"]["totalCount"],
        "units": answer["units"]["totalCount"],
        "standards": len(answer["standards"]),
        "criteria": sum(len(standard["criteria"]) for standard in answer["standards"]),
        "clauses": len(answer["clauses"]),
        "rules": len(answer["rules"]),
    }


def keep(
    proofs: list[Proof],
    figures: dict[str, float],
    folder: Path,
    *,
    root: bytes,
    bundle: OfflineBundle,
    volume: Mapping[str, Any] | None = None,
) -> None:
    """Leaves the PDFs, the root certificate for other validators, the offline bundle and `summary.json` in the folder.

    *Shape*: `volume` are the figures of the sixty units, where they were told.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for proof in proofs:
        (folder / proof.file).write_bytes(proof.data)
    (folder / "root.pem").write_bytes(root)
    (folder / "luring.zip").write_bytes(bundle.packed())
    summary = {"documents": [proof.summary() for proof in proofs], "figures": figures}
    if volume is not None:
        summary["volume"] = dict(volume)
    (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
