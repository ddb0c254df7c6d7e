"""The life of a paper (naskah): its kinds, its table, and its legal standing; how it is written or signed is elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds of paper that the system issues."""

    APPLICATION_RECEIPT = "APPLICATION_RECEIPT"
    COMPLETION_REQUEST = "COMPLETION_REQUEST"
    APPROVAL = "APPROVAL"
    SLA = "SLA"
    INSTALLATION_MINUTES = "INSTALLATION_MINUTES"
