"""A parent process that starts the servers in a worker thread, tells their addresses, and waits to be ended."""

import json
import multiprocessing
import signal
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from app.embedded import Addresses, embedded_servers


def main(folder: str, *wishes: str) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background inherits that it is ignored
    started: list[Addresses] = []
    stack = ExitStack()
    starter = threading.Thread(target=lambda: started.append(stack.enter_context(embedded_servers(Path(folder)))))
    starter.start()
    starter.join()
    forked = None
    if "forked-child" in wishes:
        forked = multiprocessing.get_context("fork").Process(target=time.sleep, args=(600,))
        forked.start()
    forked_id = forked.pid if forked else None
    print(json.dumps({**asdict(started[0]), "forked": forked_id}), flush=True)
    with stack:
        time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
