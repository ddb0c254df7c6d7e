"""The demonstration's three answers: the story breaks where a check without network says anything else than the server."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from app.demo.answers import Answer, told
from app.demo.keeping import keep
from app.demo.offline import Fetched, RevokedCertificate, agree_without_network
from app.demo.proof import Proof
from app.demo.tables import revoked_table
from app.demo.telling import StoryBroken
from domain.credentials import StatusEntry, StatusType
from domain.standards import StandardCode
from services.offline_pins import Pins
from signing.status_lists import LIFE
from tests.unit.services.test_offline import LISTED, LOG, NOW, Desk
from tests.unit.signing.conftest import Office

DAY = "2026-03-01"
GONE = StatusEntry(
    status=StatusType.PARTLY_REVOKED, since=date(2026, 3, 1), revoked={StandardCode.S09: date(2026, 3, 1)}
)
BY_UPLOAD = Answer(
    genuine=True, standing="PARTLY_REVOKED", since=DAY, revoked={"S09": DAY}, message="Asli. Status hukum: …"
)
BY_CODE = replace(BY_UPLOAD, genuine=None, message="Kode ini milik naskah kami. …")
OFFLINE = replace(
    BY_UPLOAD,
    message="ASLI: tanda tangan sah. Status hukum: Dicabut sebagian sejak 01-03-2026, per 02-03-2026 10.30 WIB.",
    freshness="FRESH",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(Office(tmp_path_factory.mktemp("kantor") / "pki"))


@pytest.fixture(scope="module")
def paper(desk: Desk) -> bytes:
    return desk.paper()


@pytest.fixture(scope="module")
def pins(desk: Desk) -> Pins:
    return Pins(roots=desk.office.pki.trust(), log_key=LOG.key)


def proof(paper: bytes, by_upload: Answer = BY_UPLOAD) -> Proof:
    return Proof(
        kind="CERTIFICATE",
        label="Sertifikat",
        number="SERT-2026-0001",
        file="certificate_SERT-2026-0001.pdf",
        sha256="0" * 64,
        signatures=1,
        by_code=BY_CODE,
        by_upload=by_upload,
        data=paper,
    )


def fetched(desk: Desk, paper: bytes, at: datetime = NOW) -> Fetched:
    return Fetched(desk.bundle(paper, entry=GONE).packed(), at)


def test_three_answers_that_say_the_same(desk: Desk, paper: bytes, pins: Pins) -> None:
    checked = RevokedCertificate(proof(paper), fetched(desk, paper)).checked(pins)
    assert checked.answers() == {"code": BY_CODE, "upload": BY_UPLOAD, "offline": OFFLINE}
    assert checked.summary() == {
        "number": "SERT-2026-0001",
        "file": "certificate_SERT-2026-0001.pdf",
        "bundle": "certificate_SERT-2026-0001.luring.zip",
        "at": NOW.isoformat(),
        "answers": {"code": BY_CODE.summary(), "upload": BY_UPLOAD.summary(), "offline": OFFLINE.summary()},
    }
    assert OFFLINE.summary() == BY_UPLOAD.summary() | {"message": OFFLINE.message, "freshness": "FRESH"}


@pytest.mark.parametrize(
    "other",
    [
        {"genuine": False},
        {"standing": "IN_FORCE"},
        {"standing": "REVOKED"},
        {"since": "2026-03-02"},
        {"since": None},
        {"revoked": {}},
        {"revoked": {"S09": None}},
        {"revoked": {"S09": DAY, "S11": DAY}},
    ],
)
def test_another_answer_of_the_server_breaks_the_story(
    other: dict[str, Any], desk: Desk, paper: bytes, pins: Pins
) -> None:
    differs = proof(paper, replace(BY_UPLOAD, **other))
    with pytest.raises(StoryBroken, match="SERT-2026-0001 is another thing without network"):
        RevokedCertificate(differs, fetched(desk, paper)).checked(pins)
    with pytest.raises(StoryBroken, match="SERT-2026-0001 is another thing without network"):
        agree_without_network([differs], fetched(desk, paper), pins)


def test_of_what_is_in_force_a_list_names_no_day(desk: Desk, paper: bytes, pins: Pins) -> None:
    stands = proof(paper, Answer(genuine=True, standing="IN_FORCE", since=DAY))
    assert agree_without_network([stands], Fetched(desk.bundle(paper).packed(), NOW), pins) == 1


def test_a_list_that_is_no_longer_fresh_breaks_the_story(desk: Desk, paper: bytes, pins: Pins) -> None:
    fresh, stale = (fetched(desk, paper, LISTED + LIFE + late) for late in (timedelta(seconds=-1), timedelta(0)))
    assert agree_without_network([proof(paper)], fresh, pins) == 1
    with pytest.raises(StoryBroken, match="freshness='STALE'"):
        agree_without_network([proof(paper)], stale, pins)


def test_a_log_key_that_was_not_brought_along_breaks_the_story(desk: Desk, paper: bytes) -> None:
    """Anybody can write a bundle: without a key of one's own nothing is called genuine."""
    with pytest.raises(StoryBroken, match="genuine=None"):
        agree_without_network([proof(paper)], fetched(desk, paper), Pins(roots=desk.office.pki.trust()))


