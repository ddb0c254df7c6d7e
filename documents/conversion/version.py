"""Which LibreOffice converts: its version and build, read from its own files, without starting it."""

import re
from functools import lru_cache
from pathlib import Path

_ABOUT = re.compile(r'oor:name="ooSetupVersionAboutBox"[^>]*>\s*<value>([^<]*)<')
_BUILD = re.compile(r"^buildid=(.*)$", re.MULTILINE)


@lru_cache(maxsize=8)
def renderer_version(soffice: Path) -> str:
    """*Shape*: `LibreOffice 7.4.7.2 40(Build:2)`; a question mark for what its installation does not say."""
    program = soffice.resolve().parent
    about = _found(_ABOUT, program.parent / "share" / "registry" / "main.xcd")
    return f"LibreOffice {about} {_found(_BUILD, program / 'versionrc')}"


def _found(pattern: re.Pattern[str], path: Path) -> str:
    try:
        found = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return "?"
    return found[1].strip() if found else "?"
