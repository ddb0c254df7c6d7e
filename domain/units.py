"""Units that run e-procurement (pengelola LPSE): their forms and the life of their service (I.p2; II.2.2.d)."""

from enum import StrEnum


class ProviderForm(StrEnum):
    """The two forms of II.2.1.a; the decree does not define them. Only a system provider installs SPSE itself."""

    SERVICE_PROVIDER = "SERVICE_PROVIDER"
    SYSTEM_PROVIDER = "SYSTEM_PROVIDER"


class UnitForm(StrEnum):
    """Where the unit stands: in the UKPBJ, or separate from it (valid through 31 December 2023, I.p2)."""

    UKPBJ = "UKPBJ"
    SEPARATE = "SEPARATE"
