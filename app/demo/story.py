"""The walk of the demonstration, act by act, as each person's own client would do it; every act bears its own key."""

import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from app.demo.client import ApiClient
from app.demo.samples import DETAILS, TERMS, attachments_of, sample_pdf
from app.demo.telling import Cast, Progress, StoryBroken, Teller, is_made

CHECKLIST = (
    "SERVER_READY",
    "NETWORK_READY",
    "SPSE_INSTALLED",
    "TLS_VALID",
    "BACKUP_TESTED",
    "ACCOUNTS_CREATED",
    "USER_TEST_PASSED",
)
_APPLICATION = "application { id state version sla { id state version } }"
_SLA = "sla { id state version digest document { id state version sha256 } }"


class Story(Teller):
    """From an application to a running unit.

    *Shape*: `name` makes the idempotency keys, so that a retry is the same act; `details` is what the application says of
    the unit, as `ApplicationDetailsInput`, and `terms` what the SLA says, as `ProposedTermsInput`; `unit_id` is the unit
    that it changes, where there is one. `evidence_id` is, after `apply`, a confirmed file of the institution.
    """

    def __init__(
        self,
        cast: Cast,
        progress: Progress,
        *,
        name: str,
        details: Mapping[str, Any] = DETAILS,
        terms: Mapping[str, Any] = TERMS,
        unit_id: str | None = None,
    ) -> None:
        super().__init__(progress, name=name)
        self._cast = cast
        self._details = details
        self._terms = terms
        self._unit_id = unit_id
        self._attachments = attachments_of(details["form"])
        self.application_id = ""
        self.sla_id = ""
        self.evidence_id = ""

    def run(self) -> None:
        """The whole walk. A service provider installs nothing (II.2.1.a.4). *Raises*: `StoryBroken`, `ApiError`."""
        self.apply()
        self.complete()
        self.negotiate()
        self.sign()
        if self.installs:
            self.install()
            self.await_papers()

    @property
    def installs(self) -> bool:
        """Whether the unit is a system provider, and SPSE is installed at its own place (II.2.1.a.4)."""
        return bool(self._details["form"] == "SYSTEM_PROVIDER")

    # --- chapters ---------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """An application is drafted, its files uploaded; without them it is refused; then it is submitted (II.2.1.a.1)."""
        institution = self.draft()
        head = self._cast.institution_head
        self._refused(head, "submitApplication", "ATTACHMENT_MISSING", self._on_application())
        attachments = self.upload(institution)
        self.evidence_id = attachments[-1]["evidence"]
        self._do(head, "reviseApplication", _APPLICATION, {**self._on_application(), "attachments": attachments})
        self._do(head, "submitApplication", _APPLICATION, self._on_application())

    def draft(self) -> str:
        """The application is drafted. Returns the id of the institution."""
        head = self._cast.institution_head
        institution = str(head.ask("{ viewer { institution { id } } }")["viewer"]["institution"]["id"])
        values = {"institution": institution, "unit": self._unit_id, "details": dict(self._details)}
        self.application_id = self._do(head, "createApplication", _APPLICATION, values)["application"]["id"]
        return institution

    def upload(self, institution: str) -> list[dict[str, str]]:
        """A file for each attachment. *Shape*: `AttachmentInput` as JSON."""
        return [
            {"kind": kind, "evidence": self._upload(kind, title, institution)}
            for kind, title in self._attachments.items()
        ]

    def complete(self) -> None:
        """The reviewer returns it once as incomplete, it is completed, and declared complete (II.2.1.a.2-3)."""
        self.assign("first")
        self.send_back()
        self.answer()
        self.assign("second")
        self.declare()

    def send_back(self) -> None:
        """The reviewer asks for what is missing (house rule)."""
        items = [
            {"kind": kind, "complete": kind != "PERSONNEL_LIST", "reason": _reason(kind)} for kind in self._attachments
        ]
        self._do(self._cast.reviewer, "requestCompletion", _APPLICATION, {**self._on_application(), "items": items})

    def answer(self) -> None:
        """The institution completes it."""
        answers = [{"kind": "PERSONNEL_LIST", "text": "Surat keputusan telah ditandatangani dan dilampirkan."}]
        self._do(
            self._cast.institution_head,
            "resubmitApplication",
            _APPLICATION,
            {**self._on_application(), "answers": answers},
        )

    def declare(self) -> None:
        """The reviewer declares it complete (II.2.1.a.3)."""
        items = [{"kind": kind, "complete": True, "reason": ""} for kind in self._attachments]
        self._do(self._cast.reviewer, "declareComplete", _APPLICATION, {**self._on_application(), "items": items})

    def withdraw(self, reason: str) -> None:
        """The institution's head withdraws it (house rule)."""
        self._end("withdrawApplication", self._cast.institution_head, {"reason": reason})

    def reject(self, reason: str) -> None:
        """The Deputy rejects it and signs the letter, where configuration lets him (house rule: the decree knows none)."""
        self._end("rejectApplication", self._cast.deputy, {"reason": reason})
        self._sign_alone("REJECTION")

    def lapse(self) -> None:
        """The administrator declares it lapsed, once the configured days are over (house rule)."""
        self._end("lapseApplication", self._cast.admin, {})

    def begin_sla(self) -> None:
        """The unit is registered, its SLA begins as a draft."""
        started = self._do(self._cast.reviewer, "startSla", _APPLICATION, self._on_application())
        self.sla_id = started["application"]["sla"]["id"]

    def negotiate(self) -> None:
        """The clauses are written, and both parties agree to the same digest (house rule)."""
        self.begin_sla()
        self._refuse_installation("early")
        self._do(self._cast.reviewer, "proposeSla", _SLA, {**self._on_sla(), "terms": dict(self._terms)})
        digest = self._sla()["digest"]
        self._refused(
            self._cast.institution_head, "agreeSla", "DIGEST_MISMATCH", {**self._on_sla(), "digest": "0" * 64}
        )
        self._do(self._cast.institution_head, "agreeSla", _SLA, {**self._on_sla(), "digest": digest}, key="institution")
        self._do(self._cast.reviewer, "agreeSla", _SLA, {**self._on_sla(), "digest": digest}, key="lkpp")

    def sign(self) -> None:
        """Both sign; between the two signatures the installation is refused, with the clause (II.2.1.a.3-4)."""
        self.sign_first()
        self._refuse_installation("between")
        self.sign_second()
        self._sign_alone("APPROVAL")

    def _sign_alone(self, kind: str) -> None:
        """The Deputy signs the paper of a kind by itself, once it is ready."""
        paper = self._signable(kind)
        values = {
            "document": paper["id"],
            "expectedVersion": paper["version"],
            "seenSha256": paper["sha256"],
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
        """The Deputy signs; how long until a stranger can verify the paper is measured, where anything is tried out."""
        signing = self._signing()
        begun = time.monotonic()
        done = self._do(self._cast.deputy, "signSlaForLkpp", _SLA, signing)
        if not self._progress.tempts:
            return
        report = self._cast.public.ask(VERIFY_DIGEST, digest=done["sla"]["document"]["sha256"])["verify"]
        self._progress.seconds_to_verifiable = time.monotonic() - begun
        if not report["genuine"] or report["standing"] != "IN_FORCE":
            raise StoryBroken(f"the SLA does not verify: {report}")

    def start_installation(self) -> None:
        """The installation begins; before the SLA is in force it may not (II.2.1.a.4)."""
        self._do(self._cast.admin, "startInstallation", _APPLICATION, self._on_application())

    def install(self) -> None:
        """SPSE is installed, and accepted by both sides (II.2.1.a.4)."""
        self.start_installation()
        values = {
            "passed": list(CHECKLIST),
            "systemVersion": "SPSE 4.5 (contoh)",
            "location": "Pusat data Dinas Komunikasi dan Informatika (contoh)",
        }
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

    def await_papers(self) -> list[dict[str, Any]]:
        """Every paper of the walk, once none of them is under way."""
        papers: list[dict[str, Any]] = self._until(
            self.papers,
            lambda found: len(found) >= 5 + self.installs and all(paper["state"] == "SIGNED" for paper in found),
            "the letters are not all issued",
        )
        return papers

    def await_made(self) -> None:
        """Until no paper of the walk is being made any more: each bears the day of the act that ordered it."""
        self._until(self.papers, lambda found: all(is_made(paper) for paper in found), "a paper is not made")

    def papers(self) -> list[dict[str, Any]]:
        """The papers of the application and its SLA, as LKPP's administrator sees them: those that wait, too."""
        answer = self._cast.admin.ask(PAPERS, application=self.application_id)["node"]
        papers: list[dict[str, Any]] = [edge["node"] for edge in answer["documents"]["edges"]]
        sla = (answer["sla"] or {}).get("document")
        return papers + ([sla] if sla else [])

    # --- acts -------------------------------------------------------------------------------------------------------

    def _end(self, mutation: str, client: ApiClient, values: Mapping[str, Any]) -> None:
        self._do(client, mutation, _APPLICATION, {**self._on_application(), **values})

    def _refuse_installation(self, key: str) -> None:
        if self.installs:
            self._refused(self._cast.admin, "startInstallation", "SLA_NOT_IN_FORCE", self._on_application(), key=key)

    def assign(self, key: str) -> None:
        """The application gets its reviewer (II.2.1.a.2). *Shape*: `key` tells this assignment from another."""
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

    def _signable(self, kind: str) -> dict[str, Any]:
        """The paper of a kind as the Deputy may sign it now: made, and dated anew where it has waited past its day.

        Read twice: an answer tells the paper and what can be done with it a moment apart, and the worker may come between.
        """
        paper_id = next(paper["id"] for paper in self.papers() if paper["kind"] == kind)
        ready, _again = self._until(
            lambda: [self._cast.deputy.ask(_OFFERS, id=paper_id)["node"] for _ in range(2)],
            lambda found: found[0] == found[1] and _OFFERED in found[0]["availableActions"],
            f"the {kind} is not ready",
        )
        return dict(ready)


_OFFERED = {"mutation": "signDocument", "refusal": None}
_OFFERS = """
query($id: ID!) {
  node(id: $id) { ... on Document { id version sha256 availableActions { mutation refusal { code } } } }
}
"""
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
  verify(code: $code) {
    genuine
    standing
    standingSince
    revokedStandards { standard since }
    origin
    message
    signatures { signerName }
    document { number sha256 }
  }
}
"""


def _reason(kind: str) -> str:
    return "Surat keputusan penetapan personel belum ditandatangani." if kind == "PERSONNEL_LIST" else ""
