"""What may be configured where the decree is silent: keys, forms, defaults, reasons; the values in force are elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import CountingStart
from domain.document_kinds import SEALED_KINDS, DocumentKind
from domain.numbering import CERTIFICATE_PATTERN, DECISION_PATTERN, DECISIONS, LETTER_PATTERN, SLA_PATTERN
from domain.refusals import HOUSE

Value = int | bool | str | date | None
"""A setting's value; None, where a setting allows it, means no limit, no term or no chain."""


class ConfigurationKey(StrEnum):
    """The keys, by subject. *Units* stand in the setting: working days, days, months."""

    OBJECTION_WORKING_DAYS = "objection.working_days"
    OBJECTION_COUNTING_START = "objection.counting_start"
    OBJECTION_JOINT_LEAVE_IS_OFF = "objection.joint_leave_is_off"
    OBJECTION_SUSPENDS = "objection.suspends"
    OBJECTION_LATE = "objection.late"
    LIMIT_COMPLETION = "limit.completion"
    LIMIT_REVIEW = "limit.review"
    LIMIT_RECOMMENDATION = "limit.recommendation"
    LIMIT_ADVICE = "limit.advice"
    LIMIT_WARNING = "limit.warning"
    LIMIT_AFTER_REVOCATION = "limit.after_revocation"
    LIMIT_OBJECTION_RESULT = "limit.objection_result"
    APPLICATION_REJECTION_ENABLED = "application.rejection_enabled"
    APPLICATION_LAPSE_AFTER_DAYS = "application.lapse_after_days"
    SLA_INSTITUTION_SIGNATORY = "sla.institution_signatory"
    SLA_TERM_MONTHS = "sla.term_months"
    SLA_TERM_NOTICE_DAYS = "sla.term_notice_days"
    CERTIFICATE_TERM_MONTHS = "certificate.term_months"
    DETERMINATION_PARTIAL = "determination.partial"
    SEPARATE_UNIT_LAST_DAY = "separate_unit.last_day"
    STANDARDS_FOR_SERVICE_PROVIDER = "standards.for_service_provider"
    SURVEILLANCE_SCOPE = "surveillance.scope"
    SANCTIONS_PUBLIC = "sanctions.public"
    SANCTIONS_COPIED_TO_INSPECTORATE = "sanctions.copied_to_inspectorate"
    NUMBER_LETTER_PATTERN = "number.letter_pattern"
    NUMBER_SLA_PATTERN = "number.sla_pattern"
    NUMBER_DECISION_PATTERN = "number.decision_pattern"
    NUMBER_CERTIFICATE_PATTERN = "number.certificate_pattern"
    INITIALS_APPROVAL = "initials.approval"
    INITIALS_REJECTION = "initials.rejection"
    INITIALS_SLA = "initials.sla"
    INITIALS_ASSIGNMENT = "initials.assignment"
    INITIALS_ASSESSMENT_REPORT = "initials.assessment_report"
    INITIALS_RECOMMENDATION = "initials.recommendation"
    INITIALS_DETERMINATION = "initials.determination"
    INITIALS_CERTIFICATE = "initials.certificate"
    INITIALS_ADVICE = "initials.advice"
    INITIALS_WARNING = "initials.warning"
    INITIALS_REVOCATION = "initials.revocation"
    INITIALS_SERVICE_STOP = "initials.service_stop"
    INITIALS_LKPP_SYSTEM = "initials.lkpp_system"
    INITIALS_OBJECTION_RESULT = "initials.objection_result"
    INITIALS_REINSTATEMENT = "initials.reinstatement"


class ObjectionSuspends(StrEnum):
    """What an open objection holds up: the next rung only, or the sanction in force too."""

    ESCALATION_ONLY = "ESCALATION_ONLY"
    SANCTION_AND_ESCALATION = "SANCTION_AND_ESCALATION"


class LateObjection(StrEnum):
    """What becomes of an objection filed late: LKPP decides, or it is refused; it is stored either way."""

    LKPP_DECIDES = "LKPP_DECIDES"
    REFUSED = "REFUSED"


class InstitutionSignatory(StrEnum):
    """Who signs the SLA for the institution."""

    INSTITUTION_HEAD = "INSTITUTION_HEAD"
    UNIT_HEAD = "UNIT_HEAD"


class ServiceProviderScope(StrEnum):
    """Which criteria bind a service provider: all but the system providers' own, or every one."""

    WITHOUT_SYSTEM_CRITERIA = "WITHOUT_SYSTEM_CRITERIA"
    EVERY_CRITERION = "EVERY_CRITERION"


class SurveillanceScope(StrEnum):
    """Which units are surveilled."""

    AT_LEAST_ONE_DETERMINED = "AT_LEAST_ONE_DETERMINED"
    EVERY_ACTIVE_UNIT = "EVERY_ACTIVE_UNIT"


