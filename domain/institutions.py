"""Institutions (K/L/Pemda): their kinds; which ones there are is reference data."""

from enum import StrEnum


class InstitutionKind(StrEnum):
    """Ministry (kementerian), agency (lembaga), province (provinsi), regency (kabupaten), city (kota)."""

    MINISTRY = "MINISTRY"
    AGENCY = "AGENCY"
    PROVINCE = "PROVINCE"
    REGENCY = "REGENCY"
    CITY = "CITY"


LOCAL_GOVERNMENTS = frozenset({InstitutionKind.PROVINCE, InstitutionKind.REGENCY, InstitutionKind.CITY})
"""The kinds that make up the Pemda of the decree."""
