"""`/health`: whether each part that the system rests on answers now; the API stays up where one does not."""

from collections.abc import Callable
from typing import Any

from anyio.to_thread import run_sync
from starlette.responses import JSONResponse

from app.problems import BrokerUnavailable
from app.wiring import System
from documents.errors import ConverterMissing
from persistence import outbox
from persistence.errors import PersistenceError
from persistence.log import unsequenced
from persistence.transparency import unpublished
from services.publication import LogDiverged, Publication
from storage.port import StorageError


async def health(system: System) -> JSONResponse:
    """200 where every part answers, else 503. *Shape*: `checks` maps each part to `ok` and, where it is not, why.

    `status` is `ok`, `attention` where work is dead or waits for a service that does not do it, or the public log is not that
    of the records, or `degraded`.
    """
    checks = await run_sync(lambda: _checks(system))
    if not all(check["ok"] for check in checks.values()):
        return JSONResponse({"status": "degraded", "checks": checks}, status_code=503)
    outbox_waits = checks["outbox"]["dead"] or checks["outbox"]["postponed"]
    status = "attention" if outbox_waits or "problem" in checks["public_log"] else "ok"
    return JSONResponse({"status": status, "checks": checks})


def _checks(system: System) -> dict[str, Any]:
    checks = {"mongodb": _probe(system.database.check), "s3": _probe(system.store.check)}
    if system.carrier is not None:  # letters are converted elsewhere
        checks["broker"] = _probe(system.carrier.check)
    else:
        checks["libreoffice"] = _probe(system.pools.libreoffice.require)
    without = {"ok": False, "problem": "MongoDB"}
    checks["outbox"] = _outbox() if checks["mongodb"]["ok"] else without
    checks["public_log"] = _public_log(system.publication) if checks["mongodb"]["ok"] else without
    return checks


def _probe(check: Callable[[], None]) -> dict[str, Any]:
    try:
        check()
    except (PersistenceError, StorageError, ConverterMissing, BrokerUnavailable) as error:
        return {"ok": False, "problem": str(error)[:500]}
    return {"ok": True}


def _public_log(publication: Publication) -> dict[str, Any]:
    """Entries that no checkpoint holds yet are normal for a moment; a log that diverged needs somebody to look, and no less
    than that: it is read and verified as before.
    """
    try:
        found: dict[str, Any] = {"ok": True, "unpublished": unpublished()}
        publication.newest()
    except PersistenceError as error:
        return {"ok": False, "problem": str(error)[:500]}
    except LogDiverged as error:
        return {**found, "problem": str(error)[:500]}
    return found if publication.diverged is None else {**found, "problem": publication.diverged[:500]}


def _outbox() -> dict[str, Any]:
    """Waiting work is normal, and so are events that wait a moment for their index in the log."""
    try:
        waiting, dead, backlog = outbox.waiting(), outbox.dead(), unsequenced()
        postponed, told = outbox.postponed()
    except PersistenceError as error:
        return {"ok": False, "problem": str(error)[:500]}
    found = {"ok": True, "waiting": waiting, "postponed": postponed, "dead": dead, "unsequenced": backlog}
    return found if told is None else {**found, "problem": told[:500]}
