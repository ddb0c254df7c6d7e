"""The pool: as many warm workers as asked for, each kept by a thread of its own; jobs wait in one queue."""

import os
import queue
import shutil
import threading
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from types import TracebackType

from documents.conversion.folders import new_folder
from documents.conversion.keeper import Job, JobQueue, Keeper
from documents.conversion.supervision import LibreOffice, Worker
from documents.errors import ConversionFailed, ConversionTimedOut, ConverterUnavailable


class ConversionPool:
    """Converts DOCX to PDF/A-2b on warm LibreOffice processes.

    Workers start with `start`, or with the first job; each is killed and replaced after a crash, a hang, or
    `recycle_after` documents, and dies with this process, even where that is killed with -9. Thread-safe.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        libreoffice: LibreOffice | None = None,
        job_seconds: float = 30.0,
        wait_seconds: float = 120.0,
        start_seconds: float = 60.0,
        recycle_after: int = 300,
    ) -> None:
        """*Units*: `job_seconds` for each of two attempts; `wait_seconds` for a job with its time in the queue."""
        self._workers = workers or os.cpu_count() or 1
        self._libreoffice = libreoffice or LibreOffice()
        self._job_seconds, self._wait_seconds, self._start_seconds = job_seconds, wait_seconds, start_seconds
        self._recycle_after = recycle_after
        self._jobs: JobQueue = queue.SimpleQueue()
        self._keepers: list[Keeper] = []
        self._folder: Path | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Starts all workers and waits until each is warm. *Raises*: `ConverterMissing`, `ConversionError`."""
        for keeper in self._open():
            keeper.warm.result()

    def convert(self, docx: bytes, *, title: str, part: int = 2) -> bytes:
        """The tagged PDF/A-2b of `docx`, or 3b where `part` of ISO 19005 says so, with its title set.

        *Raises*: `ConverterUnavailable` where no worker is free in time, none starts, or the pool is closed
        (`ConverterMissing`: not installed); `ConversionFailed` for a file that LibreOffice cannot read or that crashes
        it twice; `ConversionTimedOut` for one that no attempt finishes in time.
        *Does not check*: whether the PDF conforms; the tests do, with veraPDF.
        """
        if not docx.startswith(b"PK"):  # LibreOffice takes an empty file for an empty letter
            raise ConversionFailed("this is not a Word file")
        job = Job(docx, title, part)
        self._open(job)
        try:
            return job.answer.result(timeout=self._wait_seconds)
        except FutureTimeout as error:
            if job.answer.cancel():
                raise ConverterUnavailable(f"no worker was free within {self._wait_seconds} seconds") from error
            raise ConversionTimedOut(f"no PDF after {self._wait_seconds} seconds, waiting included") from error

    def close(self) -> None:
        """Ends all workers; jobs that still wait are refused. A closed pool starts again with its next job."""
        with self._lock:
            keepers, self._keepers = self._keepers, []
            folder, self._folder = self._folder, None
            jobs, self._jobs = self._jobs, queue.SimpleQueue()
        for _ in keepers:
            jobs.put(None)
        for keeper in keepers:
            keeper.stop()
        while not jobs.empty():
            job = jobs.get()
            if job and job.answer.set_running_or_notify_cancel():
                job.answer.set_exception(ConverterUnavailable("the converter was closed"))
        if folder:
            shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> "ConversionPool":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def process_ids(self) -> list[int]:
        """The process ids of the workers that run now; each leads a process group with its LibreOffice."""
        return [keeper.worker.process.pid for keeper in self._keepers if keeper.worker]

    def _open(self, job: Job | None = None) -> list[Keeper]:
        with self._lock:
            if not self._keepers:
                self._libreoffice.require()
                self._folder = new_folder()
                self._keepers = [self._keeper(self._folder / str(index)) for index in range(self._workers)]
            if job:
                self._jobs.put(job)
            return self._keepers

    def _keeper(self, folder: Path) -> Keeper:
        folder.mkdir()
        return Keeper(
            self._jobs,
            lambda: Worker(self._libreoffice, folder, start_seconds=self._start_seconds),
            folder=folder,
            job_seconds=self._job_seconds,
            recycle_after=self._recycle_after,
        )
