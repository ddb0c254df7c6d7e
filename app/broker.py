"""The optional broker: Celery carries ids of due outbox entries to workers on other machines; the outbox stays the truth.

A message is an entry's id and nothing else. Losing messages loses nothing, as ids are carried again until their entry is
claimed; a message that comes twice does nothing twice, as an entry is claimed once (`persistence.outbox`: the lease and
its fencing token). So nothing here waits for results, keeps state, or limits the time of a task.
"""

import logging
import ssl
import threading
import warnings
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.exceptions import CPendingDeprecationWarning
from celery.worker import WorkController, state
from kombu.exceptions import KombuError

from app.problems import BrokerUnavailable
from app.worker import POLL_SECONDS, RETRY_SECONDS
from persistence import outbox
from persistence.errors import DatabaseUnavailable

LOG = logging.getLogger("pembina.broker")

QUEUE = TASK = "pembina.outbox"
"""The queue, and the one task whose messages it holds."""

MOST_ON_THE_WAY = 500
"""How many ids a broker holds at most: a window on the outbox, so that a long backlog is not carried over and over."""

ANSWER_SECONDS = 4
"""How long the carrier waits for the broker to connect, to take a message, or to confirm it."""

_ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""A connection that broke since the last message is made anew once; a broker that is away is not waited for."""


_TLS: dict[str, dict[str, Any]] = {
    "amqps": {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": None},  # None: the name in the address
    "rediss": {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True},
}
"""Left to itself kombu speaks plain text to `rediss://`, and takes any name in the certificate of `amqps://`."""


def celery_application(broker_url: str) -> Celery:
    """The Celery application of this system. *Shape*: JSON only, no results, no remote control; no global is touched."""
    application = Celery("pembina", broker=broker_url, set_as_current=False, fixups=())
    application.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_default_queue=QUEUE,
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_enable_prefetch_count_reduction=False,
        broker_connection_timeout=ANSWER_SECONDS,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
    )
    scheme = broker_url.partition("://")[0]
    application.conf.broker_use_ssl = _TLS.get(scheme, False)
    if scheme in {"redis", "rediss"}:
        application.conf.broker_transport = "app.redis_transport:Transport"
    return application


class CeleryCarrier:
    """A thread that gives the ids of due entries to the broker, and gives them again until they are claimed.

    See `app.worker.Carrier`. *Units*: `again_after` is how long an id may be on its way.
    """

    def __init__(
        self, broker_url: str, *, again_after: timedelta = outbox.CARRY_AGAIN, most_on_the_way: int = MOST_ON_THE_WAY
    ) -> None:
        self._application = celery_application(broker_url)
        self._application.conf.broker_transport_options = _patience(broker_url)
        self._again_after = again_after
        self._most_on_the_way = most_on_the_way
        # A connection of its own, made with the first message: Celery's pools are shared by the whole process.
        self._connection = self._application.connection_for_write()
        self._producer = self._application.amqp.Producer(self._connection)
        self._unavailable = (
            KombuError,
            OSError,
            *self._connection.connection_errors,
            *self._connection.channel_errors,
        )
        self._stop = threading.Event()
        self._work = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Carries from now on."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, daemon=True, name="pembina-carrier")
        self._thread.start()

    def wake(self) -> None:
        """Something was committed: look at once."""
        self._work.set()

    def stop(self) -> None:
        """Carries no more, and closes the connections."""
        self._stop.set()
        self._work.set()
        if self._thread is not None:
            self._thread.join()
        self._connection.release()
        self._application.close()

    def check(self) -> None:
        """Asks the broker for an answer now. *Raises*: `BrokerUnavailable` within a few seconds."""
        try:
            with self._application.connection_for_write() as connection:
                connection.ensure_connection(timeout=ANSWER_SECONDS, **_ONCE_MORE)
        except self._unavailable as error:
            raise BrokerUnavailable(f"the broker does not answer: {error}") from error

    def carry(self) -> int:
        """Carries what is due, once; returns how many ids the broker took.

        *Raises*: `DatabaseUnavailable`; `BrokerUnavailable`, and then the ids that it did not take are due still.
        """
        ids = outbox.carry(self._most_on_the_way, again_after=self._again_after)
        taken = 0
        try:
            for entry_id in ids:
                self.send(entry_id)
                taken += 1
        except Exception:
            outbox.not_carried(ids[taken:])
            raise
        return taken

    def send(self, entry_id: str) -> None:
        """Gives one id to the broker, due or not. *Raises*: `BrokerUnavailable`."""
        try:
            self._application.send_task(TASK, (entry_id,), producer=self._producer, retry=True, retry_policy=_ONCE_MORE)
        except self._unavailable as error:
            raise BrokerUnavailable(f"the broker does not answer: {error}") from error

    def _run(self) -> None:
        answers = True
        while not self._stop.is_set():
            self._work.clear()
            try:
                self.carry()
            except Exception as error:  # whatever went wrong: the outbox keeps what is due, and it is tried again
                if answers:
                    LOG.warning("letters wait in the outbox: %s: %s", type(error).__name__, error)
                answers = False
                self._stop.wait(RETRY_SECONDS)
                continue
            if not answers:
                LOG.warning("the broker carries again")
            answers = True
            self._work.wait(POLL_SECONDS)


def _patience(broker_url: str) -> dict[str, Any]:
    """How the carrier's connection gives up, so that a broker which hangs does not hold it for ever."""
    if broker_url.startswith("redis"):
        return {"socket_connect_timeout": ANSWER_SECONDS, "socket_timeout": ANSWER_SECONDS, **_ONCE_MORE}
    return {"confirm_publish": True, "read_timeout": ANSWER_SECONDS, "write_timeout": ANSWER_SECONDS, **_ONCE_MORE}


def work_for_broker(
    broker_url: str,
    run: Callable[[str], object],
    *,
    threads: int,
    until: threading.Event,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Does what the broker brings, in a process of its own, until `until` is set; then lets each thread finish.

    A broker that is away is waited for. *Shape*: `run` takes an entry's id; `on_ready` is called when the broker is reached.
    *Raises*: `BrokerUnavailable` where Celery gives up (the broker refuses the password); the log says why.
    """
    application = celery_application(broker_url)
    application.set_default()  # Celery's threads look it up there.
    application.task(_guarded(run), name=TASK, shared=False)
    for name in ("celery", "kombu", "amqp"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Work that runs while the broker is lost goes on, by decision: Celery announces another default of that for 6.0.
    warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)
    state.should_stop = None
    controller = WorkController(
        app=application,
        pool="threads",
        concurrency=threads,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        ready_callback=lambda _consumer: on_ready(),
    )
    threading.Thread(target=_finish, args=(controller, until), daemon=True, name="pembina-finish").start()
    controller.start()
    if controller.exitcode:
        raise BrokerUnavailable("Celery gave up; the reason stands above")


def _guarded(run: Callable[[str], object]) -> Callable[[str], None]:
    def carried(entry_id: str) -> None:
        try:
            run(entry_id)
        except DatabaseUnavailable as error:
            LOG.warning("entry %s is carried again later: %s", entry_id, error)

    return carried


def _finish(controller: WorkController, until: threading.Event) -> None:
    """Celery's own warm shutdown; its loop, which may wait for ten seconds, is woken to look."""
    until.wait()
    state.should_stop = 0
    controller.hub.call_soon(_nothing)


def _nothing() -> None:
    """For the loop's sake."""
