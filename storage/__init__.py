"""Bytes: the ObjectStore port and its S3 adapter; no meaning of a file is known here."""
