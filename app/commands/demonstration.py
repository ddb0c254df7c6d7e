"""`pembina demo`."""
