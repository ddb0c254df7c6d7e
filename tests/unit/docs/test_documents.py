"""The written house tells the truth where a machine can see it: links, files, commands, targets, settings, pictures."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.settings import Settings, read_settings

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = sorted(ROOT.glob("docs/adr/[0-9]*.md"))

LINK = re.compile(r"\]\(([^)\s]+)\)")
SPAN = re.compile(r"`([^`]+)`")
FILE = re.compile(r"(?P<path>[\w./-]*\w\.(?:py|md|json|sh|yml|graphql|toml|lock|docx|example))(?:: (?P<name>\w+).*)?")
FOLDER = re.compile(r"(?:\w[\w.-]*/)+")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")
MADE_BY_RUNNING = {"summary.json", "sla.pdf", "var/"}
"""Named, and not in the repository: what a run leaves."""

LARGEST_PICTURE_BYTES = 80_000


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def named(document: Path) -> Iterator[str]:
    """What stands between backquotes, lines joined."""
    yield from (re.sub(r"\s+", " ", span) for span in SPAN.findall(text_of(document)))


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def by_path(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_path)
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in LINK.findall(text_of(document)):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_path)
def test_every_file_named_exists(document: Path) -> None:
    """A bare name stands for a file that the sentence before has placed; `path: name` for something in that file."""
    for span in named(document):
        found = FILE.fullmatch(span)
        if found is None or found["path"] in MADE_BY_RUNNING:
            continue
        path = found["path"]
        places = [ROOT / path] if "/" in path else [p for p in ROOT.glob(f"**/{path}") if ".venv" not in p.parts]
        assert [place for place in places if place.is_file()], f"{span} does not exist"
        if found["name"]:
            assert re.search(rf"\b{found['name']}\b", text_of(places[0])), f"{path} holds no {found['name']}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_path)
def test_every_path_named_exists(document: Path) -> None:
    """Whatever begins with one of our folders, and whatever ends as a folder does."""
    for span in named(document):
        path = span.split(":")[0]
        ours = PATH.fullmatch(path) and (ROOT / path.split("/")[0]).is_dir()
        if (ours or FOLDER.fullmatch(span)) and span not in MADE_BY_RUNNING:
            assert (ROOT / path).exists(), f"{span} does not exist"


# --- commands -------------------------------------------------------------------------------------------------------


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", text_of(ROOT / "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_path)
def test_every_make_target_named_exists(document: Path) -> None:
    code = "\n".join((*named(document), *re.findall(r"^ {4,}.*$", text_of(document), re.MULTILINE)))
    assert set(re.findall(r"\bmake ([a-z]+)\b", code)) <= targets()


def test_every_make_target_is_explained() -> None:
    explained = README + text_of(ROOT / "CONTRIBUTING.md")
    assert {target for target in targets() - {"help"} if f"make {target}" not in explained} == set()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_commands_of_the_readme_are_those_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    offered = set(re.findall(r"^    ([\w-]+)(?:  |$)", said(capsys), re.MULTILINE)) - {"PERINTAH"}
    rows = re.findall(r"^\| `pembina ([\w-]+)([^|]*)", README, re.MULTILINE)
    assert {command for command, _ in rows} == offered
    for command, words in rows:
        options = set(re.findall(r"--[a-z]+", said(capsys, command))) - {"--help"}
        assert set(re.findall(r"--[a-z]+", words)) == options, command


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_path)
def test_every_command_named_exists(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offered = set(re.findall(r"^    ([\w-]+)(?:  |$)", said(capsys), re.MULTILINE))
    spans = (span for span in named(document) if span.startswith("pembina ") and not span.startswith("pembina --"))
    assert {span.split()[1] for span in spans} <= offered


# --- settings -------------------------------------------------------------------------------------------------------

SETTINGS = dict(re.findall(r"^\| `(PEMBINA_\w+)` \| ([^|]+) \|", README, re.MULTILINE))
"""Each variable of the README's table with its default, as it stands there."""

OWN_SERVERS = {
    "PEMBINA_MONGODB_URI": "mongodb://127.0.0.1:27017",
    "PEMBINA_S3_ENDPOINT": "127.0.0.1:8333",
    "PEMBINA_S3_ACCESS_KEY": "access",
    "PEMBINA_S3_SECRET_KEY": "secret",
}


def read_by_program() -> set[str]:
    source = text_of(ROOT / "app" / "settings.py")
    names = re.findall(r"\{PREFIX\}([A-Z][A-Z0-9_]*[A-Z0-9])\b", source) + re.findall(r'\(env, "([A-Z0-9_]+)"', source)
    return {f"PEMBINA_{name}" for name in names}


def test_the_readme_lists_every_setting_and_no_other() -> None:
    assert set(SETTINGS) == read_by_program()


def test_a_setting_at_its_stated_default_changes_nothing() -> None:
    usual: Settings = read_settings(OWN_SERVERS)
    stated = {name: found[1] for name, text in SETTINGS.items() if (found := re.fullmatch(r"`([^`]+)`", text.strip()))}
    assert len(stated) >= 12
    for name, value in stated.items():
        assert read_settings({**OWN_SERVERS, name: value.replace("PORT", "8000")}) == usual, name


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_path)
def test_every_setting_named_exists(document: Path) -> None:
    """`PEMBINA_S3_*` stands for its family."""
    assert set(re.findall(r"\bPEMBINA_[A-Z0-9_]*[A-Z0-9]\b", text_of(document))) <= set(SETTINGS)


# --- form -----------------------------------------------------------------------------------------------------------


def test_the_first_line_names_the_one_package_to_install() -> None:
    assert "apt-get install make`" in README.splitlines()[0]


def test_the_decisions_are_numbered_listed_and_one_paragraph_each() -> None:
    index = text_of(ROOT / "docs" / "adr" / "README.md")
    assert [int(decision.name[:4]) for decision in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for decision in DECISIONS:
        heading, paragraph = text_of(decision).rstrip("\n").split("\n\n")
        assert f"- [{heading.removeprefix('# ')}]({decision.name})" in index
        assert len(paragraph.split()) < 250


@pytest.mark.parametrize("picture", sorted(ROOT.glob("docs/pictures/*")), ids=by_path)
def test_a_picture_is_small(picture: Path) -> None:
    assert picture.read_bytes().startswith(b"\x89PNG\r\n")
    assert picture.stat().st_size < LARGEST_PICTURE_BYTES
