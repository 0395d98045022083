"""Hugging Face encoders that tag mentions; torch is imported by ``tagger`` alone."""
