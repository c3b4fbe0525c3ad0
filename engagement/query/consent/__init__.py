"""What people said about being written to: the ledger of an address, requests that wait, texts sent after a stop."""
