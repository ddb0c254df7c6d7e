"""Why an embedded server did not start: one family of errors, each saying what to do; no process is touched here."""

from collections.abc import Sequence


class EmbeddedServerError(Exception):
    """An embedded server cannot be used. *Shape*: `str()` gives the Indonesian sentence, then the English one."""

    def __init__(self, *, indonesian: str, english: str) -> None:
        self.indonesian = indonesian
        self.english = english
        super().__init__(f"{indonesian}\n{english}")


class UnsupportedPlatform(EmbeddedServerError):
    """The server programs exist for Linux on x86-64 only."""

    def __init__(self, platform: str) -> None:
        elsewhere = "PEMBINA_MONGODB_URI, PEMBINA_S3_ENDPOINT, PEMBINA_S3_ACCESS_KEY, PEMBINA_S3_SECRET_KEY"
        super().__init__(
            indonesian=f"Server tertanam hanya tersedia untuk Linux x86-64, bukan {platform}. "
            f"Jalankan 'docker compose up', atau sebutkan server Anda sendiri dengan {elsewhere}.",
            english=f"The embedded servers exist for Linux on x86-64 only, not for {platform}. "
            f"Run 'docker compose up', or name your own servers by {elsewhere}.",
        )


class ServerProgramMissing(EmbeddedServerError):
    """The package that carries a server program is not installed."""

    def __init__(self, program: str) -> None:
        super().__init__(
            indonesian=f"Program '{program}' tidak terpasang. Jalankan 'make demo', atau pasang pembina[embedded].",
            english=f"The program '{program}' is not installed. Run 'make demo', or install pembina[embedded].",
        )


class LibraryMissing(EmbeddedServerError):
    """A shared library that a server needs is not on this machine."""

    def __init__(self, program: str, library: str) -> None:
        super().__init__(
            indonesian=f"'{program}' tidak dapat berjalan: pustaka {library} tidak ada. "
            "Di Debian atau Ubuntu: 'apt-get install libcurl4 libssl3'.",
            english=f"'{program}' cannot run: the library {library} is missing. "
            "On Debian or Ubuntu: 'apt-get install libcurl4 libssl3'.",
        )


class PortTaken(EmbeddedServerError):
    """Another program listens on the port that was asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            indonesian=f"Porta 127.0.0.1:{port} dipakai program lain. "
            "Hentikan program itu, pilih porta lain, atau jangan sebutkan porta.",
            english=f"Port 127.0.0.1:{port} is used by another program. "
            "Stop that program, choose another port, or name none.",
        )


class PortsKeepBeingTaken(EmbeddedServerError):
    """At each of several starts another program took a port between our choosing and the server's listening on it."""

    def __init__(self, ports: Sequence[int]) -> None:
        listed = ", ".join(str(port) for port in ports)
        super().__init__(
            indonesian=f"Dalam {len(ports)} kali mulai, setiap kali sebuah porta direbut program lain ({listed}). "
            "Jalankan lagi, atau hentikan program yang membuka porta 20000-31999.",
            english=f"At each of {len(ports)} starts another program took a port first ({listed}). "
            "Run it again, or stop the program that opens ports from 20000 to 31999.",
        )


class DiskSpaceLow(EmbeddedServerError):
    """The data folder's disk has less free space than the servers need to run safely."""

    def __init__(self, *, folder: str, free_bytes: int, needed_bytes: int) -> None:
        free, needed = free_bytes // 2**20, needed_bytes // 2**20
        super().__init__(
            indonesian=f"Ruang cakram untuk {folder} kurang: tersisa {free} MiB, perlu {needed} MiB. "
            "Kosongkan ruang, atau pilih folder data lain dengan PEMBINA_DATA.",
            english=f"The disk of {folder} is too full: {free} MiB are left, {needed} MiB are needed. "
            "Free some space, or choose another data folder by PEMBINA_DATA.",
        )


class DataFolderUnusable(EmbeddedServerError):
    """The operating system refuses the data folder, or something in it. *Shape*: the reason in both languages."""

    def __init__(self, *, folder: str, path: str, reason_id: str, reason_en: str) -> None:
        where = f" ({path})" if path != folder else ""
        super().__init__(
            indonesian=f"Folder data {folder} tidak dapat dipakai: {reason_id}{where}. Pilih folder lain dengan "
            "--data atau PEMBINA_DATA, atau perbaiki folder itu; kalau pernah dijalankan sebagai root, kembalikan "
            f"kepemilikannya: sudo chown -R $(id -u) '{folder}'",
            english=f"The data folder {folder} cannot be used: {reason_en}{where}. Choose another folder by "
            "--data or PEMBINA_DATA, or mend that one; if it was once run as root, take it back: "
            f"sudo chown -R $(id -u) '{folder}'",
        )


class DataFolderInUse(EmbeddedServerError):
    """Another process runs servers on the same data."""

    def __init__(self, *, folder: str, process_id: int) -> None:
        super().__init__(
            indonesian=f"Folder data {folder} sedang dipakai oleh proses {process_id}. "
            "Hentikan proses itu, atau pilih folder lain dengan PEMBINA_DATA.",
            english=f"The data folder {folder} is already used by process {process_id}. "
            "Stop that process, or choose another folder by PEMBINA_DATA.",
        )


class StateUnreadable(EmbeddedServerError):
    """The file that remembers ports and credentials cannot be read as such."""

    def __init__(self, path: str) -> None:
        super().__init__(
            indonesian=f"Berkas {path} rusak. Pindahkan berkas itu; yang baru dibuat saat mulai (data tetap ada).",
            english=f"The file {path} is damaged. Move it away; a new one is made at the next start (the data stays).",
        )


class StartFailed(EmbeddedServerError):
    """A server ended, or did not answer in time. *Shape*: the message ends with the tail of the server's log."""

    def __init__(self, program: str, *, reason_id: str, reason_en: str, log: str, tail: str) -> None:
        super().__init__(
            indonesian=f"'{program}' tidak berhasil dimulai: {reason_id}. Catatan lengkap: {log}",
            english=f"'{program}' did not start: {reason_en}. Its whole log: {log}\n{tail}",
        )


class ListensOutside(EmbeddedServerError):
    """A server listens on an address that other machines may reach; it was stopped."""

    def __init__(self, program: str, addresses: str) -> None:
        super().__init__(
            indonesian=f"'{program}' membuka {addresses}, di luar 127.0.0.1, sehingga dihentikan. Laporkan hal ini.",
            english=f"'{program}' listens on {addresses}, outside 127.0.0.1, and was stopped. Please report this.",
        )
