"""Legal standing as clients see it: what a paper means in law today, since when, and by what."""

from datetime import date

from domain import standings
from domain.standings import STANDING_LABELS
from schema.described import attribute, computed, object_type
from schema.enums import StandardCode, Standing
from schema.languages import Language, LanguageArgument


@object_type
class RevokedStandard:
    """A standard that is revoked on a paper (II.2.2.c)."""

    standard: StandardCode = attribute("The standard.")
    since: date | None = attribute("The date of the decision.")
    decision: str | None = attribute("The number of the decision.")
    under_objection: bool = attribute(
        "Whether an objection to the decision is open (II.2.3), for those entitled to know; it stays revoked meanwhile."
    )

    @classmethod
    def of(cls, revoked: standings.RevokedStandard) -> "RevokedStandard":
        """It as clients see it."""
        return cls(
            standard=revoked.standard,
            since=revoked.since,
            decision=revoked.decision,
            under_objection=revoked.under_objection,
        )


@object_type
class LegalStanding:
    """What a paper means in law today. The public learns less of it: no scores, findings, lower measures or objections."""

    standing: Standing = attribute("What it means.")
    since: date | None = attribute("Since when; null where that is not known, or not public.")
    by: str | None = attribute("The number of the paper that brought it about: in its place, or the decision.")
    revoked: list[RevokedStandard] = attribute("The standards that are revoked on it.")

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """The standing in words."""
        return language.choose(*STANDING_LABELS[self.standing])

    @classmethod
    def of(cls, found: standings.LegalStanding) -> "LegalStanding":
        """It as clients see it."""
        revoked = [RevokedStandard.of(each) for each in found.revoked]
        return cls(standing=found.standing, since=found.since, by=found.by, revoked=revoked)
