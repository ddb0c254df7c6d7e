"""GraphQL request to service call to GraphQL type: root fields and loaders; no rule and no query lives here."""
