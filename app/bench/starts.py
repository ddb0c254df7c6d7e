"""How long `pembina serve` takes to answer: a process of its own, as an operator types it, on data that exists."""

import subprocess
import sys
import time
from pathlib import Path

import httpx

from app.bench.pipeline import MeasurementFailed

LONGEST_SECONDS = 120.0


def measure_start(data: Path, port: int) -> float:
    """From the command to the first answer of `/health`, imports included. *Units*: seconds.

    *Raises*: `MeasurementFailed` where it ends, or does not answer in two minutes.
    """
    command = [sys.executable, "-m", "app.cli", "--data", str(data), "serve", "--port", str(port)]
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while not _answers(f"http://127.0.0.1:{port}/health"):
                if process.poll() is not None or time.monotonic() - begun > LONGEST_SECONDS:
                    raise MeasurementFailed("`pembina serve` does not answer")
                time.sleep(0.02)
            return time.monotonic() - begun
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
