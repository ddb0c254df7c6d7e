"""Configuration with validity dates as clients see it: what the decree leaves open, and what it locks."""

from datetime import date
from typing import ClassVar

import strawberry

from domain.aggregates import Aggregate
from domain.configuration import ConfigurationValue, value_at, write_value
from domain.configuration_keys import CATALOGUE, ConfigurationKey
from domain.configuration_keys import Setting as Entry
from persistence.configuration import configuration_value
from persistence.queries.rows import Row
from schema.context import Info
from schema.described import attribute, computed, object_type
from schema.enums import ConfigurationKey as Key
from schema.enums import CountedIn, SettingState, ValueKind
from schema.languages import Language, LanguageArgument
from schema.lives import Life, base
from schema.personnel import Person
from schema.regulation import Clause, decree_clause

INTERNAL = ("internal, bukan dari Keputusan 152/2022", "internal, not from Keputusan 152/2022")
"""What stands beside every value that the decree does not set."""


@object_type
class Setting(Life):
    """One value of one key with its validity: proposed by LKPP's administrator, approved by the Deputy (house rule)."""

    aggregate: ClassVar[Aggregate] = Aggregate.SETTING

    person_key: strawberry.Private[str]
    stored: strawberry.Private[ConfigurationValue]
    key_: Key = attribute("What it configures.", name="key")
    state: SettingState = attribute("Whether it is approved.")
    value: str | None = attribute(
        "The value as it is written: digits, true or false, a date, a word; null is no limit."
    )
    valid_from: date = attribute("Its first day.")
    valid_to: date | None = attribute("Its last day; null until a later value begins.")
    reason: str | None = attribute("Why it was entered.")

    @classmethod
    def of(cls, row: Row) -> "Setting":
        """The value as clients see it."""
        key = ConfigurationKey(row.text("key"))
        stored = configuration_value(
            key, row.plain("value"), valid_from=row.text("valid_from"), valid_to=row.text_or_none("valid_to")
        )
        return cls(
            **base(row),
            person_key=row.text("changed_by"),
            stored=stored,
            key_=key,
            state=SettingState(row.text("state")),
            value=write_value(stored.value),
            valid_from=stored.valid_from,
            valid_to=stored.valid_to,
            reason=row.text_or_none("reason"),
        )

    @computed
    async def entered_by(self, info: Info) -> Person | None:
        """Who entered it; null where it came with the installation."""
        return await info.context.loaders.person(self.person_key)


@object_type
class ConfiguredValue:
    """One key of the configuration with the value in force on a day."""

    entry: strawberry.Private[Entry]
    key: Key = attribute("The key.")
    kind: ValueKind = attribute("The form of its value.")
    counted_in: CountedIn | None = attribute("What a count counts; null for other forms.")
    choices: list[str] = attribute("The words to choose from, where it is a choice.")
    locked: bool = attribute("Whether the decree itself sets it: then nobody can change it here.")
    default: str | None = attribute("The value where nothing is approved.")
    value: str | None = attribute("The value in force on the day; null is no limit.")
    clause_id: str = attribute("The clause that sets it, or HOUSE for what the decree leaves open.")
    present: Setting | None = attribute("The approved entry that gives the value; null where it is the default.")
    coming: list[Setting] = attribute("Entries that are proposed, or approved for a later day, by their first day.")

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """Whose rule it is: the decree's, or internal and not from Keputusan 152/2022."""
        return f"Keputusan 152/2022, {self.entry.clause}" if self.locked else language.choose(*INTERNAL)

    @computed
    def reason(self, language: LanguageArgument = Language.ID) -> str:
        """Why the default is what it is."""
        return language.choose(self.entry.reason_id, self.entry.reason_en)

    @computed
    def clause(self) -> Clause | None:
        """The clause that sets it; null for what the decree leaves open."""
        return decree_clause(self.entry.clause)


def configured(entries: list[Setting], on: date) -> list[ConfiguredValue]:
    """Every key with its value on the day. *Shape*: `entries` are those that are proposed or approved."""
    return [_configured(entry, [each for each in entries if each.key_ is key], on) for key, entry in CATALOGUE.items()]


def _configured(entry: Entry, entries: list[Setting], on: date) -> ConfiguredValue:
    approved = [each for each in entries if each.state is SettingState.APPROVED]
    covering = [each for each in approved if each.stored.covers(on)]
    return ConfiguredValue(
        entry=entry,
        key=entry.key,
        kind=entry.kind,
        counted_in=entry.counted_in,
        choices=list(entry.choices),
        locked=entry.locked,
        default=write_value(entry.default),
        value=write_value(value_at(entry.key, [each.stored for each in approved], on)),
        clause_id=entry.clause,
        present=max(covering, key=lambda each: each.valid_from, default=None),
        coming=sorted(
            (each for each in entries if each.state is SettingState.PROPOSED or each.valid_from > on),
            key=lambda each: each.valid_from,
        ),
    )
