"""Several papers signed in one act through GraphQL: each on its own, with progress; interrupted it goes on, once."""

import base64
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from app.embedded import Addresses
from domain.document_acts import SignedPaper
from domain.roles import Actor
from domain.signing_batches import PaperToSign
from persistence.documents import DocumentRecord
from persistence.errors import DatabaseUnavailable
from persistence.log import EventRecord
from services.download_passes import DownloadPasses
from services.issuance import Issuance
from services.issuing_parts import Signing
from services.papers import PaperService
from services.signing_batches import SigningBatches
from signing.port import WrongPassphrase
from storage.s3 import S3Store
from tests.integration.graphql.plays import ATTACHMENTS, Play
from tests.integration.graphql.stage import PEOPLE, Snapshot, Stage, key_of, open_stage, person_id

pytestmark = pytest.mark.servers

DEPUTY = next(each for each in PEOPLE if each.id == "deputy")
BATCH = """state total signed refused waiting finishedAt
  papers { signed document { id state } refusal { code subject message(language: EN) } }"""
SIGN = f"""mutation($i: SignDocumentsInput!) {{ signDocuments(input: $i) {{ __typename
  ... on SignDocumentsSuccess {{ batch {{ {BATCH} }} }} ... on Refusal {{ code subject }} }} }}"""
ASK = f"query($k: String!) {{ signingBatch(idempotencyKey: $k) {{ {BATCH} }} }}"
KEY = "batch-0001"


class Gate(PaperService):
    """Papers that are signed only as far as the test lets them be."""

    def __init__(self, papers: PaperService, *, most: int) -> None:
        self._inner = papers
        self._left = most
        self.passphrases: list[str] = []

    def examine(self, **given: Any) -> Any:
        return self._inner.examine(**given)

    def early(self, **given: Any) -> Any:
        return self._inner.early(**given)

    def sign(self, **given: Any) -> Any:
        if self._left == 0:
            raise DatabaseUnavailable("the process was killed here")
        self._left -= 1
        self.passphrases.append(given["passphrase"])
        return self._inner.sign(**given)


class WrongKey(Issuance):
    """Counts how often the key is tried, and opens never."""

    def __init__(self) -> None:
        self.tried = 0

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        self.tried += 1
        raise WrongPassphrase("no")


@pytest.fixture(scope="module")
def stage(servers: Addresses, s3: S3Store) -> Iterator[Stage]:
    with open_stage(servers, s3) as opened:
        yield opened


@pytest.fixture(scope="module")
def five_waiting(stage: Stage) -> Snapshot:
    """Five approvals on the Deputy's desk."""
    papers = []
    for _ in range(5):
        application = Play(stage).drafted()
        stage.act("submitApplication", "head", application)
        stage.act("assignReviewer", "admin", application, reviewer=person_id("reviewer"))
        items = [{"kind": kind, "complete": True} for kind in ATTACHMENTS]
        stage.act("declareComplete", "reviewer", application, items=items)
        papers.append(stage.papers(application, "APPROVAL")[0]["id"])
    stage.things |= {f"paper-{number}": paper for number, paper in enumerate(papers)}
    return stage.snapshot()


@pytest.fixture
def papers(stage: Stage, five_waiting: Snapshot) -> list[str]:
    stage.restore(five_waiting)
    return [stage.things[f"paper-{number}"] for number in range(5)]


def seen(stage: Stage, papers: list[str]) -> list[dict[str, Any]]:
    """The papers as the Deputy sees them now."""
    rows = [stage.look(paper, "id version sha256", "deputy") for paper in papers]
    return [{"document": r["id"], "expectedVersion": r["version"], "seenSha256": r["sha256"]} for r in rows]


def send(stage: Stage, papers: list[dict[str, Any]], *, who: str = "deputy", key: str = KEY, **more: Any) -> Any:
    given = {"idempotencyKey": key, "passphrase": stage.passphrase, "papers": papers, **more}
    return stage.ask(SIGN, who, i=given)["signDocuments"]


