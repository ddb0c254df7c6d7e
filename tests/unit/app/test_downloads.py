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
from domain.refusals import Refusal, RefusalCode, refuse
from domain.roles import ANONYMOUS, Actor


@pytest.mark.parametrize("serve", [download, concept])
def test_the_event_loop_does_not_wait_for_the_token_to_be_checked(serve: Callable[..., Awaitable[Response]]) -> None:
    asked_in: list[threading.Thread] = []

    def authenticator(_request: Request) -> Actor:
        asked_in.append(threading.current_thread())
        return ANONYMOUS

    def stored_at(**_asked: str) -> Refusal:
        return refuse(RefusalCode.NOT_FOUND, what="naskah (paper)", subject="a")

    papers = SimpleNamespace(stored_at=stored_at)
    system: Any = SimpleNamespace(authenticator=authenticator, use_cases=SimpleNamespace(papers=papers))
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": b"", "path_params": {"document_id": "a"}}
    response = anyio.run(serve, Request(scope), system)
    assert response.status_code == 401
    assert len(asked_in) == 1
    assert asked_in[0] is not threading.current_thread()
