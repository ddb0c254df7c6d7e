"""`pembina serve` and `pembina worker`: the processes that stay."""

import argparse
import signal
import threading
import time
from dataclasses import replace

from app.commands import Commands
from app.http import http_application
from app.server import check_port, serve
from app.settings import Settings, read_settings
from app.wiring import System, running_system


def add_commands(commands: Commands) -> None:
    """Adds `serve` and `worker`."""
    server = commands.add_parser("serve", help="jalankan API, halaman publik, dan pekerja / API, pages and worker")
    server.add_argument("--host")
    server.add_argument("--port", type=int)
    server.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="jalankan pekerja saja / the worker only")
    worker.set_defaults(run=_work)


def with_address(settings: Settings, *, host: str | None, port: int | None) -> Settings:
    """The settings with the address of the command line. The public address follows where it was the default."""
    if host is None and port is None:
        return settings
    is_default = settings.public_url == f"http://127.0.0.1:{settings.port}"
    port = port or settings.port
    public_url = f"http://127.0.0.1:{port}" if is_default else settings.public_url
    return replace(settings, host=host or settings.host, port=port, public_url=public_url)


def _serve(options: argparse.Namespace) -> int:
    begun = time.monotonic()
    settings = with_address(read_settings(data=options.data), host=options.host, port=options.port)
    check_port(settings.host, settings.port)
    with running_system(settings, on_progress=print) as system:
        system.pools.warm(conversion=system.carrier is None)
        took = time.monotonic() - begun
        print(f"siap di / ready at {settings.public_url} ({took:.1f} s)", flush=True)
        serve(http_application(system), host=settings.host, port=settings.port)
    return 0


def _work(options: argparse.Namespace) -> int:
    settings = read_settings(data=options.data)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    with running_system(settings, on_progress=print) as system:
        if settings.broker_url is None:
            _work_alone(system, done)
        else:
            _work_for_broker(system, settings.broker_url, done)
    return 0


def _work_alone(system: System, done: threading.Event) -> None:
    """Takes from the outbox itself, and sequences the event log."""
    system.worker.start()
    _say_ready()
    done.wait()
    system.worker.stop()


def _work_for_broker(system: System, broker_url: str, done: threading.Event) -> None:
    """Takes what the broker brings; the carrier and the sequencer run where the API does."""
    from app.broker import work_for_broker  # only here: without a broker, Celery need not be installed

    system.pools.warm()
    work_for_broker(
        broker_url, system.worker.run_carried, threads=system.settings.workers, until=done, on_ready=_say_ready
    )


def _say_ready() -> None:
    print("pekerja siap / worker ready", flush=True)
