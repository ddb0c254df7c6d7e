"""Measurements of `pembina bench`: our pipeline beside the plain way of doing the same; nothing here is used elsewhere."""
