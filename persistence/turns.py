"""Turns: acts that share one are decided one after another, where the rule between them is one that no index can say."""

from mongoengine import Document, IntField, StringField


class TurnRecord(Document):
    """One turn. *Shape*: the id is its name, such as `unit 6512…`; `taken` counts the acts that were done in it."""

    meta = {"collection": "turns"}

    id = StringField(primary_key=True)
    taken = IntField(required=True)


def take_turn(name: str) -> None:
    """Inside the act's transaction: of two that take one turn at the same moment the later is run again, and so decides by
    what the earlier has written.
    """
    TurnRecord._get_collection().update_one({"_id": name}, {"$inc": {"taken": 1}}, upsert=True)
