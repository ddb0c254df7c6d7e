"""The conversion pool under faults: the right error or a retried success, in bounded time, and the pool lives on."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import psutil
import pytest

from documents.conversion import ConversionPool, LibreOffice
from documents.errors import ConversionFailed, ConversionTimedOut, ConverterMissing, ConverterUnavailable

pytestmark = pytest.mark.libreoffice


def letter(text: str = "Naskah contoh") -> bytes:
    paper, content = docx.Document(), BytesIO()
    paper.add_paragraph(text)
    paper.save(content)
    return content.getvalue()


def words(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode().strip()


def offices(pool: ConversionPool) -> list[psutil.Process]:
    """The soffice processes under the pool's workers."""
    return [child for worker in pool.process_ids() for child in psutil.Process(worker).children(recursive=True)]


def listening(folder: Path) -> list[Path]:
    """The sockets of the LibreOffices below a pool's folder: each has ours, and one by which it would find itself again."""
    return [Path(line) for file in folder.glob("*/sockets") for line in file.read_text().splitlines()]


@pytest.fixture(scope="module")
def one() -> Iterator[ConversionPool]:
    """A pool of one worker with short limits; one for all faults, because it must live on after each."""
    with ConversionPool(workers=1, job_seconds=3, wait_seconds=40) as pool:
        yield pool


@pytest.mark.parametrize("missing", ["soffice", "python"])
def test_a_missing_program_is_named_with_its_packages(missing: str) -> None:
    pool = ConversionPool(libreoffice=LibreOffice(**{missing: Path("/nowhere/program")}))
    for act in (pool.start, lambda: pool.convert(letter(), title="x")):
        with pytest.raises(
            ConverterMissing, match=r"^/nowhere/program is not there; .*libreoffice-writer-nogui python3-uno"
        ):
            act()


def test_a_python_without_the_bridge_is_named_with_its_packages() -> None:
    pool = ConversionPool(workers=1, libreoffice=LibreOffice(python=Path(sys.executable)))
    with pytest.raises(ConverterMissing, match="python3-uno"):
        pool.start()
    with pytest.raises(ConverterMissing, match="apt-get install"):
        pool.convert(letter(), title="x")
    pool.close()


def test_a_program_that_is_no_libreoffice_is_said_so() -> None:
    pool = ConversionPool(workers=1, libreoffice=LibreOffice(soffice=Path("/bin/true")), start_seconds=10)
    with pytest.raises(ConverterUnavailable, match="soffice ended with 0 before it was ready"):
        pool.convert(letter(), title="x")
    pool.close()


def test_a_libreoffice_that_never_gets_ready_is_given_up(tmp_path: Path) -> None:
    silent = tmp_path / "soffice"
    silent.write_text("#!/bin/sh\nexec sleep 300\n")
    silent.chmod(0o755)
    pool = ConversionPool(workers=1, libreoffice=LibreOffice(soffice=silent), start_seconds=1)
    started = time.monotonic()
    with pytest.raises(ConverterUnavailable, match="does not start"):
        pool.convert(letter(), title="x")
    assert time.monotonic() - started < 10
    pool.close()


@pytest.mark.parametrize("content", [b"", b"no word file", b"PK\x03\x04 broken", b"%PDF-1.7", b"{\\rtf1 text}"])
def test_garbage_is_refused_and_the_worker_lives_on(one: ConversionPool, content: bytes) -> None:
    before = one.process_ids()
    with pytest.raises(ConversionFailed):
        one.convert(content, title="x")
    assert words(one.convert(letter("sesudah"), title="x")) == "sesudah"
    assert one.process_ids() == before


