"""Annotations in and out of the formats that other tools use."""
