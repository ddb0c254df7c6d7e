"""The demonstration: a client of the HTTP API that walks an application to a signed, verified SLA; no shortcut inside."""