def outcomes(batch: dict[str, Any]) -> list[str]:
    return ["SIGNED" if each["signed"] else (each["refusal"] or {"code": "-"})["code"] for each in batch["papers"]]


def to_sign(rows: list[dict[str, Any]]) -> list[PaperToSign]:
    return [
        PaperToSign(
            document_id=key_of(row["document"]),
            seen_sha256=row["seenSha256"],
            expected_version=row["expectedVersion"],
        )
        for row in rows
    ]


def issued(papers: list[str]) -> list[int]:
    """How many times each was issued."""
    return [EventRecord.objects(record_id=key_of(paper), name="DocumentIssued").count() for paper in papers]


ODD = ("a.b", "x.", "$set", "é", "a" * 65)
"""Keys that would be another place in a record."""


def global_id(key: str) -> str:
    return base64.b64encode(f"Document:{key}".encode()).decode()


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda rows: [], ("INVALID_INPUT", "papers")),
        (lambda rows: rows * 41, ("INVALID_INPUT", "papers")),
        (lambda rows: [rows[0], rows[0]], ("INVALID_INPUT", "papers")),
        (lambda rows: [rows[0] | {"document": "not-an-id"}], ("NOT_FOUND", "papers")),
        *(
            (lambda rows, key=key: [rows[0], rows[1] | {"document": global_id(key)}], ("NOT_FOUND", "papers"))
            for key in ODD
        ),
    ],
    ids=["none", "too many", "twice", "no id", *ODD],
)
def test_a_batch_that_is_none_changes_nothing(stage, papers, change, refusal) -> None:
    before = stage.stored()
    found = send(stage, change(seen(stage, papers)))
    assert (found["code"], found["subject"]) == refusal
    assert stage.stored() == before


def test_a_key_too_short_is_refused(stage, papers) -> None:
    assert send(stage, seen(stage, papers), key="short")["subject"] == "idempotencyKey"


# --- each on its own ------------------------------------------------------------------------------------------------


def test_five_papers_are_signed_with_one_entry_of_the_passphrase(stage, papers) -> None:
    batch = send(stage, seen(stage, papers))["batch"]
    assert outcomes(batch) == ["SIGNED"] * 5
    assert (batch["state"], batch["total"], batch["signed"], batch["refused"], batch["waiting"]) == (
        "FINISHED",
        5,
        5,
        0,
        0,
    )
    assert [each["document"]["id"] for each in batch["papers"]] == papers
    assert {stage.state(paper) for paper in papers} == {"SIGNED"}
    assert stage.ask(ASK, "deputy", k=KEY)["signingBatch"] == batch
    assert stage.ask(ASK, "reviewer", k=KEY)["signingBatch"] is None
    assert stage.passphrase not in str(stage.stored())


def test_what_is_refused_leaves_the_others(stage, papers) -> None:
    """Another digest, another version, an unknown paper, an agreement whose signature is an act."""
    _application, sla = Play(stage).ready_to_sign()
    stage.sign("signSlaForInstitution", "head", sla)
    agreement = stage.look(sla, "document { id }")["document"]["id"]
    rows = seen(stage, [papers[0], papers[1], agreement, papers[2], papers[3]])
    rows[0]["seenSha256"] = "0" * 64
    rows[1]["expectedVersion"] += 1
    rows[3]["document"] = rows[3]["document"][:-4] + "MDA5"
    batch = send(stage, rows)["batch"]
    assert outcomes(batch) == ["DIGEST_MISMATCH", "CONFLICT", "SIGNED_BY_ITS_ACT", "NOT_FOUND", "SIGNED"]
    assert (batch["state"], batch["signed"], batch["refused"]) == ("FINISHED", 1, 4)
    assert [stage.state(paper) for paper in papers[:4]] == ["AWAITING_SIGNATURE"] * 3 + ["SIGNED"]
    assert "Kesepakatan" not in batch["papers"][2]["refusal"]["message"]


