"""Appointing officials: who is to sign by delegation must have a key of his own before any letter waits for him."""

from collections.abc import Callable
from dataclasses import replace

from domain.aggregates import Aggregate
from domain.official_terms import AppointOfficial
from domain.refusals import Refusal
from domain.roles import Actor
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import Door


class OfficialService:
    """The administrator's appointments.

    *Shape*: `lacks_key` says of a person's id that no key of his is there; False also where only his PIN, his password or a
    service could tell. It is asked last, and of a delegate only: a holder may be appointed long before his certificate comes.
    """

    def __init__(self, *, door: Door, lacks_key: Callable[[str], bool] = lambda _person_id: False) -> None:
        self._door = door
        self._lacks_key = lacks_key

    @reaching_database()
    def appoint(self, *, actor: Actor, term: AppointOfficial, idempotency_key: str) -> Done | Refusal:
        """The term of office begins on its first day. *Raises*: `DatabaseUnavailable`."""
        command = Command(
            aggregate=Aggregate.OFFICIAL,
            verb="appoint",
            actor=actor,
            payload=term,
            idempotency_key=idempotency_key,
        )
        early = self._door.recall(command) or self._door.examine(command)
        if early is not None:
            return early
        lacking = term.capacity.is_delegated and self._lacks_key(term.person_id)
        return self._door.perform(replace(command, payload=replace(term, key_is_missing=lacking), intent=term))
