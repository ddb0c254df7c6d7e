"""Merkle trees of RFC 6962 and the checks of RFC 9162: the known tree of eight leaves, then every size up to 200."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistence.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    nodes_of,
    root,
    verify_consistency,
    verify_inclusion,
)

ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
"""The entries of the tests of the certificate-transparency log, whose roots and proofs follow."""

LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
MANY = [leaf_hash(number.to_bytes(2, "big")) for number in range(200)]


def hashes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


# --- the known tree -------------------------------------------------------------------------------------------------


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    """Section 2.1."""
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root([]) == Frontier().root() == EMPTY_ROOT


def test_a_leaf_and_a_node_are_told_apart_by_their_first_byte() -> None:
    assert leaf_hash(b"x") == hashlib.sha256(b"\x00x").digest()
    assert node_hash(b"l" * 32, b"r" * 32) == hashlib.sha256(b"\x01" + b"l" * 32 + b"r" * 32).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_known_inclusion_proofs(index: int, size: int) -> None:
    proof = hashes(INCLUSION[index, size])
    assert inclusion_proof(nodes_of(LEAVES), index, size) == proof
    expected = bytes.fromhex(ROOTS[size - 1])
    assert verify_inclusion(leaf=LEAVES[index], index=index, size=size, proof=proof, root_hash=expected)


@pytest.mark.parametrize(("earlier", "size"), CONSISTENCY)
def test_the_known_consistency_proofs(earlier: int, size: int) -> None:
    proof = hashes(CONSISTENCY[earlier, size])
    assert consistency_proof(nodes_of(LEAVES), earlier, size) == proof
    assert verify_consistency(
        earlier_size=earlier,
        size=size,
        earlier_root=bytes.fromhex(ROOTS[earlier - 1]),
        root_hash=bytes.fromhex(ROOTS[size - 1]),
        proof=proof,
    )


def test_proofs_outside_the_tree_do_not_exist() -> None:
    for index in (-1, 8):
        with pytest.raises(IndexError, match=f"no leaf {index} in a tree of 8"):
            inclusion_proof(nodes_of(LEAVES), index, len(LEAVES))
    with pytest.raises(IndexError):
        inclusion_proof(nodes_of([]), 0, 0)
    for earlier in (0, -1, 9):
        with pytest.raises(IndexError, match=f"no tree of {earlier} leaves within 8"):
            consistency_proof(nodes_of(LEAVES), earlier, len(LEAVES))


# --- every size -----------------------------------------------------------------------------------------------------


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH as section 2.1 writes it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def test_a_growing_frontier_gives_every_root_and_one_node_for_each_bit() -> None:
    frontier = Frontier()
    for size in range(201):
        assert frontier.root() == by_definition(MANY[:size])
        assert frontier.size == size
        assert len(frontier.nodes) == size.bit_count()
        if size < 200:
            frontier = frontier.append(MANY[size])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_inclusion_is_proven_in_every_size_and_nothing_else_is(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 200))
    index = data.draw(st.integers(0, size - 1))
    leaves = MANY[:size]
    proof, root_hash = inclusion_proof(nodes_of(leaves), index, len(leaves)), root(leaves)
    sound = {"leaf": leaves[index], "index": index, "size": size, "proof": proof, "root_hash": root_hash}
    assert verify_inclusion(**sound)
    other = data.draw(st.integers(0, 199).filter(lambda number: number != index))
    wrong: list[dict] = [
        {"leaf": MANY[other]},
        {"index": other},
        {"index": -1},
        {"index": index + size},
        {"size": 0},
        {"root_hash": leaf_hash(root_hash)},
        {"proof": [*proof, leaf_hash(b"")]},
        *({"proof": proof[:place] + proof[place + 1 :]} for place in range(len(proof))),
        *({"proof": [*proof[:place], leaf_hash(b"?"), *proof[place + 1 :]]} for place in range(len(proof))),
        *({"proof": [*proof[:i], proof[j], proof[i], *proof[j + 1 :]]} for i, j in pairwise(range(len(proof)))),
    ]
    for change in wrong:
        assert not verify_inclusion(**(sound | change)), change


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_consistency_is_proven_between_any_two_sizes_and_nothing_else_is(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 200))
    earlier = data.draw(st.integers(1, size))
    proof = consistency_proof(nodes_of(MANY), earlier, size)
    sound = {
        "earlier_size": earlier,
        "size": size,
        "earlier_root": root(MANY[:earlier]),
        "root_hash": root(MANY[:size]),
        "proof": proof,
    }
    assert verify_consistency(**sound)
    wrong: list[dict] = [
        {"earlier_root": leaf_hash(b"?")},
        {"root_hash": leaf_hash(b"?")},
        {"earlier_size": 0},
        {"earlier_size": -1},
        {"earlier_size": size + 1},
        {"proof": [*proof, leaf_hash(b"")]},
        *({"proof": proof[:place] + proof[place + 1 :]} for place in range(len(proof))),
        *({"proof": [*proof[:place], leaf_hash(b"?"), *proof[place + 1 :]]} for place in range(len(proof))),
    ]
    if earlier < size:
        wrong.append({"earlier_root": sound["root_hash"], "root_hash": sound["earlier_root"]})
        wrong.append({"proof": []})
    for change in wrong:
        assert not verify_consistency(**(sound | change)), change


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 200), st.data())
def test_an_edited_deleted_or_moved_leaf_gives_another_root(size: int, data: st.DataObject) -> None:
    leaves = MANY[:size]
    place = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != place))
    edited = [*leaves[:place], leaf_hash(b"?"), *leaves[place + 1 :]]
    deleted = leaves[:place] + leaves[place + 1 :]
    moved = list(leaves)
    moved[place], moved[other] = moved[other], moved[place]
    assert len({root(leaves), root(edited), root(deleted), root(moved)}) == 4
