"""Path to Document: plain text, JATS XML and PDF."""
