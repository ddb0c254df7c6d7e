"""The walk of the demonstration, act by act, as each person's own client would do it; every act bears its own key."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from app.demo.client import ApiClient, Refused
from app.demo.samples import ATTACHMENTS, DETAILS, TERMS, sample_pdf

CHECKLIST = (
    "SERVER_READY",
    "NETWORK_READY",
    "SPSE_INSTALLED",
    "TLS_VALID",
    "BACKUP_TESTED",
    "ACCOUNTS_CREATED",
    "USER_TEST_PASSED",
)
LETTER_SECONDS = 300.0
"""How long a letter may take until it is ready: a limit, on a machine that does much else."""

_APPLICATION = "application { id state version sla { id state version } }"
_SLA = "sla { id state version digest document { id state version sha256 } }"


class StoryBroken(Exception):
    """An act had another outcome than the story tells."""


@dataclass(frozen=True)
class Cast:
    """Who acts: one client for each person, and the passphrase of the development keys."""

    institution_head: ApiClient
    unit_head: ApiClient
    unit_staff: ApiClient
    reviewer: ApiClient
    admin: ApiClient
    deputy: ApiClient
    public: ApiClient
    passphrase: str = field(repr=False)


@dataclass
class Progress:
    """What has happened so far: one line for each act, and what was measured. *Units*: seconds."""

    tell: Callable[[str], None]
    acts: list[str] = field(default_factory=list)
    seconds_to_verifiable: float | None = None

    def done(self, line: str) -> None:
        """Tells of one act."""
        self.acts.append(line)
        self.tell(line)


class Story:
    """From an application to a running unit. *Shape*: `name` makes the idempotency keys, so that a retry is the same act."""

    def __init__(self, cast: Cast, progress: Progress, *, name: str) -> None:
        self._cast = cast
        self._progress = progress
        self._name = name
        self.application_id = ""
        self.sla_id = ""

    def run(self) -> None:
        """The whole walk. *Raises*: `StoryBroken`, `ApiError`."""
        self.apply()
        self.complete()
        self.negotiate()
        self.sign()
        self.install()

    # --- chapters ---------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """An application is drafted, its files uploaded; without them it is refused; then it is submitted (II.2.1.a.1)."""
        head = self._cast.institution_head
        institution = head.ask("{ viewer { institution { id name } } }")["viewer"]["institution"]
        made = self._do(head, "createApplication", _APPLICATION, {"institution": institution["id"], "details": DETAILS})
        self.application_id = made["application"]["id"]
        self._refused(head, "submitApplication", "ATTACHMENT_MISSING", self._on_application())
        attachments = [
            {"kind": kind, "evidence": self._upload(kind, title, institution["id"])}
            for kind, title in ATTACHMENTS.items()
        ]
        self._do(head, "reviseApplication", _APPLICATION, {**self._on_application(), "attachments": attachments})
        self._do(head, "submitApplication", _APPLICATION, self._on_application())

    def complete(self) -> None:
        """The reviewer returns it once as incomplete, it is completed, and declared complete (II.2.1.a.2-3)."""
        self._assign("first")
        items = [{"kind": kind, "complete": kind != "PERSONNEL_LIST", "reason": _reason(kind)} for kind in ATTACHMENTS]
        self._do(self._cast.reviewer, "requestCompletion", _APPLICATION, {**self._on_application(), "items": items})
        answers = [{"kind": "PERSONNEL_LIST", "text": "Surat keputusan telah ditandatangani dan dilampirkan."}]
        self._do(
            self._cast.institution_head,
            "resubmitApplication",
            _APPLICATION,
            {**self._on_application(), "answers": answers},
        )
        self._assign("second")
        items = [{"kind": kind, "complete": True, "reason": ""} for kind in ATTACHMENTS]
        self._do(self._cast.reviewer, "declareComplete", _APPLICATION, {**self._on_application(), "items": items})

    def negotiate(self) -> None:
        """The clauses are written, and both parties agree to the same digest (house rule)."""
        started = self._do(self._cast.reviewer, "startSla", _APPLICATION, self._on_application())
        self.sla_id = started["application"]["sla"]["id"]
        self._refused(self._cast.admin, "startInstallation", "SLA_NOT_IN_FORCE", self._on_application(), key="early")
        self._do(self._cast.reviewer, "proposeSla", _SLA, {**self._on_sla(), "terms": TERMS})
        digest = self._sla()["digest"]
        self._refused(
            self._cast.institution_head, "agreeSla", "DIGEST_MISMATCH", {**self._on_sla(), "digest": "0" * 64}
        )
        self._do(self._cast.institution_head, "agreeSla", _SLA, {**self._on_sla(), "digest": digest}, key="institution")
        self._do(self._cast.reviewer, "agreeSla", _SLA, {**self._on_sla(), "digest": digest}, key="lkpp")

    def sign(self) -> None:
        """Both sign; between the two signatures the installation is refused, with the clause (II.2.1.a.3-4)."""
        self.sign_first()
        self._refused(self._cast.admin, "startInstallation", "SLA_NOT_IN_FORCE", self._on_application(), key="between")
        self.sign_second()
        approval = self._waiting("APPROVAL")
        values = {
            "document": approval["id"],
            "expectedVersion": approval["version"],
            "seenSha256": approval["sha256"],
            "passphrase": self._cast.passphrase,
        }
        self._do(self._cast.deputy, "signDocument", "document { id state number }", values)

    def sign_first(self) -> None:
        """The institution's head signs."""
        signing = self._signing()
        wrong = {**signing, "passphrase": "bukan frasa sandinya"}
        self._refused(self._cast.institution_head, "signSlaForInstitution", "PASSPHRASE_REFUSED", wrong)
        self._do(self._cast.institution_head, "signSlaForInstitution", _SLA, signing)

    def sign_second(self) -> None:
        """The Deputy signs; how long until a stranger can verify the paper is measured."""
        signing = self._signing()
        begun = time.monotonic()
        done = self._do(self._cast.deputy, "signSlaForLkpp", _SLA, signing)
        report = self._cast.public.ask(VERIFY_DIGEST, digest=done["sla"]["document"]["sha256"])["verify"]
        self._progress.seconds_to_verifiable = time.monotonic() - begun
        if not report["genuine"] or report["standing"] != "IN_FORCE":
            raise StoryBroken(f"the SLA does not verify: {report}")

    def install(self) -> None:
        """SPSE is installed, and accepted by both sides (II.2.1.a.4)."""
        self._do(self._cast.admin, "startInstallation", _APPLICATION, self._on_application())
        values = {"passed": list(CHECKLIST), "systemVersion": "SPSE 4.5 (contoh)"}
        self._refused(
            self._cast.admin,
            "acceptInstallation",
            "CHECKLIST_NOT_PASSED",
            {**self._on_application(), **values, "passed": ["SERVER_READY"]},
        )
        self._do(self._cast.admin, "acceptInstallation", _APPLICATION, {**self._on_application(), **values}, key="lkpp")
        done = self._do(
            self._cast.unit_head, "acceptInstallation", _APPLICATION, {**self._on_application(), **values}, key="unit"
        )
        if done["application"]["state"] != "ACTIVE":
            raise StoryBroken(f"the application is {done['application']['state']}")
        self.await_papers()

    def await_papers(self) -> list[dict[str, Any]]:
        """Every paper of the walk, once none of them is under way."""
        papers: list[dict[str, Any]] = self._until(
            self.papers,
            lambda found: len(found) >= 6 and all(paper["state"] == "SIGNED" for paper in found),
            "the letters are not all issued",
        )
        return papers

    def papers(self) -> list[dict[str, Any]]:
        """The papers of the application and its SLA, as the institution's head sees them."""
        answer = self._cast.institution_head.ask(PAPERS, application=self.application_id)["node"]
        papers: list[dict[str, Any]] = [edge["node"] for edge in answer["documents"]["edges"]]
        sla = (answer["sla"] or {}).get("document")
        return papers + ([sla] if sla else [])

    # --- acts -------------------------------------------------------------------------------------------------------

    def _do(
        self, client: ApiClient, mutation: str, fields: str, values: Mapping[str, Any], *, key: str = ""
    ) -> dict[str, Any]:
        result = client.act(mutation, fields, {**values, "idempotencyKey": self._key(mutation, key)})
        if isinstance(result, Refused):
            raise StoryBroken(f"{mutation} was refused: {result}")
        state = next((v["state"] for v in result.values() if isinstance(v, dict) and "state" in v), "")
        self._progress.done(f"{mutation} → {state}" if state else mutation)
        return result

    def _refused(
        self, client: ApiClient, mutation: str, code: str, values: Mapping[str, Any], *, key: str = ""
    ) -> None:
        result = client.act(mutation, "__typename", {**values, "idempotencyKey": self._key(mutation, f"refused{key}")})
        if not isinstance(result, Refused) or result.code != code:
            raise StoryBroken(f"{mutation} was to be refused with {code}, but: {result}")
        self._progress.done(f"{mutation} ditolak / refused: {result.message} [{result.clause}]")

    def _key(self, mutation: str, key: str) -> str:
        return f"{self._name}-{mutation}{'-' if key else ''}{key}"

    def _assign(self, key: str) -> None:
        reviewer = self._cast.reviewer.ask("{ viewer { person { id } } }")["viewer"]["person"]["id"]
        self._do(
            self._cast.admin, "assignReviewer", _APPLICATION, {**self._on_application(), "reviewer": reviewer}, key=key
        )

    def _upload(self, kind: str, title: str, institution: str) -> str:
        data = sample_pdf(title)
        values = {
            "institution": institution,
            "name": f"{kind.lower().replace('_', '-')}.pdf",
            "contentType": "application/pdf",
            "size": len(data),
            "sha256": sha256(data).hexdigest(),
        }
        fields = "evidence { id version state } url headers { name value }"
        staff = self._cast.unit_staff
        leave = self._do(staff, "requestUpload", fields, values, key=kind)
        staff.upload(leave["url"], {h["name"]: h["value"] for h in leave["headers"]}, data)
        evidence = leave["evidence"]
        values = {"evidence": evidence["id"], "expectedVersion": 1}
        self._do(staff, "confirmUpload", "evidence { id state }", values, key=kind)
        return str(evidence["id"])

    # --- reading ----------------------------------------------------------------------------------------------------

    def _on_application(self) -> dict[str, Any]:
        found = self._cast.admin.ask(
            "query($id: ID!) { node(id: $id) { ... on Application { version } } }", id=self.application_id
        )["node"]
        return {"application": self.application_id, "expectedVersion": found["version"]}

    def _sla(self) -> dict[str, Any]:
        found = self._cast.reviewer.ask(
            "query($id: ID!) { node(id: $id) { ... on Sla { version digest document { id state version sha256 } } } }",
            id=self.sla_id,
        )["node"]
        return dict(found)

    def _on_sla(self) -> dict[str, Any]:
        return {"sla": self.sla_id, "expectedVersion": self._sla()["version"]}

    def _signing(self) -> dict[str, Any]:
        """What a signer names: the version and the digest of the paper that waits for him."""
        sla = self._until(
            self._sla,
            lambda found: bool(found["document"]) and found["document"]["state"] == "AWAITING_SIGNATURE",
            "the SLA's paper is not ready",
        )
        return {
            "sla": self.sla_id,
            "expectedVersion": sla["version"],
            "seenSha256": sla["document"]["sha256"],
            "passphrase": self._cast.passphrase,
        }

    def _waiting(self, kind: str) -> dict[str, Any]:
        papers = self._until(
            self.papers,
            lambda found: any(p["kind"] == kind and p["state"] != "DRAFT" for p in found),
            f"the {kind} is not ready",
        )
        return next(paper for paper in papers if paper["kind"] == kind)

    def _until(self, read: Callable[[], Any], holds: Callable[[Any], bool], otherwise: str) -> Any:
        limit = time.monotonic() + LETTER_SECONDS
        while not holds(found := read()):
            if time.monotonic() > limit:
                raise StoryBroken(f"{otherwise}: {found}")
            time.sleep(0.05)
        return found


PAPERS = """
query($application: ID!) {
  node(id: $application) {
    ... on Application {
      documents(first: 50) { edges { node { ...Paper } } }
      sla { document { ...Paper } }
    }
  }
}
fragment Paper on Document {
  id kind label state number sha256 version verifyUrl path date standing signatures { signerName level }
}
"""

VERIFY_DIGEST = """
query($digest: Sha256!) {
  verify(sha256: $digest) { genuine standing origin message signatures { signerName } document { number } }
}
"""

VERIFY_CODE = """
query($code: String!) {
  verify(code: $code) { genuine standing origin message signatures { signerName } document { number sha256 } }
}
"""


def _reason(kind: str) -> str:
    return "Surat keputusan penetapan personel belum ditandatangani." if kind == "PERSONNEL_LIST" else ""
