"""`pembina token`, `clock`, `outbox` and `schema`: the small tools of development and of the system's keeper."""

import argparse
import json

from app.clock import ClockError, DevelopmentClock, parse_duration, parse_instant
from app.commands import Commands
from app.graphql import build_schema
from app.installation import opened_installation
from app.people import actor_of, person_with
from app.settings import read_settings
from domain.roles import Role
from persistence.outbox import revive


def add_commands(commands: Commands) -> None:
    """Adds `token`, `clock`, `outbox` and `schema`."""
    token = commands.add_parser("token", help="token pengembangan untuk satu peran / a development token for a role")
    token.add_argument("--role", required=True, type=lambda text: Role(text.upper()), metavar="|".join(_ROLES))
    token.add_argument("--institution", help="instansi, untuk peran instansi (bawaan: Kabupaten Contoh Utara)")
    token.add_argument("--unit", help="unit yang diwakili")
    token.set_defaults(run=_token)
    clock = commands.add_parser("clock", help="jam hukum pengembangan / the development clock")
    clock.add_argument("act", choices=("now", "advance", "advance-to"))
    clock.add_argument("value", nargs="?", help="5d, 36h, 90m, 30s; atau waktu ISO 8601")
    clock.set_defaults(run=_clock)
    outbox = commands.add_parser("outbox", help="hidupkan lagi pekerjaan yang mati / revive work that is dead")
    outbox.add_argument("act", choices=("revive",))
    which = outbox.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", metavar="ID", help="pekerjaan atau naskahnya / the entry, or its paper")
    which.add_argument("--all", action="store_true", help="semua yang mati / every dead one")
    outbox.set_defaults(run=_outbox)
    schema = commands.add_parser("schema", help="cetak skema GraphQL / print the GraphQL schema")
    schema.set_defaults(run=_schema)


_ROLES = tuple(role.value for role in Role if role not in {Role.SYSTEM, Role.PUBLIC})


def _token(options: argparse.Namespace) -> int:
    settings = read_settings(data=options.data)
    with opened_installation(settings, share=True) as data:
        person = person_with(options.role, institution_id=options.institution, unit_id=options.unit)
        data.keys.ensure(person)
        actor = actor_of(person, unit_id=options.unit)
        bearer = data.issuer.token(actor, audience=settings.oidc_audience, roles_claim=settings.oidc_roles_claim)
        print(
            json.dumps({"person": person.id, "name": person.name, "token": bearer, "passphrase": data.keys.passphrase})
        )
    return 0


def _clock(options: argparse.Namespace) -> int:
    settings = read_settings(data=options.data)
    if settings.production:
        raise ClockError("jam hukum di produksi adalah waktu nyata / legal time in production is real time")
    clock = DevelopmentClock(settings.data / "clock.json")
    if options.act != "now" and options.value is None:
        raise ClockError("sebutkan berapa lama, misalnya 5d / say how long, such as 5d")
    if options.act == "advance":
        clock.advance(parse_duration(options.value))
    elif options.act == "advance-to":
        clock.advance_to(parse_instant(options.value))
    print(clock.now().isoformat(timespec="seconds"))
    return 0


def _outbox(options: argparse.Namespace) -> int:
    with opened_installation(read_settings(data=options.data), share=True):
        revived = revive(None if options.all else options.id)
    print(f"{revived} pekerjaan dihidupkan lagi / entries revived")
    return 0 if revived or options.all else 1


def _schema(_options: argparse.Namespace) -> int:
    print(build_schema(in_order=True).as_str())
    return 0
