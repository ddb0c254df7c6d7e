"""The errors of persistence; no driver error leaves this package."""


class PersistenceError(Exception):
    """Something in MongoDB's way."""


class DatabaseUnavailable(PersistenceError):
    """MongoDB did not answer in time, or lost its primary. Nothing was written."""
