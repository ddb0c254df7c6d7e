"""Replacing the key of the public log: the same log goes on, and the newest checkpoint bears both signatures.

1. what waits is published, with the present key;
2. the new key is written beside the file of the present one, with the size at which that one ends;
3. the newest checkpoint on record gets the new key's signature; from here on the present key signs nothing;
4. the new file takes the place of the old; the checkpoint is shown.

Killed before 3, nothing has happened; killed after 3, the next run finds the new file and goes on with 4.
"""

from collections.abc import Callable
from pathlib import Path

from app.installation import Installation
from app.log_key import kept_log_keys, log_key_path
from app.settings import SettingsError
from persistence.transparency import published
from services.publication import Publication
from signing.log_keys import LogKeys
from signing.notes import NoteKey
from signing.private_files import locked, write_private

OnStep = Callable[[int], None]
_ATTEMPTS = 10


def replace_log_key(here: Installation, *, on_step: OnStep = lambda _step: None) -> NoteKey:
    """The new key. *Shape*: `on_step` is told the number of each step that was done.

    *Raises*: `SettingsError` where nothing is published yet, or the file cannot be written.
    """
    path = log_key_path(here.settings)
    draft = path.with_name(f"{path.name}.next")
    try:
        with locked(path.parent):
            keys = _handed_over(draft) or _hand_over(here.publication(), draft, on_step)
            write_private(path, keys.text.encode())
            draft.unlink()
    except OSError as error:
        raise SettingsError(f"{path} tidak dapat diganti / cannot be replaced: {error.strerror}") from error
    here.publication(keys=keys).advance()
    return keys.key


def _handed_over(draft: Path) -> LogKeys | None:
    """The new keys where a run before this one was killed after the third step."""
    newest = published()
    if newest is None:
        raise SettingsError(
            "belum ada yang diterbitkan dalam log / nothing is published yet: there is nothing to hand over"
        )
    keys = kept_log_keys(draft) if draft.exists() else None
    return keys if keys is not None and keys.key.vkey == newest.vkey else None


def _hand_over(publication: Publication, draft: Path, on_step: OnStep) -> LogKeys:
    """1 to 3; again where a server publishes in between."""
    for _ in range(_ATTEMPTS):
        publication.advance()
        newest = publication.newest()
        successor = publication.keys.successor(newest.size if newest is not None else 0)
        write_private(draft, successor.text.encode())
        on_step(2)
        if publication.hand_over(successor):
            on_step(3)
            return successor
    raise SettingsError("log terlalu sibuk, coba lagi / the log is too busy: try again")
