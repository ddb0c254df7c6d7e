"""What each class must yield, derived from what it does to a paper and not from what the program says of it.

A principle says in a sentence why, and which checks then cannot pass; each class stands under one. Check 1 (our own digest)
fails for each: it alone rejects them all. The others are what a reader without our records would see.
*Shape*: the numbers are those of `services.reports.CHECKS`, but for the public log, which looks at no file.
"""

from dataclasses import dataclass

from signing.report import Problem

ALL = "1 2 3 4 5 6"


@dataclass(frozen=True)
class Principle:
    """Why, and the checks that do not pass: for a letter with one signature, and for an agreement with two.

    *Shape*: `two` None where it is the same; `one` None where the class needs a second field; `problem` where the file is
    not examined at all.
    """

    why: str
    one: str | None = ALL
    two: str | None = None
    problem: Problem | None = None

    def numbers(self, kind: str) -> str | None:
        """The problem, if there is one, and the numbers; None where the class does not exist for this kind of paper."""
        numbers = self.two or self.one if kind == "two" else self.one
        return f"{self.problem} {numbers}" if self.problem else numbers


def _limit(problem: Problem) -> Principle:
    why = "Beyond what a stranger's file may cost, so it is examined no further; what is not known fails."
    return Principle(why, problem=problem)


