"""The plan of the volume: sixty units, one line each, with what becomes of them; tests hold it to the numbers wanted.

Nothing is drawn by lot: the same plan is told in the same order of legal days. All institutions are invented (DATA CONTOH).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.seeds.institutions import slug_of
from domain.application_acts import ApplicationState
from domain.assessment_acts import AssessmentState
from domain.unit_forms import UnitForm
from domain.units import ProviderForm


class Fate(StrEnum):
    """What the volume shows a unit for."""

    APPLYING = "APPLYING"
    RUNNING = "RUNNING"
    ASSESSED = "ASSESSED"
    CERTIFIED = "CERTIFIED"
    TROUBLED = "TROUBLED"
    SEPARATE = "SEPARATE"


class Trouble(StrEnum):
    """Where a case of guidance measures (II.2.2) stands in the end."""

    ADVISED = "ADVISED"
    WARNING_ANNULLED = "WARNING_ANNULLED"
    WARNED_OBJECTS_LATE = "WARNED_OBJECTS_LATE"
    WARNING_CHANGED = "WARNING_CHANGED"
    REVOKED_REGAINED = "REVOKED_REGAINED"
    REVOKED_FAILED_AGAIN = "REVOKED_FAILED_AGAIN"
    STOPPED_BY_LADDER = "STOPPED_BY_LADDER"
    STOPPED_BY_BREACH = "STOPPED_BY_BREACH"


@dataclass(frozen=True, kw_only=True)
class PlannedLife:
    """One unit's life.

    *Shape*: `place` is the institution's name; `begins` is about when it applies; `standards` are how many are determined;
    `stops_at` is the state in which an application or an assessment is left, which from `later` on is led there;
    `surveilled` are about the days of its surveillances; `first_try` is how an earlier application ended; `changes_to` is
    the state in which a later application, for a change of form, is left.
    """

    place: str
    form: ProviderForm
    fate: Fate
    begins: date
    unit_form: UnitForm = UnitForm.UKPBJ
    returned: bool = False
    standards: int = 0
    stops_at: ApplicationState | AssessmentState | None = None
    later: date | None = None
    surveilled: tuple[date, ...] = ()
    trouble: Trouble | None = None
    first_try: ApplicationState | None = None
    changes_to: ApplicationState | None = None
    mentored: bool = False

    @property
    def institution_id(self) -> str:
        """The id of its institution."""
        return f"inst-{slug_of(self.place)}"


_SYS, _SVC = ProviderForm.SYSTEM_PROVIDER, ProviderForm.SERVICE_PROVIDER
_A, _S = ApplicationState, AssessmentState
_SPRING_24, _AUTUMN_24 = date(2024, 5, 6), date(2024, 9, 2)
_SPRING_25, _AUTUMN_25 = date(2025, 5, 5), date(2025, 9, 1)
_FIRST_PROGRAMME = ((_SPRING_24,), (), (), (_AUTUMN_24, _AUTUMN_25), (), (_SPRING_25,), ())
"""Which of the certified units are surveilled, by turns: risk decides the order of a real programme (II.2.1.f)."""


# fmt: off
_CERTIFIED = (
    # place, form, cohort, standards determined, state in which a change of form is left
    ("Provinsi Contoh Aruna",             _SYS, 0, 17, None),
    ("Provinsi Contoh Bahtera",           _SYS, 0, 17, None),
    ("Kota Contoh Anggrek",               _SYS, 0, 17, None),
    ("Kabupaten Contoh Akasia",           _SYS, 0, 17, None),
    ("Kota Contoh Bugenvil",              _SYS, 1, 17, None),
    ("Kabupaten Contoh Bakau",            _SYS, 1, 17, None),
    ("Badan Contoh Arsip Kelautan",       _SYS, 2, 17, None),
    ("Kabupaten Contoh Cemara",           _SYS, 2, 17, None),
    ("Kabupaten Contoh Damar",            _SYS, 0, 16, None),
    ("Kabupaten Contoh Embun",            _SVC, 0, 16, None),
    ("Kota Contoh Cempaka",               _SYS, 1, 15, None),
    ("Badan Contoh Bahasa Daerah",        _SVC, 1, 15, _A.DRAFT),
    ("Provinsi Contoh Cakrawala",         _SYS, 1, 14, None),
    ("Kabupaten Contoh Flamboyan",        _SYS, 1, 13, None),
    ("Kabupaten Contoh Gaharu",           _SVC, 2, 13, _A.SUBMITTED),
    ("Kota Contoh Dahlia",                _SYS, 2, 12, None),
    ("Badan Contoh Benih dan Pupuk",      _SVC, 2, 12, None),
    ("Kabupaten Contoh Hijau",            _SYS, 2, 11, None),
    ("Kabupaten Contoh Ilalang",          _SYS, 3, 10, None),
    ("Kota Contoh Kamboja",               _SVC, 3, 9,  None),
    ("Kabupaten Contoh Jati",             _SYS, 3, 8,  None),
    ("Badan Contoh Cadangan Air",         _SVC, 3, 8,  _A.RETURNED),
    ("Kabupaten Contoh Kenanga",          _SYS, 3, 7,  None),
    ("Kabupaten Contoh Lontar",           _SVC, 3, 6,  None),
    ("Kota Contoh Lavender",              _SYS, 4, 5,  None),
    ("Badan Contoh Energi Pasang Surut",  _SVC, 4, 5,  None),
    ("Kabupaten Contoh Mahoni",           _SYS, 4, 4,  None),
    ("Kabupaten Contoh Nipah",            _SVC, 4, 3,  None),
    ("Lembaga Contoh Kajian Sungai",      _SYS, 4, 2,  None),
    ("Kabupaten Contoh Oleander",         _SVC, 4, 1,  None),
)
_ASSESSED = (
    ("Kabupaten Contoh Pinus",            _SYS, _S.SELF_DRAFT),
    ("Badan Contoh Gunung dan Lembah",    _SVC, _S.SELF_DRAFT),
    ("Kota Contoh Mawar",                 _SYS, _S.SELF_SUBMITTED),
    ("Kabupaten Contoh Rotan",            _SVC, _S.SELF_SUBMITTED),
    ("Kabupaten Contoh Sagu",             _SYS, _S.FACTUAL_ASSIGNED),
    ("Badan Contoh Hutan Kota",           _SVC, _S.FACTUAL_RUNNING),
    ("Kota Contoh Melati",                _SYS, _S.FACTUAL_REPORTED),
    ("Kabupaten Contoh Trembesi",         _SYS, _S.RECOMMENDED),
    ("Badan Contoh Jalan Setapak",        _SVC, _S.FOLLOW_UP),
    ("Provinsi Contoh Dirgantara",        _SYS, _S.READY),
)
_APPLYING = (
    ("Kabupaten Contoh Ulin",             _SVC, _A.UNDER_REVIEW),
    ("Badan Contoh Kearsipan Digital",    _SVC, _A.COMPLETE),
    ("Kota Contoh Seroja",                _SYS, _A.SLA_PENDING),
    ("Kabupaten Contoh Waru",             _SYS, _A.INSTALL_PENDING),
    ("Lembaga Contoh Rekayasa Pangan",    _SYS, _A.INSTALLING),
)
_TROUBLED = (
    ("Kabupaten Contoh Angsana",          _SYS, Trouble.ADVISED),
    ("Kota Contoh Tanjung",               _SYS, Trouble.WARNING_ANNULLED),
    ("Kabupaten Contoh Beringin",         _SYS, Trouble.WARNED_OBJECTS_LATE),
    ("Badan Contoh Literasi Angka",       _SYS, Trouble.WARNING_CHANGED),
    ("Kabupaten Contoh Cendana",          _SYS, Trouble.REVOKED_REGAINED),
    ("Kabupaten Contoh Dadap",            _SYS, Trouble.REVOKED_FAILED_AGAIN),
    ("Kota Contoh Teratai",               _SYS, Trouble.STOPPED_BY_LADDER),
    ("Kabupaten Contoh Enau",             _SVC, Trouble.STOPPED_BY_BREACH),
)
_SEPARATE = (
    ("Kabupaten Contoh Gandaria",         _SYS),
    ("Kota Contoh Wijaya",                _SVC),
    ("Badan Contoh Mutu Bangunan",        _SVC),
)
_RUNNING = (
    ("Kabupaten Contoh Kepuh",            _SYS, _A.WITHDRAWN),
    ("Badan Contoh Pelayaran Rakyat",     _SYS, _A.LAPSED),
    ("Badan Contoh Peta Tematik",         _SVC, _A.REJECTED),
    ("Lembaga Contoh Statistik Desa",     _SYS, None),
)
# fmt: on
_COHORTS = (date(2022, 10, 17), date(2023, 1, 16), date(2023, 5, 8), date(2023, 8, 21), date(2024, 1, 15))


def _certified() -> Iterable[PlannedLife]:
    for number, (place, form, cohort, standards, changes_to) in enumerate(_CERTIFIED):
        yield PlannedLife(
            place=place,
            form=form,
            fate=Fate.CERTIFIED,
            begins=_COHORTS[cohort],
            returned=number % 6 == 0,
            standards=standards,
            surveilled=_surveilled(number, cohort),
            changes_to=changes_to,
            later=date(2026, 10, 5) if changes_to else None,
        )


def _surveilled(number: int, cohort: int) -> tuple[date, ...]:
    """The last cohort is certified in the middle of 2024, and surveilled from the year after on."""
    days = _FIRST_PROGRAMME[number % len(_FIRST_PROGRAMME)]
    return tuple(day for day in days if cohort < len(_COHORTS) - 1 or day.year > 2024)


def _assessed() -> Iterable[PlannedLife]:
    for number, (place, form, stops_at) in enumerate(_ASSESSED):
        yield PlannedLife(
            place=place,
            form=form,
            fate=Fate.ASSESSED,
            begins=date(2024, 6, 10) if number % 2 else date(2025, 2, 3),
            standards=12,
            stops_at=stops_at,
            later=date(2026, 8, 24),
        )


def _troubled() -> Iterable[PlannedLife]:
    for number, (place, form, trouble) in enumerate(_TROUBLED):
        yield PlannedLife(
            place=place,
            form=form,
            fate=Fate.TROUBLED,
            begins=_COHORTS[number % 2],
            standards=0 if trouble is Trouble.STOPPED_BY_BREACH else 17,
            surveilled=() if trouble is Trouble.STOPPED_BY_BREACH else (date(2025, 2, 10),),
            later=date(2025, 6, 9),
            trouble=trouble,
        )


PLAN = (
    *_certified(),
    *_assessed(),
    *(
        PlannedLife(place=place, form=form, fate=Fate.APPLYING, begins=date(2026, 8, 10), stops_at=state)
        for place, form, state in _APPLYING
    ),
    *_troubled(),
    *(
        PlannedLife(place=place, form=form, fate=Fate.SEPARATE, begins=date(2023, 10, 16), unit_form=UnitForm.SEPARATE)
        for place, form in _SEPARATE
    ),
    *(
        PlannedLife(
            place=place,
            form=form,
            fate=Fate.RUNNING,
            begins=date(2024, 3, 4),
            first_try=first_try,
            later=date(2024, 9, 16),
            mentored=first_try is None,
        )
        for place, form, first_try in _RUNNING
    ),
)
"""The sixty lives."""
