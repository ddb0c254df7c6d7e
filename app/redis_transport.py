"""kombu's Redis transport, which gives a message's place back even where it cannot acknowledge it; nothing else differs.

A consumer holds no more messages than its threads can do. kombu 5.7 counts a message as held until Redis has taken the
acknowledgement: when Redis restarts while every thread works, no place is ever free again, and the consumer, which looks
at its connection only while a place is free, never learns that it was lost.
"""

from typing import Any

from kombu.transport import redis, virtual


class _QoS(redis.QoS):
    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]
        except self.channel.connection_errors:
            virtual.QoS.ack(self, delivery_tag)  # type: ignore[no-untyped-call]
            raise


class _Channel(redis.Channel):
    QoS: Any = _QoS


class Transport(redis.Transport):
    """Named by its path in Celery's `broker_transport`."""

    Channel: Any = _Channel
