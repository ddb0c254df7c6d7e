"""`/health`: whether each part that the system rests on answers now; the API stays up where one does not."""

from collections.abc import Callable
from typing import Any

from anyio.to_thread import run_sync
from starlette.responses import JSONResponse

from app.wiring import System
from app.worker import BrokerUnavailable
from documents.errors import ConverterMissing
from persistence import outbox
from persistence.errors import PersistenceError
from persistence.log import unsequenced
from storage.port import StorageError


async def health(system: System) -> JSONResponse:
    """200 where every part answers, else 503. *Shape*: `checks` maps each part to `ok` and, where it is not, why.

    `status` is `ok`, `attention` where work is dead or waits for a service that does not do it, or `degraded`.
    """
    checks = await run_sync(lambda: _checks(system))
    if not all(check["ok"] for check in checks.values()):
        return JSONResponse({"status": "degraded", "checks": checks}, status_code=503)
    status = "attention" if checks["outbox"]["dead"] or checks["outbox"]["postponed"] else "ok"
    return JSONResponse({"status": status, "checks": checks})


def _checks(system: System) -> dict[str, Any]:
    checks = {"mongodb": _probe(system.database.check), "s3": _probe(system.store.check)}
    if system.carrier is not None:  # letters are converted elsewhere
        checks["broker"] = _probe(system.carrier.check)
    else:
        checks["libreoffice"] = _probe(system.pools.libreoffice.require)
    checks["outbox"] = _outbox() if checks["mongodb"]["ok"] else {"ok": False, "problem": "MongoDB"}
    return checks


def _probe(check: Callable[[], None]) -> dict[str, Any]:
    try:
        check()
    except (PersistenceError, StorageError, ConverterMissing, BrokerUnavailable) as error:
        return {"ok": False, "problem": str(error)[:500]}
    return {"ok": True}


def _outbox() -> dict[str, Any]:
    """Waiting work is normal, and so are events that wait a moment for their index in the log."""
    try:
        waiting, dead, backlog = outbox.waiting(), outbox.dead(), unsequenced()
        postponed, told = outbox.postponed()
    except PersistenceError as error:
        return {"ok": False, "problem": str(error)[:500]}
    found = {"ok": True, "waiting": waiting, "postponed": postponed, "dead": dead, "unsequenced": backlog}
    return found if told is None else {**found, "problem": told[:500]}
