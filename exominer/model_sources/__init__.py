"""What ``--model`` names -> the folder of a model: fetched, unpacked, kept."""
