"""What ends a command with one line, and is light to import: no library is loaded to name it."""


class PortTaken(Exception):
    """Another program listens there. *Shape*: Indonesian and English, with what to do."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Alamat {host}:{port} sudah dipakai program lain; pilih lain dengan --port. / "
            f"The address {host}:{port} is used by another program; choose another by --port."
        )


class BrokerUnavailable(Exception):
    """The broker does not answer. Nothing is lost: the outbox keeps what the broker should have carried."""
