"""The signing file of an installation (TOML): who signs with what, whom we trust, who stamps the time. It holds no secret."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_SECONDS = 60.0


class SigningFileUnusable(Exception):
    """The signing file cannot be read, lacks something, or says something unknown. *Shape*: one sentence that says where."""


@dataclass(frozen=True)
class Section:
    """One table of the file, read name by name; `finish` refuses what nobody asked for.

    *Shape*: `where` is how the table is named to people. Relative paths count from the file's folder. `{signer}` in a
    text stands for the id of who signs, where `signer` is given.
    """

    where: str
    values: Mapping[str, Any]
    folder: Path
    asked: set[str]
    signer: str | None = None

    def text(self, name: str) -> str:
        """A text that must be there. *Raises*: `SigningFileUnusable`."""
        found = self.optional_text(name)
        if found is None:
            raise SigningFileUnusable(f"{self.where}: {name} is missing")
        return found

    def optional_text(self, name: str) -> str | None:
        """A text, or nothing. *Raises*: `SigningFileUnusable` where it is no text."""
        found = self._value(name)
        if found is None:
            return None
        if not isinstance(found, str) or not found:
            raise SigningFileUnusable(f"{self.where}: {name} is a text")
        return found if self.signer is None else found.replace("{signer}", self.signer)

    def path(self, name: str) -> Path:
        """A path that must be named; the file need not exist yet."""
        return self.folder / self.text(name)

    def optional_path(self, name: str) -> Path | None:
        """A path, or nothing."""
        found = self.optional_text(name)
        return None if found is None else self.folder / found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where it is not there."""
        found = self._value(name)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(item, str) and item for item in found):
            raise SigningFileUnusable(f"{self.where}: {name} is a list of texts")
        return tuple(found)

    def paths(self, name: str) -> tuple[Path, ...]:
        """A list of paths."""
        return tuple(self.folder / item for item in self.texts(name))

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of some words."""
        found = self.optional_text(name) or default
        if found not in choices:
            raise SigningFileUnusable(f"{self.where}: {name} is one of {', '.join(choices)}")
        return found

    def seconds(self, name: str, default: float) -> float:
        """A time limit. *Units*: seconds, above 0, at most 60."""
        found = self._value(name)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= MOST_SECONDS:
            raise SigningFileUnusable(f"{self.where}: {name} is a number of seconds, at most {MOST_SECONDS:.0f}")
        return float(found)

    def count(self, name: str, default: int, *, most: int) -> int:
        """How many. *Shape*: 1 to `most`."""
        found = self._value(name)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= most:
            raise SigningFileUnusable(f"{self.where}: {name} is a number from 1 to {most}")
        return found

    def address(self, name: str) -> str:
        """An http or https address, without a slash at its end."""
        found = self.text(name)
        if not found.startswith(("http://", "https://")):
            raise SigningFileUnusable(f"{self.where}: {name} is an http or https address")
        return found.rstrip("/")

    def table(self, name: str) -> "Section":
        """A table within this one; empty where it is not there."""
        found = self._value(name)
        if found is not None and not isinstance(found, dict):
            raise SigningFileUnusable(f"{self.where}: {name} is a table")
        return Section(f"{self.where}.{name}", found or {}, self.folder, set())

    def names(self) -> tuple[str, ...]:
        """The names in this table."""
        return tuple(self.values)

    def over(self, other: "Section", *, signer: str) -> "Section":
        """This table with what `other` has beside it, for one signer."""
        return Section(self.where, {**other.values, **self.values}, self.folder, set(), signer)

    def finish(self) -> None:
        """*Raises*: `SigningFileUnusable` for a name that nobody asked for: a misspelt one would be a silent default."""
        unknown = sorted(set(self.values) - self.asked)
        if unknown:
            raise SigningFileUnusable(f"{self.where}: {unknown[0]} is not known here")

    def _value(self, name: str) -> Any:
        self.asked.add(name)
        return self.values.get(name)


def read_signing_file(path: Path) -> Section:
    """The whole file. *Raises*: `SigningFileUnusable`."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SigningFileUnusable(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SigningFileUnusable(f"{path} is no TOML: {error}") from error
    return Section(path.name, values, path.parent.resolve(), set())