def test_only_certificates_are_checked_so(desk: Desk, paper: bytes, pins: Pins) -> None:
    assert agree_without_network([replace(proof(paper), kind="ADVICE")], fetched(desk, paper), pins) == 0


def test_graphql_and_json_are_one_answer() -> None:
    said = {
        "genuine": None,
        "standing": "PARTLY_REVOKED",
        "standingSince": DAY,
        "revokedStandards": [{"standard": "S09", "since": DAY}],
    }
    assert told({**said, "message": BY_CODE.message}) == told({**said, "messageId": BY_CODE.message}) == BY_CODE
    assert "freshness" not in BY_CODE.summary()


def test_the_table_shows_what_each_way_says(desk: Desk, paper: bytes, pins: Pins) -> None:
    console = Console(width=80, color_system=None)
    with console.capture() as capture:
        console.print(revoked_table(RevokedCertificate(proof(paper), fetched(desk, paper)).checked(pins)))
    rows = [[cell.strip() for cell in line.split("│")[1:5]] for line in capture.get().splitlines() if "│" in line]
    first = [row for row in rows if row[0]]
    assert [row[:3] for row in first] == [
        ["kode / code", "-", f"S09 {DAY}"],
        ["berkas / upload", "ya", f"S09 {DAY}"],
        ["luring / offline", "ya", f"S09 {DAY}"],
    ]
    said = " ".join(row[3] for row in rows)
    assert said == f"{BY_CODE.message} {BY_UPLOAD.message} {OFFLINE.message}"
    assert "SERT-2026-0001 pada / on 2026-03-02" in capture.get()


def test_what_is_kept_in_the_folder(desk: Desk, paper: bytes, pins: Pins, tmp_path: Path) -> None:
    then, newest = fetched(desk, paper), Fetched(desk.bundle(paper).packed(), NOW)
    checked = RevokedCertificate(proof(paper), then).checked(pins)
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("sla_1.pdf", "certificate_0.luring.zip", "notes.txt"):
        (folder / name).write_bytes(b"earlier")
    (tmp_path / "outside.pdf").write_bytes(b"another's")
    earlier = {
        "documents": [
            {"file": "sla_1.pdf"},
            {"file": "gone.pdf"},
            {"file": "../outside.pdf"},
            {"file": ".."},
            {"file": ""},
        ],
        "revoked": [{"bundle": "certificate_0.luring.zip"}],
    }
    (folder / "summary.json").write_text(json.dumps(earlier), encoding="utf-8")
    keep(
        [proof(paper)],
        {"documents": 1},
        folder,
        root=desk.office.pki.root_pem,
        log_key=LOG.key.vkey,
        bundle=newest,
        revoked=[checked],
    )
    kept = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert kept.pop("notes.txt") == b"earlier"
    assert (tmp_path / "outside.pdf").read_bytes() == b"another's"
    assert json.loads(kept.pop("summary.json")) == {
        "documents": [proof(paper).summary()],
        "revoked": [checked.summary()],
        "figures": {"documents": 1},
    }
    assert kept == {
        "certificate_SERT-2026-0001.pdf": paper,
        "certificate_SERT-2026-0001.luring.zip": then.content,
        "luring.zip": newest.content,
        "root.pem": desk.office.pki.root_pem,
        "log.vkey": f"{LOG.key.vkey}\n".encode(),
    }
