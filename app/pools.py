"""The processes beside this one: what runs LibreOffice, what holds keys while it signs, what examines strangers' files."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from app.settings import Settings
from documents.conversion.pool import ConversionPool
from documents.conversion.supervision import LibreOffice
from documents.errors import ConverterMissing
from signing.pool import SigningPool
from signing.sandbox import InspectionSandbox

LOG = logging.getLogger("pembina")


@dataclass(frozen=True, kw_only=True)
class Pools:
    """The processes beside this one: LibreOffice, signing, and the inspection of strangers' files."""

    libreoffice: LibreOffice
    conversion: ConversionPool
    signing: SigningPool
    inspection: InspectionSandbox

    def warm(self, *, conversion: bool = True) -> None:
        """Starts them now rather than with the first letter. *Raises*: `SigningFailed`, `ConversionError`."""
        starts = [self.signing.warm, self.inspection.warm]
        if conversion:
            starts.append(self._warm_conversion)
        with ThreadPoolExecutor(max_workers=len(starts)) as threads:
            for started in [threads.submit(start) for start in starts]:
                started.result()

    def _warm_conversion(self) -> None:
        """Without LibreOffice the API serves all the same: /health says so, and letters wait."""
        try:
            self.conversion.start()
        except ConverterMissing as error:
            LOG.error("%s", error)

    def process_ids(self) -> dict[str, list[int]]:
        """The processes of each part, for figures of memory."""
        return {
            "libreoffice": self.conversion.process_ids(),
            "signing": sorted(self.signing.worker_pids),
            "inspection": sorted(self.inspection.worker_pids),
        }


@contextmanager
def running_pools(settings: Settings, *, libreoffice: LibreOffice, signing_seconds: float) -> Iterator[Pools]:
    """Pools that are stopped when the block ends. *Units*: `signing_seconds` is the limit of one signature."""
    with ExitStack() as stack:
        conversion = ConversionPool(workers=settings.workers, libreoffice=libreoffice)
        stack.callback(conversion.close)
        yield Pools(
            libreoffice=libreoffice,
            conversion=conversion,
            signing=stack.enter_context(SigningPool(workers=settings.workers, timeout_seconds=signing_seconds)),
            inspection=stack.enter_context(InspectionSandbox(workers=1)),
        )
