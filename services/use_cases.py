"""Everything that a resolver or page may ask for, in one frozen bundle; `app/wiring.py` makes it."""

from dataclasses import dataclass

from services.calendars import CalendarService
from services.door import Door
from services.evidence import EvidenceService
from services.log_proofs import LogProver
from services.officials import OfficialService
from services.papers import PaperService
from services.signing_acts import SigningActs
from services.signing_batches import SigningBatches
from services.signing_codes import SigningCodes
from services.slas import SlaService
from services.verification import VerificationService


@dataclass(frozen=True)
class UseCases:
    """The use cases. All are synchronous: call them in a worker thread."""

    door: Door
    slas: SlaService
    papers: PaperService
    evidence: EvidenceService
    verification: VerificationService
    calendars: CalendarService
    officials: OfficialService
    signing_acts: SigningActs
    signing_batches: SigningBatches
    signing_codes: SigningCodes
    log: LogProver
