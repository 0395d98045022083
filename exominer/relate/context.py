"""Study model and whose finding a sentence reports."""

import re

from exominer.records import Document, Finding, StudyModel
from exominer.relate.scene import Scene

IN_VIVO = re.compile(
    r"\b(?:in vivo|mice|mouse model|murine model|rats?|animals?|xenografts?|nude|zebrafish"
    r"|tumou?r-bearing|allografts?|beagles?|pigs?|intravenous\w*|intraperitoneal\w*)\b",
    re.IGNORECASE,
)
PATIENT = re.compile(
    r"\b(?:patients?|cohort|clinical(?:ly)?|volunteers?|donors? blood|biops\w+|overall survival"
    r"|prognos\w+|healthy (?:controls|individuals|subjects))\b",
    re.IGNORECASE,
)
IN_VITRO = re.compile(
    r"\b(?:in vitro|cell lines?|cultured?|co-?cultur\w+|cells|fibroblasts|macrophages)\b",
    re.IGNORECASE,
)
CITED = re.compile(
    r"\b(?:et al|previous(?:ly)?|earlier (?:work|stud\w+)|(?:has|have) been (?:shown|reported|found"
    r"|demonstrated|described)|(?:recent|several|many|other|another|one) stud(?:y|ies)"
    r"|researchers|reported that|studies (?:have|show))\b",
    re.IGNORECASE,
)
BACKGROUND = re.compile(
    r"\b(?:is|are) (?:known|thought|believed|considered|widely|generally)\b|\b(?:well[- ]known)\b",
    re.IGNORECASE,
)
OWN = re.compile(
    r"\b(?:we|our|here|this study|the present|these (?:data|results|findings))\b", re.IGNORECASE
)


def read_study_model(scene: Scene, before: Scene | None, text: str) -> StudyModel:
    """In vivo, patient or in vitro by the words of the sentence, else of the one before."""
    for current in (scene, before):
        if current is None:
            continue
        sentence = text[current.text_start : current.text_end]
        if IN_VIVO.search(sentence):
            return "in_vivo"
        if PATIENT.search(sentence):
            return "patient"
        if current.of_kind("cell_line") or IN_VITRO.search(sentence):
            return "in_vitro"
    return "unspecified"


def read_finding(document: Document, scene: Scene) -> Finding:
    """Own, cited or background, by the section, the citations and the words.

    In results and abstracts a finding is the paper's own unless the words say otherwise;
    elsewhere a citation in the sentence or at the end of the next one makes it cited.
    """
    start, end = scene.text_start, scene.text_end
    sentence = document.text[start:end]
    if OWN.search(sentence):
        return "own"
    here = any(start <= mark.start < end for mark in document.citations)
    if here or CITED.search(sentence):
        return "cited"
    kind = next((s.kind for s in document.sections if s.start <= start < s.end), "body")
    if BACKGROUND.search(sentence):
        return "background"
    if kind in {"abstract", "results", "methods", "conclusion"} or not document.citations:
        return "own"
    late = any(end <= mark.start <= end + 250 for mark in document.citations)
    return "cited" if late and kind in {"body", "introduction", "discussion"} else "background"
