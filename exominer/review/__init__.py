"""The local page on which a person corrects the claims of a run."""
