"""The cosignatures of the newest checkpoint: each witness is asked for its own, and the note that is shown bears them all.

A log with two faces needs witnesses that see but one of them: each cosigns only what continues the tree that it has seen
before. Nothing waits for a witness: a checkpoint is shown with the log's own signature at once, and again with theirs.

*Source*: C2SP tlog-witness.
"""

import logging
from collections.abc import Callable, Sequence

from persistence.merkle import consistency_proof
from persistence.transparency import Published, amend_note
from services.log_nodes import nodes_in
from services.publication import Publication
from signing.notes import NoteSignature
from signing.witnesses import Knows, Witness, WitnessRefused, ask
from storage.port import ObjectMissing
from storage.tiles import BrokenBundle

LOG = logging.getLogger("pembina.log")


class Witnessing:
    """Asks the witnesses of one log. For one thread."""

    def __init__(self, publication: Publication, witnesses: Sequence[Witness]) -> None:
        self._publication = publication
        self._witnesses = witnesses
        self._known: dict[Witness, int] = {}
        self._told: dict[Witness, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What the witnesses that did not cosign said last."""
        return tuple(self._told.values())

    def cosign(self) -> bool:
        """Gets what is missing to the newest checkpoint, and shows it; True where a cosignature was added.

        *Raises*: `DatabaseUnavailable`, `StorageError`, `LogDiverged`. A witness that refuses or is away is passed over.
        """
        newest = self._publication.newest()
        if newest is None:
            return False
        missing = [each for each in self._witnesses if not each.has_cosigned(newest.note)]
        found = [line for each in missing if (line := self._ask(each, newest)) is not None]
        if not found or not amend_note(size=newest.size, note=newest.note + "".join(found), expected=newest.note):
            return False
        self._publication.advance()
        return True

    def _ask(self, witness: Witness, newest: Published) -> str | None:
        try:
            cosignature = self._cosignature(witness, newest)
        except (WitnessRefused, BrokenBundle, ObjectMissing) as error:
            self._known.pop(witness, None)
            if self._told.get(witness) != str(error):
                LOG.warning("a witness did not cosign the log: %s", error)
            self._told[witness] = str(error)
            return None
        self._known[witness] = newest.size
        self._told.pop(witness, None)
        return cosignature.line

    def _cosignature(self, witness: Witness, newest: Published) -> NoteSignature:
        """A second time where the witness knows another size: it says which."""
        answer = self._asked(witness, newest, old=self._known.get(witness, 0))
        if isinstance(answer, Knows):
            if answer.size > newest.size:
                raise WitnessRefused(f"{witness.key.name} has seen a tree of {answer.size}, and ours has {newest.size}")
            answer = self._asked(witness, newest, old=answer.size)
        if isinstance(answer, Knows):
            raise WitnessRefused(f"{witness.key.name} changes its mind about the size that it has seen")
        return answer

    def _asked(self, witness: Witness, newest: Published, *, old: int) -> NoteSignature | Knows:
        nodes = nodes_in(self._publication.fetch, newest.size)
        proof = consistency_proof(nodes, old, newest.size) if 0 < old < newest.size else []
        return ask(witness, note=newest.note, old=old, proof=proof)


def publishing(publication: Publication, witnesses: Sequence[Witness]) -> Callable[[], object]:
    """What the worker does for the public log: publishes it, then has it cosigned."""
    witnessing = Witnessing(publication, witnesses)

    def publish() -> None:
        publication.advance()
        if witnesses:
            witnessing.cosign()

    return publish
