"""The four rungs of the ladder of guidance measures (tindakan pembinaan, II.2.2); how one leads to another: `ladder`."""

from enum import StrEnum


class Rung(StrEnum):
    """Which measure a sanction is, lowest first."""

    ADVICE = "ADVICE"
    WARNING = "WARNING"
    REVOCATION = "REVOCATION"
    STOP = "STOP"

    @property
    def clause(self) -> str:
        """The clause that provides for it."""
        return _CLAUSES[self]

    @property
    def height(self) -> int:
        """0 for the lowest, 3 for the highest."""
        return list(Rung).index(self)


_CLAUSES: dict[Rung, str] = {
    Rung.ADVICE: "II.2.2.a",
    Rung.WARNING: "II.2.2.b",
    Rung.REVOCATION: "II.2.2.c.s1",
    Rung.STOP: "II.2.2.d",
}

RUNG_LABELS: dict[Rung, tuple[str, str]] = {
    Rung.ADVICE: ("saran/rekomendasi", "advice"),
    Rung.WARNING: ("teguran", "warning"),
    Rung.REVOCATION: ("pencabutan sertifikat standarisasi", "revocation of the standardisation certificate"),
    Rung.STOP: ("penghentian layanan SPSE", "stop of the SPSE service"),
}
"""The decree's own words, and ours."""
