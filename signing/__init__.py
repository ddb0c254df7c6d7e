"""Electronic signatures: the Signer port, the PAdES profile, trust and validation; no rule of who may sign what."""