class ValueKind(StrEnum):
    """The form of a setting's value."""

    COUNT = "COUNT"
    SWITCH = "SWITCH"
    DATE = "DATE"
    CHOICE = "CHOICE"
    PATTERN = "PATTERN"
    CHAIN = "CHAIN"


class CountedIn(StrEnum):
    """What a COUNT counts."""

    WORKING_DAYS = "WORKING_DAYS"
    DAYS = "DAYS"
    MONTHS = "MONTHS"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One key of the catalogue.

    *Shape*: `clause` is the decree's where the value is its own, and the setting then `locked`; else HOUSE. `optional`
    allows None. `maximum` bounds a COUNT, whose least value is 1. `reason_*` says why the default is what it is.
    """

    key: ConfigurationKey
    kind: ValueKind
    default: Value
    reason_id: str
    reason_en: str
    clause: str = HOUSE
    locked: bool = False
    optional: bool = False
    counted_in: CountedIn | None = None
    maximum: int = 365
    choices: tuple[str, ...] = ()


_SILENT = ("Keputusan 152/2022 tidak mengaturnya.", "The decree is silent.")
_INTERNAL = ("Batas waktu internal, bukan dari Keputusan 152/2022.", "An internal time limit, not from the decree.")


def _limit(key: ConfigurationKey) -> Setting:
    return Setting(
        key=key,
        kind=ValueKind.COUNT,
        default=None,
        reason_id=_INTERNAL[0],
        reason_en=_INTERNAL[1],
        optional=True,
        counted_in=CountedIn.WORKING_DAYS,
    )


def _count(key: ConfigurationKey, *, counted_in: CountedIn, maximum: int, reason: tuple[str, str] = _SILENT) -> Setting:
    return Setting(
        key=key,
        kind=ValueKind.COUNT,
        default=None,
        reason_id=reason[0],
        reason_en=reason[1],
        optional=True,
        counted_in=counted_in,
        maximum=maximum,
    )


def _switch(key: ConfigurationKey, default: bool, reason: tuple[str, str] = _SILENT) -> Setting:
    return Setting(key=key, kind=ValueKind.SWITCH, default=default, reason_id=reason[0], reason_en=reason[1])


def _choice(key: ConfigurationKey, choices: Iterable[str], reason: tuple[str, str] = _SILENT) -> Setting:
    values = tuple(str(choice) for choice in choices)
    return Setting(
        key=key,
        kind=ValueKind.CHOICE,
        default=values[0],
        reason_id=reason[0],
        reason_en=reason[1],
        choices=values,
    )


def _pattern(key: ConfigurationKey, default: str, reason: tuple[str, str]) -> Setting:
    return Setting(key=key, kind=ValueKind.PATTERN, default=default, reason_id=reason[0], reason_en=reason[1])


def _chain(key: ConfigurationKey) -> Setting:
    return Setting(
        key=key,
        kind=ValueKind.CHAIN,
        default=None,
        reason_id="Keputusan 152/2022 tidak mengenal paraf; kosong berarti tanpa paraf.",
        reason_en="The decree knows no initials; empty means none.",
        optional=True,
    )


def _locked(
    key: ConfigurationKey, kind: ValueKind, default: Value, *, clause: str, counted_in: CountedIn | None = None
) -> Setting:
    return Setting(
        key=key,
        kind=kind,
        default=default,
        reason_id="Bunyi Keputusan 152/2022.",
        reason_en="The decree's own words.",
        clause=clause,
        locked=True,
        counted_in=counted_in,
    )


SEPARATE_UNIT_LAST_DAY = date(2023, 12, 31)
"""The last day on which a unit may stand separate from the UKPBJ (I.p2). Locked: the decree's own date."""

_KEY = ConfigurationKey

INITIALS_KEYS: dict[DocumentKind, ConfigurationKey] = {
    kind: ConfigurationKey(f"initials.{kind.value.lower()}") for kind in DocumentKind if kind not in SEALED_KINDS
}
"""Which setting says who initials which kind of paper before it is signed. A sealed paper waits for no person."""