COVERED = Principle(
    "A byte that every signature covers is another one: none is intact (2), so none is trusted (3), "
    "reaches its level (4) or covers the end (6); nothing was added after it (5).",
    one="1 2 3 4 6",
)
MISMATCH = Principle(
    "The signature value, or the digest in the container, does not fit what is signed: not intact (2), "
    "and nothing stands on it (3, 4, 6); nothing was added (5).",
    one="1 2 3 4 6",
)
TRANSPLANT = Principle(
    "The container belongs to other bytes: its digest is not that of this file (2), the time stamp over "
    "it is broken too (3, 6), no level is reached (4); nothing was added (5).",
    one="1 2 3 4 6",
)
CONTAINER = Principle(
    "What should be one detached container over all other bytes is not: what it signs, and what came "
    "after it, cannot be told.",
)
NO_SIGNER = Principle(
    "Whose signature it is cannot be told, as the certificate that it names is not there or not the one "
    "it was made for; so nothing is examined.",
)
USF = Principle(
    "The signature dictionary lost what makes it a signature; what it would cover, and what came after "
    "it, cannot be told.",
)
SYNTAX = Principle(
    "The structure of the file contradicts itself or is none: a viewer would have to guess, so nothing in "
    "it is examined.",
    problem=Problem.DAMAGED,
)
NOWHERE = Principle(
    "An object that the last revision names cannot be read: how it differs from what was signed cannot be "
    "told, and the signatures were for another file.",
)
CUT = Principle(
    "The end of the file is missing, so what its last revision says cannot be told.",
    problem=Problem.TRUNCATED,
)
EMPTY = Principle(
    "Nothing was sent.",
    problem=Problem.EMPTY,
)
NOT_PDF = Principle(
    "The first bytes are those of another kind of file; a program that takes it for that kind would show "
    "something else.",
    problem=Problem.NOT_A_PDF,
)
ENCRYPTED = Principle(
    "Who does not know the key sees another document than who does; signatures over ciphertext prove "
    "nothing to a reader (PDFex).",
    problem=Problem.ENCRYPTED,
)
HYBRID = Principle(
    "Old and new readers would show two different documents.",
    problem=Problem.HYBRID_XREF,
)
UNSIGNED = Principle(
    "Before the first signature the paper is a draft: nobody signed it.",
)
TAIL = Principle(
    "Bytes after the last covered one make no revision (5) and touch no signature (2 to 4), but nobody "
    "signed them (6).",
    one="1 6",
)
NO_EFFECT = Principle(
    "A revision that nobody signed (6) changes nothing that a reader shows (5), and touches no signature (2 to 4).",
    one="1 6",
)
CHANGED = Principle(
    "A revision that nobody signed (6) changes what was signed in a way that the signature forbids (5); "
    "the signed bytes themselves are intact (2 to 4).",
    one="1 5 6",
)
PERMS = Principle(
    "A revision that nobody signed (6) takes the certification from the signature on record (4), which is "
    "a change (5); the bytes are intact (2, 3).",
    one="1 4 5 6",
)
REWRITTEN = Principle(
    "The signature dictionary is written anew after the signing (5, 6): its bytes hold, but the catalog "
    "certifies by another object (4); in an agreement it now comes after the second signature, so the "
    "order on record is another (2).",
    one="1 4 5 6",
    two="1 2 4 5 6",
)
EMPTY_FIELD = Principle(
    "A field that waits for a signature was added after the signing (5), by nobody (6); on record no "
    "field is empty (2).",
    one="1 2 5 6",
)
REMOVED = Principle(
    "The first signature is no longer shown: the count is another (2, 4); a letter then has none to be "
    "trusted (3), and in both the revision is nobody's (6) and a change (5).",
    one="1 2 3 4 5 6",
    two="1 2 4 5 6",
)
FORM_GONE = Principle(
    "No field is left, so no signature is: nothing holds.",
)
STAMP = Principle(
    "Only the archive time stamp speaks of these bytes: it is broken (3), the level is lower (4), the end "
    "uncovered (6); the signature holds (2, 5).",
    one="1 3 4 6",
)
DSS_BYTES = Principle(
    "The validation data stand in the revision of the archive time stamp: that is broken (3, 4, 6), and "
    "they are no longer well formed (5); the signature holds (2).",
    one="1 3 4 5 6",
)
DSS_REMOVED = Principle(
    "Without validation data the level is lower (4), by a revision that nobody signed (6); taking them "
    "away is a change to who signed over them, as the second signer did (5).",
    one="1 4 6",
    two="1 4 5 6",
)
DSS_EMPTIED = Principle(
    "Without validation data the level is lower (4), by a revision that nobody signed (6); PAdES lets "
    "entries be dropped, so it is no forbidden change (5).",
    one="1 4 6",
)
UNPROVEN = Principle(
    "The signature is intact (2), but no trusted time stamp proves when it was made, so its chain is not "
    "judged at a proven time (3); nothing is on record of such bytes (4).",
    one="1 3 4",
)
OUT_OF_TIME = Principle(
    "The signature is intact (2), and proven for a time at which its certificate was not valid (3); "
    "nothing is on record of such bytes (4).",
    one="1 3 4",
)
NO_CHAIN = Principle(
    "The signature is intact (2), but its certificate leads to no root of ours, or was given for another "
    "use (3); nothing is on record of such bytes (4).",
    one="1 3 4",
)
REVOKED = Principle(
    "The signature is intact (2), but proven only after its certificate was revoked (3), whatever older "
    "list the file brings; nothing is on record of such bytes (4).",
    one="1 3 4",
)
STRANGE_STAMP = Principle(
    "The time stamp that covers the end (6) is by nobody whom we trust (3); nothing is on record of such "
    "bytes (4); the signature holds (2, 5).",
    one="1 3 4",
)
STAMP_ON_TOP = Principle(
    "Our own bytes stand in front and hold (2, 4, 5, 6), but the stamp added to them is by nobody whom we "
    "trust, or speaks of a time to come (3), so the file is not ours extended by archive time stamps (1).",
    one="1 3",
)
OTHER_PAPER = Principle(
    "Everything in the file holds, and it is no paper of ours: no digest (1), nothing on record to compare with (4).",
    one="1 4",
)
OFFICIAL_SECOND = Principle(
    "Everything in the file holds, and it is no paper of ours: no digest (1), nothing on record of who "
    "had to sign (4).",
    one=None,
    two="1 4",
)
STRANGER_SECOND = Principle(
    "The second signer leads to no root of ours (3); the file is no paper of ours (1), and nothing is on record (4).",
    one=None,
    two="1 3 4",
)
AFTERWARDS = Principle(
    "Another signature than those on record (2, 4), by a stranger (3), after signatures that forbid it "
    "(5); he covers the end (6).",
    one="1 2 3 4 5",
)
OFFICIAL_AFTERWARDS = Principle(
    "Another signature than those on record (2, 4), after signatures that forbid it (5); its signer is "
    "trusted (3) and covers the end (6).",
    one="1 2 4 5",
)

