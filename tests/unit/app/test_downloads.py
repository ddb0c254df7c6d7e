"""Downloads ask who somebody is away from the event loop: an issuer's keys may have to be fetched."""

import threading
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.downloads import concept, download
from domain.roles import ANONYMOUS, Actor


@pytest.mark.parametrize("serve", [download, concept])
def test_the_event_loop_does_not_wait_for_the_token_to_be_checked(serve: Callable[..., Awaitable[Response]]) -> None:
    asked_in: list[threading.Thread] = []

    def authenticator(_request: Request) -> Actor:
        asked_in.append(threading.current_thread())
        return ANONYMOUS

    system: Any = SimpleNamespace(authenticator=authenticator)
    response = anyio.run(serve, Request({"type": "http", "method": "GET", "headers": []}), system)
    assert response.status_code == 401
    assert len(asked_in) == 1
    assert asked_in[0] is not threading.current_thread()
