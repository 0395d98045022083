"""Document to mentions: the shipped model, grammars, lexicon and abbreviations."""
