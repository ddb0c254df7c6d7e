"""Papers (naskah) as clients see them: those of LKPP's readers, and of the institution concerned; and what signing takes."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import strawberry
from graphql import GraphQLError

from domain import standings
from domain.aggregates import Aggregate
from domain.document_kinds import DOCUMENT_LABELS
from domain.initials import InitialDocument
from domain.protection import MOST_MONTHS, lapse_horizon
from domain.reasons import Reason
from domain.refusals import Refusal
from domain.roles import Actor
from domain.tables import Payload
from persistence.queries.documents import documents
from persistence.queries.reading import Selection
from persistence.queries.rows import Row
from persistence.queries.standings import paper_of
from schema.acts import VersionedAct
from schema.connections import Order, OrderDirection
from schema.context import Info, loaded
from schema.described import attribute, computed, enumeration, input_type, object_type
from schema.enums import DocumentKind, DocumentState, SignatureKind, Standing
from schema.institutions import Institution
from schema.languages import Language, LanguageArgument
from schema.lives import Life
from schema.nodes import key_of
from schema.permissions import scope_of, subjects_of
from schema.personnel import Person
from schema.refusals import payload
from schema.scalars import Secret, Sha256
from schema.standings import LegalStanding


@object_type
class DocumentSignature:
    """One signature of a paper, as recorded when it was made."""

    field_name: str = attribute("The signature field in the PDF.")
    kind: SignatureKind = attribute("A person's, or the agency's seal.")
    signer_name: str = attribute("Who signed.")
    office: str | None = attribute(
        "The title under which he signed, as the paper prints it, with Plt., Plh. or a.n. where it is so; null where it is "
        "not on record, and for the agency's seal."
    )
    certificate_sha256: Sha256 = attribute("The digest of the signer's certificate (DER).")
    level: str = attribute("The level of the signature (ETSI EN 319 142-1), such as B-LTA.")
    certification: str = attribute("The certification that the signature puts on the file.")
    signed_at: str = attribute("When it was made, as recorded.")

    @classmethod
    def of(cls, row: Row) -> "DocumentSignature":
        """The signature as clients see it."""
        return cls(
            field_name=row.text("field"),
            kind=SignatureKind(row.text("kind")),
            signer_name=row.text("signer_name"),
            office=row.text_or_none("office"),
            certificate_sha256=Sha256(row.text("certificate_sha256")),
            level=row.text("level"),
            certification=row.text("certification"),
            signed_at=row.text("signed_at"),
        )


@object_type
class DocumentRendition:
    """An issued paper with a further archive time stamp: the same paper in more bytes."""

    sha256: Sha256 = attribute("The digest of these bytes.")
    size: int = attribute("Their size.")
    made_at: datetime = attribute("When the time stamp was put, in legal time.")
    protected_until: datetime = attribute("Until when it proves the paper.")

    @classmethod
    def of(cls, row: Row) -> "DocumentRendition":
        """The rendition as clients see it."""
        return cls(
            sha256=Sha256(row.text("sha256")),
            size=row.whole("size"),
            made_at=datetime.fromisoformat(row.text("made_at")),
            protected_until=datetime.fromisoformat(row.text("protected_until")),
        )


@object_type
class DocumentInitials:
    """One person's initials (paraf) on the present bytes of a paper; other bytes have none."""

    row: strawberry.Private[Row]
    step: str = attribute("The step of the chain that they meet.")
    person_name: str = attribute("Who put them.")
    sha256: Sha256 = attribute("The digest of the bytes that he has seen.")
    at: datetime = attribute("When.")

    @classmethod
    def of(cls, row: Row) -> "DocumentInitials":
        """The initials as clients see them."""
        return cls(
            row=row,
            step=row.text("step"),
            person_name=row.text("person_name"),
            sha256=Sha256(row.text("sha256")),
            at=datetime.fromisoformat(row.text("at")),
        )

    @computed
    async def person(self, info: Info) -> Person | None:
        """Who put them; null for those who may not know him."""
        return await info.context.loaders.person(self.row.text("person_id"))