_SETTINGS = (
    _locked(_KEY.OBJECTION_WORKING_DAYS, ValueKind.COUNT, 5, clause="II.2.3.s1", counted_in=CountedIn.WORKING_DAYS),
    _choice(_KEY.OBJECTION_COUNTING_START, CountingStart),
    _switch(_KEY.OBJECTION_JOINT_LEAVE_IS_OFF, default=True),
    _choice(_KEY.OBJECTION_SUSPENDS, ObjectionSuspends),
    _choice(_KEY.OBJECTION_LATE, LateObjection),
    _limit(_KEY.LIMIT_COMPLETION),
    _limit(_KEY.LIMIT_REVIEW),
    _limit(_KEY.LIMIT_RECOMMENDATION),
    _limit(_KEY.LIMIT_ADVICE),
    _limit(_KEY.LIMIT_WARNING),
    _limit(_KEY.LIMIT_AFTER_REVOCATION),
    _limit(_KEY.LIMIT_OBJECTION_RESULT),
    _switch(_KEY.APPLICATION_REJECTION_ENABLED, default=False),
    _count(_KEY.APPLICATION_LAPSE_AFTER_DAYS, counted_in=CountedIn.DAYS, maximum=3650),
    _choice(
        _KEY.SLA_INSTITUTION_SIGNATORY,
        InstitutionSignatory,
        (
            "Keputusan tidak mengaturnya; dalam praktik 2016 kepala LPSE yang menandatangani.",
            "The decree is silent; in the practice of 2016 the head of the LPSE signed.",
        ),
    ),
    _count(_KEY.SLA_TERM_MONTHS, counted_in=CountedIn.MONTHS, maximum=120),
    _count(_KEY.SLA_TERM_NOTICE_DAYS, counted_in=CountedIn.DAYS, maximum=365),
    _count(
        _KEY.CERTIFICATE_TERM_MONTHS,
        counted_in=CountedIn.MONTHS,
        maximum=240,
        reason=(
            "Keputusan tidak mengaturnya. Bila ditetapkan, standar baru dapat dinilai lagi sesudah hari terakhir sertifikat.",
            "The decree is silent. Where it is set, standards can be assessed again only after the certificate's last day.",
        ),
    ),
    _switch(
        _KEY.DETERMINATION_PARTIAL,
        True,
        (
            "Penilaian ulang menurut II.2.2.c berlaku per standar; praktik mengenal 12 dari 17.",
            "Re-assessment under II.2.2.c is per standard; practice knows 12 of 17.",
        ),
    ),
    _locked(_KEY.SEPARATE_UNIT_LAST_DAY, ValueKind.DATE, SEPARATE_UNIT_LAST_DAY, clause="I.p2"),
    _choice(_KEY.STANDARDS_FOR_SERVICE_PROVIDER, ServiceProviderScope),
    _choice(
        _KEY.SURVEILLANCE_SCOPE,
        SurveillanceScope,
        (
            "Keputusan tidak menyebut LPSE mana yang menjadi sasaran surveillance (II.2.1.f).",
            "The decree does not say which units are surveilled (II.2.1.f).",
        ),
    ),
    _switch(_KEY.SANCTIONS_PUBLIC, default=False),
    _switch(_KEY.SANCTIONS_COPIED_TO_INSPECTORATE, default=True),
    _pattern(
        _KEY.NUMBER_LETTER_PATTERN,
        LETTER_PATTERN,
        ("Kode unit D.2 adalah kode Deputi.", "The unit code D.2 is the Deputy's."),
    ),
    _pattern(
        _KEY.NUMBER_SLA_PATTERN,
        SLA_PATTERN,
        ("Mengikuti praktik SLA tahun 2016.", "After the practice of the SLAs of 2016."),
    ),
    _pattern(
        _KEY.NUMBER_DECISION_PATTERN,
        DECISION_PATTERN,
        ("Seperti nomor Keputusan 152/2022 sendiri.", "As the decree itself is numbered."),
    ),
    _pattern(_KEY.NUMBER_CERTIFICATE_PATTERN, CERTIFICATE_PATTERN, _SILENT),
    *(_chain(key) for key in INITIALS_KEYS.values()),
)

CATALOGUE: dict[ConfigurationKey, Setting] = {each.key: each for each in _SETTINGS}
"""Every setting by key."""

PATTERN_KEYS: dict[DocumentKind, ConfigurationKey] = {
    **dict.fromkeys(DocumentKind, _KEY.NUMBER_LETTER_PATTERN),
    **dict.fromkeys(DECISIONS, _KEY.NUMBER_DECISION_PATTERN),
    DocumentKind.SLA: _KEY.NUMBER_SLA_PATTERN,
    DocumentKind.CERTIFICATE: _KEY.NUMBER_CERTIFICATE_PATTERN,
}
"""Which setting numbers which kind of paper."""

LIMIT_KEYS: dict[DocumentKind, ConfigurationKey] = {
    DocumentKind.RECOMMENDATION: _KEY.LIMIT_RECOMMENDATION,
    DocumentKind.COMPLETION_REQUEST: _KEY.LIMIT_COMPLETION,
}
"""Which setting limits what a paper of `LETTER_LIMIT` asks for."""

DEMONSTRATION_LIMITS: dict[ConfigurationKey, int] = {
    _KEY.LIMIT_COMPLETION: 14,
    _KEY.LIMIT_REVIEW: 14,
    _KEY.LIMIT_RECOMMENDATION: 30,
    _KEY.LIMIT_ADVICE: 30,
    _KEY.LIMIT_WARNING: 14,
    _KEY.LIMIT_AFTER_REVOCATION: 30,
    _KEY.LIMIT_OBJECTION_RESULT: 14,
}
"""Invented internal limits of the demonstration. *Units*: working days."""
