"""Annotations to a model folder."""
