"""The public log as clients see it: proofs that anyone can check with the log's key, without trusting this answer."""

from schema.described import attribute, object_type


@object_type
class LogProof:
    """That the public log holds one entry: the issuance of a paper, or a change of its standing (RFC 9162, 2.1.3)."""

    index: int = attribute("The entry's place in the log, from 0.")
    tree_size: int = attribute("How many entries the tree of the checkpoint has.")
    root: str = attribute("The root of that tree: 64 hexadecimal characters.")
    path: list[str] = attribute("The hashes from the entry up to the root.")
    entry: str = attribute("The entry as logged: canonical JSON, whose leaf hash is in the tree.")
    statement: str = attribute("What the entry says, also where it is logged as a commitment only.")
    salt: str | None = attribute(
        "With it the statement gives the commitment: SHA-256 over salt and statement; null where it is logged in the open."
    )
    checkpoint: str = attribute("The signed checkpoint (C2SP tlog-checkpoint).")
    verifier_key: str = attribute("The key that verifies it; compare it with one that you had before.")


@object_type
class LogConsistency:
    """That a later tree continues an earlier one: nothing was changed or removed (RFC 9162, 2.1.4)."""

    earlier_size: int = attribute("The size of the earlier tree.")
    size: int = attribute("The size of the later tree.")
    earlier_root: str = attribute("The root of the earlier tree.")
    root: str = attribute("The root of the later tree.")
    path: list[str] = attribute("The hashes of the proof.")


@object_type
class PublicLog:
    """The public log; its tiles are served below /log (C2SP tlog-tiles)."""

    origin: str = attribute("Its name.")
    verifier_key: str = attribute("The key that verifies its checkpoints.")
    size: int = attribute("How many entries it has published.")
    checkpoint: str | None = attribute("The newest signed checkpoint; null before the first.")
    consistency: LogConsistency | None = attribute(
        "The proof that was asked for by `from` and `to`; null without them."
    )
