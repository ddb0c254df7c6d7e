"""What goes over the broker and what Celery may touch, on a broker in memory; real ones stand in the integration tests."""

import json
import ssl
from pathlib import Path

import pytest
from celery import current_app

from app.broker import QUEUE, TASK, CeleryCarrier, celery_application
from app.settings import SettingsError, read_settings


@pytest.mark.parametrize(
    "url", ["rabbitmq", "http://127.0.0.1", "memory://", "sqs://", "AMQP://x", "rahasia", "://", "redis"]
)
def test_a_broker_of_another_kind_is_refused_without_repeating_its_address(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"PEMBINA_BROKER_URL": url}, data=tmp_path)
    assert str(caught.value) == "PEMBINA_BROKER_URL begins with one of amqp://, amqps://, redis://, rediss://"


@pytest.mark.parametrize("name", ["LEASE_SECONDS", "CARRY_AGAIN_SECONDS"])
@pytest.mark.parametrize("text", ["0", "-1", "1.5", "١", "86401", "x"])
def test_a_time_that_is_no_number_of_seconds_is_refused(name: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"PEMBINA_{name} is a number from 1 to 86400"):
        read_settings({f"PEMBINA_{name}": text}, data=tmp_path)


def test_without_a_broker_nothing_is_set(tmp_path: Path) -> None:
    settings = read_settings({"PEMBINA_BROKER_URL": ""}, data=tmp_path)
    assert (settings.broker_url, settings.lease_seconds, settings.carry_again_seconds) == (None, 180, 30)


def test_the_address_of_the_broker_is_not_shown(tmp_path: Path) -> None:
    settings = read_settings({"PEMBINA_BROKER_URL": "amqp://pembina:rahasia@rabbitmq:5672//"}, data=tmp_path)
    assert settings.broker_url == "amqp://pembina:rahasia@rabbitmq:5672//"
    assert "rahasia" not in repr(settings)


def test_celery_takes_json_only_keeps_no_results_and_obeys_nobody() -> None:
    conf = celery_application("memory://").conf
    assert (conf.accept_content, conf.task_serializer) == (["json"], "json")
    assert (conf.result_backend, conf.task_ignore_result) == (None, True)
    assert (conf.task_acks_late, conf.worker_prefetch_multiplier) == (True, 1)
    assert (conf.task_time_limit, conf.task_soft_time_limit) == (None, None)
    assert (conf.worker_enable_remote_control, conf.worker_send_task_events) == (False, False)
    assert (conf.worker_hijack_root_logger, conf.worker_redirect_stdouts) == (False, False)


def test_making_an_application_makes_it_nobodys_default() -> None:
    before = current_app._get_current_object()
    made = celery_application("memory://")
    assert current_app._get_current_object() is before is not made


def test_a_message_is_an_id_in_json_and_nothing_else() -> None:
    carrier = CeleryCarrier("memory://message")
    carrier.send("66f000000000000000000001")
    carrier.stop()
    with celery_application("memory://message").connection_for_read() as connection:
        queue = connection.SimpleQueue(QUEUE)
        message = queue.get(timeout=1)
        message.ack()
        queue.close()
    assert (message.content_type, message.headers["task"]) == ("application/json", TASK)
    args, kwargs, _embedded = json.loads(message.body)
    assert (args, kwargs) == (["66f000000000000000000001"], {})


@pytest.mark.parametrize(
    ("url", "tls"),
    [
        ("redis://127.0.0.1", False),
        ("amqp://127.0.0.1", False),
        ("rediss://127.0.0.1", {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}),
        ("amqps://127.0.0.1", {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": None}),
        ("rediss://127.0.0.1?ssl_ca_certs=/ca.pem", {"ssl_ca_certs": "/ca.pem"}),
    ],
)
def test_tls_checks_who_answers(url: str, tls: object) -> None:
    assert celery_application(url).connection_for_read().ssl == tls
    assert celery_application(url).connection_for_write().ssl == tls
