"""`pembina`: which module is loaded for which words, and that every command is found where the table says."""

import argparse
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import app.commands
from app.cli import COMMANDS, main

ROOT = Path(__file__).parents[3]
LOADED = """
import sys
from app.cli import main
try:
    main({words!r})
except SystemExit as ended:
    print(ended.code)
print(*sorted(name for name in sys.modules if name.startswith("app.commands.") or name == "app.graphql"))
"""


def loaded_for(*words: str) -> list[str]:
    """The last line: which of our commands, and of the heavy libraries, a process has loaded after these words."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(words=list(words))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()[-1].split()


def test_the_table_names_each_command_with_its_module() -> None:
    added: dict[str, str] = {}
    for found in pkgutil.iter_modules(app.commands.__path__):
        module = importlib.import_module(f"app.commands.{found.name}")
        if hasattr(module, "add_commands"):
            commands = argparse.ArgumentParser().add_subparsers()
            module.add_commands(commands)
            added |= dict.fromkeys(commands.choices, found.name)
    assert added == COMMANDS


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        (["verify", "--help"], ["app.commands.offline_checks", "app.commands.verifying"]),
        (["--data", "serve", "verify", "--help"], ["app.commands.offline_checks", "app.commands.verifying"]),
        (["--data=serve", "verify", "--help"], ["app.commands.offline_checks", "app.commands.verifying"]),
    ],
)
def test_only_the_module_of_the_command_is_loaded(words: list[str], loaded: list[str]) -> None:
    assert loaded_for(*words) == loaded


@pytest.mark.parametrize("words", [[], ["--help"], ["unknown"], ["--data"]])
def test_words_without_a_command_are_told_every_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == (0 if words == ["--help"] else 2)
    said = capsys.readouterr()
    if words in ([], ["--data"]):
        assert "usage: pembina [-h] [--data DATA] PERINTAH ..." in said.err
    else:
        assert [word for word in COMMANDS if word not in said.out + said.err] == []
