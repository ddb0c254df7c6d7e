"""The numbered checks of a verification: each looks at what was found in the file and at what was recorded; no I/O."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from domain.standings import STANDING_LABELS
from domain.verification import CheckResult
from persistence.documents import DocumentRecord
from services.log_proofs import NOT_LOGGED, LogStatus, PaperInLog, Told
from services.reports import CHECKS, Check, CheckId
from signing.port import Level
from signing.report import Modification, Outcome, SignatureFinding, SignatureReport

_LEVELS = list(Level)
_RESULTS = {
    Outcome.PASSED: CheckResult.PASSED,
    Outcome.FAILED: CheckResult.FAILED,
    Outcome.INDETERMINATE: CheckResult.INDETERMINATE,
}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the checks look at. *Shape*: `document` is the issued paper, if the file is or extends one (`extended`); `log` is
    what the public log says of it; `owed` what it must tell in the open by what is on record, None where it tells none.
    """

    report: SignatureReport
    document: DocumentRecord | None
    extended: bool
    log: PaperInLog = NOT_LOGGED
    owed: Told | None = None

    @property
    def recorded(self) -> list[Mapping[str, str]]:
        """The recorded signatures; empty where the file is not ours."""
        return list(self.document.signatures) if self.document is not None else []

    @property
    def is_as_issued(self) -> bool:
        """Whether the bytes are those issued, or extend them by archive time stamps only."""
        if self.document is None:
            return False
        return not self.extended or self.only_archived_since

    @property
    def only_archived_since(self) -> bool:
        """Whether nothing but archive material follows the last signature, and a time stamp covers the last of it."""
        last = self.report.signatures[-1] if self.report.signatures else None
        if last is None or not last.holds or not self.report.last_revision_covered or not self._only_stamps_added:
            return False
        return last.modification in {Modification.NONE, Modification.LTA_UPDATES}

    @property
    def _only_stamps_added(self) -> bool:
        """Whether no signature came after the issue, and each time stamp that did is intact and trusted: anyone can put one."""
        issued = self.document.size or 0 if self.document is not None else 0
        stamps = all(stamp.holds for stamp in self.report.timestamps if stamp.covered_length > issued)
        return stamps and all(signature.covered_length <= issued for signature in self.report.signatures)


_MODIFICATIONS = {
    Modification.NONE: ("tidak ada", "nothing"),
    Modification.LTA_UPDATES: ("bahan arsip", "archive material"),
    Modification.FORM_FILLING: ("tanda tangan berikutnya", "the next signature"),
    Modification.OTHER: ("hal lain", "something else"),
}

Finding = tuple[CheckResult, str, str]


def check_all(evidence: Evidence) -> tuple[Check, ...]:
    """Every check, in its order; one that breaks is FAILED with its reason."""
    return tuple(
        _check(number, check_id, statement_id, statement_en, evidence)
        for number, (check_id, statement_id, statement_en) in enumerate(CHECKS, start=1)
    )


def checks_of_missing() -> tuple[Check, ...]:
    """Every check of an issued paper whose stored file is missing: the first fails, the others had nothing to examine."""
    words = ("Berkas yang diterbitkan tidak ada di penyimpanan.", "The file that was issued is not in storage.")
    return _unexamined(words, first=CheckResult.FAILED)


def checks_of_unreached() -> tuple[Check, ...]:
    """Every check of an issued paper whose stored file cannot be fetched or examined now: nothing is decided."""
    words = (
        "Berkas yang kami simpan tidak dapat diperiksa sekarang. Periksa lagi sebentar lagi.",
        "Our stored file cannot be examined now. Check again in a moment.",
    )
    return _unexamined(words, first=CheckResult.INDETERMINATE)


def _unexamined(words: tuple[str, str], *, first: CheckResult) -> tuple[Check, ...]:
    return tuple(
        Check(
            number=number,
            id=check_id,
            result=first if check_id is CheckId.KNOWN_DIGEST else CheckResult.INDETERMINATE,
            statement_id=statement_id,
            statement_en=statement_en,
            evidence_id=words[0],
            evidence_en=words[1],
        )
        for number, (check_id, statement_id, statement_en) in enumerate(CHECKS, start=1)
    )


def _check(number: int, check_id: CheckId, statement_id: str, statement_en: str, evidence: Evidence) -> Check:
    try:
        result, evidence_id, evidence_en = _CHECKS[check_id](evidence)
    except Exception as error:  # a check that breaks says so; it never ends the verification
        result, evidence_id = CheckResult.FAILED, f"Pemeriksaan gagal dijalankan ({type(error).__name__})."
        evidence_en = f"The check could not be run ({type(error).__name__})."
    return Check(
        number=number,
        id=check_id,
        result=result,
        statement_id=statement_id,
        statement_en=statement_en,
        evidence_id=evidence_id,
        evidence_en=evidence_en,
    )


