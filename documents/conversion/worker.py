"""One warm LibreOffice over a UNO pipe: reads jobs and writes answers as JSON lines; runs under the system's Python.

It imports nothing of this project: Debian's `python3-uno` fits only `/usr/bin/python3`. Arguments: the soffice binary,
the profile folder, the process id of the parent. Job: `{"source", "target", "title", "part"}`
(the part of ISO 19005, 2 or 3). Answer: `{"ok": true}` or
`{"ok": false, "error", "fatal"}`; a fatal answer means that LibreOffice itself is lost. The first line says `ready`. The
file `sockets` in the working folder then holds the paths that LibreOffice listens on, a line each: killed, it leaves them.
"""

import contextlib
import ctypes
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import uuid

_START_SECONDS = 60
_PROFILE_RESTARTS = 81  # soffice.bin asks to be started again after it has set up a fresh profile
_PR_SET_PDEATHSIG = 1
_EXIT_NO_UNO = 3


def die_with_parent(parent):
    """Asks the kernel to kill this process when the thread that started it ends; a parent already gone ends it now."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def main():
    """Starts LibreOffice, says `ready`, and serves jobs until standard input ends."""
    soffice, profile, parent = sys.argv[1], sys.argv[2], int(sys.argv[3])
    die_with_parent(parent)
    try:
        import uno
    except ImportError as error:
        answer(ready=False, error=f"python3-uno: {error}")
        sys.exit(_EXIT_NO_UNO)
    office = Office(uno, soffice, profile)
    try:
        office.start()
    except OSError as error:
        answer(ready=False, error=str(error))
        sys.exit(1)
    pathlib.Path("sockets").write_text("".join(f"{path}\n" for path in office.sockets()))
    answer(ready=True, office=office.process.pid)
    try:
        for line in sys.stdin:
            serve(office, json.loads(line))
    finally:
        office.stop()


def serve(office, job):
    """One job, one answer."""
    started = time.monotonic()
    try:
        office.convert(job["source"], job["target"], job["title"], job["part"])
    except Exception as error:
        lost = office.is_lost()
        answer(ok=False, error=f"{type(error).__name__}: {error}"[:2000], fatal=lost)
        if lost:
            sys.exit(1)
    else:
        answer(ok=True, milliseconds=round((time.monotonic() - started) * 1000, 1))


def answer(**values):
    """Writes one line."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


class Office:
    """A soffice process, and the desktop object behind its pipe."""

    def __init__(self, uno, soffice, profile):
        self.uno, self.soffice, self.profile = uno, soffice, profile
        self.process = self.desktop = None

    def start(self):
        """Starts soffice and waits for its pipe; starts it again where it only set up its profile (exit 81)."""
        pipe = f"pembina-{uuid.uuid4().hex}"
        limit = time.monotonic() + _START_SECONDS
        self.process = self._launch(pipe)
        while time.monotonic() < limit:
            code = self.process.poll()
            if code == _PROFILE_RESTARTS:
                self.process = self._launch(pipe)
            elif code is not None:
                raise OSError(f"soffice ended with {code} before it was ready")
            desktop = self._connect(pipe)
            if desktop is not None:
                self.desktop = desktop
                return
            time.sleep(0.05)
        raise OSError(f"soffice was not ready after {_START_SECONDS} seconds")

    def _launch(self, pipe):
        me = os.getpid()
        return subprocess.Popen(
            [
                self.soffice,
                "--headless",
                "--invisible",
                "--nologo",
                "--nodefault",
                "--norestore",
                "--nolockcheck",
                "--nofirststartwizard",
                f"-env:UserInstallation={pathlib.Path(self.profile).as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            preexec_fn=lambda: die_with_parent(me),  # noqa: PLW1509 (this process has one thread)
        )

    def _connect(self, pipe):
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:
            return None

    def sockets(self):
        """The paths of the sockets on which soffice listens. *Source*: proc(5), /proc/net/unix."""
        open_ones = set()
        for each in pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir():
            with contextlib.suppress(OSError):  # closed meanwhile
                open_ones.add(str(each.readlink()))
        rows = [line.split() for line in pathlib.Path("/proc/net/unix").read_text().splitlines()]
        return sorted(
            {row[7] for row in rows if len(row) == 8 and f"socket:[{row[6]}]" in open_ones and row[7][0] == "/"}
        )

    def convert(self, source, target, title, part):
        """Loads a DOCX as a DOCX and nothing else, without macros or links, and stores it as tagged PDF/A-2b or 3b."""
        document = self.desktop.loadComponentFromURL(
            pathlib.Path(source).as_uri(),
            "_blank",
            0,
            self._properties(
                Hidden=True, ReadOnly=True, FilterName="MS Word 2007 XML", MacroExecutionMode=0, UpdateDocMode=0
            ),
        )
        if document is None:
            raise ValueError("LibreOffice does not read this as a Word file")
        try:
            document.getDocumentProperties().Title = title
            document.storeToURL(pathlib.Path(target).as_uri(), self._properties(**self._export(part)))
        finally:
            document.close(True)

    def _export(self, part):
        data = self._properties(
            SelectPdfVersion=part, UseTaggedPDF=True, ExportBookmarks=False, UseLosslessCompression=True,
            ReduceImageResolution=False, DisplayPDFDocumentTitle=True,
        )  # fmt: skip
        return {
            "FilterName": "writer_pdf_Export",
            "FilterData": self.uno.Any("[]com.sun.star.beans.PropertyValue", data),
        }

    def _properties(self, **values):
        pairs = []
        for name, value in values.items():
            pair = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            pair.Name, pair.Value = name, value
            pairs.append(pair)
        return tuple(pairs)

    def is_lost(self):
        """Whether LibreOffice itself is gone, rather than one document refused: it no longer answers."""
        try:
            self.desktop.getName()
        except Exception:
            return True
        return self.process.poll() is not None

    def stop(self):
        """Ends soffice at once: nothing in it is worth a slow goodbye."""
        self.process.kill()
        self.process.wait()


if __name__ == "__main__":
    main()
