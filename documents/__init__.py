"""Paper: contexts, templates, rendering and conversion of letters; signatures and storage are elsewhere."""