def test_a_paper_of_a_past_day_is_told_and_signed_once_it_is_made_anew(stage, papers) -> None:
    stage.clock.instant += timedelta(days=1)
    before = stage.stored()
    assert send(stage, seen(stage, papers))["code"] == "PAPER_DATE_PASSED"
    assert stage.stored() == before
    stage.papers_made()
    assert outcomes(send(stage, seen(stage, papers))["batch"]) == ["SIGNED"] * 5


@pytest.mark.parametrize(
    ("who", "code"), [("reviewer", "NOT_THE_SIGNATORY"), ("admin", "NOT_PERMITTED"), ("head", "NOT_PERMITTED")]
)
def test_who_may_not_sign_signs_none_of_many(stage, papers, who, code) -> None:
    """Each is refused beforehand: then there is no batch, and no trace of one. A reviewer may sign only as a delegate."""
    before = stage.stored()
    assert send(stage, seen(stage, papers), who=who)["code"] == code
    assert stage.stored() == before
    assert issued(papers) == [0] * 5


def test_a_wrong_passphrase_is_tried_once(stage, papers) -> None:
    """A token or gateway locks after a few wrong ones."""
    key = WrongKey()
    wrong = PaperService(door=stage.door, issuance=key, passes=DownloadPasses(key=bytes(32)))
    found = SigningBatches(wrong).sign(
        actor=DEPUTY, papers=to_sign(seen(stage, papers)), passphrase="salah", key=KEY, patience_seconds=30
    )
    assert [told.code for told in found.outcomes.values()] == ["PASSPHRASE_REFUSED"] * 5
    assert key.tried == 1
    assert outcomes(send(stage, seen(stage, papers))["batch"]) == ["SIGNED"] * 5


class Counted(Issuance):
    """Signs as the real one, and counts: how many signatures, with which secret, how many at once at the most."""

    def __init__(self, inner: Issuance, *, refuses: frozenset[str] = frozenset()) -> None:
        self._inner = inner
        self._refuses = refuses
        self._guard = threading.Lock()
        self._now = 0
        self.most_at_once = 0
        self.tried: list[tuple[str, str | None]] = []

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        with self._guard:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            self.tried.append((document.id, signing.passphrase))
        try:
            time.sleep(0.2)
            if signing.passphrase in self._refuses:
                raise WrongPassphrase("no")
            return self._inner.sign(document, signing)
        finally:
            with self._guard:
                self._now -= 1


def batches(stage: Stage, issuance: Issuance, *, one_time: bool = False) -> SigningBatches:
    papers = PaperService(door=stage.door, issuance=issuance, passes=DownloadPasses(key=bytes(32)))
    return SigningBatches(papers, takes_one_time_secret=lambda signer_id: one_time and signer_id == DEPUTY.id)


def codes(found: Any) -> list[str]:
    told = [found.outcomes[paper] for paper in found.papers]
    return ["SIGNED" if each is None else each.code.value for each in told]


def test_a_secret_that_serves_once_is_tried_on_one_paper_and_a_new_one_goes_on(stage, papers) -> None:
    """A one-time password: who tries it twice has it refused, and in the end locked."""
    rows, issuance = to_sign(seen(stage, papers)), Counted(stage.issuance)
    signing = batches(stage, issuance, one_time=True)
    for entry in range(1, 6):
        found = signing.sign(actor=DEPUTY, papers=rows, passphrase=f"otp-{entry}", key=KEY, patience_seconds=30)
        assert codes(found) == ["SIGNED"] * entry + ["ONE_TIME_PASSWORD_SPENT"] * (5 - entry)
        assert found.state == "FINISHED"
    assert issuance.tried == [(row.document_id, f"otp-{entry}") for entry, row in enumerate(rows, start=1)]
    assert issued(papers) == [1] * 5


