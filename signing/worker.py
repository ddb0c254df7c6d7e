"""The signing process: answers one request after another over one socket, holds the opened seal, and dies with its parent."""

import signal
import sys
from multiprocessing.connection import Connection

from signing.parent_death import die_with_parent
from signing.requests import answer


def serve(channel: Connection) -> None:
    """Answer until the other end closes."""
    while True:
        try:
            request = channel.recv()
        except (EOFError, OSError):
            return
        channel.send(answer(request))
        del request


def main(arguments: list[str]) -> None:
    """`python -m signing.worker SOCKET PARENT`: both are numbers given by the pool."""
    descriptor, parent = map(int, arguments)
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(descriptor) as channel:
        serve(channel)


if __name__ == "__main__":
    main(sys.argv[1:])
