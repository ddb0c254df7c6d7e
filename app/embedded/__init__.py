"""Real servers without installation: MongoDB and S3 for the demo and the tests; never for production."""

from app.embedded.errors import EmbeddedServerError
from app.embedded.servers import Addresses, embedded_servers, running_servers

__all__ = ["Addresses", "EmbeddedServerError", "embedded_servers", "running_servers"]
