"""The one mapping of refusals: each code has its type and its words, and an unreachable service is a refusal."""

import asyncio

import pytest

from domain.refusal_wordings import WORDINGS
from domain.refusals import Refusal, RefusalCode, Words, refuse
from persistence.errors import DatabaseUnavailable
from resolvers.refusals import answered
from schema.languages import Language
from schema.refusals import REFUSAL_TYPES, refusal_type
from signing.port import SigningUnavailable
from storage.port import BucketMissing, StorageRefused, StorageUnavailable


class AnySlot(dict):
    def __missing__(self, key):
        return f"<{key}>"


@pytest.mark.parametrize("code", RefusalCode)
def test_each_code_has_its_type_and_its_words_in_both_languages(code):
    wording = WORDINGS[code]
    slots = AnySlot()
    told = Refusal(
        code=code,
        message_id=wording.wrong_id.format_map(slots),
        message_en=wording.wrong_en.format_map(slots),
        required_id=wording.needed_id.format_map(slots),
        required_en=wording.needed_en.format_map(slots),
        clause="II.2.1.a.3",
        subject="s",
    )
    made = refusal_type(told)
    assert type(made) is REFUSAL_TYPES[code]
    assert type(made).__name__ == "".join(word.capitalize() for word in code.split("_"))
    words = {
        said
        for language in Language
        for said in (
            language.choose(made.told.message_id, made.told.message_en),
            language.choose(told.required_id, told.required_en),
        )
    }
    assert len(words) == 4
    assert (made.code, made.clause_id, made.subject) == (code, "II.2.1.a.3", "s")


@pytest.mark.parametrize(
    ("error", "service"),
    [
        (DatabaseUnavailable("x"), "MongoDB"),
        (StorageUnavailable("x"), "S3"),
        (StorageRefused("x"), "S3"),
        (BucketMissing("x"), "S3"),
        (SigningUnavailable("x"), Words("pemeriksaan tanda tangan", "examination of signatures")),
    ],
)
def test_an_unreachable_service_is_a_refusal(error, service):
    def fail():
        raise error

    assert asyncio.run(answered(fail)) == refuse(RefusalCode.SERVICE_UNAVAILABLE, service=service)


def test_any_other_error_passes():
    def fail():
        raise LookupError("ours")

    with pytest.raises(LookupError, match="ours"):
        asyncio.run(answered(fail))


def test_what_a_use_case_gives_passes():
    assert asyncio.run(answered(lambda: 4711)) == 4711
