"""The officials of the sample data (DATA CONTOH): the decree's title, an invented name."""

from datetime import date

from app.seeds.people import DEPUTY_TITLE_ID, lkpp_people
from domain.officials import Capacity, Office, Official
from domain.roles import Role

DEPUTY_TITLE_EN = "Deputy for Monitoring, Evaluation and Information System Development"
DECREE_IN_FORCE = date(2022, 9, 30)


def officials() -> tuple[Official, ...]:
    """The Deputy since the decree came into force. *Source*: DIKTUM.KETIGA for the day; the name is invented."""
    [deputy] = [person for person in lkpp_people() if Role.DEPUTY in person.roles]
    return (
        Official(
            office=Office.DEPUTY,
            capacity=Capacity.DEFINITIVE,
            person_id=deputy.id,
            name=deputy.name,
            title_id=DEPUTY_TITLE_ID,
            title_en=DEPUTY_TITLE_EN,
            valid_from=DECREE_IN_FORCE,
            is_sample=True,
        ),
    )
