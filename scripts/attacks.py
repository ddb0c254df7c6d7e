"""Writes docs/attacks.md from the attack collection: `make attacks`. Each class, our verdict, and pdfsig's own words."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from signing.sandbox import InspectionSandbox

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.attacks.expected import PRINCIPLES, Principle  # noqa: E402 - tests are not installed
from tests.attacks.scene import COLLECTION, Paper, Scene, failed  # noqa: E402

TARGET = ROOT / "docs" / "attacks.md"
KINDS = ("one", "two")
PATIENCE_SECONDS = 30

_HEAD = """# Attacks

Written by `make attacks`; a test fails where this page is not what the collection yields now. Each class of
`tests/attacks/` is made anew from papers that are really signed: a letter with one signature (certified, no changes
allowed, PAdES B-LTA; one under the agency seal behaves alike, which the tests show) and an agreement with two. Beside our
verdict stand the words of `pdfsig`, a reader that many use.

Our column: the numbers of the checks that do not pass ([README](../README.md) names them; 7, the public log, looks at no
file), with the problem where a file is not examined. One number is enough: the file is not genuine. Check 1, our own
digest, fails for every class; the others are what a reader without our records would see, and follow from the sentence
above each table, which says why it must be so.

pdfsig's column: its verdict on each signature in turn, the archive time stamp included (it cannot check one), and whether
it says that the whole document is signed. It was asked about the signatures alone (`-nocert`), so that no answer depends on
what it trusts.

Each file is examined in a process of its own, which may take 10 s of processor time and 1 GiB. A test
(`tests/integration/signing/test_attack_costs.py`) shows that none of the classes takes half of it; measured on 2026-11-29,
the dearest took 1.7 s ("fields 5,000 deep") and 340 MiB ("cross-reference stream: 300 MiB when unpacked"), a letter as
issued 0.1 s and 94 MiB, nearly all of it the program itself.

"""


@dataclass(frozen=True)
class Row:
    """One class of attack. *Shape*: for each kind of paper, None where the class does not exist for it."""

    name: str
    source: str
    ours: dict[str, str | None]
    pdfsig: dict[str, str | None]


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory(prefix="pembina-attacks-") as folder, InspectionSandbox() as sandbox:
        scene = Scene(Path(folder))
        issued = {kind: said_by_pdfsig(scene.papers[kind].data, Path(folder)) for kind in KINDS}
        rows = list(_rows(scene, sandbox, Path(folder)))
    return _HEAD + _summary(rows, issued) + "".join(_sections(rows))


def _rows(scene: Scene, sandbox: InspectionSandbox, folder: Path) -> Iterator[Row]:
    for attack in COLLECTION:
        ours: dict[str, str | None] = {}
        theirs: dict[str, str | None] = {}
        for kind in KINDS:
            if PRINCIPLES[attack.name].numbers(kind) is None:
                ours[kind] = theirs[kind] = None
                continue
            altered = attack.apply(scene.papers[kind].data, scene.adversary)
            ours[kind] = _verdict(scene, sandbox, scene.papers[kind], altered)
            theirs[kind] = said_by_pdfsig(altered, folder)
        yield Row(attack.name, attack.source, ours, theirs)


def _verdict(scene: Scene, sandbox: InspectionSandbox, paper: Paper, altered: bytes) -> str:
    return failed(sandbox.inspect(altered, scene.trust(), scene.now), paper.record) or "GENUINE"


def said_by_pdfsig(pdf: bytes, folder: Path) -> str:
    """Its words, shortened: of each signature, and of the whole. *Raises*: `RuntimeError` where it is not installed."""
    file = folder / "attacked.pdf"
    file.write_bytes(pdf)
    try:
        done = subprocess.run(
            [_pdfsig(), "-nocert", str(file)], capture_output=True, timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no answer in {PATIENCE_SECONDS} s"
    if done.returncode < 0:
        return f"killed by signal {-done.returncode}"
    return _words(done.stdout.decode(errors="replace"))


def _pdfsig() -> str:
    program = shutil.which("pdfsig")
    if program is None:
        raise RuntimeError("pdfsig is missing; on Debian: apt-get install poppler-utils")
    return program


def _words(said: str) -> str:
    found = re.findall(r"- ((?:Not t|T)otal document signed)\n\s*- Signature Validation: (.*?)\.?\n", said)
    if not found:
        return "no signature" if "does not contain any signatures" in said else "not read"
    verdicts = ", ".join(_SHORT.get(verdict, verdict) for _total, verdict in found)
    whole = any(total.startswith("Total") for total, _verdict in found)
    return f"{verdicts}; {'whole' if whole else 'not whole'}"


_SHORT = {"Signature is Valid": "valid", "Signature has not yet been verified": "unverified"}


def _summary(rows: list[Row], issued: dict[str, str]) -> str:
    files = [(row.ours[kind], row.pdfsig[kind]) for row in rows for kind in KINDS if row.ours[kind] is not None]
    rejected = sum(ours != "GENUINE" for ours, _theirs in files)
    passed = sum(_all_valid(theirs or "") for _ours, theirs in files)
    as_issued = sum(theirs in issued.values() for _ours, theirs in files)
    version = subprocess.run([_pdfsig(), "-v"], capture_output=True, text=True, check=False).stderr.splitlines()[0]
    return (
        f"| {len(rows)} classes, {len(files)} files | |\n|---|---|\n"
        f"| not genuine, by us | {rejected} |\n"
        f'| every signature "valid", by {version} | {passed} |\n'
        f"| of these, told in the very words that it has for a paper as issued | {as_issued} |\n\n"
        f"A letter as issued, by pdfsig: {issued['one']}. An agreement as issued: {issued['two']}.\n"
    )


def _all_valid(words: str) -> bool:
    verdicts = [each for each in words.split(";")[0].split(", ") if each != "unverified"]
    return bool(verdicts) and all(each == "valid" for each in verdicts)


def _sections(rows: list[Row]) -> Iterator[str]:
    grouped: dict[Principle, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[PRINCIPLES[row.name]].append(row)
    for principle, members in grouped.items():
        yield f"\n**{principle.why}**\n\n| Class | Letter: ours | pdfsig | Agreement: ours | pdfsig | Source |\n"
        yield "|---|---|---|---|---|---|\n"
        yield from (_line(row) for row in members)


def _line(row: Row) -> str:
    cells = [row.name, row.ours["one"], row.pdfsig["one"], row.ours["two"], row.pdfsig["two"], row.source]
    return "| " + " | ".join((cell or "-").replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    TARGET.write_text(page())
    sys.stdout.write(f"{TARGET}\n")
