"""Relations to claims of one paper."""
