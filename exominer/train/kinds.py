"""The recognisers of the shipped model: their order of preference and what their labels mean.

Of overlapping mentions the recogniser that stands first is believed: the narrow ones before
the broad, and Cancer Genetics, whose spans are names, before JNLPBA, whose spans are phrases.
"""

from exominer.records import MentionKind

KINDS: dict[str, dict[str, MentionKind]] = {
    "ner_lines": {"CellLine": "cell_line"},
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
    "ner_bc5cdr": {"Disease": "disease", "Chemical": "chemical"},
    "ner_effects": {"Process": "effect_process"},
    "ner_jnlpba": {
        "protein": "gene_or_protein",
        "cell_type": "cell_type",
        "cell_line": "cell_line",
        "DNA": "dna_rna_class",
        "RNA": "dna_rna_class",
    },
}
