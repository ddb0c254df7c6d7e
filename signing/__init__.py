"""Electronic signatures: the Signer port, the PAdES profile, trust and validation; no rule of who may sign what."""

import logging

# These libraries log names and tracebacks out of the files they read. Every finding stands in a report or an error instead.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)
