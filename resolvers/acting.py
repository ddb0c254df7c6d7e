"""How every mutation runs: the input becomes a command, the use case runs in a thread, and the answer is read anew."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

import strawberry

from domain.aggregates import Aggregate
from domain.refusals import Refusal
from resolvers.context import RequestContext
from resolvers.refusals import answered
from schema import refusals
from schema.acts import NewAct, RecordAct, SignedAct
from schema.application_payloads import ApplicationChanged
from schema.context import loaded
from schema.documents import Document
from schema.refusals import refusal_type
from schema.sla_acts import SlaChanged
from services.commands import Command, Done

Info: TypeAlias = strawberry.Info[RequestContext, None]
"""What a resolver is given."""

A = TypeVar("A", bound=ApplicationChanged)
S = TypeVar("S", bound=SlaChanged)
T = TypeVar("T")
X = TypeVar("X")


def checked(act: RecordAct) -> str | Refusal:
    """The key of the thing acted on, or what is wrong with the act as such."""
    return act.key_problem() or act.record()


async def performed(info: Info, aggregate: Aggregate, verb: str, act: RecordAct) -> Done | Refusal:
    """The act on an existing thing, through the door."""
    record, payload = checked(act), act.payload()
    if isinstance(record, Refusal):
        return record
    if isinstance(payload, Refusal):
        return payload
    command = Command(
        aggregate=aggregate,
        verb=verb,
        actor=info.context.viewer,
        record_id=record,
        payload=payload,
        expected_version=act.expected_version,
        idempotency_key=act.idempotency_key,
    )
    return await committed(info, lambda: info.context.use_cases.door.perform(command))


async def committed(info: Info, work: Callable[[], T | Refusal]) -> T | Refusal:
    """What a use case gives; afterwards everything is read anew."""
    outcome = await answered(work)
    info.context.loaders.forget()
    info.context.lists.forget()
    return outcome


async def on_application(info: Info, success: type[A], verb: str, act: RecordAct) -> A | refusals.Refusal:
    """An act on an application, and its answer."""
    return await application_changed(info, success, await performed(info, Aggregate.APPLICATION, verb, act))


async def application_changed(info: Info, success: type[A], done: Done | Refusal) -> A | refusals.Refusal:
    """The answer of an act on an application."""
    if isinstance(done, Refusal):
        return refusal_type(done)
    application = existing(await info.context.loaders.application(done.record_id))
    return success(application=application, documents=await ordered(info, done))


async def on_sla(info: Info, success: type[S], verb: str, act: RecordAct) -> S | refusals.Refusal:
    """An act on an SLA, and its answer."""
    return await sla_changed(info, success, await performed(info, Aggregate.SLA, verb, act))


async def sla_changed(info: Info, success: type[S], done: Done | Refusal) -> S | refusals.Refusal:
    """The answer of an act on an SLA."""
    if isinstance(done, Refusal):
        return refusal_type(done)
    sla = existing(await info.context.loaders.sla(done.record_id))
    return success(sla=sla, documents=await ordered(info, done))


async def on_life(
    info: Info, success: Callable[..., X], aggregate: Aggregate, verb: str, act: RecordAct
) -> X | refusals.Refusal:
    """An act on one of the things of `resolvers.lives`, and its answer."""
    return await life_changed(info, success, aggregate, await performed(info, aggregate, verb, act))


async def signed_life(
    info: Info, success: Callable[..., X], aggregate: Aggregate, verb: str, act: SignedAct
) -> X | refusals.Refusal:
    """An act that is a signature, on one of the things of `resolvers.lives`, and its answer."""
    return await life_changed(info, success, aggregate, await signed(info, aggregate, verb, act))


async def signed(info: Info, aggregate: Aggregate, verb: str, act: SignedAct) -> Done | Refusal:
    """An act that is a signature on the paper of an existing thing."""
    record = checked(act)
    if isinstance(record, Refusal):
        return record
    return await committed(
        info,
        lambda: info.context.use_cases.signing_acts.sign(
            actor=info.context.viewer,
            aggregate=aggregate,
            verb=verb,
            record_id=record,
            seen_sha256=act.seen_sha256,
            passphrase=act.passphrase.reveal(),
            expected_version=act.expected_version,
            idempotency_key=act.idempotency_key,
        ),
    )


async def begun(
    info: Info, success: Callable[..., X], aggregate: Aggregate, verb: str, act: NewAct
) -> X | refusals.Refusal:
    """An act that makes one of the things of `resolvers.lives`, and its answer."""
    problem, payload = act.key_problem(), act.payload()
    if problem is not None:
        return refusal_type(problem)
    if isinstance(payload, Refusal):
        return refusal_type(payload)
    command = Command(
        aggregate=aggregate,
        verb=verb,
        actor=info.context.viewer,
        payload=payload,
        idempotency_key=act.idempotency_key,
    )
    done = await committed(info, lambda: info.context.use_cases.door.perform(command))
    return await life_changed(info, success, aggregate, done)


async def life_changed(
    info: Info, success: Callable[..., X], aggregate: Aggregate, done: Done | Refusal
) -> X | refusals.Refusal:
    """The answer of an act on one of the things of `resolvers.lives`. *Shape*: `success(thing=…, documents=…)`."""
    if isinstance(done, Refusal):
        return refusal_type(done)
    thing = existing(await info.context.loaders.life(aggregate, done.record_id))
    return success(thing=thing, documents=await ordered(info, done))


async def ordered(info: Info, done: Done) -> list[Document]:
    """The papers that an act ordered, as far as the viewer may read them."""
    return await loaded(info.context.loaders.document, done.documents)


def existing(found: T | None) -> T:
    """What was just written. *Raises*: `AssertionError` where it is not there: a role that may act, but not read."""
    if found is None:
        raise AssertionError("an act was done on a thing that its actor may not read")
    return found