def test_a_paper_that_is_refused_beforehand_spends_no_one_time_password_and_a_wrong_one_is_spent(stage, papers) -> None:
    rows = seen(stage, papers)
    rows[0]["seenSha256"] = "0" * 64
    issuance = Counted(stage.issuance, refuses=frozenset({"salah"}))
    signing = batches(stage, issuance, one_time=True)
    given: dict[str, Any] = {"actor": DEPUTY, "papers": to_sign(rows), "key": KEY, "patience_seconds": 30}
    assert codes(signing.sign(**given, passphrase="salah")) == [
        "DIGEST_MISMATCH",
        *["PASSPHRASE_REFUSED"] * 4,
    ]
    assert codes(signing.sign(**given, passphrase="otp-1")) == [
        "DIGEST_MISMATCH",
        "SIGNED",
        *["ONE_TIME_PASSWORD_SPENT"] * 3,
    ]
    second = key_of(papers[1])
    assert issuance.tried == [(second, "salah"), (second, "otp-1")]


# --- sent again -----------------------------------------------------------------------------------------------------


def test_the_same_key_gives_the_same_and_signs_nothing_again(stage, papers) -> None:
    rows = seen(stage, papers)
    first = send(stage, rows)["batch"]
    again = send(stage, rows)["batch"]
    assert outcomes(again) == outcomes(first) == ["SIGNED"] * 5
    assert issued(papers) == [1] * 5