PRINCIPLES: dict[str, Principle] = {
    # -- bytes
    "flip: header": COVERED,
    "flip: binary mark": COVERED,
    "flip: page content": COVERED,
    "flip: byte range": SYNTAX,
    "flip: before the container": CONTAINER,
    "flip: CMS, first byte": CONTAINER,
    "flip: CMS, signature value": MISMATCH,
    "flip: CMS of the time stamp": STAMP,
    "flip: DSS": DSS_BYTES,
    "flip: last cross reference": SYNTAX,
    "flip: startxref": SYNTAX,
    "flip: last end mark": CUT,
    "tail: space": TAIL,
    "tail: comment": TAIL,
    "tail: 900 zeros": TAIL,
    "tail: end mark": SYNTAX,
    "tail: 2,000 bytes without end mark": CUT,
    "tail: the file once more": TAIL,
    "tail: a ZIP directory": TAIL,
    "cut: 1%": CUT,
    "cut: 10%": CUT,
    "cut: 25%": CUT,
    "cut: 50%": CUT,
    "cut: 75%": CUT,
    "cut: 90%": CUT,
    "cut: 99%": CUT,
    "cut: last byte": STAMP,
    "cut: to the first revision": UNSIGNED,
    "empty": EMPTY,
    "only the header": CUT,
    "only header and end mark": SYNTAX,
    "not a PDF": NOT_PDF,
    "zeros": NOT_PDF,
    "polyglot: PNG first": NOT_PDF,
    "polyglot: HTML first": NOT_PDF,
    "polyglot: ZIP first": NOT_PDF,
    "polyglot: program first": NOT_PDF,
    "polyglot: second header": SYNTAX,
    "byte order mark first": NOT_PDF,
    "ISA: object without table": TAIL,
    "ISA: object and end mark": SYNTAX,
    "ISA: object and the old startxref": TAIL,
    "ISA: object, table and trailer": CHANGED,
    "ISA: table that points to nowhere": NOWHERE,
    "SWA: objects inside the hole": SYNTAX,
    "SWA: wider hole": CONTAINER,
    "byte range: shorter tail": COVERED,
    "container: empty": CONTAINER,
    "container: no CMS": CONTAINER,
    "container: endless length": CONTAINER,
    "container: nested 900 deep": CONTAINER,
    "container: that of the time stamp": CONTAINER,
    "container: one digit in the other case": CONTAINER,
    "container: bytes in the padding": CONTAINER,
    "cross references: startxref 0": SYNTAX,
    "cross references: startxref beyond the end": SYNTAX,
    "cross references: startxref negative": SYNTAX,
    "cross references: endless /Prev": SYNTAX,
    "cross references: 4,000,000,000 entries": SYNTAX,
    "signature dictionary: other /SubFilter": CONTAINER,
    "catalog renamed": COVERED,
    "20,000 arrays in each other": NOWHERE,
    "too large": _limit(Problem.TOO_LARGE),
    "65 end marks": _limit(Problem.TOO_MANY_REVISIONS),
    # -- the structure of the file
    "encrypted": ENCRYPTED,
    "encrypted by the trailer alone": SYNTAX,
    "written anew": CONTAINER,
    "objects swapped": SYNTAX,
    "trailer: no catalog": SYNTAX,
    "trailer: other identifier": NO_EFFECT,
    "hybrid reference": HYBRID,
    "cross-reference stream: page replaced": CHANGED,
    "cross-reference stream: wide columns": CHANGED,
    "cross-reference stream: no column for the kind": CHANGED,
    "cross-reference stream: columns of no width": SYNTAX,
    "cross-reference stream: negative width": SYNTAX,
    "cross-reference stream: column of 4 GB": SYNTAX,
    "cross-reference stream: two columns": SYNTAX,
    "cross-reference stream: 4,000,000,000 rows": SYNTAX,
    "cross-reference stream: 300 MiB when unpacked": _limit(Problem.DAMAGED),
    "object stream: page replaced": CHANGED,
    "object stream: 4,000,000,000 objects": CHANGED,
    "object stream: first beyond its end": NOWHERE,
    "object stream: extends itself": CHANGED,
    "object stream: stands in itself": NOWHERE,
    "revision: nothing changed": NO_EFFECT,
    "page replaced": CHANGED,
    "outline added": CHANGED,
    "catalog: base address": CHANGED,
    "catalog: viewer preferences": CHANGED,
    "catalog: mark information": CHANGED,
    "catalog: collection": CHANGED,
    "signature removed from its field": REMOVED,
    "signatures swapped": CHANGED,
    "signature shown twice": CONTAINER,
    "lock changed": CHANGED,
    "certification moved to the time stamp": PERMS,
    "DSS: list of 300 MiB when unpacked": _limit(Problem.DAMAGED),
    "DSS: list that is not DER": SYNTAX,
    "page content of 300 MiB when unpacked": CHANGED,
    "image of 3,600 million pixels": CHANGED,
    "pages 5,000 deep": NOWHERE,
    "fields 5,000 deep": _limit(Problem.TOO_COSTLY),
    "names in a ring": CHANGED,
    "50,000 objects": NO_EFFECT,
    # -- a revision of its own
    "USF: no /Contents": USF,
    "USF: /Contents null": USF,
    "USF: /Contents empty": USF,
    "USF: /Contents zero": USF,
    "USF: /Contents a number": USF,
    "USF: no /ByteRange": USF,
    "USF: /ByteRange null": USF,
    "USF: /ByteRange empty": USF,
    "USF: /ByteRange of zeros": USF,
    "USF: /ByteRange negative": USF,
    "USF: /ByteRange of three": USF,
    "USF: /ByteRange beyond the file": USF,
    "USF: no /SubFilter": USF,
    "USF: no /Filter": REWRITTEN,
    "signature: other reason": REWRITTEN,
    "signature: other time": REWRITTEN,
    "signature: no /Reference": REWRITTEN,
    "shadow hide: covered page": CHANGED,
    "shadow replace: content stream": CHANGED,
    "shadow replace: font": CHANGED,
    "shadow replace: field value": CHANGED,
    "shadow replace: appearance of the field": CHANGED,
    "shadow hide-and-replace: other page tree": CHANGED,
    "evil annotation: free text": CHANGED,
    "evil annotation: stamp": CHANGED,
    "evil annotation: redaction": CHANGED,
    "evil annotation: highlight": CHANGED,
    "evil annotation: link": CHANGED,
    "evil annotation: hidden": CHANGED,
    "evil annotation: attachment": CHANGED,
    "sneaky signature: visible empty field": EMPTY_FIELD,
    "sneaky signature: enlarged field": CHANGED,
    "empty signature field": EMPTY_FIELD,
    "field renamed": CHANGED,
    "button with a script": CHANGED,
    "form: /NeedAppearances": CHANGED,
    "form: XFA": CHANGED,
    "form: no field": FORM_GONE,
    "form removed": FORM_GONE,
    "page added": CHANGED,
    "page turned": CHANGED,
    "page cropped": CHANGED,
    "page enlarged": CHANGED,
    "page with actions": CHANGED,
    "catalog: script on opening": CHANGED,
    "catalog: additional actions": CHANGED,
    "catalog: names": CHANGED,
    "catalog: embedded files": CHANGED,
    "catalog: optional content": CHANGED,
    "catalog: page labels": CHANGED,
    "catalog: another language": CHANGED,
    "catalog: version": CHANGED,
    "catalog: permissions removed": PERMS,
    "catalog: structure removed": CHANGED,
    "catalog: DSS removed": DSS_REMOVED,
    "catalog: DSS emptied": DSS_EMPTIED,
    "title in XMP": CHANGED,
    "title in the information dictionary": CHANGED,
    "XMP: not XML": CHANGED,
    "XMP: entities in entities": CHANGED,
    "XMP: 300 MiB when unpacked": CHANGED,
    "pages in a ring": CHANGED,
    "fields in a ring": SYNTAX,
    "501 pages": _limit(Problem.TOO_MANY_PAGES),
    "-1 pages": CHANGED,
    "17 signature fields": _limit(Problem.TOO_MANY_SIGNATURES),
    # -- keys
    "time stamp: stripped": UNPROVEN,
    "time stamp: attributes emptied": UNPROVEN,
    "time stamp: by another authority": UNPROVEN,
    "time stamp: of other bytes": UNPROVEN,
    "time stamp: by a key that is not for it": UNPROVEN,
    "time stamp: from the future": UNPROVEN,
    "time stamp: before its authority began": UNPROVEN,
    "time stamp: before the signer's certificate": OUT_OF_TIME,
    "archive time stamp: of other bytes": STAMP,
    "archive time stamp: a stranger's in place of ours": STRANGE_STAMP,
    "archive time stamp: a stranger's on top": STAMP_ON_TOP,
    "archive time stamp: by a key that is not for it": STAMP_ON_TOP,
    "archive time stamp: from the future": STAMP_ON_TOP,
    "chain: an authority with our names": NO_CHAIN,
    "chain: a whole strange paper at B-LTA": NO_CHAIN,
    "chain: self-signed": NO_CHAIN,
    "chain: a person as authority": NO_CHAIN,
    "certificate: another key": MISMATCH,
    "certificate: meant for time stamps": NO_CHAIN,
    "certificate: meant for credentials": NO_CHAIN,
    "certificate: expired": OUT_OF_TIME,
    "certificate: expired, without time stamp": UNPROVEN,
    "certificate: not yet valid": OUT_OF_TIME,
    "certificate: revoked": REVOKED,
    "certificate: revoked, with the old list": REVOKED,
    "letter signed by another official": OTHER_PAPER,
    "stranger in the second field": STRANGER_SECOND,
    "another official in the second field": OFFICIAL_SECOND,
    "stranger signs afterwards": AFTERWARDS,
    "another official signs afterwards": OFFICIAL_AFTERWARDS,
    "CMS: content inside": CONTAINER,
    "CMS: two signers": CONTAINER,
    "CMS: no signer": CONTAINER,
    "CMS: no signed attributes": CONTAINER,
    "CMS: MD5 named": MISMATCH,
    "CMS: no certificates": NO_SIGNER,
    "CMS: another official's certificate named": NO_SIGNER,
    "CMS: other signature value": MISMATCH,
    "CMS: of another letter": TRANSPLANT,
}
