"""The signing process: answers one request after another over one socket, holds the opened seal, and dies with its parent."""

import gc
import signal
import sys
from multiprocessing.connection import Connection

from signing.parent_death import die_with_parent
from signing.requests import answer


def serve(channel: Connection) -> None:
    """Answer until the other end closes.

    What the libraries loaded is out of the collector's sight from the first answer on, and it runs between two requests only:
    in the middle of one it took a third of the time.
    """
    gc.disable()
    frozen = False
    while True:
        try:
            request = channel.recv()
        except (EOFError, OSError):
            return
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
