"""An issued letter is made again from its facts: the same; or it is said what differs, and where, or why it cannot be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from app.embedded import Addresses
from app.pools import Pools
from documents.canonical_content import canonical_content
from documents.conversion import ConversionPool, LibreOffice, renderer_version
from domain.canonical import canonical_digest
from persistence.documents import DocumentRecord
from services.issuing_parts import SEAL_FIELD, Signing
from services.kept_templates import DOCX
from services.reproduction import Outcome, Reproduction, ReproductionService
from storage.keys import issued_key, template_key
from storage.port import Area, ObjectMissing
from tests.integration.services.town import Town, running_town

pytestmark = [pytest.mark.servers, pytest.mark.libreoffice]

RENDERER = renderer_version(LibreOffice().soffice)


@pytest.fixture(scope="module")
def town(servers: Addresses, pools: Pools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(servers, pools, tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def office() -> Iterator[ConversionPool]:
    """Another LibreOffice than the one that made the letter."""
    with ConversionPool(workers=1) as pool:
        yield pool


@pytest.fixture(scope="module")
def receipt(town: Town) -> str:
    """A receipt under the seal."""
    application = town.submitted()
    town.work()
    return str(town.paper("APPLICATION_RECEIPT", application).id)


@pytest.fixture
def reproduce(town: Town, office: ConversionPool) -> Callable[..., Reproduction]:
    def made(document_id: str, *, renderer: str = RENDERER) -> Reproduction:
        service = ReproductionService(store=town.system.store, converter=office, renderer=renderer)
        return service.reproduce(document_id)

    return made


@contextmanager
def stored(document_id: str, **changes: Any) -> Iterator[None]:
    """The record as somebody with the database's password could have changed it."""
    documents = DocumentRecord._get_collection()
    before = documents.find_one({"_id": document_id})
    documents.update_one({"_id": document_id}, {"$set": changes})
    try:
        yield
    finally:
        documents.replace_one({"_id": document_id}, before)


def forged(document_id: str) -> dict[str, Any]:
    """Its facts with another number of the unit's letter, and the digest that fits them."""
    facts = dict(DocumentRecord.objects(id=document_id).get().facts)
    facts["application"] = {**facts["application"], "unit": "LPSE Kabupaten Palsu"}
    return {"facts": facts, "facts_sha256": canonical_digest(facts)}


def test_the_converter_says_its_version() -> None:
    assert RENDERER.startswith("LibreOffice 7.4.")
    assert "?" not in RENDERER


def test_what_is_no_issued_paper_cannot_be_made_again(town: Town, receipt: str, reproduce) -> None:
    expected = ("tidak ada naskah terbit dengan id ini", "there is no issued paper of this id")
    assert reproduce("unknown") == Reproduction(
        outcome=Outcome.NOT_REPRODUCIBLE, renderer_now=RENDERER, reason=expected
    )
    with stored(receipt, state="AWAITING_SIGNATURE"):
        assert reproduce(receipt).reason == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rendering": {}}, "how it was made is not on record"),
        ({"facts.application.unit": "LPSE Palsu"}, "its frozen facts were altered"),
        ({"rendering.template_sha256": "0" * 64}, "the template is not in storage"),
        ({"sha256": "0" * 64}, "the issued file is not in storage"),
    ],
)
def test_without_what_it_was_made_from_it_cannot_be_made_again(changes, reason: str, receipt: str, reproduce) -> None:
    with stored(receipt, **changes):
        found = reproduce(receipt)
    assert (found.outcome, found.reason[1], found.made_sha256) == (Outcome.NOT_REPRODUCIBLE, reason, None)


def test_a_receipt_is_the_same_again(town: Town, receipt: str, reproduce) -> None:
    found, document = reproduce(receipt), DocumentRecord.objects(id=receipt).get()
    assert (found.outcome, found.number, found.pages, found.differences) == (Outcome.SAME, document.number, 1, ())
    issued = town.system.store.get(Area.ISSUED, issued_key(document.sha256))
    assert found.made_sha256 == found.issued_sha256 == canonical_content(issued).sha256
    assert found.renderer_then == found.renderer_now == RENDERER
    assert document.rendering["template_sha256"] == document.template_sha256


def test_an_agreement_with_two_signatures_is_the_same_again(town: Town, reproduce) -> None:
    """What the signatures added to the file shows on no page."""
    sla_id = town.agreed()
    town.work()
    for verb, actor in (("sign_for_institution", town.head), ("sign_for_lkpp", town.deputy)):
        town.sign_sla(verb, sla_id, actor=actor)
    paper = town.paper("SLA", sla_id)
    assert (paper.state, len(paper.signatures)) == ("SIGNED", 2)
    found = reproduce(paper.id)
    assert (found.outcome, found.pages) == (Outcome.SAME, 7)


