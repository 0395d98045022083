"""What is installed, which models run, and whether they do."""
