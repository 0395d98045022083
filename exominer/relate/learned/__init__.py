"""Claims by trained linear models over the parse, the mentions and what the rules found."""
