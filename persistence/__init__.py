"""MongoDB: records and their repositories, transactions, outbox, event log; no rule of the decree lives here."""