@object_type
class Document(Life):
    """A paper that LKPP issues (naskah). Before it is signed nothing legal has happened."""

    aggregate: ClassVar[Aggregate] = Aggregate.DOCUMENT

    row: strawberry.Private[Row]
    kind: DocumentKind = attribute("Its kind.")
    state: DocumentState = attribute("Where it stands on its way.")
    number: str | None = attribute("Its number; null until reserved.")
    dated: date | None = attribute("The date that it bears; null until reserved.", name="date")
    sha256: Sha256 | None = attribute("The digest of its present bytes; null until prepared. Signing names it.")
    prepared_sha256: Sha256 | None = attribute("The digest of its bytes before any signature; null until prepared.")
    size: int | None = attribute("The size of its present bytes.")
    template_version: str | None = attribute("The version of the template from which it was made.")
    renderer: str | None = attribute("The converter that made it, with its version.")
    signed_at: datetime | None = attribute("When its last signature was recorded.")
    protected_until: datetime | None = attribute("Until when its last archive time stamp proves it; null until issued.")
    presented_at: datetime | None = attribute("When it was presented first; null until then.")
    void_reason: str | None = attribute("Why it is void; null where it is not.")

    @classmethod
    def of(cls, row: Row) -> "Document":
        """The paper as clients see it."""
        return cls(
            key=row.id,
            row=row,
            owner_key=row.text("institution_id"),
            version=row.whole("version"),
            created_at=row.moment("created_at"),
            updated_at=row.moment("updated_at"),
            kind=DocumentKind(row.text("kind")),
            state=DocumentState(row.text("state")),
            number=row.text_or_none("number"),
            dated=row.day_or_none("dated"),
            sha256=_digest(row.text_or_none("sha256")),
            prepared_sha256=_digest(row.text_or_none("prepared_sha256")),
            size=row.whole_or_none("size"),
            template_version=row.text_or_none("template_version"),
            renderer=row.row("rendering").text_or_none("renderer"),
            signed_at=row.moment_or_none("signed_at"),
            protected_until=row.moment_or_none("protected_until"),
            presented_at=row.moment_or_none("presented_at"),
            void_reason=row.text_or_none("void_reason"),
        )

    @computed
    def return_reason(self, info: Info) -> str | None:
        """Why it was returned to its drafter: LKPP's own remark, null for an institution's people and where it is not."""
        return None if info.context.viewer.institution_id is not None else self.row.text_or_none("return_reason")

    @computed
    def chain(self, info: Info) -> list[str]:
        """Who puts initials before the signature, in order: a role, or `person:` and a key; empty for none, and for an
        institution's people (house rule).
        """
        return [] if info.context.viewer.institution_id is not None else self.row.texts("chain")

    @computed
    def label(self, language: LanguageArgument = Language.ID) -> str:
        """Its kind, in words."""
        return language.choose(*DOCUMENT_LABELS[self.kind])

    @computed
    async def standing(self, info: Info) -> Standing:
        """What it means in law today: `legalStanding` says since when, and by which paper."""
        return (await self._standing(info)).standing

    @computed
    async def legal_standing(self, info: Info) -> LegalStanding:
        """What it means in law today, since when, by which paper, and which standards are revoked on it."""
        return LegalStanding.of(await self._standing(info))

    async def _standing(self, info: Info) -> standings.LegalStanding:
        """As the verification answers for the same reader: one plan of reads, one function."""
        aggregate = Aggregate(self.row.text("subject"))
        audience = standings.audience_of(info.context.viewer, aggregate, self.owner_key)
        subject = await info.context.loaders.subject_of(self.row)
        return standings.legal_standing(info.context.today, paper_of(self.row), subject, audience)

    @computed
    async def institution(self, info: Info) -> Institution | None:
        """The institution concerned."""
        return await info.context.loaders.institution(self.owner_key)

    @computed
    async def subject(self, info: Info) -> Life | None:
        """The thing that it speaks of; null for those who may not read it."""
        return await subject_of(self, info)

    @computed
    async def signatories(self, info: Info) -> list[Person]:
        """Who is to sign it; empty for a paper under the agency seal."""
        return await loaded(info.context.loaders.person, self.row.texts("signatories"))

    @computed
    def signatures(self) -> list[DocumentSignature]:
        """The signatures that it bears."""
        return [DocumentSignature.of(row) for row in self.row.rows("signatures")]

    @computed
    def renditions(self) -> list[DocumentRendition]:
        """Its later editions, each with one archive time stamp more; `sha256` stays that of the paper as issued."""
        return [DocumentRendition.of(row) for row in self.row.rows("renditions")]

    @computed
    def initials(self, info: Info) -> list[DocumentInitials]:
        """The initials that were put on its present bytes, in order; empty for an institution's people (house rule)."""
        if info.context.viewer.institution_id is not None:
            return []
        return [DocumentInitials.of(row) for row in self.row.rows("initials")]

    @computed
    def verify_url(self, info: Info) -> str | None:
        """Where anyone can check it: the address in its QR code. Null until reserved."""
        code = self.row.text_or_none("code")
        return None if code is None else f"{info.context.public_url}/v/{code}"

    @computed
    def path(self, info: Info) -> str | None:
        """Where its bytes are served to those who may read it, with a strong ETag. Null until prepared."""
        return None if self.sha256 is None else f"{info.context.public_url}/documents/{self.key}"

    @computed
    async def download_url(self, info: Info) -> str | None:
        """An address of its bytes that opens them without a token, for a few minutes and as the one who asks. Null until
        prepared. Asking for it changes nothing; the head of the unit or of the institution who fetches it, or `path`, has
        received a sanction's letter (II.2.3.s1).
        """
        return None if self.sha256 is None else await info.context.download_url(self.key)


async def subject_of(document: Document, info: Info) -> Life | None:
    """The thing that a paper speaks of; None for those who may not read it."""
    subject, key = Aggregate(document.row.text("subject")), document.row.text("subject_id")
    if subject is Aggregate.SLA:
        return await info.context.loaders.sla(key)
    if subject is Aggregate.APPLICATION:
        return await info.context.loaders.application(key)
    if subject is Aggregate.UNIT:
        return await info.context.loaders.unit(key)
    return await info.context.loaders.life(subject, key)


