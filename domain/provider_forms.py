"""The two forms in which a unit serves (II.2.1.a)."""

from enum import StrEnum


class ProviderForm(StrEnum):
    """The two forms of II.2.1.a; the decree does not define them. Only a system provider installs SPSE itself."""

    SERVICE_PROVIDER = "SERVICE_PROVIDER"
    SYSTEM_PROVIDER = "SYSTEM_PROVIDER"
