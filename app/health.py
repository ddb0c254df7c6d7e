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
from storage.port import StorageError


async def health(system: System) -> JSONResponse:
    """200 where all is well, else 503. *Shape*: `checks` maps each part to `ok` and, where it is not, why."""
    checks = await run_sync(lambda: _checks(system))
    well = all(check["ok"] for check in checks.values())
    return JSONResponse({"status": "ok" if well else "degraded", "checks": checks}, status_code=200 if well else 503)


def _checks(system: System) -> dict[str, Any]:
    checks = {"mongodb": _probe(system.database.check), "s3": _probe(system.store.check)}
    if system.carrier is not None:  # letters are converted elsewhere
        checks["broker"] = _probe(system.carrier.check)
    else:
        checks["libreoffice"] = _probe(system.pools.libreoffice.require)
    if checks["mongodb"]["ok"]:
        checks["outbox"] = _outbox()
    return checks


def _probe(check: Callable[[], None]) -> dict[str, Any]:
    try:
        check()
    except (PersistenceError, StorageError, ConverterMissing, BrokerUnavailable) as error:
        return {"ok": False, "problem": str(error)[:500]}
    return {"ok": True}


def _outbox() -> dict[str, Any]:
    """Waiting work is normal; dead work needs a person."""
    try:
        waiting, dead = outbox.waiting(), outbox.dead()
    except PersistenceError as error:
        return {"ok": False, "problem": str(error)[:500]}
    return {"ok": dead == 0, "waiting": waiting, "dead": dead}