def test_whether_a_letter_names_bsre_is_of_its_own_record(receipt: str, reproduce) -> None:
    """What is recorded is printed again; a record of before does not say it, and its letter did not either."""
    with stored(receipt, **{"rendering.certified_by_bsre": True}):
        found = reproduce(receipt)
    assert found.outcome is Outcome.DIFFERENT
    rendering = dict(DocumentRecord.objects(id=receipt).get().rendering)
    assert rendering.pop("certified_by_bsre") is False
    with stored(receipt, rendering=rendering):
        assert reproduce(receipt).outcome is Outcome.SAME


def test_forged_facts_are_found_with_the_line_that_differs(receipt: str, reproduce) -> None:
    with stored(receipt, **forged(receipt)):
        found = reproduce(receipt)
    assert found.outcome is Outcome.DIFFERENT
    assert [each.page for each in found.differences] == [1]
    assert found.issued_sha256 != found.made_sha256


def test_under_another_converter_a_difference_is_no_verdict(receipt: str, reproduce) -> None:
    with stored(receipt, **forged(receipt)):
        found = reproduce(receipt, renderer="LibreOffice 24.8")
    assert (found.outcome, found.renderer_now) == (Outcome.RENDERER_DIFFERS, "LibreOffice 24.8")
    assert reproduce(receipt, renderer="LibreOffice 24.8").outcome is Outcome.SAME


def test_a_stored_file_that_is_not_the_one_on_record_is_found(town: Town, receipt: str, reproduce) -> None:
    other = sha256(receipt.encode()).hexdigest()
    until = datetime.now(UTC) + timedelta(minutes=1)
    town.system.store.put_locked(issued_key(other), b"%PDF-1.7", content_type="application/pdf", retain_until=until)
    with stored(receipt, sha256=other):
        found = reproduce(receipt)
    assert (found.outcome, found.issued_sha256, found.made_sha256) == (Outcome.NOT_AS_RECORDED, None, None)


def test_the_template_is_kept_under_lock_for_longer_than_the_letter(town: Town, receipt: str) -> None:
    document = DocumentRecord.objects(id=receipt).get()
    store = town.system.store
    key = template_key(document.template_sha256)
    assert sha256(store.get(Area.ISSUED, key)).hexdigest() == document.template_sha256
    client, bucket = store._inner._client, store.bucket(Area.ISSUED)
    letter = client.get_object_retention(
        bucket, f"sha256/{document.sha256[:2]}/{document.sha256[2:4]}/{document.sha256}.pdf"
    )
    assert client.get_object_retention(bucket, key).retain_until_date > letter.retain_until_date


def test_no_letter_is_locked_whose_template_cannot_be_kept(town: Town) -> None:
    """What is under lock for ten years cannot be taken back: the template comes first."""
    application = town.submitted()
    document = DocumentRecord.objects(kind="APPLICATION_RECEIPT", subject_id=application).get()
    town.system.issuance.prepare(document.id)
    store = town.system.store
    client, bucket = store._inner._client, store.bucket(Area.ISSUED)
    before = {each.object_name for each in client.list_objects(bucket, recursive=True)}
    with stored(document.id, **{"rendering.template_sha256": "0" * 64}):
        prepared = DocumentRecord.objects(id=document.id).get()
        with pytest.raises(ObjectMissing):
            town.system.issuance.sign(prepared, Signing(field=SEAL_FIELD, signer_id="seal", signer_name="Segel"))
    assert {each.object_name for each in client.list_objects(bucket, recursive=True)} == before
    town.work()
    assert DocumentRecord.objects(id=document.id).get().state == "SIGNED"


def test_an_old_template_still_makes_the_letter_that_it_made(town: Town, receipt: str, reproduce) -> None:
    """The registered template may have changed since: the one of the record is used, not the present one."""
    document = DocumentRecord.objects(id=receipt).get()
    other = town.system.store.get(Area.ISSUED, template_key(document.template_sha256)) + b"\n"
    digest = sha256(other).hexdigest()
    until = town.system.clock.now() + timedelta(days=3_653)
    town.system.store.put_locked(template_key(digest), other, content_type=DOCX, retain_until=until)
    with stored(receipt, **{"rendering.template_sha256": digest}):
        assert reproduce(receipt).outcome is Outcome.SAME