def test_a_truncated_or_hollow_docx_is_refused(one: ConversionPool) -> None:
    hollow = BytesIO()
    with ZipFile(hollow, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    for content in (letter()[:-200], hollow.getvalue()):
        with pytest.raises(ConversionFailed):
            one.convert(content, title="x")
    assert words(one.convert(letter(), title="x")) == "Naskah contoh"


def test_a_hanging_libreoffice_is_replaced_and_the_job_succeeds(one: ConversionPool) -> None:
    (office,) = offices(one)
    office.suspend()
    started = time.monotonic()
    assert words(one.convert(letter("tetap jadi"), title="x")) == "tetap jadi"
    assert 3 <= time.monotonic() - started < 20
    assert not office.is_running()


def test_a_hanging_worker_is_replaced_too(one: ConversionPool) -> None:
    (worker,) = one.process_ids()
    os.kill(worker, signal.SIGSTOP)
    assert words(one.convert(letter("tetap jadi"), title="x")) == "tetap jadi"
    assert one.process_ids() != [worker]


def test_what_hangs_on_every_attempt_is_a_timeout() -> None:
    with ConversionPool(workers=1, job_seconds=0.001) as pool:
        started = time.monotonic()
        with pytest.raises(ConversionTimedOut, match="on 2 attempts"):
            pool.convert(letter(), title="x")
        assert time.monotonic() - started < 20


@pytest.mark.parametrize("victim", ["office", "worker"])
def test_a_kill_in_the_middle_is_retried(one: ConversionPool, victim: str) -> None:
    """The process is stopped first, so that the kill surely falls into the job."""
    process = offices(one)[0] if victim == "office" else psutil.Process(one.process_ids()[0])
    process.suspend()
    with ThreadPoolExecutor(1) as threads:
        pending = threads.submit(one.convert, letter("tetap jadi"), title="x")
        time.sleep(0.5)
        process.kill()
        assert words(pending.result()) == "tetap jadi"


def test_a_job_that_finds_no_free_worker_in_time_is_refused_and_not_at_fault() -> None:
    busy = ConversionPool(workers=1, wait_seconds=0.01)
    with pytest.raises(ConverterUnavailable, match="no worker was free"):
        busy.convert(letter(), title="x")
    busy.close()


def test_a_worker_is_recycled_after_its_documents() -> None:
    with ConversionPool(workers=1, recycle_after=2) as pool:
        seen = []
        for index in range(3):
            assert words(pool.convert(letter(f"naskah {index}"), title="x")) == f"naskah {index}"
            seen += pool.process_ids()
    assert [seen[0] == seen[1], seen[1] == seen[2]] == [True, False]


def test_many_threads_get_each_their_own_letter(pool: ConversionPool) -> None:
    with ThreadPoolExecutor(8) as threads:
        texts = [f"naskah {index}" for index in range(24)]
        assert [words(pdf) for pdf in threads.map(lambda text: pool.convert(letter(text), title=text), texts)] == texts


def test_the_title_is_literal(pool: ConversionPool) -> None:
    pdf = pool.convert(letter(), title='Judul & <b> "kutip" \n é \u202e')
    facts = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert 'Title:           Judul & <b> "kutip"' in facts


def test_close_leaves_no_process_and_the_pool_starts_again() -> None:
    pool = ConversionPool(workers=2)
    pool.start()
    processes = [psutil.Process(worker) for worker in pool.process_ids()] + offices(pool)
    assert len(processes) == 4
    folder = Path(processes[0].cwd()).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    sockets = listening(folder)
    assert (len(sockets), [socket for socket in sockets if not socket.is_socket()]) == (4, [])
    pool.close()
    assert [socket for socket in sockets if socket.exists()] == []
    assert [process for process in processes if psutil.pid_exists(process.pid)] == []
    assert not folder.exists()
    assert words(pool.convert(letter("lagi"), title="x")) == "lagi"
    pool.close()
    pool.close()


def test_close_refuses_the_jobs_in_hand_and_in_the_queue() -> None:
    pool = ConversionPool(workers=1)
    pool.start()
    offices(pool)[0].suspend()
    with ThreadPoolExecutor(3) as threads:
        pending = [threads.submit(pool.convert, letter(), title="x") for _ in range(3)]
        time.sleep(0.5)
        pool.close()
        for job in pending:
            with pytest.raises(ConverterUnavailable, match="closed"):
                job.result(timeout=10)


_PARENT = """
import threading, time
from documents.conversion import ConversionPool
pool = ConversionPool(workers=2)
threading.Thread(target=pool.start).start()
while len(pool.process_ids()) < 2: time.sleep(0.05)
print(*pool.process_ids(), flush=True)
time.sleep(300)
"""


def test_a_parent_killed_with_minus_nine_leaves_no_orphans() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    workers = [psutil.Process(int(word)) for word in parent.stdout.readline().split()]
    processes = workers + [child for worker in workers for child in worker.children(recursive=True)]
    assert len(processes) == 4
    processes[2].suspend()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    gone, alive = psutil.wait_procs(processes, timeout=5)
    assert (len(gone), alive) == (4, [])


def test_what_a_killed_parent_left_in_the_folder_of_passing_files_goes_with_the_next_start() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE)
    try:
        (folder,) = wait_for(lambda: list(Path(tempfile.gettempdir()).glob(f"pembina-conversion-{parent.pid}-*")))
        sockets = wait_for(lambda: listening(folder))
    finally:
        parent.kill()
        parent.communicate()
    assert {socket.is_socket() for socket in sockets} == {True}
    with ConversionPool(workers=1):
        assert not folder.exists()
        assert [socket for socket in sockets if socket.exists()] == []


def wait_for(look: Callable[[], list[Path]]) -> list[Path]:
    until = time.monotonic() + 60
    while not (found := look()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


def test_workers_outlive_the_thread_that_asked_first() -> None:
    """The kernel's death signal follows the starting thread, so that must be the keeper's own."""
    pool = ConversionPool(workers=1)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(pool.convert, letter(), title="x").result()
    before = pool.process_ids()
    time.sleep(0.3)
    assert words(pool.convert(letter("kedua"), title="x")) == "kedua"
    assert pool.process_ids() == before
    pool.close()