def test_a_key_used_for_other_papers_is_refused(stage, papers) -> None:
    rows = seen(stage, papers)
    send(stage, rows[:2])
    assert send(stage, rows[2:])["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert issued(papers) == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("done", [0, 1, 3])
def test_interrupted_it_keeps_what_is_signed_and_goes_on_with_the_rest(stage, papers, done) -> None:
    rows = seen(stage, papers)
    gate = Gate(stage.use_cases.papers, most=done)
    killed = SigningBatches(gate)
    found = killed.sign(actor=DEPUTY, papers=to_sign(rows), passphrase="x", key=KEY, patience_seconds=30)
    assert (found.state, len(found.outcomes)) == ("INTERRUPTED", done)
    assert sum(issued(papers)) == done
    told = stage.ask(ASK, "deputy", k=KEY)["signingBatch"]
    assert (told["state"], told["signed"], told["waiting"]) == ("INTERRUPTED", done, 5 - done)
    assert outcomes(send(stage, rows)["batch"]) == ["SIGNED"] * 5
    assert issued(papers) == [1] * 5


def test_while_it_runs_its_progress_is_told_and_it_is_not_begun_twice(stage, papers) -> None:
    rows = to_sign(seen(stage, papers))
    let_go, counted = threading.Event(), []

    class Held(PaperService):
        def __init__(self) -> None:
            pass

        def examine(self, *, actor: Actor, paper: PaperToSign) -> Any:
            return stage.use_cases.papers.examine(actor=actor, paper=paper)

        def early(self, **given: Any) -> Any:
            return stage.use_cases.papers.early(**given)

        def sign(self, *, actor: Actor, document_id: str, **given: Any) -> Any:
            counted.append(document_id)
            if len(counted) > 1:
                assert let_go.wait(30)
            return stage.use_cases.papers.sign(actor=actor, document_id=document_id, **given)

    held = SigningBatches(Held())
    given: dict[str, Any] = {"actor": DEPUTY, "papers": rows, "passphrase": "x", "key": KEY}
    first = held.sign(**given, patience_seconds=1)
    assert (first.state, len(first.outcomes)) == ("RUNNING", 1)
    assert held.sign(**given, patience_seconds=0).state == "RUNNING"
    let_go.set()
    assert held.sign(**given, patience_seconds=30).state == "FINISHED"
    assert sorted(counted) == sorted(row.document_id for row in rows)
    assert issued(papers) == [1] * 5


@pytest.mark.parametrize("signed_before", [0, 1, 3])
def test_only_a_signature_made_now_proves_the_secret(stage, papers, signed_before) -> None:
    """What was signed before says nothing of the secret given now: it is tried on one paper, never on two at once."""
    rows = to_sign(seen(stage, papers))
    gate = Gate(stage.use_cases.papers, most=signed_before)
    SigningBatches(gate).sign(actor=DEPUTY, papers=rows, passphrase="x", key=KEY, patience_seconds=30)
    issuance = Counted(stage.issuance, refuses=frozenset({"salah"}))
    found = batches(stage, issuance).sign(actor=DEPUTY, papers=rows, passphrase="salah", key=KEY, patience_seconds=30)
    assert codes(found) == ["SIGNED"] * signed_before + ["PASSPHRASE_REFUSED"] * (5 - signed_before)
    assert issuance.tried == [(rows[signed_before].document_id, "salah")]


def test_two_at_a_time_once_the_secret_is_proven(stage, papers) -> None:
    issuance = Counted(stage.issuance)
    found = batches(stage, issuance).sign(
        actor=DEPUTY, papers=to_sign(seen(stage, papers)), passphrase="x", key=KEY, patience_seconds=30
    )
    assert (codes(found), issuance.most_at_once, len(issuance.tried)) == (["SIGNED"] * 5, 2, 5)


def test_sent_again_with_another_digest_what_is_signed_stays_told_as_signed(stage, papers) -> None:
    rows = seen(stage, papers)
    first = send(stage, rows[:2])["batch"]
    for row in rows:
        row["seenSha256"] = "0" * 64
    again = send(stage, rows[:2])["batch"]
    assert outcomes(again) == outcomes(first) == ["SIGNED"] * 2
    assert issued(papers) == [1, 1, 0, 0, 0]


class Sessions:
    """Names each session, and says which are open."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        self.given: list[str] = []

    @contextmanager
    def session(self) -> Iterator[str]:
        name = f"session-{len(self.given) + 1}"
        self.given.append(name)
        self.open.add(name)
        try:
            yield name
        finally:
            self.open.remove(name)


class Noted(Issuance):
    """Signs as the real one, and notes under which session, and whether that was open then."""

    def __init__(self, inner: Issuance, sessions: Sessions) -> None:
        self._inner = inner
        self._sessions = sessions
        self.seen: list[tuple[str | None, bool]] = []

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        self.seen.append((signing.session, signing.session in self._sessions.open))
        if len(self.seen) == 3:
            raise DatabaseUnavailable("the process was killed here")
        return self._inner.sign(document, signing)


def test_all_papers_of_one_sending_are_signed_in_one_session_that_ends_with_it(stage, papers) -> None:
    """Interrupted too: what is sent again opens the key anew."""
    rows, sessions = to_sign(seen(stage, papers)), Sessions()
    issuance = Noted(stage.issuance, sessions)
    service = PaperService(door=stage.door, issuance=issuance, passes=DownloadPasses(key=bytes(32)))
    signing = SigningBatches(service, sessions=sessions)
    given: dict[str, Any] = {"actor": DEPUTY, "papers": rows, "passphrase": "x", "key": KEY, "patience_seconds": 30}
    assert signing.sign(**given).state == "INTERRUPTED"
    assert (sessions.given, sessions.open) == (["session-1"], set())
    first = len(issuance.seen)
    assert issuance.seen == [("session-1", True)] * first
    assert codes(signing.sign(**given)) == ["SIGNED"] * 5
    assert (sessions.given, sessions.open) == (["session-1", "session-2"], set())
    assert set(issuance.seen[first:]) == {("session-2", True)}
    assert issued(papers) == [1] * 5


def test_a_paper_signed_alone_has_no_session(stage, papers) -> None:
    sessions = Sessions()
    issuance = Noted(stage.issuance, sessions)
    service = PaperService(door=stage.door, issuance=issuance, passes=DownloadPasses(key=bytes(32)))
    [row] = to_sign(seen(stage, papers[:1]))
    done = service.sign(
        actor=DEPUTY,
        document_id=row.document_id,
        seen_sha256=row.seen_sha256,
        passphrase="x",
        expected_version=row.expected_version,
        idempotency_key="alone-0001",
    )
    assert done.state == "SIGNED"
    assert issuance.seen == [(None, False)]
