"""Every class of the attack collection, on a letter, a sealed letter and an agreement: the right verdict, in bounds."""

import time
from collections.abc import Iterator

import pytest

from signing.sandbox import InspectionSandbox
from tests.attacks.adversary import stamped
from tests.attacks.attack import Attack, Forgery
from tests.attacks.expected import PRINCIPLES
from tests.attacks.scene import COLLECTION, KINDS, Scene, failed

pytestmark = pytest.mark.unmeasured

SECONDS = 15.0
CASES = [
    pytest.param(attack, kind, id=f"{attack.name}-{kind}")
    for attack in COLLECTION
    for kind in KINDS
    if PRINCIPLES[attack.name].numbers(kind) is not None
]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[InspectionSandbox]:
    with InspectionSandbox() as opened:
        opened.warm()
        yield opened


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(tmp_path_factory.mktemp("serangan"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_papers_themselves_are_genuine(scene: Scene, sandbox: InspectionSandbox, kind: str) -> None:
    paper = scene.papers[kind]
    report = sandbox.inspect(paper.data, scene.trust(), scene.now)
    assert (failed(report, paper.record), report.holds) == ("", True)


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_archive_time_stamps_on_top_spoil_nothing(scene: Scene, sandbox: InspectionSandbox, kind: str) -> None:
    """What the forged stamps are held against: a true renewal passes each check."""
    paper = scene.papers[kind]
    once = stamped(paper.data, scene.adversary.our_stamps(), field_name="Arsip1")
    twice = stamped(once, scene.adversary.our_stamps(), field_name="Arsip2")
    for renewed in (once, twice):
        report = sandbox.inspect(renewed, scene.trust(), scene.now)
        assert (failed(report, paper.record), report.holds) == ("", True)


@pytest.mark.parametrize(("attack", "kind"), CASES)
def test_an_attack_fails_the_checks_that_it_must(
    scene: Scene, sandbox: InspectionSandbox, attack: Attack | Forgery, kind: str
) -> None:
    """The sandbox bounds memory by the kernel (1 GiB of addresses) and processor time (10 s)."""
    paper = scene.papers[kind]
    altered = attack.apply(paper.data, scene.adversary)
    assert altered != paper.data
    begun = time.monotonic()
    report = sandbox.inspect(altered, scene.trust(), scene.now)
    assert time.monotonic() - begun < SECONDS
    assert failed(report, paper.record) == PRINCIPLES[attack.name].numbers(kind)


def test_each_class_stands_under_one_principle() -> None:
    names = [attack.name for attack in COLLECTION]
    assert sorted(names) == sorted(set(names)) == sorted(PRINCIPLES)
    assert all(attack.source for attack in COLLECTION)


def test_no_principle_lets_a_paper_pass() -> None:
    """Check 1 asks for our own bytes: not one class may keep it."""
    for principle in PRINCIPLES.values():
        assert principle.why
        for kind in KINDS:
            numbers = principle.numbers(kind)
            assert numbers is None or "1" in numbers.split()
