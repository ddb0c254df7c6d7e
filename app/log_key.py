"""The key of the public log, in development made at first start, in production the file that is named; and its witnesses."""

from pathlib import Path

from app.settings import PREFIX, Settings, SettingsError
from signing.log_keys import LogKeys, read_log_keys
from signing.notes import NoteInvalid, NoteSigner, new_signer
from signing.private_files import locked, private_folder, write_private
from signing.witnesses import Witness, read_witnesses

FILE_NAME = "log.key"
_OTHERS = 0o077


def log_keys(settings: Settings) -> LogKeys:
    """The key that signs the checkpoints, and those that it replaced. Its name, the origin of the log, never changes.

    *Raises*: `SettingsError` where the file of production is missing, or readable by others, or no key.
    """
    if settings.log_key_file is not None:
        return kept_log_keys(settings.log_key_file)
    if settings.production:
        raise SettingsError(f"production needs {PREFIX}LOG_KEY_FILE: `pembina log new-key` makes one")
    folder = private_folder(settings.data / "pki")
    with locked(folder):
        path = folder / FILE_NAME
        if not path.exists():
            write_private(path, f"{new_signer(origin_of(settings.public_url)).skey}\n".encode())
        return kept_log_keys(path)


def log_key_path(settings: Settings) -> Path:
    """Where the key of the log lies."""
    return settings.log_key_file or settings.data / "pki" / FILE_NAME


def origin_of(public_url: str) -> str:
    """The log's address without its scheme. *Source*: C2SP tlog-tiles, "Parameters"."""
    return f"{public_url.partition('://')[2].rstrip('/')}/log"


def read_log_key(path: Path) -> NoteSigner:
    """The key in a file that only its owner may read. *Raises*: `SettingsError`."""
    return kept_log_keys(path).signer


def kept_log_keys(path: Path) -> LogKeys:
    """The key and its predecessors in a file that only its owner may read. *Raises*: `SettingsError`."""
    try:
        if path.stat().st_mode & _OTHERS:
            raise SettingsError(f"{path} may be read by others: set its mode to 0600")
        return read_log_keys(path.read_text())
    except OSError as error:
        raise SettingsError(f"{PREFIX}LOG_KEY_FILE {path} cannot be read: {error.strerror}") from error
    except (NoteInvalid, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} holds no key of a log: {error}") from error


def log_witnesses(settings: Settings) -> tuple[Witness, ...]:
    """The witnesses that cosign the checkpoints; none where no file is named. *Raises*: `SettingsError`."""
    path = settings.log_witnesses_file
    if path is None:
        return ()
    try:
        return read_witnesses(path.read_text())
    except OSError as error:
        raise SettingsError(f"{PREFIX}LOG_WITNESSES_FILE {path} cannot be read: {error.strerror}") from error
    except (NoteInvalid, UnicodeDecodeError) as error:
        raise SettingsError(f"{PREFIX}LOG_WITNESSES_FILE {path}: {error}") from error
