"""Checks files that strangers upload: away from every key, in a process that is thrown away after each file."""

from datetime import datetime
from types import TracebackType
from typing import Self

from signing.pool import SigningPool
from signing.report import Problem, SignatureReport
from signing.structure import Limits
from signing.trust import TrustAnchors
from signing.validation import problem_report


class InspectionSandbox:
    """Warm processes of their own, which never see a key; each file is checked in a fork under the limits."""

    def __init__(self, *, workers: int = 1, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._pool = SigningPool(workers=workers, timeout_seconds=self._limits.wall_seconds + 15)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start the processes before the first file comes. *Raises*: `SigningFailed`."""
        self._pool.warm()

    @property
    def worker_pids(self) -> frozenset[int]:
        """The warm processes, for figures of memory."""
        return self._pool.worker_pids

    def inspect(self, pdf: bytes, trust: TrustAnchors, at: datetime) -> SignatureReport:
        """See `signing.validation.inspect_signatures`; a file that breaks its child or a limit is `TOO_COSTLY`.

        Never raises for what stands in the file: the child that reads it has the limits, and its end is a report.
        *Raises*: `SigningUnavailable` where no process could examine the file; that says nothing of the file.
        """
        if len(pdf) > self._limits.size_bytes:
            return problem_report(pdf, Problem.TOO_LARGE)
        return self._pool.inspect(pdf, trust, at, limits=self._limits, confined=True)

    def close(self) -> None:
        """Stop the processes."""
        self._pool.close()
