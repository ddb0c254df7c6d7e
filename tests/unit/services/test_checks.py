"""The numbered checks on findings made up for each: what fails which, and one that breaks is failed, never an error."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from domain.canonical import canonical_json
from domain.standings import Standing
from domain.transparency import entry_of
from domain.verification import CheckResult, SignatureIndication
from persistence.merkle import leaf_hash
from services.checks import Evidence, check_all, checks_of_missing, checks_of_unreached
from services.log_proofs import NOT_LOGGED, LogProof, LogStatus, PaperInLog
from services.reports import CHECKS
from signing.checkpoints import Checkpoint
from signing.notes import new_signer
from signing.port import Certification, Level
from signing.report import Ades, Coverage, Message, Modification, Outcome, Problem, SignatureFinding, SignatureReport

PASSED, FAILED, INDETERMINATE = CheckResult.PASSED, CheckResult.FAILED, CheckResult.INDETERMINATE
SIGNATURE = SignatureFinding(
    field_name="TandaTangan",
    signer_name="Ratna",
    signer_subject="CN=Ratna",
    certificate_sha256="c" * 64,
    signing_time=datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
    timestamp_time=datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
    integrity=Outcome.PASSED,
    trust=Outcome.PASSED,
    level=Level.B_LTA,
    certification=Certification.NO_CHANGES,
    locks_document=False,
    coverage=Coverage.ENTIRE_REVISION,
    modification=Modification.NONE,
    modification_permitted=True,
    covered_length=1_000,
    ades=Ades(SignatureIndication.TOTAL_PASSED, None),
    messages=(),
)
REPORT = SignatureReport(sha256="a" * 64, length=1_000, signatures=(SIGNATURE,), last_revision_covered=True)
RECORDED = {"certificate_sha256": "c" * 64, "certification": "NO_CHANGES", "level": "B_T"}


def paper(*signatures: dict[str, str]) -> Any:
    """An issued paper, as far as the checks look at it."""
    return SimpleNamespace(
        number="1/B/D.2/SPJ/XI/2026", sha256="a" * 64, size=1_000, signatures=list(signatures or (RECORDED,))
    )


SIGNER = new_signer("contoh.invalid/log")


def logged(
    sha256: str = "a" * 64, *, salt: bytes | None = None, event: str = "ISSUED", standing: str = "IN_FORCE"
) -> PaperInLog:
    """A log of one entry, which tells of the paper with this SHA-256."""
    statement = canonical_json({"event": event, "revoked": [], "sha256": sha256, "standing": standing, "v": 1})
    entry = entry_of(statement, salt)
    root = leaf_hash(entry)
    proof = LogProof(
        index=0,
        tree_size=1,
        root=root.hex(),
        path=(),
        entry=entry.decode(),
        statement=statement.decode(),
        salt=salt.hex() if salt else None,
        checkpoint=Checkpoint(origin=SIGNER.name, size=1, root=root).signed(SIGNER),
        verifier_key=SIGNER.key.vkey,
    )
    return PaperInLog(status=LogStatus.HELD, proofs=(proof,), key=SIGNER.key)


def results(
    report: SignatureReport, document: Any = None, *, extended: bool = False, log: PaperInLog | None = None
) -> list[CheckResult]:
    if log is None:
        log = NOT_LOGGED if document is None else logged()
    checks = check_all(Evidence(report=report, document=document, extended=extended, log=log))
    assert [(check.number, check.id) for check in checks] == [
        (number, check_id) for number, (check_id, _id, _en) in enumerate(CHECKS, start=1)
    ]
    assert all(
        check.statement_id and check.statement_en and check.evidence_id and check.evidence_en for check in checks
    )
    return [check.result for check in checks]


def with_signature(**changes: Any) -> SignatureReport:
    return replace(REPORT, signatures=(replace(SIGNATURE, **changes),))


def test_the_log_that_tells_of_another_standing_passes_nothing() -> None:
    """The newest proven entry is what the record says, or one of them is wrong."""
    for told, recorded, result in (
        ("IN_FORCE", (Standing.IN_FORCE, ()), PASSED),
        ("IN_FORCE", (Standing.PARTLY_REVOKED, ("S09",)), INDETERMINATE),
        ("PARTLY_REVOKED", (Standing.PARTLY_REVOKED, ("S09",)), INDETERMINATE),
        ("REVOKED", (Standing.IN_FORCE, ()), INDETERMINATE),
        ("REVOKED", (Standing.REVOKED, ()), PASSED),
        ("REVOKED", None, PASSED),
    ):
        evidence = Evidence(report=REPORT, document=paper(), extended=False, log=logged(standing=told), owed=recorded)
        assert check_all(evidence)[6].result is result
    evidence = Evidence(
        report=REPORT, document=paper(), extended=False, log=logged(), owed=(Standing.REVOKED, ("S09",))
    )
    assert (check_all(evidence)[6].evidence_id, check_all(evidence)[6].evidence_en) == (
        "Log publik mengatakan “Berlaku”, catatan kami “Dicabut (S09)”. Periksa lagi sebentar lagi.",
        'The public log says "In force", our record "Revoked (S09)". Check again in a moment.',
    )


def test_a_file_that_cannot_be_reached_now_leaves_every_check_open() -> None:
    checks = checks_of_unreached()
    assert [(check.number, check.result) for check in checks] == [(n, INDETERMINATE) for n in range(1, 8)]
    assert {check.evidence_en for check in checks} == {
        "Our stored file cannot be examined now. Check again in a moment."
    }


def test_a_missing_file_fails_the_first_check_and_leaves_the_others_open() -> None:
    checks = checks_of_missing()
    assert [(check.number, check.id, check.statement_id) for check in checks] == [
        (number, check_id, statement_id) for number, (check_id, statement_id, _en) in enumerate(CHECKS, start=1)
    ]
    assert [check.result for check in checks] == [FAILED, *[INDETERMINATE] * 6]
    assert {(check.evidence_id, check.evidence_en) for check in checks} == {
        ("Berkas yang diterbitkan tidak ada di penyimpanan.", "The file that was issued is not in storage.")
    }


def test_an_issued_paper_passes_all() -> None:
    assert results(REPORT, paper()) == [PASSED] * 7


def test_a_strangers_sound_signature_fails_only_what_needs_a_record() -> None:
    assert results(REPORT) == [FAILED, PASSED, PASSED, INDETERMINATE, PASSED, PASSED, FAILED]


def test_a_file_without_signature_fails() -> None:
    unsigned = replace(REPORT, signatures=(), last_revision_covered=False)
    assert results(unsigned) == [FAILED, FAILED, INDETERMINATE, INDETERMINATE, INDETERMINATE, FAILED, FAILED]


@pytest.mark.parametrize("problem", list(Problem))
@pytest.mark.parametrize("message", [None, Message("CODE", "Sebabnya.", "The reason.")])
def test_a_file_that_was_not_examined_fails_every_check(problem: Problem, message: Message | None) -> None:
    report = SignatureReport(sha256="a" * 64, length=10, problem=problem, problem_message=message)
    assert results(report) == [FAILED] * 7
    checks = check_all(Evidence(report=report, document=None, extended=False))
    assert checks[1].evidence_en == ("The reason." if message else f"Not examined: {problem}.")


# --- each check -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modification", "covered", "expected"),
    [
        (Modification.NONE, True, PASSED),
        (Modification.LTA_UPDATES, True, PASSED),
        (Modification.LTA_UPDATES, False, FAILED),
        (Modification.NONE, False, FAILED),
        (Modification.FORM_FILLING, True, FAILED),
        (Modification.OTHER, True, FAILED),
        (None, True, FAILED),
    ],
)
def test_an_extended_file_may_bring_archive_material_alone(modification, covered, expected) -> None:
    report = replace(with_signature(modification=modification), last_revision_covered=covered)
    assert results(report, paper(), extended=True)[0] is expected
    assert results(report, paper())[0] is PASSED


def test_an_extended_file_whose_signature_does_not_hold_is_not_ours() -> None:
    assert results(with_signature(trust=Outcome.FAILED), paper(), extended=True)[0] is FAILED
    assert results(replace(REPORT, signatures=()), paper(), extended=True)[0] is FAILED


@pytest.mark.parametrize(
    "recorded",
    [
        (RECORDED, RECORDED),
        ({**RECORDED, "certificate_sha256": "d" * 64},),
        (RECORDED, {**RECORDED, "certificate_sha256": "d" * 64}),
    ],
)
def test_the_signatures_are_exactly_the_recorded_ones(recorded) -> None:
    assert results(REPORT, paper(*recorded))[1] is FAILED


def test_two_signatures_in_another_order_are_not_the_recorded_ones() -> None:
    second = replace(SIGNATURE, certificate_sha256="d" * 64)
    report = replace(REPORT, signatures=(SIGNATURE, second))
    other = {**RECORDED, "certificate_sha256": "d" * 64}
    assert results(report, paper(RECORDED, other))[1] is PASSED
    assert results(report, paper(other, RECORDED))[1] is FAILED


def test_an_empty_field_on_a_paper_of_ours_is_a_missing_signature() -> None:
    report = replace(REPORT, empty_fields=("PihakKesatu",))
    assert results(report, paper())[1] is FAILED
    assert results(report)[1] is PASSED


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(Outcome.FAILED, FAILED), (Outcome.INDETERMINATE, INDETERMINATE), (Outcome.PASSED, PASSED)],
)
def test_the_worst_signature_decides(outcome: Outcome, expected: CheckResult) -> None:
    bad = replace(SIGNATURE, integrity=outcome, trust=outcome, messages=(Message("X", "Buruk.", "Bad."),))
    report = replace(REPORT, signatures=(SIGNATURE, bad))
    found = results(report, paper(RECORDED, RECORDED))
    assert (found[1], found[2]) == (expected, expected)
    if expected is not PASSED:
        checks = check_all(Evidence(report=report, document=None, extended=False))
        assert (checks[1].evidence_id, checks[1].evidence_en) == ("Buruk.", "Bad.")


@pytest.mark.parametrize("level", [None, *Level])
def test_the_level_is_at_least_the_recorded_one(level: Level | None) -> None:
    for recorded in Level:
        reached = level is not None and list(Level).index(level) >= list(Level).index(recorded)
        found = results(with_signature(level=level), paper({**RECORDED, "level": recorded.value}))
        assert found[3] is (PASSED if reached else FAILED)


def test_the_certification_is_the_recorded_one() -> None:
    assert results(with_signature(certification=Certification.NONE), paper())[3] is FAILED


def test_a_change_that_the_signature_forbids_fails() -> None:
    for modification in (Modification.OTHER, None):
        report = with_signature(modification=modification, modification_permitted=False)
        assert results(report, paper())[4] is FAILED


def test_bytes_behind_the_last_signature_fail() -> None:
    assert results(replace(REPORT, last_revision_covered=False), paper())[5] is FAILED


def test_a_check_that_breaks_is_failed_and_says_so() -> None:
    broken = {"certificate_sha256": "c" * 64, "certification": "NO_CHANGES", "level": "B_XXL"}
    evidence = Evidence(report=REPORT, document=paper(broken), extended=False)
    found = check_all(evidence)[3]
    assert (found.result, found.evidence_id, found.evidence_en) == (
        FAILED,
        "Pemeriksaan gagal dijalankan (ValueError).",
        "The check could not be run (ValueError).",
    )


# --- the public log ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expected"),
    [(LogStatus.WAITING, INDETERMINATE), (LogStatus.ABSENT, FAILED), (LogStatus.BROKEN, FAILED)],
)
def test_a_paper_that_the_log_does_not_prove_is_not_proven(status: LogStatus, expected: CheckResult) -> None:
    assert results(REPORT, paper(), log=PaperInLog(status=status))[6] is expected


def test_a_proof_is_believed_only_for_this_paper_this_tree_and_this_key() -> None:
    sound = logged()
    proof = sound.proofs[0]
    for broken in (
        logged("b" * 64),
        logged(event="STANDING_CHANGED"),
        replace(sound, key=None),
        replace(sound, key=new_signer("contoh.invalid/log").key),
        replace(sound, proofs=(replace(proof, index=1),)),
        replace(sound, proofs=(replace(proof, tree_size=2),)),
        replace(sound, proofs=(replace(proof, root="0" * 64),)),
        replace(sound, proofs=(replace(proof, path=("0" * 64,)),)),
        replace(sound, proofs=(replace(proof, entry="{}"),)),
        replace(sound, proofs=(replace(proof, checkpoint=proof.checkpoint.replace("\n1\n", "\n2\n")),)),
        replace(sound, proofs=(proof, logged("b" * 64).proofs[0], replace(proof, path=("0" * 64,)))),
    ):
        assert results(REPORT, paper(), log=broken)[6] is FAILED


def test_a_commitment_is_opened_by_its_salt_alone() -> None:
    """What is not public is proven to who holds the paper, by salt and statement."""
    sound = logged(salt=b"s" * 32)
    proof = sound.proofs[0]
    assert "sha256" not in proof.entry
    assert results(REPORT, paper(), log=sound)[6] is PASSED
    for changed in (
        replace(proof, salt=None),
        replace(proof, salt=(b"t" * 32).hex()),
        replace(proof, statement=logged().proofs[0].statement.replace('"v":1', '"v":2')),
    ):
        assert results(REPORT, paper(), log=replace(sound, proofs=(changed,)))[6] is FAILED
