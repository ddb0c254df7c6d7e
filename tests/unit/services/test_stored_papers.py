"""Our stored papers: examined once for many who ask, and a stranger's file makes us examine a bounded number of them."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest

from services.examination import Examined, Moment
from services.kept_reports import KEPT, MOST_KEPT, KeptReports
from services.stored_papers import MOST_AT_ONCE, MOST_COMPARED, StoredPapers
from signing.port import SigningUnavailable
from signing.report import Problem, SignatureReport
from signing.trust import TrustAnchors
from storage.port import Area, ObjectMissing
from tests.unit.services.test_checks import SIGNATURE

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def paper(number: int) -> Any:
    """An issued paper, as far as it is looked at here; its file bears the signature value of its number."""
    digest = sha256(b"%d" % number).hexdigest()
    return SimpleNamespace(id=f"paper-{number}", number=str(number), sha256=digest, size=1, renditions=[])


class Counted:
    """A store and an inspector that count what they are asked."""

    def __init__(self, *papers: Any) -> None:
        self.held = {f"{each.sha256}.pdf": each.number.encode() for each in papers}
        self.fetched: list[str] = []
        self.examined: list[bytes] = []
        self.problem: Problem | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.anchors = TrustAnchors(roots=(b"root",))
        self.instant = NOW
        self.asked: list[str] = []
        self.kept = KeptReports()
        means = SimpleNamespace(inspector=self, trust=self.trust, clock=SimpleNamespace(now=self.now))
        self.stored = StoredPapers(store=self, means=means, kept=self.kept)  # type: ignore[arg-type]

    def trust(self) -> TrustAnchors:
        self.asked.append("trust")
        return self.anchors

    def now(self) -> datetime:
        self.asked.append("now")
        return self.instant

    def get(self, area: Area, key: str) -> bytes:
        self.fetched.append(key)
        for name, data in self.held.items():
            if name.removesuffix(".pdf") in key:
                return data
        raise ObjectMissing(area, key)

    def inspect(self, pdf: bytes, _trust: object, _at: datetime) -> SignatureReport:
        self.examined.append(pdf)
        assert self.gate.wait(10)
        return SignatureReport(
            sha256=sha256(pdf).hexdigest(),
            length=1,
            signatures=(replace(SIGNATURE, value=b"signed " + pdf),),
            problem=self.problem,
            last_revision_covered=True,
        )


def test_a_code_that_many_scan_costs_one_examination_a_minute() -> None:
    one = paper(1)
    counted = Counted(one)
    for seconds in (0, 1, 59):
        counted.instant = NOW + timedelta(seconds=seconds)
        assert counted.stored.examined(one).sha256 == one.sha256
    assert (len(counted.fetched), counted.examined) == (1, [b"1"])
    for instant in (NOW + KEPT, NOW - timedelta(seconds=1)):
        counted.instant = instant
        counted.stored.examined(one)
    assert counted.examined == [b"1"] * 3


def test_a_copy_of_a_paper_is_known_by_its_bytes_and_a_strangers_file_is_examined_each_time() -> None:
    one = paper(1)
    counted = Counted(one)
    assert counted.stored.report_on(b"1", is_ours=True).sha256 == one.sha256
    assert counted.stored.report_on(b"1", is_ours=True) is counted.stored.examined(one)
    assert (counted.fetched, counted.examined) == ([], [b"1"])
    for _ in range(2):
        assert counted.stored.report_on(b"9", is_ours=False).sha256 == sha256(b"9").hexdigest()
    assert counted.examined == [b"1", b"9", b"9"]


def test_a_paper_that_was_just_signed_here_is_not_examined_again() -> None:
    one = paper(1)
    counted = Counted(one)
    found = counted.inspect(b"1", counted.anchors, NOW)
    counted.kept.keep(one.sha256, Examined(found, Moment(counted.anchors, NOW)))
    assert counted.stored.examined(one) is found
    assert counted.stored.report_on(b"1", is_ours=True) is found
    assert counted.examined == [b"1"]


def test_other_roots_or_lists_make_it_be_examined_anew() -> None:
    one = paper(1)
    counted = Counted(one)
    counted.stored.examined(one)
    counted.anchors = replace(counted.anchors, crls=(b"a list that revokes",))
    counted.stored.examined(one)
    counted.stored.report_on(b"1", is_ours=True)
    assert counted.examined == [b"1", b"1"]


def test_other_bytes_under_its_digest_are_never_taken_for_the_paper(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever may write to storage lays another genuine paper of ours under the key of a revoked one."""
    one, other = paper(1), paper(2)
    counted = Counted(one, other)
    counted.held[f"{one.sha256}.pdf"] = b"2"
    for look in (counted.stored.newest, lambda each: counted.stored.examined(each)):
        with pytest.raises(ObjectMissing):
            look(one)
    assert counted.stored.bearing({b"signed 2"}, [one]) is None
    assert "the issued paper paper-1 (1) is missing from storage" in caplog.text
    counted.held[f"{one.sha256}.pdf"] = b"1"
    assert counted.stored.examined(one).sha256 == one.sha256
    assert counted.examined == [b"1"]


