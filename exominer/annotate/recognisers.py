"""The recognisers by name; what a document is run through, apart from the trained model."""

from typing import Final

from exominer.annotate.cells import find_cells
from exominer.annotate.dose import find_doses
from exominer.annotate.isolation import find_isolation_methods
from exominer.annotate.lexicon import find_lexicon_terms
from exominer.annotate.mirna import find_mirnas
from exominer.annotate.ncrna import find_ncrnas
from exominer.annotate.radiation import find_radiation
from exominer.annotate.recognition import Recogniser
from exominer.annotate.vesicles import find_vesicles

RECOGNISERS: Final[dict[str, Recogniser]] = {
    "mirna": find_mirnas,
    "ncrna": find_ncrnas,
    "dose": find_doses,
    "radiation": find_radiation,
    "vesicles": find_vesicles,
    "isolation": find_isolation_methods,
    "cells": find_cells,
    "lexicon": find_lexicon_terms,
}
