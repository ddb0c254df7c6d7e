"""Papers signed at the BSrE gateway's double, through the whole procedure: prepared without a field, examined, stored."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.embedded import Addresses
from app.pools import Pools
from app.server import free_port, served
from domain.refusals import Refusal, RefusalCode
from persistence.documents import DocumentRecord
from services.commands import Done
from services.issuance import Issuance
from services.slas import SlaService
from signing.bsre import GatewayKey
from signing.keys import Key
from signing.pkcs12 import PersonKey, open_key
from signing.port import RecipeName, SigningIntent
from signing.router import RoutedSigner
from tests.integration.services.town import Town, running_town
from tests.integration.signing.gateway import Gateway, Person

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

NIKS = ("3171010101700001", "3171010101700002")


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@dataclass
class KeysOfRecipes:
    """Both sign at the gateway, or the Deputy with his key file."""

    keys: dict[RecipeName, Key]

    def key_of(self, intent: SigningIntent) -> Key:
        return self.keys[intent.recipe]

    def makes_own_field(self, recipe: RecipeName) -> bool:
        return recipe in self.keys and self.keys[recipe].makes_own_field


@pytest.fixture
def gateway(town: Town) -> Gateway:
    pki, gateway = town.system.pki, Gateway(town.system.pki.timestamper())
    for nik, actor in zip(NIKS, (town.head, town.deputy), strict=True):
        key = open_key(pki.person_key_path(actor.id).read_bytes(), passphrase=town.passphrase)
        gateway.people[nik] = Person(key, town.passphrase)
    return gateway


@pytest.fixture
def url(gateway: Gateway) -> Iterator[str]:
    port = free_port()
    with served(gateway.application(), host="127.0.0.1", port=port):
        yield f"http://127.0.0.1:{port}"


def services(town: Town, keys: dict[RecipeName, Key]) -> tuple[Issuance, SlaService]:
    """The procedure as the installation has it, but for who holds the keys."""
    ports = town.system.issuance._ports
    signer = RoutedSigner(
        directory=KeysOfRecipes(keys), trust=ports.trust, timestamps=town.system.pki.timestamps, clock=town.system.clock
    )
    issuance = Issuance(replace(ports, signer=signer))
    slas = town.system.use_cases.slas
    return issuance, SlaService(door=ports.door, issuance=issuance, letters=slas._letters, clock=town.system.clock)


def signed(town: Town, slas: SlaService, verb: str, sla_id: str, **changes: Any) -> Done | Refusal:
    sla = town.sla(sla_id)
    given = {
        "actor": town.head if verb == "sign_for_institution" else town.deputy,
        "sla_id": sla_id,
        "seen_sha256": DocumentRecord.objects(id=sla.document_id).get().sha256,
        "passphrase": town.passphrase,
        "expected_version": sla.version,
        "idempotency_key": town.key(),
    }
    found: Done | Refusal = getattr(slas, verb)(**(given | changes))
    return found


@pytest.mark.parametrize("deputy_has_a_file", [False, True])
def test_an_agreement_signed_at_the_gateway_is_genuine(
    town: Town, url: str, gateway: Gateway, tmp_path: Path, deputy_has_a_file: bool
) -> None:
    account = tmp_path / "akun"
    account.write_text(":".join(gateway.account))
    first, second = (GatewayKey(url=url, nik=nik, account_file=account) for nik in NIKS)
    file = PersonKey(town.system.pki.person_key_path(town.deputy.id))
    keys = {RecipeName.FIRST_OF_TWO: first, RecipeName.SECOND_OF_TWO: file if deputy_has_a_file else second}
    issuance, slas = services(town, keys)
    sla_id = town.agreed()
    issuance.prepare(town.paper("SLA", sla_id).id)
    refused = signed(town, slas, "sign_for_institution", sla_id, passphrase="salah")
    assert (refused.code, town.paper("SLA", sla_id).signatures) == (RefusalCode.PASSPHRASE_REFUSED, [])
    assert isinstance(signed(town, slas, "sign_for_institution", sla_id), Done)
    assert isinstance(signed(town, slas, "sign_for_lkpp", sla_id), Done)
    paper = town.paper("SLA", sla_id)
    levels = [(s["level"], s["certification"]) for s in paper.signatures]
    assert (paper.state, levels) == ("SIGNED", [("B_LT", "NONE"), ("B_LTA", "NONE")])
    report = town.system.use_cases.verification.verify_bytes(town.bytes_of(paper.id))
    assert (report.genuine, [check.result.value for check in report.checks]) == (True, ["PASSED"] * 7)
    assert [signature.signer_name for signature in report.signatures] == [s["signer_name"] for s in paper.signatures]
    assert not any(nik in repr(paper.to_mongo()) for nik in NIKS)


def test_who_is_not_enrolled_is_refused_and_the_agreement_waits(
    town: Town, url: str, gateway: Gateway, tmp_path: Path
) -> None:
    account = tmp_path / "akun"
    account.write_text(":".join(gateway.account))
    key = GatewayKey(url=url, nik="0000000000000000", account_file=account)
    issuance, slas = services(town, {RecipeName.FIRST_OF_TWO: key, RecipeName.SECOND_OF_TWO: key})
    sla_id = town.agreed()
    issuance.prepare(town.paper("SLA", sla_id).id)
    refused = signed(town, slas, "sign_for_institution", sla_id)
    assert (refused.code, town.sla(sla_id).state) == (RefusalCode.KEY_NOT_USABLE, "READY_TO_SIGN")
    assert "belum terdaftar atau sertifikat belum terbit" in refused.message_id
