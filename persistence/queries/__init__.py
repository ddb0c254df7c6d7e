"""Asynchronous reads for GraphQL and the pages: by id, by page, by parent; nothing here writes."""
