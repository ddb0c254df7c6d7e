"""The signing process: answers one request after another over one socket, holds the opened seal, and dies with its parent.

A personal key it holds while the session runs under which it was opened (`signing.sessions`), and no longer.
"""

import gc
import signal
import sys
from multiprocessing.connection import Connection

from signing.parent_death import die_with_parent
from signing.requests import SessionEnded, answer
from signing.sessions import LONGEST_IDLE_SECONDS, OPENED


def serve(channel: Connection, *, idle_seconds: float = LONGEST_IDLE_SECONDS) -> None:
    """Answer until the other end closes.

    What the libraries loaded is out of the collector's sight from the first answer on, and it runs between two requests only:
    in the middle of one it took a third of the time.
    """
    gc.disable()
    frozen = False
    while True:
        try:
            if OPENED and not channel.poll(idle_seconds):
                OPENED.forget_all()
            request = channel.recv()
        except (EOFError, OSError):
            return
        if isinstance(request, SessionEnded):
            OPENED.forget(request.session)
            continue
        channel.send(answer(request))
        del request
        gc.collect()
        if not frozen:
            gc.freeze()
            frozen = True


def main(arguments: list[str]) -> None:
    """`python -m signing.worker SOCKET PARENT`: both are numbers given by the pool."""
    descriptor, parent = map(int, arguments)
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(descriptor) as channel:
        serve(channel)


if __name__ == "__main__":
    main(sys.argv[1:])
