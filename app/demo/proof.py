"""Papers as strangers find them: downloaded, verified in every way, altered by one byte."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from app.demo.answers import Answer, told
from app.demo.client import ApiClient
from app.demo.story import VERIFY_CODE, VERIFY_DIGEST
from app.demo.telling import StoryBroken


@dataclass(frozen=True)
class Proof:
    """One paper as a stranger finds it. *Shape*: what the API answered for its code, and for the file."""

    kind: str
    label: str
    number: str
    file: str
    sha256: str
    signatures: int
    by_code: Answer
    by_upload: Answer
    data: bytes

    @property
    def genuine(self) -> bool:
        """Whether the API calls the file genuine."""
        return self.by_upload.genuine is True

    @property
    def standing(self) -> str:
        """What the file means today, as the API answers it."""
        return str(self.by_upload.standing)

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


def proof_of(paper: Mapping[str, Any], *, holder: ApiClient, public: ApiClient) -> Proof:
    """A paper, downloaded by one who may read it and verified by anyone: by code, by SHA-256 and by upload.

    *Shape*: the paper has its `path`, `verifyUrl`, `number`, `kind` and `label`. *Raises*: `StoryBroken` where the three
    answers differ.
    """
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
        by_code=told(by_code),
        by_upload=told(by_file),
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
