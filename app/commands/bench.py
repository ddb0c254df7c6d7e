"""`pembina bench`."""
