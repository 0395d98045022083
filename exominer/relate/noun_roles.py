"""Nouns and verbs that decide what a phrase around a vesicle or its cargo is about."""

import re

from exominer.records import MentionKind

RELEASE_NOUN = re.compile(
    r"^(?:secretion|release|number|amount|quantity|abundance|production|yield|shedding|biogenesis"
    r"|output|concentration|count|generation|formation|excretion|level|particle)s?$",
    re.IGNORECASE,
)
UPTAKE_NOUN = re.compile(
    r"^(?:uptake|internali[sz]ation|endocytosis|engulfment|incorporation|absorption|fusion)$",
    re.IGNORECASE,
)
CONTENT_NOUN = re.compile(
    r"^(?:level|expression|content|abundance|amount|cargo|composition|load|loading|packaging"
    r"|concentration|profile|quantity|proportion|number|presence|accumulation|sorting|enrichment"
    r"|proteome|transcriptome|protein)s?$",
    re.IGNORECASE,
)
TREATMENT_NOUN = re.compile(
    r"^(?:treatment|transfer|delivery|injection|administration|exposure|addition|uptake|co-?culture"
    r"|incubation|internali[sz]ation|release|secretion|infusion|transplantation|application|effect"
    r"|action|activity|presence|stimulation|communication|combination|therapy|use|role|cargo"
    r"|content|component|delivery|transmission|shuttling|pretreatment|level|upregulation|increase"
    r"|abundance|enrichment|expression)s?$",
    re.IGNORECASE,
)
CONTROL_WORD = re.compile(
    r"^(?:inhibition|inhibitors?|depletion|depleted|removal|removing|blockade|blocking|block|"
    r"knock-?down|knock-?out|silenc\w*|loss|absence|lack|GW4869|DNase|RNase|proteinase|heparin"
    r"|antagomirs?|anti-?miR|si\w*RNA|shRNA|neutrali[sz]\w*|dynasore|suppression|deletion"
    r"|elimination|ablation|deficien\w*|without|inhibiting|depleting|abrogation|disruption)$",
    re.IGNORECASE,
)
FORCED_WORD = re.compile(
    r"^(?:mimics?|over-?express\w*|forced|ectopic\w*|transfect\w*|plasmids?|lentivir\w*|vectors?"
    r"|adenovir\w*|CRISPR\S*|exogenous|recombinant|soluble|pre-?miRs?)$",
    re.IGNORECASE,
)
APPLIED_WORD = re.compile(
    r"^(?:treat|incubat|cultur|co-?cultur|expos|inject|deliver|add|administ|stimulat|pulse|receiv"
    r"|given|infus|transplant|cultivat|appl|transfer|internali|took|taken|pretreat|challeng)",
    re.IGNORECASE,
)
ROLE_CELLS = re.compile(
    r"\b(?:recipient|target(?:ed)?|bystander|neighbou?ring|adjacent|surrounding|non-?irradiated"
    r"|unirradiated|irradiated|treated|na[iï]ve|non-?targeted|distant|resistant|unexposed"
    r"|donor|parental?|control|acceptor)(?: and [a-z-]+)?"
    r"(?:[ -][A-Za-z0-9/+-]+){0,3}? (?:cells?|fibroblasts|macrophages|keratinocytes|cultures)\b",
    re.IGNORECASE,
)
RECIPIENT_ROLE = re.compile(
    r"recipient|target|bystander|neighbou?r|adjacent|surround|non-?irrad|unirrad|treated|na[iï]ve"
    r"|distant|unexposed|acceptor",
    re.IGNORECASE,
)
GENERIC_PATTERNS: tuple[tuple[re.Pattern[str], MentionKind], ...] = (
    (ROLE_CELLS, "cell_type"),
    (re.compile(r"\bproteins\b|(?<=exosomal )protein\b|(?<=RNA and )protein\b"), "gene_or_protein"),
    (re.compile(r"\b(?:lipids|metabolites)\b"), "lipid"),
    (re.compile(r"\b(?:nucleic acids|transcripts|RNAs?)\b"), "dna_rna_class"),
    (re.compile(r"\b(?:tumou?r )?antigens\b"), "antigen"),
)
"""Cells named by their part alone and unnamed classes of molecules, with their kinds."""

ANAPHOR = frozenset({"it", "they", "these", "this", "them", "those", "both"})
"""Pronoun subjects that may stand for the vesicles or cargo of the sentence before."""
