"""Plays in the running system: papers of chosen kinds are really rendered, signed and stored, all others plainly."""

import asyncio
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.document_acts import SignedPaper
from domain.document_kinds import DocumentKind
from domain.roles import Actor
from persistence.documents import DocumentRecord
from services.door import Door
from services.issuance import Issuance
from services.issuing_parts import IssuancePorts, Signing
from signing.parts import PartSigner
from signing.port import Letter, SignedPdf
from tests.integration.graphql.stage import Stage, assembled
from tests.integration.services.plain_issuance import PlainIssuance
from tests.integration.services.town import Town


class PapersInEarnest(PlainIssuance):
    """Papers of these kinds are issued by the running system itself."""

    def __init__(self, ports: IssuancePorts, *, real: Issuance, kinds: AbstractSet[DocumentKind]) -> None:
        super().__init__(ports)
        self._kinds = kinds
        self._real = real

    def prepare(self, document_id: str) -> None:
        if DocumentRecord.objects(id=document_id).get().kind in self._kinds:
            self._real.prepare(document_id)
        else:
            super().prepare(document_id)

    def issue_sealed(self, document_id: str) -> None:
        if DocumentRecord.objects(id=document_id).get().kind in self._kinds:
            self._real.issue_sealed(document_id)
        else:
            super().issue_sealed(document_id)

    def letter(self, document: DocumentRecord, signing: Signing) -> Letter:
        return self._real.letter(document, signing)

    def finish(self, document: DocumentRecord, signing: Signing, signed: SignedPdf) -> SignedPaper:
        return self._real.finish(document, signing, signed)

    def sign(self, document: DocumentRecord, signing: Signing) -> SignedPaper:
        return (self._real if document.kind in self._kinds else super()).sign(document, signing)


@dataclass
class TownClock:
    """The running system's clock, moved as stories move theirs: forward only."""

    town: Town

    @property
    def instant(self) -> datetime:
        return self.town.system.clock.now()

    @instant.setter
    def instant(self, later: datetime) -> None:
        self.town.advance(seconds=(later - self.instant).total_seconds())

    def now(self) -> datetime:
        return self.instant


def in_town(
    town: Town,
    runner: asyncio.Runner,
    kinds: AbstractSet[DocumentKind],
    *,
    real: Issuance | None = None,
    part_signer: PartSigner | None = None,
    **people: Actor,
) -> Stage:
    """The stage of the running system. *Shape*: `real` and `part_signer` where papers are signed elsewhere than there;
    `people` of the town stand for those of the stage by name.
    """
    system, clock = town.system, TownClock(town)

    def issuance(door: Door) -> Issuance:
        unused: Any = None
        ports = IssuancePorts(
            door=door,
            clock=clock,
            store=system.store,
            converter=unused,
            signer=unused,
            inspector=unused,
            trust=unused,
            public_url=system.settings.public_url,
            development=True,
        )
        return PapersInEarnest(ports, real=real or system.issuance, kinds=kinds)

    return assembled(
        database=system.database,
        clock=clock,
        store=system.store,
        issuance=issuance,
        verification=system.use_cases.verification,
        runner=runner,
        passphrase=town.passphrase,
        actors={"deputy": town.deputy} | people,
        lacks_key=system.installation.lacks_key,
        part_signer=part_signer,
    )
