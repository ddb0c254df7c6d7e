"""The agency file: what it lacks or misspells is said with its place."""

from pathlib import Path

import pytest

from app.agency import read_agency
from app.settings import SettingsError
from documents.sla_terms import HelpDesk
from domain.roles import Role

LETTERHEAD = (  # and the help desk, without which no file is whole
    '[help_desk]\nname = "Bantuan"\ntelephone = "021 1"\nemail = "a@b.invalid"\nhours = "08.00-16.00"\n'
    '[letterhead]\nagency = "Lembaga"\noffice = "Deputi"\naddress = ["Jalan 1", "Jakarta"]\nplace = "Jakarta"\n'
)
PERSON = '[[people]]\nid = "p-1"\nname = "Sekar"\nroles = ["DEPUTY"]\noffice = "Deputi"\norganisation = "LKPP"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "lembaga.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "[letterhead] has agency, office, address, place"),
        (LETTERHEAD.replace("office", "kantor"), "[letterhead] has agency, office, address, place"),
        (LETTERHEAD.replace('"Deputi"', '" "'), "[letterhead] has texts"),
        (LETTERHEAD.replace('["Jalan 1", "Jakarta"]', '"Jalan 1"'), "[letterhead] has texts"),
        (LETTERHEAD.replace('["Jalan 1", "Jakarta"]', "[]"), "[letterhead] has texts"),
        (LETTERHEAD.replace("telephone", "telepon"), "[help_desk] has name, telephone, email, hours, and nothing else"),
        (LETTERHEAD.replace('"021 1"', '" "'), "[help_desk] has texts"),
        (LETTERHEAD.partition("[letterhead]")[1] + LETTERHEAD.partition("[letterhead]")[2], "[help_desk] has name"),
        (f"orang = 1\n{LETTERHEAD}", "orang is not known here"),
        (f'people = "semua"\n{LETTERHEAD}', "people are written as [[people]]"),
        (f"people = [1]\n{LETTERHEAD}", "person 1: a person is a table"),
        (LETTERHEAD + PERSON.replace('name = "Sekar"\n', ""), "person 1: name is missing"),
        (LETTERHEAD + PERSON.replace('"Sekar"', "7"), "person 1: name is not as it should be"),
        (LETTERHEAD + PERSON + 'nip = "1"\n', "person 1: nip is not as it should be"),
        (LETTERHEAD + PERSON.replace("DEPUTY", "RAJA"), "person 1: 'RAJA' is not a valid Role"),
        (LETTERHEAD + PERSON.replace("DEPUTY", "SYSTEM"), "SYSTEM and PUBLIC are no roles of a person"),
        (LETTERHEAD + PERSON.replace("DEPUTY", "UNIT_HEAD"), "institution_id belongs to the roles of an institution"),
        (LETTERHEAD + PERSON + 'institution_id = "kab-1"\n', "institution_id belongs to the roles of an institution"),
        (LETTERHEAD + PERSON + 'active = "no"\n', "person 1: active is not as it should be"),
        (LETTERHEAD + PERSON + PERSON, "two people have one id"),
        ("[letterhead", "is no TOML"),
    ],
)
def test_a_file_that_lacks_or_misspells_something_says_where(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_agency(written(tmp_path, text))
    assert reason in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        read_agency(tmp_path / "tidak-ada.toml")


def test_letterhead_and_people_are_as_written(tmp_path: Path) -> None:
    head = (
        PERSON.replace("p-1", "p-2").replace("DEPUTY", "UNIT_HEAD")
        + 'institution_id = "kab-1"\nemail = "a@b.invalid"\nactive = false\n'
    )
    agency = read_agency(written(tmp_path, LETTERHEAD + PERSON + head))
    assert (agency.letterhead.agency, agency.letterhead.address) == ("Lembaga", ("Jalan 1", "Jakarta"))
    assert agency.help_desk == HelpDesk(name="Bantuan", telephone="021 1", email="a@b.invalid", hours="08.00-16.00")
    assert [(p.id, p.roles, p.institution_id, p.email, p.active) for p in agency.people] == [
        ("p-1", (Role.DEPUTY,), None, "", True),
        ("p-2", (Role.UNIT_HEAD,), "kab-1", "a@b.invalid", False),
    ]
