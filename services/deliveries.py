"""A sanction letter that is opened in the system is received by that very act (II.2.3.s1); other proofs are brought by LKPP."""

from domain.documents import DocumentState
from domain.receipts import ReceiptChannel
from domain.refusals import Refusal, RefusalCode
from domain.roles import Actor, Role
from domain.sanction_acts import ProveReceipt, SanctionState
from domain.tables import Aggregate
from persistence.documents import DocumentRecord
from persistence.sanction_records import SanctionRecord, sanction_told_by
from services.commands import Command
from services.door import Door

OPENERS = frozenset({Role.UNIT_HEAD, Role.INSTITUTION_HEAD})
"""By whose opening a letter is received; who reads it beside them, such as staff or LKPP, receives nothing for the unit."""

_OTHERS_PROVED_IT = frozenset({RefusalCode.WRONG_STATE, RefusalCode.RECEIPT_ALREADY_PROVEN, RefusalCode.CONFLICT})
_NOT_HIS = RefusalCode.NOT_FOUND
"""Whom the table does not let receive it: a head of another unit of the same institution."""


def record_opening(door: Door, actor: Actor, document: DocumentRecord) -> Refusal | None:
    """Records that the actor was given the bytes of a paper, where that proves the receipt of a sanction.

    *Shape*: None where it is recorded, was proven before, or proves nothing. A refusal means that the receipt should have
    been recorded and could not be: then the bytes must not be handed over, or somebody reads while no term runs.
    *Raises*: `DatabaseUnavailable`. *Source*: II.2.3.s1 (receipt); that opening proves it is a house rule.
    """
    if not actor.roles & OPENERS or document.state != DocumentState.SIGNED:
        return None
    sanction = sanction_told_by(document.id)
    if sanction is None or sanction.state != SanctionState.ISSUED:
        return None
    refusal = door.perform(_opening(actor, sanction))
    if not isinstance(refusal, Refusal) or refusal.code in {*_OTHERS_PROVED_IT, _NOT_HIS}:
        return None
    return refusal


def _opening(actor: Actor, sanction: SanctionRecord) -> Command:
    return Command(
        aggregate=Aggregate.SANCTION,
        verb="prove_receipt",
        actor=actor,
        record_id=sanction.id,
        payload=ProveReceipt(channel=ReceiptChannel.IN_APP),
    )
