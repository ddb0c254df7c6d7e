"""A headless Chromium that tests drive over its own debugging pipe (file descriptors 3 and 4), with no driver program.

*Source*: the Chrome DevTools Protocol; messages are JSON, ended by a null byte.
"""

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

PATIENCE_SECONDS = 30.0
"""How long one answer of the browser may take on a machine that is busy."""

_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)


class BrowserError(Exception):
    """Chromium is missing, ended, refused a command, or did not answer in time."""


class Chromium:
    """One browser process. *Shape*: `read` and `write` are our ends of its pipe."""

    def __init__(self, *, read: int, write: int) -> None:
        self._read = read
        self._write = write
        self._unread = b""
        self._events: list[dict[str, Any]] = []
        self._last = 0

    def call(self, method: str, *, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """One command and its result. *Raises*: `BrowserError`."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        until = monotonic() + PATIENCE_SECONDS
        while (answer := self._next(until)).get("id") != self._last:
            self._events.append(answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def wait_for(self, method: str, *, session: str) -> dict[str, Any]:
        """The next event of that name. *Raises*: `BrowserError`."""
        until = monotonic() + PATIENCE_SECONDS
        while True:
            for place, event in enumerate(self._events):
                if event.get("method") == method and event.get("sessionId") == session:
                    return self._events.pop(place)
            self._events.append(self._next(until))

    def events(self, session: str) -> list[dict[str, Any]]:
        """What a page has reported so far."""
        return [event for event in self._events if event.get("sessionId") == session]

    def forget(self, method: str, *, session: str) -> None:
        """Drops the events of that name that nobody waited for."""
        self._events = [e for e in self._events if e.get("method") != method or e.get("sessionId") != session]

    def _next(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - monotonic()))
            if not ready:
                raise BrowserError("Chromium does not answer")
            received = os.read(self._read, 1 << 20)
            if not received:
                raise BrowserError("Chromium has ended")
            self._unread += received
        message, _, self._unread = self._unread.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


class Page:
    """One tab: goes to addresses, measures, acts as a visitor does, and hears what the console says."""

    def __init__(self, browser: Chromium, *, width: int, height: int) -> None:
        self._browser = browser
        self._target: str = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._session: str = browser.call("Target.attachToTarget", targetId=self._target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            self._call(f"{domain}.enable")
        self.resize(width, height)

    def close(self) -> None:
        """Closes the tab."""
        self._browser.call("Target.closeTarget", targetId=self._target)

    def resize(self, width: int, height: int, *, scale: float = 1.0) -> None:
        """The size of the window. *Units*: CSS pixels; `scale` is device pixels for each."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )

    def go(self, address: str) -> None:
        """Opens an address and waits until it is loaded."""
        self._browser.forget("Page.loadEventFired", session=self._session)
        self._call("Page.navigate", url=address)
        self._browser.wait_for("Page.loadEventFired", session=self._session)

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives, promises awaited. *Raises*: `BrowserError` where it throws."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def choose_file(self, selector: str, file: Path) -> None:
        """Chooses a file in a file field, as by its dialogue."""
        document = self._call("DOM.getDocument")["root"]["nodeId"]
        node = self._call("DOM.querySelector", nodeId=document, selector=selector)["nodeId"]
        self._call("DOM.setFileInputFiles", nodeId=node, files=[str(file)])

    def click(self, selector: str) -> None:
        """Clicks what the selector finds first, and waits for the page that follows."""
        self._browser.forget("Page.loadEventFired", session=self._session)
        self.value(f"document.querySelector({json.dumps(selector)}).click()")
        self._browser.wait_for("Page.loadEventFired", session=self._session)

    def press(self, key: str, code: int) -> None:
        """One key, pressed and released. *Shape*: `code` is the Windows virtual key code."""
        for kind in ("keyDown", "keyUp"):
            self._call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def without_scripts(self) -> None:
        """From the next address on, the page runs no script."""
        self._call("Emulation.setScriptExecutionDisabled", value=True)

    def complaints(self) -> list[str]:
        """What the console says: errors and warnings, refused content, exceptions, failed requests."""
        self._call("Runtime.evaluate", expression="0")
        return [text for event in self._browser.events(self._session) if (text := _complaint(event)) is not None]

    def requested(self) -> list[str]:
        """The addresses that the page has asked for."""
        return [
            event["params"]["request"]["url"]
            for event in self._browser.events(self._session)
            if event["method"] == "Network.requestWillBeSent"
        ]

    def screenshot(self, file: Path, *, whole: bool = True) -> None:
        """A PNG of the whole page, or of what the window shows."""
        answer = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(answer["data"]))

    def pdf(self, file: Path) -> None:
        """The page as it is printed on A4."""
        answer = self._call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)
        file.write_bytes(base64.b64decode(answer["data"]))

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._browser.call(method, session=self._session, **parameters)


def _complaint(event: dict[str, Any]) -> str | None:
    parameters = event["params"]
    match event["method"]:
        case "Log.entryAdded" if parameters["entry"]["level"] in {"error", "warning"}:
            return (
                f"{parameters['entry']['source']}: {parameters['entry']['text']} {parameters['entry'].get('url', '')}"
            )
        case "Runtime.exceptionThrown":
            return f"exception: {parameters['exceptionDetails']}"
        case "Runtime.consoleAPICalled" if parameters["type"] in {"error", "warning", "assert"}:
            return f"console: {parameters['args']}"
        case "Network.loadingFailed":
            return f"failed: {parameters}"
        case _:
            return None


@contextmanager
def chromium(profile: Path) -> Iterator[Chromium]:
    """A browser with a new profile; it ends with the block. *Raises*: `BrowserError` where none is installed."""
    program = shutil.which("chromium")
    if program is None:
        raise BrowserError("chromium is missing; scripts/bootstrap.sh test installs it")
    their_read, our_write = os.pipe()
    our_read, their_write = os.pipe()
    process = _start(program, profile, read=their_read, write=their_write)
    try:
        yield Chromium(read=our_read, write=our_write)
    finally:
        os.close(our_write)
        os.close(our_read)
        _end(process)


def _start(program: str, profile: Path, *, read: int, write: int) -> "subprocess.Popen[bytes]":
    """Starts it with `read` and `write` as its file descriptors 3 and 4, in a process group of its own."""
    read, write = _from_ten_up(read), _from_ten_up(write)
    command = [program, *_SWITCHES, f"--user-data-dir={profile}", "about:blank"]
    shell = ["/bin/bash", "-c", f'exec "$@" 3<&{read} 4>&{write}', "bash", *command]
    try:
        return subprocess.Popen(
            shell,
            pass_fds=(read, write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    finally:
        os.close(read)
        os.close(write)


def _from_ten_up(descriptor: int) -> int:
    """The same file under a number of 10 or more, so that 3 and 4 are free for the browser."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends the browser and the processes that it started: they are one group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
