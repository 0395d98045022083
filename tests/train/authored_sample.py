"""A tiny authored document, whole and correct, for tests to change."""

import copy

TEXT = (
    "Exosomes came from HeLa cells after 6 Gy of X-rays. These exosomes carried more miR-21 "
    "and did not alter the migration of recipient cells. They might slow the proliferation of "
    "HUVECs.\n\nTable 1. Vesicles after irradiation.\n\n"
    "Cargo\tDonor\tEffect\nmiR-9\tA549\traised invasion; lowered apoptosis"
)
X_RAYS = {"modality": "X-rays", "dose": "6 Gy", "exposed": "donor"}
FIRST = {
    "kind": "cargo_change",
    "effect": "carried more miR-21",
    "cargo": ["miR-21"],
    "donor": ["HeLa"],
    "recipient": [],
    "direction": "increase",
    "polarity": "asserted",
    "cue": None,
    "radiation": X_RAYS,
    "process": "",
    "target": "",
    "pathway": "",
    "finding": "own",
    "study_model": "in_vitro",
}
SAMPLE = {
    "id": "W001",
    "sort": "results",
    "negative": None,
    "title": "A sample",
    "source": {"note": "composed from general knowledge"},
    "text": TEXT,
    "mentions": {
        "vesicle": ["Exosomes", "exosomes", "Vesicles"],
        "cell_line": ["HeLa", "A549"],
        "cell_type": ["HUVECs"],
        "dose": ["6 Gy"],
        "radiation": ["X-rays", "irradiation"],
        "mirna": ["miR-21", "miR-9"],
        "effect_process": ["migration", "proliferation", "invasion", "apoptosis"],
    },
    "claims": [
        FIRST,
        FIRST
        | {
            "kind": "function",
            "effect": "alter the migration of recipient cells",
            "cargo": [],
            "recipient": ["recipient cells"],
            "direction": "none",
            "polarity": "negated",
            "cue": "did not",
        },
        FIRST
        | {
            "kind": "function",
            "effect": "slow the proliferation of HUVECs",
            "cargo": [],
            "recipient": ["HUVECs"],
            "direction": "decrease",
            "polarity": "speculative",
            "cue": "might",
        },
        FIRST
        | {
            "kind": "function",
            "effect": "raised invasion",
            "cargo": ["miR-9"],
            "donor": ["A549"],
            "radiation": {"modality": "irradiation", "dose": None, "exposed": "unspecified"},
            "finding": "cited",
        },
    ],
    "contestable": [],
}


def make_sample(**changes):
    return copy.deepcopy(SAMPLE) | changes


def change_claim(number, **changes):
    sample = make_sample()
    sample["claims"][number - 1] |= changes
    return sample


def split_at_stops(paragraph):
    """A splitter plain enough to see through: a sentence ends at ". " or at the end."""
    spans, start = [], 0
    while start < len(paragraph):
        stop = paragraph.find(". ", start)
        end = stop + 1 if stop >= 0 else len(paragraph)
        spans.append((start, end))
        start = end + 1
    return spans
