"""Step 8 of issuing: a signature that holds but proves less than its recipe asks for is not recorded, and nothing moves."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from app.embedded import Addresses
from app.pools import Pools
from domain.refusals import Refusal, RefusalCode
from persistence.documents import DocumentRecord
from services.commands import Done
from services.examination import Inspector
from services.issuance import Issuance
from services.issuing_parts import SignatureBelowProfile
from services.slas import SlaService
from signing.extension import extended
from signing.pool import SigningPool
from signing.port import Certification, Level, RecipeName, SignedPdf, Signer, SigningIntent, SigningUnavailable
from signing.sandbox import InspectionSandbox
from signing.structure import Limits
from signing.validation import inspect_signatures
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@dataclass
class Adapter:
    """Another holder of the keys: signs in earnest, makes something else of it, and says nothing of that."""

    inner: Signer
    changed: Callable[[SignedPdf], bytes] = lambda signed: signed.data
    recipes: dict[RecipeName, RecipeName] | None = None
    says: Level | None = None

    def sign(
        self, pdf: bytes, intent: SigningIntent, *, passphrase: str | None, session: str | None = None
    ) -> SignedPdf:
        recipe = (self.recipes or {}).get(intent.recipe, intent.recipe)
        made = self.inner.sign(pdf, replace(intent, recipe=recipe), passphrase=passphrase, session=session)
        level, certification = self.says or made.level, Certification.NO_CHANGES
        return replace(made, data=self.changed(made), level=level, certification=certification)

    def makes_own_field(self, recipe: RecipeName) -> bool:
        return self.inner.makes_own_field(recipe)


@pytest.fixture(params=["descriptors", "time"])
def starved(request: pytest.FixtureRequest) -> Iterator[Inspector]:
    """Examines in earnest, on a machine that gives it nothing to work with, or no time."""
    if request.param == "descriptors":
        with InspectionSandbox(limits=Limits(open_files=4)) as sandbox:
            yield sandbox
        return
    with SigningPool(workers=1, timeout_seconds=0.02) as pool:
        pool.warm()
        yield pool


def only_the_signature(town: Town) -> Callable[[SignedPdf], bytes]:
    """Without the revision of the validation data and the archive time stamp: B-T."""

    def cut(signed: SignedPdf) -> bytes:
        report = inspect_signatures(signed.data, town.system.pki.trust(), town.system.clock.now())
        return signed.data[: report.signatures[-1].covered_length]

    return cut


def archived(town: Town) -> Callable[[SignedPdf], bytes]:
    pki, clock = town.system.pki, town.system.clock

    def stamped(signed: SignedPdf) -> bytes:
        made = extended(signed.data, trust=pki.trust(), now=clock.now(), timestamper=pki.timestamper(), archived=True)
        return asyncio.run(made)

    return stamped


def through(town: Town, *, inspector: Inspector | None = None, **changes: Any) -> tuple[Issuance, SlaService]:
    """The procedure as the installation has it, but for who holds the keys, or who examines."""
    ports, slas = town.system.issuance._ports, town.system.use_cases.slas
    signer = Adapter(ports.signer, **changes)
    issuance = Issuance(replace(ports, signer=signer, inspector=inspector or ports.inspector))
    return issuance, SlaService(door=ports.door, issuance=issuance, letters=slas._letters, clock=town.system.clock)


def signed(town: Town, slas: SlaService, verb: str, sla_id: str) -> Done | Refusal:
    sla = town.sla(sla_id)
    found: Done | Refusal = getattr(slas, verb)(
        actor=town.head if verb == "sign_for_institution" else town.deputy,
        sla_id=sla_id,
        seen_sha256=DocumentRecord.objects(id=sla.document_id).get().sha256,
        passphrase=town.passphrase,
        expected_version=sla.version,
        idempotency_key=town.key(),
    )
    return found


def waiting_receipt(town: Town) -> DocumentRecord:
    """A receipt under the seal whose work nobody has begun."""
    application_id = town.submitted()
    return DocumentRecord.objects(kind="APPLICATION_RECEIPT", subject_id=application_id).get()


def test_a_seal_of_a_lower_level_is_not_recorded_and_the_letter_waits(town: Town) -> None:
    """ETSI EN 319 142-1, 6.1: B-T lasts as long as the revocation lists of today, B-LTA for decades."""
    paper = waiting_receipt(town)
    issuance, _ = through(town, changed=only_the_signature(town), says=Level.B_LTA)
    with pytest.raises(SignatureBelowProfile) as refused:
        issuance.issue_sealed(paper.id)
    assert refused.value.words == (
        "tanda tangan B_T/NO_CHANGES, seharusnya B_LTA/NO_CHANGES",
        "the signature is B_T/NO_CHANGES, and must be B_LTA/NO_CHANGES",
    )
    paper.reload()
    assert (paper.state, paper.signatures, paper.protected_until) == ("AWAITING_SIGNATURE", [], None)
    town.work()
    paper.reload()
    assert (paper.state, paper.signatures[0]["level"], paper.number is not None) == ("SIGNED", "B_LTA", True)


def test_a_seal_that_lets_fields_be_filled_in_is_not_recorded(town: Town) -> None:
    """ISO 32000-1, 12.8.2.2: the level is right, and what may follow is not."""
    paper = waiting_receipt(town)
    recipes = {RecipeName.SEAL: RecipeName.FIRST_OF_TWO}
    ports = town.system.issuance._ports

    class SealAsPerson(Adapter):
        def sign(
            self, pdf: bytes, intent: SigningIntent, *, passphrase: str | None, session: str | None = None
        ) -> SignedPdf:
            mine = replace(intent, signer_id=town.head.id)
            return super().sign(pdf, mine, passphrase=town.passphrase, session=session)

    issuance = Issuance(replace(ports, signer=SealAsPerson(ports.signer, archived(town), recipes, Level.B_LTA)))
    with pytest.raises(SignatureBelowProfile, match=r"is B_LTA/FILL_FORMS, and must be B_LTA/NO_CHANGES"):
        issuance.issue_sealed(paper.id)
    paper.reload()
    assert (paper.state, paper.signatures) == ("AWAITING_SIGNATURE", [])


def test_a_person_is_told_in_two_languages_and_signs_again(town: Town) -> None:
    sla_id = town.agreed()
    town.work()
    _, lowered = through(town, changed=only_the_signature(town), says=Level.B_LTA)
    before = town.paper("SLA", sla_id).to_mongo()
    refused = signed(town, lowered, "sign_for_institution", sla_id)
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.SERVICE_UNAVAILABLE
    assert "tanda tangan B_T/FILL_FORMS, seharusnya B_LT/FILL_FORMS" in refused.message_id
    assert "the signature is B_T/FILL_FORMS, and must be B_LT/FILL_FORMS" in refused.message_en
    assert (town.paper("SLA", sla_id).to_mongo(), town.sla(sla_id).state) == (before, "READY_TO_SIGN")
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)
    refused = signed(town, lowered, "sign_for_lkpp", sla_id)
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.SERVICE_UNAVAILABLE
    assert (town.sla(sla_id).state, len(town.paper("SLA", sla_id).signatures)) == ("SIGNED_ONE", 1)
    assert isinstance(town.sign_sla("sign_for_lkpp", sla_id), Done)


def test_an_examination_that_came_to_no_end_speaks_against_no_signature(town: Town, starved: Inspector) -> None:
    """The first signature stands, and the second is made when the machine has room; a sealed letter waits like that."""
    sla_id = town.agreed()
    town.work()
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)
    issuance, slas = through(town, inspector=starved)
    refused = signed(town, slas, "sign_for_lkpp", sla_id)
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.SERVICE_UNAVAILABLE
    assert (town.sla(sla_id).state, len(town.paper("SLA", sla_id).signatures)) == ("SIGNED_ONE", 1)
    assert isinstance(town.sign_sla("sign_for_lkpp", sla_id), Done)
    paper = waiting_receipt(town)
    with pytest.raises(SigningUnavailable, match=r"came to no end|was not examined"):
        issuance.issue_sealed(paper.id)
    assert paper.reload().state == "AWAITING_SIGNATURE"


def test_what_is_recorded_is_what_was_found(town: Town) -> None:
    """The adapter says less, and of a certification that is not there."""
    sla_id = town.agreed()
    town.work()
    _, modest = through(town, says=Level.B_B)
    assert isinstance(signed(town, modest, "sign_for_institution", sla_id), Done)
    assert isinstance(signed(town, modest, "sign_for_lkpp", sla_id), Done)
    found = [(each["level"], each["certification"]) for each in town.paper("SLA", sla_id).signatures]
    assert found == [("B_LT", "FILL_FORMS"), ("B_LTA", "NONE")]


def test_an_earlier_signature_that_proves_less_than_recorded_takes_no_second(town: Town) -> None:
    """Somebody raised the record, or took the validation data away: the second signer does not cover it up."""
    sla_id = town.agreed()
    town.work()
    assert isinstance(town.sign_sla("sign_for_institution", sla_id), Done)
    paper = town.paper("SLA", sla_id)
    raised = [{**paper.signatures[0], "certification": "NO_CHANGES"}]
    DocumentRecord._get_collection().update_one({"_id": paper.id}, {"$set": {"signatures": raised}})
    refused = town.sign_sla("sign_for_lkpp", sla_id)
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.FIRST_SIGNATURE_NOT_VALID
    assert "an earlier signature proves less than before" in refused.message_en
    assert town.sla(sla_id).state == "SIGNED_ONE"
