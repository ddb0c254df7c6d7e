"""The use cases: the one door, the issuing pipeline and the verification; no GraphQL and no HTTP here."""