def _digest(value: str | None) -> Sha256 | None:
    return None if value is None else Sha256(value)


class DocumentOrderField(StrEnum):
    """By what papers are sorted."""

    UPDATED_AT = "UPDATED_AT"
    CREATED_AT = "CREATED_AT"


enumeration(
    DocumentOrderField,
    "By what papers are sorted.",
    UPDATED_AT="By their last change.",
    CREATED_AT="By when they were drafted.",
)


@input_type
class DocumentOrder:
    """The order of a list of papers."""

    field: DocumentOrderField = attribute("By what.", default=DocumentOrderField.UPDATED_AT)
    direction: OrderDirection = attribute("In which direction.", default=OrderDirection.DESC)

    def order(self) -> Order:
        """The order of the rows."""
        return Order(field=self.field.value.lower(), descending=self.direction is OrderDirection.DESC)


@input_type
class DocumentFilter:
    """Which papers; what is left out or null does not restrict."""

    kinds: list[DocumentKind] | None = attribute("Of these kinds.", default=None)
    states: list[DocumentState] | None = attribute("In these states.", default=None)
    awaiting_my_signature: bool = attribute("Only those that wait for my own signature.", default=False)
    protection_lapses_within_months: int | None = attribute(
        f"Only issued papers whose last archive time stamp stops proving them within so many months of thirty days (0 to "
        f"{MOST_MONTHS}), or has, or whose protection was never recorded.",
        default=None,
    )

    def selection(self, viewer: Actor, today: date) -> Selection:
        """The rows, of those that the viewer may read. *Raises*: `GraphQLError` for months out of range."""
        return documents(
            scope=scope_of(viewer, Aggregate.DOCUMENT),
            subjects=subjects_of(viewer),
            kinds=self.kinds or (),
            states=self.states or (),
            awaiting=viewer.id if self.awaiting_my_signature else None,
            lapsing=self._lapsing(today),
        )

    def _lapsing(self, today: date) -> datetime | None:
        if self.protection_lapses_within_months is None:
            return None
        try:
            return lapse_horizon(today, self.protection_lapses_within_months)
        except ValueError as error:
            message = f"`protectionLapsesWithinMonths` is {error}."
            raise GraphQLError(message, extensions={"code": "BAD_REQUEST"}) from error


@input_type
class DocumentAct(VersionedAct):
    """An act on a paper."""

    document: strawberry.ID = attribute("The paper.")

    def record(self) -> str | Refusal:
        """The paper's key."""
        return key_of(self.document, "Document", field="document")


@input_type
class SignDocumentInput(DocumentAct):
    """What `signDocument` takes."""

    seen_sha256: str = attribute("The digest of the paper that you have seen: its `sha256`.")
    passphrase: Secret = attribute("The passphrase of your own signing key.")


@input_type
class InitialDocumentInput(DocumentAct):
    """What `initialDocument` takes (house rule)."""

    seen_sha256: str = attribute("The digest of the paper that you have seen: its `sha256`.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return InitialDocument(seen_sha256=self.seen_sha256)


@input_type
class ReturnDocumentInput(DocumentAct):
    """What `returnDocument` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. Its drafter reads it.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@input_type
class ResubmitDocumentInput(DocumentAct):
    """What `resubmitDocument` takes (house rule)."""

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload: nothing more."""
        return None


@input_type
class ReissueDocumentInput(DocumentAct):
    """What `reissueDocument` takes (house rule)."""

    reason: str = attribute("Why, in at most 4000 characters. It is recorded on the void paper.")

    def payload(self) -> Payload | Refusal | None:
        """The domain's payload."""
        return Reason(reason=self.reason)


@object_type
class SignDocumentSuccess:
    """The paper is signed and issued."""

    document: Document = attribute("The paper as it stands after the act.")
    documents: list[Document] = attribute("Further papers that the act ordered.")


@object_type
class DocumentChanged:
    """The paper after an act on itself."""

    document: Document = attribute("The paper as it stands after the act.")
    documents: list[Document] = attribute("Further papers that the act ordered: none.")


@object_type
class InitialDocumentSuccess(DocumentChanged):
    """The initials are put: the paper waits for the next ones, or for its signature."""


@object_type
class ReturnDocumentSuccess(DocumentChanged):
    """The paper is returned to its drafter: its bytes and initials are given up, its number stays."""


@object_type
class ResubmitDocumentSuccess(DocumentChanged):
    """The paper is made anew from its frozen facts under the same number, and begins its chain of initials again."""


@object_type
class ReissueDocumentSuccess:
    """The paper is void, and its number stays on record as such; the same letter is ordered anew."""

    document: Document = attribute("The void paper.")
    documents: list[Document] = attribute("The paper ordered in its place.")


SignDocumentPayload = payload(SignDocumentSuccess)
InitialDocumentPayload = payload(InitialDocumentSuccess)
ReturnDocumentPayload = payload(ReturnDocumentSuccess)
ResubmitDocumentPayload = payload(ResubmitDocumentSuccess)
ReissueDocumentPayload = payload(ReissueDocumentSuccess)
