"""The recognisers of the shipped model: their order of preference and what their labels mean.

Of overlapping mentions the recogniser that stands first is believed: the one that learnt from
annotations of this field before all. Recognisers that are not named here teach the encoder and ship
switched off: what they find in papers of the field, the others find as well.
"""

from typing import get_args

from exominer.records import MentionKind
from exominer.train.annotated import NOT_LEARNT

CLAIMS_RECOGNISER = "ner_claims"
"""Learnt from the project's own annotations, whose labels are our kinds."""

KINDS: dict[str, dict[str, MentionKind]] = {
    CLAIMS_RECOGNISER: {kind: kind for kind in get_args(MentionKind) if kind not in NOT_LEARNT},
    "ner_cg": {
        "Gene_or_gene_product": "gene_or_protein",
        "Cell": "cell_type",
        "Cancer": "disease",
        "Pathological_formation": "disease",
        "Simple_chemical": "chemical",
        "Amino_acid": "chemical",
        "Organism": "organism",
        "Organism_substance": "fluid",
        "Tissue": "tissue",
        "Multi-tissue_structure": "tissue",
        "Organ": "tissue",
        "Organism_subdivision": "tissue",
        "Anatomical_system": "tissue",
        "Developing_anatomical_structure": "tissue",
    },
    "ner_effects": {"Process": "effect_process"},
}
