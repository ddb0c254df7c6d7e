"""What the mutations of configured values take and give (house rules)."""

from datetime import date

import strawberry

from domain.reasons import Reason
from domain.refusals import Refusal
from domain.settings import EnterSetting
from domain.tables import Payload
from schema.acts import KeyedAct, VersionedAct
from schema.configuration import Setting
from schema.described import attribute, input_type, object_type
from schema.documents import Document
from schema.enums import ConfigurationKey
from schema.nodes import key_of
from schema.refusals import payload


@input_type
class EnterSettingInput(KeyedAct):
    """What `enterSetting` takes. A key that the decree locks is refused with its clause."""

    key: ConfigurationKey = attribute("What is configured.")
    value: str | None = attribute("The value: digits, true or false, a date, a word; null is no limit.", default=None)
    valid_from: date = attribute("Its first day: today or later.")
    valid_to: date | None = attribute("Its last day; null until a later value begins.", default=None)
    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return EnterSetting(
            key=self.key, text=self.value, valid_from=self.valid_from, valid_to=self.valid_to, reason=self.reason
        )


@input_type
class SettingAct(VersionedAct):
    """An act on a configured value."""

    setting: strawberry.ID = attribute("The configured value.")

    def record(self) -> str | Refusal:
        """The value's key."""
        return key_of(self.setting, "Setting", field="setting")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ApproveSettingInput(SettingAct):
    """What `approveSetting` takes."""


@input_type
class WithdrawSettingInput(SettingAct):
    """What `withdrawSetting` takes."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class SettingChanged:
    """The value after an act."""

    thing: Setting = attribute("The configured value as it stands after the act.")
    documents: list[Document] = attribute("The papers that the act ordered: none.")


@object_type
class EnterSettingSuccess(SettingChanged):
    """The value is proposed; it is in force once the Deputy has approved it, from its first day."""


@object_type
class ApproveSettingSuccess(SettingChanged):
    """The value is approved, and in force from its first day."""


@object_type
class WithdrawSettingSuccess(SettingChanged):
    """The value is withdrawn: it never comes into force."""


EnterSettingPayload = payload(EnterSettingSuccess)
ApproveSettingPayload = payload(ApproveSettingSuccess)
WithdrawSettingPayload = payload(WithdrawSettingSuccess)
