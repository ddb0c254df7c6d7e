"""Asynchronous, projected, batched reads for GraphQL and the pages; nothing here writes."""
