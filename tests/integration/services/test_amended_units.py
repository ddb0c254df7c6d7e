"""A unit's data amended by its institution's letter: what the register, the notice and a renewed agreement say then."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.aggregates import Aggregate
from domain.application_acts import CreateApplication
from domain.clock import legal_date
from domain.reasons import Reason
from domain.refusals import Refusal, RefusalCode
from domain.sla_acts import AgreeSla
from domain.sla_texts import NamedUnit
from domain.unit_amendments import AmendUnit
from persistence.applications import ApplicationRecord
from persistence.documents import DocumentRecord
from persistence.log import EventRecord
from persistence.slas import SlaRecord, named_unit
from persistence.units import UnitRecord
from services.commands import Done
from tests.integration.services.town import DETAILS, INSTITUTION, Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]
A = Aggregate
NAME, ADDRESS = "LPSE Kabupaten Contoh Utara Raya", "Jalan Baru 7, Kota Contoh"


@pytest.fixture(scope="module")
def town(servers, pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as running:
        yield running


@pytest.fixture(scope="module")
def sla_id(town: Town) -> str:
    """The agreement of a unit that serves."""
    return town.serving()


def unit_of(town: Town, sla_id: str) -> UnitRecord:
    return UnitRecord.objects(id=town.sla(sla_id).unit_id).get()


def amendment(town: Town, **changed: str) -> AmendUnit:
    yesterday = legal_date(town.system.clock.now()) - timedelta(days=1)
    return AmendUnit(letter_number="800/77/2026", letter_date=yesterday, **changed)


def written(sla_id: str) -> tuple[int, int, int]:
    """How often an agreement was changed, its version and that of its paper: a refusal moves none of them."""
    sla = SlaRecord.objects(id=sla_id).get()
    paper = DocumentRecord.objects(id=sla.document_id).first() if sla.document_id else None
    events = EventRecord.objects(aggregate="SLA", record_id=sla_id).count()
    return events, sla.version, paper.version if paper else 0


def text_of(town: Town, document_id: str) -> str:
    data = town.bytes_of(document_id)
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout
    return " ".join(text.decode().split())


def test_the_register_says_it_and_a_sealed_notice_tells_both(town: Town, sla_id: str) -> None:
    before = unit_of(town, sla_id)
    given = amendment(town, name=f" {NAME} ", address=ADDRESS, phone=before.phone)
    done = town.done(A.UNIT, "amend", town.admin, before.id, given)
    after = unit_of(town, sla_id)
    assert (after.name, after.address, after.phone, after.state) == (NAME, ADDRESS, before.phone, "ACTIVE")
    assert (after.form, after.application_id, after.version) == (before.form, before.application_id, before.version + 1)
    event = EventRecord.objects(aggregate="UNIT", record_id=before.id).order_by("-version").first()
    assert (event.name, event.documents) == ("UnitAmended", list(done.documents))
    town.work()
    paper = town.paper("NOTICE", before.id)
    assert (paper.state, [each["kind"] for each in paper.signatures]) == ("SIGNED", ["SEAL"])
    assert paper.facts["operator"]["unit"] == NAME
    assert paper.facts["particulars"] == [
        {"label": "Nama", "value": f"{NAME} (semula: {before.name})"},
        {"label": "Alamat", "value": f"{ADDRESS} (semula: {before.address})"},
    ]
    text = text_of(town, paper.id)
    assert "Pemberitahuan Perubahan Data Pengelola LPSE" in text
    assert "Berdasarkan surat Saudara Nomor 800/77/2026 tanggal" in text
    assert "Naskah yang telah terbit tetap berlaku dengan nama yang tercetak padanya" in text
    found = town.system.use_cases.verification.verify_bytes(town.bytes_of(paper.id))
    assert (found.genuine, found.document.number) == (True, paper.number)


def test_what_is_so_already_is_no_amendment_and_writes_nothing(town: Town, sla_id: str) -> None:
    unit = unit_of(town, sla_id)
    found = town.attempt(A.UNIT, "amend", town.admin, unit.id, amendment(town, name=unit.name, email=unit.email))
    assert isinstance(found, Refusal)
    assert (found.code, found.subject, unit_of(town, sla_id).version) == ("INVALID_INPUT", "unit", unit.version)


def test_a_renewal_names_the_unit_as_it_is_registered_now(town: Town, sla_id: str) -> None:
    now = {"name": "LPSE Contoh Lain", "address": "Jalan Lain 8", "phone": "(021) 88"}
    town.done(A.UNIT, "amend", town.admin, unit_of(town, sla_id).id, amendment(town, **now))
    assert town.sla(sla_id).agreement["application"]["unit"] == DETAILS.unit_name
    town.done(A.SLA, "renew", town.reviewer, sla_id, Reason(reason="Nama unit berubah."))
    renewal = str(town.sla(sla_id).renewal_id)
    assert isinstance(town.propose(renewal), Done)
    agreement = town.sla(renewal).agreement
    assert agreement["application"]["unit"] == "LPSE Contoh Lain"
    assert agreement["institution"]["address"] == "Jalan Lain 8"
    (contact,) = [each for each in agreement["terms"]["contacts"] if each["party"] == "PIHAK KEDUA"]
    assert (contact["name"], contact["telephone"]) == ("Helpdesk LPSE Contoh Lain", "(021) 88")


def test_nobody_agrees_to_or_signs_what_the_register_says_no_longer(town: Town, sla_id: str) -> None:
    """The terms of the renewal above are proposed; then agreed; then signed by one: each time the unit is amended."""
    renewal, unit_id = str(town.sla(sla_id).renewal_id), unit_of(town, sla_id).id

    def amended(**now: str) -> None:
        town.done(A.UNIT, "amend", town.admin, unit_id, amendment(town, **now))

    def refused(found: Done | Refusal, *fields: str) -> None:
        assert isinstance(found, Refusal)
        assert (found.code, found.slots) == (RefusalCode.UNIT_AMENDED, {"fields": ", ".join(fields)})
        assert written(renewal) == before

    before = written(renewal)
    amended(name="LPSE Contoh Ketiga", service_hours="Senin-Kamis 08.00-16.00", legal_basis_number="Perbup 9/2026")
    digest = AgreeSla(digest=town.sla(renewal).digest)
    for actor in (town.head, town.reviewer):
        refused(town.attempt(A.SLA, "agree", actor, renewal, digest), "name", "serviceHours")
    assert isinstance(town.propose(renewal), Done)
    assert town.sla(renewal).agreement["application"]["unit"] == "LPSE Contoh Ketiga"
    town.agree(renewal)
    before = written(renewal)
    amended(phone="(021) 89")
    refused(town.sign_sla("sign_for_institution", renewal), "phone")
    town.done(A.SLA, "decline", town.head, renewal, Reason(reason="Telepon berubah."))
    assert isinstance(town.propose(renewal), Done)
    town.agree(renewal)
    town.work()
    assert isinstance(town.sign_sla("sign_for_institution", renewal), Done)
    before = written(renewal)
    amended(email="lain@contoh.invalid")
    refused(town.sign_sla("sign_for_lkpp", renewal), "email")
    assert (town.sla(renewal).state, town.sla(sla_id).state) == ("SIGNED_ONE", "IN_FORCE")
    town.done(A.SLA, "decline", town.deputy, renewal, Reason(reason="Pos-el berubah."))
    town.done(A.SLA, "abandon_renewal", town.reviewer, renewal, Reason(reason="Tidak jadi."))


def test_beside_an_open_application_of_the_unit_its_data_is_corrected_there(town: Town, sla_id: str) -> None:
    unit = unit_of(town, sla_id)
    created = CreateApplication(institution_id=INSTITUTION, details=DETAILS, unit_id=unit.id)
    application = town.done(A.APPLICATION, "create", town.head, None, created).record_id
    given = amendment(town, phone="(021) 99")
    found = town.attempt(A.UNIT, "amend", town.admin, unit.id, given)
    assert isinstance(found, Refusal)
    assert (found.code, "DRAFT" in found.message_en) == (RefusalCode.APPLICATION_OPEN, True)
    town.done(A.APPLICATION, "withdraw", town.head, application, Reason(reason="Tidak jadi."))
    assert ApplicationRecord.objects(id=application).get().state == "WITHDRAWN"
    town.done(A.UNIT, "amend", town.admin, unit.id, given)
    assert unit_of(town, sla_id).phone == "(021) 99"


def test_a_renewal_beside_a_later_application_names_the_unit_as_that_does_until_it_is_over(town: Town) -> None:
    """What the application says comes into the register with the installation; it is no amendment."""
    unit = unit_of(town, town.serving())
    renamed = replace(DETAILS, unit_name="LPSE Nama Baru", phone="(021) 100")
    sla_id = town.agreed(details=renamed, unit_id=unit.id)
    town.work()
    for verb in ("sign_for_institution", "sign_for_lkpp"):
        assert isinstance(town.sign_sla(verb, sla_id), Done)
    assert unit_of(town, sla_id).name == DETAILS.unit_name
    town.done(A.SLA, "renew", town.reviewer, sla_id, Reason(reason="Masa berlaku."))
    renewal = str(town.sla(sla_id).renewal_id)
    assert isinstance(town.propose(renewal), Done)
    assert town.sla(renewal).agreement["application"]["unit"] == "LPSE Nama Baru"
    town.agree(renewal)
    assert town.sla(renewal).state == "READY_TO_SIGN"
    application = ApplicationRecord.objects(id=town.sla(sla_id).application_id)
    application.update(state="WITHDRAWN")
    registered = NamedUnit(
        name=DETAILS.unit_name,
        address=DETAILS.address,
        email=DETAILS.email,
        phone=DETAILS.phone,
        service_hours=DETAILS.service_hours,
    )
    assert named_unit(town.sla(renewal)) == registered
    found = town.sign_sla("sign_for_institution", renewal)
    assert isinstance(found, Refusal)
    assert (found.code, found.slots) == (RefusalCode.UNIT_AMENDED, {"fields": "name, phone"})
