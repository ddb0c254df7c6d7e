"""A sanction letter that is opened in the system is received by that very act (II.2.3.s1), and so is the notice of a reported
breach, from which the agreement counts the days to answer; other proofs are brought by LKPP.
"""

from domain.aggregates import Aggregate
from domain.document_kinds import DocumentState
from domain.receipts import ReceiptChannel
from domain.refusals import Refusal, RefusalCode
from domain.roles import Actor, Role
from domain.sanction_acts import ProveReceipt, SanctionState
from persistence.documents import DocumentRecord
from persistence.sanction_records import sanction_told_by
from persistence.slas import breach_told_by
from services.commands import Command
from services.door import Door

OPENERS = frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD})
"""By whose opening a letter is received; who reads it beside them, such as staff or LKPP, receives nothing for the unit."""

_OTHERS_PROVED_IT = frozenset({RefusalCode.WRONG_STATE, RefusalCode.RECEIPT_ALREADY_PROVEN, RefusalCode.CONFLICT})
_OPEN_TO_RECEIPT = frozenset(
    {SanctionState.ISSUED, SanctionState.RECEIVED, SanctionState.FOLLOW_UP, SanctionState.IMPROVED}
)
"""In which states a sanction may lack its receipt: one may have ended in improvement before its letter was opened, and of one
that was reported on, and whose report came back, the proof may have been struck.
"""

_NOT_HIS = RefusalCode.NOT_FOUND
"""Whom the table does not let receive it: a head of another unit of the same institution."""


def record_opening(door: Door, actor: Actor, document: DocumentRecord) -> Refusal | None:
    """Records that the actor was given the bytes of a paper, where that proves the receipt of a sanction, or of the notice of a
    reported breach.

    *Shape*: None where it is recorded, was proven before, or proves nothing. A refusal means that the receipt should have
    been recorded and could not be: then the bytes must not be handed over, or somebody reads while no term runs.
    *Raises*: `DatabaseUnavailable`. *Source*: II.2.3.s1 (receipt); that opening proves it is a house rule.
    """
    if not actor.roles & OPENERS or document.state != DocumentState.SIGNED:
        return None
    opening = _of_sanction(actor, document) or _of_breach(actor, document)
    if opening is None:
        return None
    refusal = door.perform(opening)
    if not isinstance(refusal, Refusal) or refusal.code in {*_OTHERS_PROVED_IT, _NOT_HIS}:
        return None
    return refusal


def _of_sanction(actor: Actor, document: DocumentRecord) -> Command | None:
    sanction = sanction_told_by(document.id)
    if sanction is None or sanction.received_at is not None or sanction.state not in _OPEN_TO_RECEIPT:
        return None
    return _opening(actor, Aggregate.SANCTION, "prove_receipt", sanction.id)


def _of_breach(actor: Actor, document: DocumentRecord) -> Command | None:
    sla = breach_told_by(document)
    return None if sla is None else _opening(actor, Aggregate.SLA, "prove_notice_receipt", sla.id)


def _opening(actor: Actor, aggregate: Aggregate, verb: str, record_id: str) -> Command:
    payload = ProveReceipt(channel=ReceiptChannel.IN_APP)
    return Command(aggregate=aggregate, verb=verb, actor=actor, record_id=record_id, payload=payload)
