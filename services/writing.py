"""What a letter writer is: from an order, the record and the act to the context of the paper and who is to sign it."""

from collections.abc import Callable
from typing import Any, TypeAlias

from documents.contexts import Context, Letterhead
from domain.tables import Act, LetterOrder

Written: TypeAlias = tuple[Context, tuple[str, ...]]
"""The context, and the ids of the persons who are to sign it in person; none for the seal."""

Writer: TypeAlias = Callable[[Letterhead, LetterOrder, Any, Act], Written]
"""Reads records in the transaction of the act, writes nothing. *Raises*: `services.door.CannotCompose`."""
