"""One thread that keeps one worker alive and gives it jobs: retries after a loss, kills after a hang, recycles."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from documents.conversion.supervision import Worker, WorkerLost
from documents.errors import ConversionError, ConversionFailed, ConversionTimedOut, ConverterUnavailable

_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Job:
    """A document that waits for its PDF."""

    docx: bytes
    title: str
    part: int
    answer: "Future[bytes]" = field(default_factory=Future)


JobQueue = queue.SimpleQueue[Job | None]
"""The jobs of a pool; None asks one keeper to end."""


class Keeper:
    """The thread lives as long as its workers, because the kernel kills a worker with the thread that started it."""

    def __init__(
        self, jobs: JobQueue, launch: Callable[[], Worker], *, folder: Path, job_seconds: float, recycle_after: int
    ) -> None:
        self._jobs, self._launch, self._folder = jobs, launch, folder
        self._job_seconds, self._recycle_after = job_seconds, recycle_after
        self._closing = threading.Event()
        self.worker: Worker | None = None
        self.warm: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="pembina-conversion", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the worker at once and the thread with it; a job in its hands is refused."""
        self._closing.set()
        worker = self.worker
        if worker:
            worker.kill_office()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._ready_worker()
            self.warm.set_result(None)
        except ConversionError as error:
            self.warm.set_exception(error)
        while (job := self._jobs.get()) is not None and not self._closing.is_set():
            if job.answer.set_running_or_notify_cancel():
                self._answer(job)
        if job and job.answer.set_running_or_notify_cancel():
            job.answer.set_exception(ConverterUnavailable("the converter was closed"))
        self._discard()

    def _answer(self, job: Job) -> None:
        try:
            job.answer.set_result(self._convert(job))
        except ConversionError as error:
            job.answer.set_exception(error)
        except OSError as error:  # no room for the file, no process more
            self._discard()
            job.answer.set_exception(ConverterUnavailable(f"the converter failed: {error}"))
        except Exception as error:
            self._discard()
            job.answer.set_exception(ConversionFailed(f"the converter failed: {error}"))

    def _convert(self, job: Job) -> bytes:
        lost: ConversionError | None = None
        for _ in range(_ATTEMPTS):
            if self._closing.is_set():
                break
            worker: Worker | None = None
            try:
                worker = self._ready_worker()
                return self._attempt(worker, job)
            except (WorkerLost, ConversionTimedOut) as error:
                lost = error if worker else ConverterUnavailable(f"LibreOffice does not start: {error}")
                self._discard()
        if self._closing.is_set():
            raise ConverterUnavailable("the converter was closed")
        if isinstance(lost, ConverterUnavailable):
            raise lost
        if isinstance(lost, ConversionTimedOut):
            raise ConversionTimedOut(f"{lost} on {_ATTEMPTS} attempts") from lost
        raise ConversionFailed(f"LibreOffice was lost on every attempt: {lost}") from lost

    def _attempt(self, worker: Worker, job: Job) -> bytes:
        source, target = self._folder / "letter.docx", self._folder / "letter.pdf"
        try:
            source.write_bytes(job.docx)
            worker.convert(source, target, title=job.title, part=job.part, seconds=self._job_seconds)
            return target.read_bytes()
        finally:
            source.unlink(missing_ok=True)
            target.unlink(missing_ok=True)

    def _ready_worker(self) -> Worker:
        if self.worker and self.worker.jobs_done >= self._recycle_after:
            self._retire()
        if self.worker is None:
            self.worker = self._launch()
        return self.worker

    def _retire(self) -> None:
        """Ends a sound worker; its profile stays for the next."""
        worker, self.worker = self.worker, None
        if worker:
            worker.end()

    def _discard(self) -> None:
        """Ends a worker that is lost or hangs; a crash may have spoilt its profile."""
        worker, self.worker = self.worker, None
        if worker:
            worker.kill_office()
            worker.end()
            worker.forget_profile()