def _known_digest(evidence: Evidence) -> Finding:
    digest = evidence.report.sha256
    if evidence.document is None:
        return (
            CheckResult.FAILED,
            f"Tidak ada naskah terbit dengan SHA-256 {digest}.",
            f"No issued document has the SHA-256 {digest}.",
        )
    if not evidence.is_as_issued:
        return CheckResult.FAILED, "Berkas ditambah setelah diterbitkan.", "The file was extended after it was issued."
    number = evidence.document.number
    return CheckResult.PASSED, f"Nomor {number}, SHA-256 {digest}.", f"Number {number}, SHA-256 {digest}."


def _signatures_valid(evidence: Evidence) -> Finding:
    report, recorded = evidence.report, evidence.recorded
    if report.problem is not None:
        return _problem(report)
    if not report.signatures:
        return CheckResult.FAILED, "Berkas tidak memuat tanda tangan.", "The file holds no signature."
    if recorded and [s.certificate_sha256 for s in report.signatures] != [s["certificate_sha256"] for s in recorded]:
        return (
            CheckResult.FAILED,
            f"{len(report.signatures)} tanda tangan ditemukan, tidak sama dengan {len(recorded)} yang tercatat.",
            f"{len(report.signatures)} signatures found, not the same as the {len(recorded)} on record.",
        )
    if report.empty_fields and recorded:
        return CheckResult.FAILED, "Ada kolom tanda tangan kosong.", "A signature field is empty."
    worst = _worst(signature.integrity for signature in report.signatures)
    names = ", ".join(signature.signer_name for signature in report.signatures)
    if worst is CheckResult.PASSED:
        return (
            worst,
            f"{len(report.signatures)} tanda tangan utuh: {names}.",
            f"{len(report.signatures)} intact: {names}.",
        )
    return worst, _reasons(report, "id"), _reasons(report, "en")


def _chains_trusted(evidence: Evidence) -> Finding:
    report = evidence.report
    if report.problem is not None:
        return _problem(report)
    if not report.signatures:
        return CheckResult.INDETERMINATE, "Tidak ada tanda tangan.", "There is no signature."
    worst = _worst([*(s.trust for s in report.signatures), *(t.trust for t in report.timestamps)])
    if worst is CheckResult.PASSED:
        return worst, "Semua rantai menuju akar yang dikonfigurasi.", "All chains lead to a configured root."
    return worst, _reasons(report, "id"), _reasons(report, "en")


def _certification(evidence: Evidence) -> Finding:
    report, recorded = evidence.report, evidence.recorded
    if report.problem is not None:
        return _problem(report)
    if not recorded:
        return CheckResult.INDETERMINATE, "Tidak ada catatan untuk dibandingkan.", "There is no record to compare with."
    if len(report.signatures) != len(recorded):
        return (
            CheckResult.FAILED,
            f"{len(report.signatures)} tanda tangan, bukan {len(recorded)} seperti tercatat.",
            f"{len(report.signatures)} signatures, not {len(recorded)} as recorded.",
        )
    for found, on_record in zip(report.signatures, recorded, strict=True):
        if found.certification.value != on_record["certification"] or not _reaches(found, on_record["level"]):
            return (
                CheckResult.FAILED,
                f"{found.field_name}: {found.certification.value}/{found.level or '-'} bukan "
                f"{on_record['certification']}/{on_record['level']}.",
                f"{found.field_name}: {found.certification.value}/{found.level or '-'} is not "
                f"{on_record['certification']}/{on_record['level']}.",
            )
    levels = ", ".join(str(found.level) for found in report.signatures)
    return CheckResult.PASSED, f"Sertifikasi dan tingkat sesuai catatan ({levels}).", f"As recorded ({levels})."


def _reaches(found: SignatureFinding, level: str) -> bool:
    return found.level is not None and _LEVELS.index(found.level) >= _LEVELS.index(Level(level))


