"""The paths of many leaves at once are those of RFC 6962, one by one."""

import pytest

from persistence.log_proofs import _levels, _path
from persistence.merkle import inclusion_proof, leaf_hash, nodes_of, root, verify_inclusion


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 100])
def test_every_path_is_the_proof_of_the_rfc(size: int) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    levels = _levels(leaves)
    assert levels[-1] == [root(leaves)]
    for index in range(size):
        path = list(_path(levels, index))
        assert path == inclusion_proof(nodes_of(leaves), index, size)
        assert verify_inclusion(leaf=leaves[index], index=index, size=size, proof=path, root_hash=root(leaves))
