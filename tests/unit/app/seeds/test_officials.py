"""The sample Deputy: the decree's title, in office since it came into force."""

from datetime import date

import pytest

from app.seeds.officials import officials
from domain.officials import Office, OfficeVacantError, holder_at


def test_the_deputy_holds_the_office_since_the_decree_came_into_force() -> None:
    deputy = holder_at(Office.DEPUTY, officials(), date(2022, 9, 30))
    assert deputy.person_id == "person-deputy"
    assert deputy.signature_title == "Deputi Bidang Monitoring-Evaluasi dan Pengembangan Sistem Informasi"
    assert deputy.is_sample


def test_nobody_held_it_before() -> None:
    with pytest.raises(OfficeVacantError):
        holder_at(Office.DEPUTY, officials(), date(2022, 9, 29))
