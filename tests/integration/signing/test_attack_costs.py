"""No class of attack costs much: half of what its child may take, in processor time and in memory."""

from pathlib import Path

from signing.structure import Limits
from tests.attacks.costs import costs
from tests.attacks.expected import PRINCIPLES
from tests.attacks.scene import COLLECTION, Scene

KIND = "two"
"""The larger paper: of an agreement's two signatures."""


def test_every_class_of_attack_is_examined_within_half_the_limits(tmp_path: Path) -> None:
    scene, limits = Scene(tmp_path), Limits()
    files = {
        attack.name: attack.apply(scene.papers[KIND].data, scene.adversary)
        for attack in COLLECTION
        if PRINCIPLES[attack.name].numbers(KIND) is not None
    }
    found = dict(zip(files, costs(files.values(), scene.trust(), scene.now), strict=True))
    assert len(found) == len(files) > 200
    assert min(cost.peak for cost in found.values()) > 0
    dear = {
        name: cost
        for name, cost in found.items()
        if cost.seconds > limits.cpu_seconds / 2 or cost.peak > limits.memory_bytes / 2
    }
    assert dear == {}
