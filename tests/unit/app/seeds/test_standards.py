"""The shipped catalogue: counts, the decree's own names, and the label that its criteria are not LKPP's text."""

import json
from collections import Counter
from datetime import date
from importlib import resources

from app.seeds.standards import standards_catalogue
from domain.decree import clause
from domain.standards import Applicability, Requirement, StandardCode
from domain.units import ProviderForm

CATALOGUE = standards_catalogue()
CRITERIA = [criterion for standard in CATALOGUE.standards for criterion in standard.criteria]


def test_the_catalogue_says_whose_text_it_is() -> None:
    """R-04 (DIKTUM.KETIGA): in force from the day of the decree."""
    assert CATALOGUE.label_en == "project configuration, not LKPP's official text"
    assert CATALOGUE.label_id == "konfigurasi proyek, bukan teks resmi LKPP"
    assert (CATALOGUE.version, CATALOGUE.valid_from) == ("2022.1", date(2022, 9, 30))


def test_seventeen_standards_under_the_decrees_names() -> None:
    assert [standard.code for standard in CATALOGUE.standards] == list(StandardCode)
    for standard in CATALOGUE.standards:
        official = clause(standard.code.clause).text_id
        assert standard.name_id == official.removesuffix(" dan").rstrip(";.")


def test_a_hundred_criteria_of_which_eighty_are_mandatory() -> None:
    assert len(CRITERIA) == 100
    assert Counter(each.requirement for each in CRITERIA) == {Requirement.MANDATORY: 80, Requirement.ADVISED: 20}
    assert Counter(each.applicability for each in CRITERIA) == {
        Applicability.ALL: 83,
        Applicability.SYSTEM_PROVIDER: 17,
    }


def test_criterion_codes_count_up_in_each_standard() -> None:
    for standard in CATALOGUE.standards:
        numbers = range(1, len(standard.criteria) + 1)
        assert [each.code for each in standard.criteria] == [f"{standard.code}-K{number}" for number in numbers]
        assert {each.standard for each in standard.criteria} == {standard.code}


def test_every_criterion_is_complete() -> None:
    assert all(each.text_id and each.text_en and each.evidence_id and each.methods for each in CRITERIA)


def test_s11_alone_does_not_apply_to_a_service_provider() -> None:
    empty = [each.code for each in CATALOGUE.standards if not each.criteria_for(ProviderForm.SERVICE_PROVIDER)]
    assert empty == [StandardCode.S11]
    assert all(each.criteria_for(ProviderForm.SYSTEM_PROVIDER) == each.criteria for each in CATALOGUE.standards)


def test_the_names_of_2014_are_kept_for_search() -> None:
    aliases = {each.code.number: each.aliases for each in CATALOGUE.standards if each.aliases}
    assert aliases == {
        2: ("Pengorganisasian Layanan",),
        4: ("Pengelolaan Risiko Layanan",),
        5: ("Pengelolaan Layanan Helpdesk",),
        7: ("Pengelolaan Kapasitas",),
        10: ("Keamanan Operasional Layanan",),
        12: ("Kelangsungan Layanan",),
        15: ("Hubungan dengan Pengguna Layanan",),
    }


def test_every_criterion_says_what_it_protects_and_that_this_is_our_proposal() -> None:
    """R-10 (I.p3): confidentiality, integrity, availability."""
    assert all(each.aspects for each in CRITERIA)
    content = json.loads(resources.files("app.seeds").joinpath("standards.json").read_text(encoding="utf-8"))
    assert content["aspects_note_en"].endswith("are a proposal of the project, not LKPP's official text.")
