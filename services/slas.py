"""The SLA verbs that do more than pass the door: proposing (the clauses are written) and signing (the paper is signed)."""

from domain.aggregates import Aggregate
from domain.clock import Clock, legal_date
from domain.configuration_keys import ConfigurationKey
from domain.document_kinds import DocumentKind
from domain.reading import may_read
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import SYSTEM, Actor
from domain.sla_acts import ProposedTerms, ProposeSla, SignSla, with_term
from persistence.configuration import setting
from persistence.documents import DocumentRecord
from persistence.slas import SlaRecord, slas_ending, slas_over
from persistence.transactions import reaching_database
from services.commands import Command, Done
from services.door import CannotCompose, Door
from services.issuance import Issuance
from services.issuing_parts import INSTITUTION_FIELD, LKPP_FIELD, Signing
from services.letters import LetterWriter
from services.papers import SigningAct, sign_then_perform


class SlaService:
    """Use cases of the service-level agreement (II.2.1.a.3)."""

    def __init__(self, *, door: Door, issuance: Issuance, letters: LetterWriter, clock: Clock) -> None:
        self._door = door
        self._issuance = issuance
        self._letters = letters
        self._clock = clock

    @reaching_database()
    def propose(
        self,
        *,
        actor: Actor,
        sla_id: str,
        terms: ProposedTerms,
        expected_version: int,
        idempotency_key: str,
    ) -> Done | Refusal:
        """Writes the clauses from the terms and puts them to both parties; earlier agreement to other clauses lapses.

        Terms without a term get the configured one, where there is one.
        """
        sla: SlaRecord | None = SlaRecord.objects(id=sla_id).first()
        asked, terms = terms, with_term(terms, self._term())
        empty = ProposeSla(terms=terms, agreement={}, signatories={})
        command = Command(
            aggregate=Aggregate.SLA,
            verb="propose",
            actor=actor,
            record_id=sla_id,
            payload=empty,
            expected_version=expected_version,
            idempotency_key=idempotency_key,
            intent=asked,
        )
        early = self._door.recall(command) or self._door.examine(command)
        if early is not None or sla is None:
            return early or refuse(RefusalCode.NOT_FOUND, what=f"SLA {sla_id[:80]}", subject=sla_id[:80])
        try:
            agreement, signatories = self._letters.agreement(sla=sla, terms=terms, day=legal_date(self._clock.now()))
        except CannotCompose as error:
            return error.refusal
        return self._door.perform(
            Command(
                aggregate=Aggregate.SLA,
                verb="propose",
                actor=actor,
                record_id=sla_id,
                payload=ProposeSla(terms=terms, agreement=agreement, signatories=signatories),
                expected_version=expected_version,
                idempotency_key=idempotency_key,
                intent=asked,
            )
        )

    def _term(self) -> int | None:
        months = setting(ConfigurationKey.SLA_TERM_MONTHS, legal_date(self._clock.now()))
        return months if isinstance(months, int) else None

    @reaching_database()
    def expire_due(self) -> int:
        """Ends every SLA whose last day has passed; returns how many. Their standing has said so since that day.

        *Raises*: `DatabaseUnavailable`.
        """
        over = slas_over(legal_date(self._clock.now()))
        commands = (Command(aggregate=Aggregate.SLA, verb="expire", actor=SYSTEM, record_id=sla_id) for sla_id in over)
        return sum(isinstance(self._door.perform(command), Done) for command in commands)

    @reaching_database()
    def tell_of_terms(self) -> int:
        """Orders the notice of each term that ends within the configured days, once; returns how many.

        *Raises*: `DatabaseUnavailable`. *Source*: house rule (`sla.term_notice_days`).
        """
        soon = slas_ending(legal_date(self._clock.now()))
        commands = (Command(aggregate=Aggregate.SLA, verb="tell_term", actor=SYSTEM, record_id=sla) for sla in soon)
        return sum(isinstance(self._door.perform(command), Done) for command in commands)

    def concept(self, *, actor: Actor, sla_id: str) -> bytes | Refusal:
        """The proposed clauses as a PDF marked KONSEP, for the parties to read before they agree.

        *Raises*: `DatabaseUnavailable`, `documents.errors.DocumentError`.
        """
        sla: SlaRecord | None = SlaRecord.objects(id=sla_id).first()
        if sla is None or not may_read(actor, Aggregate.SLA, sla.institution_id):
            return refuse(RefusalCode.NOT_FOUND, what=f"SLA {sla_id[:80]}", subject=sla_id[:80])
        if not sla.agreement:
            return refuse(RefusalCode.TERMS_MISSING, subject=sla_id)
        return self._issuance.concept(DocumentKind.SLA, dict(sla.agreement))

    def sign_for_institution(
        self,
        *,
        actor: Actor,
        sla_id: str,
        seen_sha256: str,
        passphrase: str,
        expected_version: int,
        idempotency_key: str,
    ) -> Done | Refusal:
        """The first signature; the SLA is not yet in force."""
        command = _signing_command(
            "sign_for_institution", actor, sla_id, seen_sha256, expected_version, idempotency_key
        )
        return self._sign(command, field=INSTITUTION_FIELD, passphrase=passphrase)

    def sign_for_lkpp(
        self,
        *,
        actor: Actor,
        sla_id: str,
        seen_sha256: str,
        passphrase: str,
        expected_version: int,
        idempotency_key: str,
    ) -> Done | Refusal:
        """The second signature; the first is validated anew beside it, and only then the SLA comes into force."""
        command = _signing_command("sign_for_lkpp", actor, sla_id, seen_sha256, expected_version, idempotency_key)
        return self._sign(command, field=LKPP_FIELD, passphrase=passphrase)

    @reaching_database()
    def _sign(self, command: Command, *, field: str, passphrase: str) -> Done | Refusal:
        early = self._door.recall(command) or self._door.examine(command)
        if early is not None:
            return early
        sla = SlaRecord.objects(id=command.record_id).get()
        document = DocumentRecord.objects(id=sla.document_id).get()
        actor = command.actor
        signing = Signing(field=field, signer_id=actor.id, signer_name=actor.name, passphrase=passphrase)
        return sign_then_perform(self._door, self._issuance, SigningAct(command, document, signing))


def _signing_command(
    verb: str, actor: Actor, sla_id: str, seen_sha256: str, expected_version: int, idempotency_key: str
) -> Command:
    return Command(
        aggregate=Aggregate.SLA,
        verb=verb,
        actor=actor,
        record_id=sla_id,
        payload=SignSla(seen_sha256=seen_sha256),
        expected_version=expected_version,
        idempotency_key=idempotency_key,
    )
