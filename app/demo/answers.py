"""What somebody is told of a paper, in one form, whoever tells it: the server, or a bundle without network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.offline import OfflineReport


@dataclass(frozen=True)
class Answer:
    """One answer.

    *Shape*: `genuine` None where no file was examined; `since` and the days of `revoked`, by standard, are ISO 8601;
    `freshness` is that of the status list, None where a server answers.
    """

    genuine: bool | None
    standing: str | None
    since: str | None
    revoked: Mapping[str, str | None] = field(default_factory=dict)
    message: str = ""
    freshness: str | None = None

    def summary(self) -> dict[str, Any]:
        """The answer in `summary.json`."""
        said: dict[str, Any] = {
            "genuine": self.genuine,
            "standing": self.standing,
            "since": self.since,
            "revoked": dict(self.revoked),
            "message": self.message,
        }
        return said if self.freshness is None else said | {"freshness": self.freshness}


def told(report: Mapping[str, Any]) -> Answer:
    """What the API says, in GraphQL (`message`) or as JSON (`messageId`)."""
    return Answer(
        genuine=report["genuine"],
        standing=report["standing"],
        since=report["standingSince"],
        revoked={each["standard"]: each["since"] for each in report["revokedStandards"]},
        message=report["message"] if "message" in report else report["messageId"],
    )


def found(report: OfflineReport) -> Answer:
    """What a check without network says; its standing by the status list's own name."""
    status = report.status
    return Answer(
        genuine=report.genuine,
        standing=status.status.name if status else None,
        since=status.since.isoformat() if status and status.since else None,
        revoked={code.value: day.isoformat() if day else None for code, day in status.revoked.items()}
        if status
        else {},
        message=report.message_id,
        freshness=report.freshness.value,
    )
