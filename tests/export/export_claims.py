"""A claim to write, whole and bare."""

from exominer.records import (
    CargoItem,
    CellItem,
    Citation,
    Claim,
    Cue,
    Effect,
    Evidence,
    Radiation,
)

SENTENCE = "Vesicles of U87 given 2 Gy did not bring miR-9 or -9a to HUVEC to slow growth."
START = 100


def evidence(text=SENTENCE, start=START, **changes):
    fields = {"document": "sub/a.pdf", "source": "prose", "section": "Results", "page": 4}
    return Evidence(**{**fields, "start": start, "end": start + len(text), "text": text, **changes})


def claim(**changes):
    cue_start = START + SENTENCE.index("did not")
    fields = {
        "claim_id": "c1",
        "kind": "function",
        "cargo": (CargoItem("miR-9", "miRNA"), CargoItem("-9a", "miRNA", name="miR-9a")),
        "donor_cell": (CellItem("U87"),),
        "recipient_cell": (CellItem("HUVEC"),),
        "effect": Effect("slow growth", "growth", "decrease"),
        "radiation": Radiation("2 Gy", "", "unspecified", "2 Gy", (2.0, 0.005), 5, "donor"),
        "polarity": "negated",
        "cue": Cue("did not", cue_start, cue_start + 7),
        "study_model": "in_vitro",
        "finding": "cited",
        "citations": (Citation("[7]", 7, "Roe. 2020.", "10.1/x"), Citation("[8]", 8)),
        "evidence": (evidence(),),
        "score": 0.123456,
    }
    return Claim(**{**fields, **changes})


BARE = claim(
    claim_id="c2",
    cargo=(),
    donor_cell=(),
    recipient_cell=(),
    radiation=None,
    cue=None,
    citations=(),
    evidence=(evidence(page=None),),
)
