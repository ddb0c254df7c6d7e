"""The record of a sanction; cases, the ladder and the sanctions' own facts read it."""

from mongoengine import BooleanField, DateTimeField, DictField, IntField, ListField, StringField

from persistence.records import Record


class SanctionRecord(Record):
    """A sanction.

    *Shape*: `author_ids` are all who drafted or prepared it, `drafted_by` the last of them; `sequence` counts the sanctions
    of its case, `round` those of its rung; `remaining` are the standards that a revocation leaves, `held` those that the
    letter of a stop says are revoked still; `findings` are the criteria of the findings that the letter states; `limit_days`
    is the internal limit in working days that it names, `internal_until` its last day, counted from the receipt;
    `document_id` is its present letter, `notice_id` the notice that serves a revocation; `last_instant` is the end of the
    last day to object, UTC, by the calendar of `calendar_version`; `receipts` as `domain.receipts`; dates as ISO 8601 text.
    """

    meta = {
        "collection": "sanctions",
        "indexes": [
            {"fields": ["case_id", "sequence"], "unique": True},
            ("institution_id", "id"),
            ("unit_id", "id"),
            ("state", "updated_at", "id"),
            ("updated_at", "id"),
            "document_id",
            "notice_id",
        ],
    }

    institution_id = StringField(required=True)
    unit_id = StringField(required=True)
    case_id = StringField(required=True)
    rung = StringField(required=True)
    round = IntField(required=True)
    sequence = IntField(required=True)
    drafted_by = StringField(required=True)
    author_ids = ListField(StringField())
    assessor_ids = ListField(StringField())
    asked = ListField(StringField())
    standards = ListField(StringField())
    remaining = ListField(StringField())
    held = ListField(StringField())
    findings = ListField(StringField())
    stop_form = StringField()
    stop_text = StringField()
    stops_on = StringField()
    limit_days = IntField()
    internal_until = StringField()
    document_id = StringField()
    notice_id = StringField()
    issued_on = StringField()
    issued_at = DateTimeField()
    receipts = ListField(DictField())
    received_at = DateTimeField()
    last_instant = DateTimeField()
    calendar_version = StringField()
    limit_is_estimated = BooleanField(default=False)
    follow_ups = ListField(DictField())
    verification = StringField()
    verified_by = StringField()
    verified_on = StringField()
    lkpp_system_ids = ListField(StringField())
    terminated_sla_id = StringField()
    replaces = StringField()
    replaced_by = StringField()
    reason = StringField()


def sanction_told_by(document_id: str) -> SanctionRecord | None:
    """The sanction of which this paper tells the unit: its letter, or of a revocation the notice that serves it."""
    notice = {"notice_id": document_id}
    letter = {"document_id": document_id, "notice_id": None}
    found: SanctionRecord | None = (
        SanctionRecord.objects(__raw__={"$or": [notice, letter]}).only("id", "state", "received_at").first()
    )
    return found