def test_no_more_than_a_bounded_number_of_reports_is_kept() -> None:
    papers = [paper(number) for number in range(MOST_KEPT + 1)]
    counted = Counted(*papers)
    for each in (*papers, papers[1], papers[0]):
        counted.stored.examined(each)
    assert len(counted.examined) == MOST_KEPT + 2
    assert counted.examined[-1] == b"0"


def test_each_candidate_is_looked_at_once_and_not_more_of_them_than_is_said() -> None:
    """Sixteen signatures that name the same seconds: each paper of them is fetched and examined once, twenty at most."""
    papers = [paper(number) for number in range(40)]
    counted = Counted(*papers)
    assert MOST_COMPARED == 20
    assert counted.stored.bearing({b"nobody's"}, papers * 16) is None
    assert counted.examined == [b"%d" % number for number in range(20)]
    assert counted.stored.bearing({b"nobody's"}, papers * 16) is None
    assert (len(counted.fetched), len(counted.examined)) == (20, 20)


def test_the_paper_whose_signature_the_file_bears_ends_the_search() -> None:
    papers = [paper(number) for number in range(10)]
    counted = Counted(*papers)
    assert counted.stored.bearing({b"signed 3", b"x"}, iter(papers)) is papers[3]
    assert counted.examined == [b"0", b"1", b"2", b"3"]


def test_a_candidate_whose_file_is_lost_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    lost, kept = paper(1), paper(2)
    counted = Counted(kept)
    assert counted.stored.bearing({b"signed 2"}, [lost, kept]) is kept
    assert "the issued paper paper-1 (1) is missing from storage" in caplog.text
    with pytest.raises(ObjectMissing):
        counted.stored.examined(lost)


def test_an_examination_that_came_to_no_end_is_no_finding_and_is_not_kept() -> None:
    """A loaded machine says nothing against our paper: for who asks by code, brings it, or brings an altered copy. What does
    not hold is told as what it is, and may hold in the next moment, when a list is there again.
    """
    one = paper(1)
    counted = Counted(one)
    counted.problem = Problem.TOO_COSTLY
    for look in (
        lambda: counted.stored.examined(one),
        lambda: counted.stored.report_on(b"1", is_ours=True),
        lambda: counted.stored.bearing({b"signed 1"}, [one]),
    ):
        with pytest.raises(SigningUnavailable, match="came to no end"):
            look()
    assert counted.examined == [b"1"] * 3
    assert counted.stored.report_on(b"1", is_ours=False).problem is Problem.TOO_COSTLY
    counted.problem = Problem.DAMAGED
    assert counted.stored.examined(one).problem is Problem.DAMAGED
    counted.problem = None
    assert counted.stored.examined(one).holds
    assert counted.stored.examined(one).holds
    assert len(counted.examined) == 6


def test_lists_are_taken_before_the_instant_in_which_they_are_to_count() -> None:
    """A list made in between would not be known yet in that instant, and a genuine paper not be proven."""
    one = paper(1)
    counted = Counted(one)
    counted.stored.examined(one)
    counted.stored.report_on(b"9", is_ours=False)
    assert counted.asked == ["trust", "now"] * (len(counted.asked) // 2)


def test_who_asks_by_a_code_waits_only_a_moment_for_his_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two examinations run; a third is told that it is not its turn, and what is kept is told at once."""
    monkeypatch.setattr("services.stored_papers.PATIENCE_SECONDS", 0.05)
    papers = [paper(number) for number in range(4)]
    counted = Counted(*papers)
    counted.stored.examined(papers[3])
    counted.gate.clear()
    with ThreadPoolExecutor(max_workers=MOST_AT_ONCE) as others:
        running = [others.submit(counted.stored.examined, each) for each in papers[:MOST_AT_ONCE]]
        while len(counted.examined) < 1 + MOST_AT_ONCE:
            time.sleep(0.01)
        with pytest.raises(SigningUnavailable, match="too many"):
            counted.stored.examined(papers[2])
        assert counted.stored.examined(papers[3]).sha256 == papers[3].sha256
        counted.gate.set()
        assert [each.result(10).sha256 for each in running] == [each.sha256 for each in papers[:MOST_AT_ONCE]]
    assert counted.stored.examined(papers[2]).sha256 == papers[2].sha256
