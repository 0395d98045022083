"""Many documents: isolation, ledger, resume and workers."""
