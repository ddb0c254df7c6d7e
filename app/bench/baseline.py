"""The plain way, for comparison: docxtpl, one LibreOffice process for each letter, pyHanko's stock signer.

The same letter at the same level (PAdES B-LTA, certified), validated by the same verifier and stored in the same storage,
by as many workers; each is a process of its own, and has made one letter before the clock runs. What it leaves out, in its
favour: the QR code, numbers, the event log, the public log.
"""

import io
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from docxtpl import DocxTemplate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator import ValidationContext

from app.bench.pipeline import KIND, MeasurementFailed, Throughput
from app.clock import RealClock
from app.settings import S3Settings
from app.wiring import System
from documents.contexts import Marks
from documents.environment import environment
from documents.specimens import SPECIMENS
from documents.templates.register import read_template
from signing.timestamps import TimestampSource
from signing.trust import TrustAnchors, parsed
from signing.validation import inspect_signatures
from storage.keys import issued_key
from storage.s3 import S3Store

_PDFA = '"SelectPdfVersion":{"type":"long","value":"2"},"UseTaggedPDF":{"type":"boolean","value":"true"}'
_FILTER = f"pdf:writer_pdf_Export:{{{_PDFA}}}"


@dataclass(frozen=True)
class Task:
    """What a worker needs for its share of the letters."""

    letters: int
    folder: Path
    soffice: str
    key: Path
    passphrase: str = field(repr=False)
    trust: TrustAnchors = field(repr=False)
    timestamps: TimestampSource
    s3: S3Settings


def measure_baseline(system: System, letters: int, *, workers: int) -> Throughput:
    """The letters, shared among the workers; their start and a first letter of each are not counted, as ours is warm too."""
    if system.installation.settings.s3 is None:
        raise MeasurementFailed("no object storage")
    seal = system.pki.seal_key
    with (
        tempfile.TemporaryDirectory() as name,
        ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool,
    ):
        tasks = [
            Task(
                letters=letters // workers,
                folder=Path(name) / str(worker),
                soffice=str(system.pools.libreoffice.soffice.with_name("soffice")),
                key=seal.path,
                passphrase=seal.passphrase_file.read_text(),
                trust=system.pki.trust(),
                timestamps=system.pki.timestamps,
                s3=system.installation.settings.s3,
            )
            for worker in range(workers)
        ]
        list(pool.map(_work, [replace(task, letters=1) for task in tasks]))
        begun = time.monotonic()
        list(pool.map(_work, tasks))
        return Throughput(letters // workers * workers, time.monotonic() - begun)


def _work(task: Task) -> None:
    store = S3Store(
        endpoint=task.s3.endpoint,
        access_key=task.s3.access_key,
        secret_key=task.s3.secret_key,
        secure=task.s3.secure,
    )
    task.folder.mkdir(exist_ok=True)
    for _ in range(task.letters):
        _letter(task, task.folder, store)


def _letter(task: Task, folder: Path, store: S3Store) -> None:
    _render(folder / "letter.docx")
    _convert(task, folder)
    signed = _sign(task, (folder / "letter.pdf").read_bytes())
    found = inspect_signatures(signed, task.trust, datetime.now(UTC))
    if not found.signatures or not all(signature.holds for signature in found.signatures):
        raise MeasurementFailed("a signature of the comparison does not hold")
    until = datetime.now(UTC).replace(year=datetime.now(UTC).year + 1)
    store.put_locked(issued_key(sha256(signed).hexdigest()), signed, content_type="application/pdf", retain_until=until)


def _render(target: Path) -> None:
    context, numbering = SPECIMENS[KIND]
    _registered, content = read_template(KIND)
    template = DocxTemplate(io.BytesIO(content))
    values = {each.name: getattr(context, each.name) for each in fields(context)}
    values |= {"numbering": numbering, "marks": Marks(development=True, draft=False), "title": "", "author": ""}
    template.render(values, jinja_env=environment())
    template.save(target)


def _convert(task: Task, folder: Path) -> None:
    command = [
        task.soffice,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--norestore",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(folder),
        str(folder / "letter.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _sign(task: Task, pdf: bytes) -> bytes:
    material = parsed(task.trust)
    now = datetime.now(UTC)
    signer = SimpleSigner.load_pkcs12(str(task.key), passphrase=task.passphrase.encode())
    if signer is None:
        raise MeasurementFailed("the seal cannot be opened")
    context = ValidationContext(
        trust_roots=list(material.roots),
        other_certs=list(material.intermediates),
        crls=list(material.crls),
        moment=now,
        allow_fetching=False,
        revocation_mode="require",
    )
    metadata = PdfSignatureMetadata(
        field_name="Segel",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        validation_context=context,
        embed_validation_info=True,
        use_pades_lta=True,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    output = io.BytesIO()
    stamps = task.timestamps.timestamper(RealClock())
    PdfSigner(metadata, signer, timestamper=stamps).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=output)
    return output.getvalue()