def _no_other_changes(evidence: Evidence) -> Finding:
    report = evidence.report
    if report.problem is not None:
        return _problem(report)
    if not report.signatures:
        return CheckResult.INDETERMINATE, "Tidak ada tanda tangan.", "There is no signature."
    for signature in report.signatures:
        if not signature.modification_permitted:
            return (
                CheckResult.FAILED,
                f"Berkas diubah setelah ditandatangani {signature.signer_name}.",
                f"The file was changed after {signature.signer_name} had signed it.",
            )
    words = [_MODIFICATIONS[signature.modification or Modification.NONE] for signature in report.signatures]
    found_id, found_en = (", ".join(dict.fromkeys(word[language] for word in words)) for language in (0, 1))
    return CheckResult.PASSED, f"Yang ditambahkan: {found_id}.", f"What was added: {found_en}."


def _last_revision_covered(evidence: Evidence) -> Finding:
    report = evidence.report
    if report.problem is not None:
        return _problem(report)
    if report.last_revision_covered:
        return CheckResult.PASSED, "Byte terakhir berkas tercakup.", "The last bytes of the file are covered."
    return CheckResult.FAILED, "Ada byte setelah tanda tangan terakhir.", "Bytes follow the last signature."


def _publicly_logged(evidence: Evidence) -> Finding:
    """Nothing is taken from our word: signature, path and the paper's digest in the entry are checked here."""
    log, document = evidence.log, evidence.document
    match log.status:
        case LogStatus.WAITING:
            return (
                CheckResult.INDETERMINATE,
                "Catatannya menunggu diterbitkan dalam log publik. Periksa lagi sebentar lagi.",
                "Its entry waits to be published in the public log. Check again in a moment.",
            )
        case LogStatus.ABSENT:
            return CheckResult.FAILED, "Log publik tidak memuat naskah ini.", "The public log does not hold this paper."
        case LogStatus.BROKEN:
            return CheckResult.FAILED, "Log publik rusak atau bertentangan.", "The public log is broken or contradicts."
        case LogStatus.HELD:
            first = log.proofs[0]
            of_paper = document is not None and first.tells_of(document.sha256)
            if log.key is None or not of_paper or not all(proof.holds(log.key) for proof in log.proofs):
                return CheckResult.FAILED, "Bukti log publik tidak benar.", "The public log's proof does not hold."
            if evidence.owed is not None and log.proofs[-1].told != evidence.owed:
                return _contradicted(log.proofs[-1].told, evidence.owed)
            return (
                CheckResult.PASSED,
                f"Catatan {first.index} dari {first.tree_size}; akar {first.root}.",
                f"Entry {first.index} of {first.tree_size}; root {first.root}.",
            )


def _contradicted(told: Told, owed: Told) -> Finding:
    """What became of the paper is written into the log by the act itself: only an act of this moment may be missing."""
    (told_id, told_en), (recorded_id, recorded_en) = _in_words(told), _in_words(owed)
    return (
        CheckResult.INDETERMINATE,
        f"Log publik mengatakan “{told_id}”, catatan kami “{recorded_id}”. Periksa lagi sebentar lagi.",
        f'The public log says "{told_en}", our record "{recorded_en}". Check again in a moment.',
    )


def _in_words(told: Told) -> tuple[str, str]:
    standing, revoked = told
    named = f" ({', '.join(revoked)})" if revoked else ""
    label_id, label_en = STANDING_LABELS[standing]
    return label_id + named, label_en + named


_CHECKS: dict[CheckId, Callable[[Evidence], Finding]] = {
    CheckId.KNOWN_DIGEST: _known_digest,
    CheckId.SIGNATURES_VALID: _signatures_valid,
    CheckId.CHAINS_TRUSTED: _chains_trusted,
    CheckId.CERTIFICATION_AS_RECORDED: _certification,
    CheckId.NO_OTHER_CHANGES: _no_other_changes,
    CheckId.LAST_REVISION_COVERED: _last_revision_covered,
    CheckId.PUBLICLY_LOGGED: _publicly_logged,
}


def _problem(report: SignatureReport) -> Finding:
    message = report.problem_message
    if message is None:
        return (
            CheckResult.FAILED,
            f"Berkas tidak dapat diperiksa: {report.problem}.",
            f"Not examined: {report.problem}.",
        )
    return CheckResult.FAILED, message.id, message.en


def _worst(outcomes: Iterable[Outcome]) -> CheckResult:
    results = [_RESULTS[outcome] for outcome in outcomes]
    for result in (CheckResult.FAILED, CheckResult.INDETERMINATE):
        if result in results:
            return result
    return CheckResult.PASSED


def _reasons(report: SignatureReport, language: str) -> str:
    messages = [m for s in report.signatures for m in s.messages] + [m for t in report.timestamps for m in t.messages]
    found = [m.id if language == "id" else m.en for m in messages]
    return " ".join(dict.fromkeys(found)) or "-"
