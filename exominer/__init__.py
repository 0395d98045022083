"""exominer: claims about vesicles and radiation, from a folder of papers to a table."""

__version__ = "0.1.0"
