"""`pembina pki`: what lies in the development PKI, a new generation of a key, and a certificate revoked."""

import argparse
from datetime import datetime

from rich.console import Console
from rich.table import Table

from app.clock import ClockError, parse_instant
from app.commands import Commands
from app.commands.logs import rotate_log_key
from app.installation import opened_installation
from app.settings import SettingsError, read_settings
from domain.clock import legal_date
from signing.development_pki import REASONS, AuthorityName, AuthorityState, DevelopmentPki
from signing.port import SigningError

LOG = "log"
"""The key of the public log: no authority of the PKI, but rotated by the same word."""

_STATES = {
    AuthorityState.CURRENT: "dipakai / current",
    AuthorityState.RETIRED: "diganti / retired",
    AuthorityState.ENDED: "berakhir / ended",
    AuthorityState.REVOKED: "dicabut / revoked",
}


def add_commands(commands: Commands) -> None:
    """Adds `pki`."""
    pki = commands.add_parser("pki", help="kunci pengembangan / the development PKI: show, rotate, revoke")
    acts = pki.add_subparsers(required=True, metavar="PERINTAH")
    show = acts.add_parser("show", help="semua generasi kunci / every generation of every key")
    show.add_argument(
        "person", nargs="?", help="orang: semua sertifikatnya / a person's id: all certificates of that person"
    )
    show.set_defaults(run=_show)
    rotate = acts.add_parser(
        "rotate", help="ganti kunci; yang lama tetap dipercaya / a successor; the old stays trusted"
    )
    names = [*(name.value for name in AuthorityName), LOG]
    rotate.add_argument("authority", choices=names, metavar="|".join(names))
    rotate.set_defaults(run=_rotate)
    revoke = acts.add_parser("revoke", help="cabut sertifikat / revoke the certificates of a person, or a generation")
    revoke.add_argument("whom", help="orang, atau generasi seperti tsa.2 / a person's id, or a generation as in show")
    revoke.add_argument(
        "--serial", help="hanya yang bernomor ini / only that of this number, as pki show PERSON has it (hexadecimal)"
    )
    revoke.add_argument("--reason", choices=REASONS, default="unspecified", help="alasan / reason (RFC 5280, 5.3.1)")
    revoke.add_argument("--at", help="sejak, waktu ISO 8601 / since when (bawaan: sekarang / default: now)")
    revoke.set_defaults(run=_revoke)


def _show(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True) as here:
        if options.person is None:
            show_authorities(here.pki, Console())
            return 0
        try:
            _show_person(here.pki, options.person, Console(), now=here.clock.now())
        except SigningError as error:
            raise SettingsError(f"{options.person}: {error}") from error
    return 0


def show_authorities(pki: DevelopmentPki, console: Console) -> None:
    """Prints a line for each generation."""
    table = Table("generasi", "subjek", "penerbit / issuer", "mulai", "berakhir / ends", "keadaan / state", box=None)
    for each in pki.authorities():
        dates = (legal_date(each.begins).isoformat(), legal_date(each.ends).isoformat())
        table.add_row(each.stem, each.subject, each.issuer, *dates, _STATES[each.state])
    console.print(table)


def _show_person(pki: DevelopmentPki, person: str, console: Console, *, now: datetime) -> None:
    """Prints a line for each certificate of the person, oldest first."""
    certificates = pki.person_certificates(person)
    table = Table("nomor seri / serial", "mulai", "berakhir / ends", "keadaan / state", box=None)
    for each in certificates:
        dates = (legal_date(each.not_valid_before_utc).isoformat(), legal_date(each.not_valid_after_utc).isoformat())
        state = AuthorityState.CURRENT if each is certificates[-1] else AuthorityState.RETIRED
        state = AuthorityState.ENDED if now >= each.not_valid_after_utc else state
        state = AuthorityState.REVOKED if pki.lists.is_revoked(each) else state
        table.add_row(f"{each.serial_number:x}", *dates, _STATES[state])
    console.print(table)


def _rotate(options: argparse.Namespace) -> int:
    if options.authority == LOG:
        return rotate_log_key(options)
    with opened_installation(read_settings(data=options.data), share=True) as here:
        print("\n".join(here.pki.rotate(AuthorityName(options.authority))))
    return 0


def _revoke(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True) as here:
        try:
            at = parse_instant(options.at) if options.at else here.clock.now()
        except ClockError as error:
            raise SettingsError(f"--at {error}") from error
        if at > here.clock.now():
            raise SettingsError("--at belum tiba / has not come yet")
        try:
            said = _revoked(here.pki, options, at)
        except (SigningError, ValueError) as error:
            raise SettingsError(f"{options.whom}: {error}") from error
    print(f"{options.whom} dicabut / revoked {at.isoformat(timespec='seconds')}")
    print("".join(f"{line}\n" for line in said), end="")
    return 0


def _revoked(pki: DevelopmentPki, options: argparse.Namespace, at: datetime) -> list[str]:
    """A person, unless it is the name of a generation; what else is to be told of it."""
    if options.whom not in {each.stem for each in pki.authorities()}:
        serial = None if options.serial is None else _serial(options.serial)
        revoked = pki.revoke(options.whom, at, options.reason, serial=serial)
        return [f"nomor seri / serial: {number:x}" for number in revoked]
    if options.serial is not None:
        raise SettingsError("--serial hanya untuk orang / is for a person: a generation has one certificate")
    return [f"pengganti / successor: {stem}" for stem in pki.revoke_authority(options.whom, at, options.reason)]


def _serial(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError as error:
        raise SettingsError(f"--serial {text}: bukan bilangan heksadesimal / no hexadecimal number") from error
