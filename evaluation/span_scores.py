"""Gold and found items of units (sentences, documents) to P, R and F1 with their intervals."""

import random
from collections.abc import Hashable, Iterable, Sequence

from exominer.evaluate.bootstrap import bootstrap_interval, f1, share

RESAMPLES = 2000
SEED = 20261127


def score_units(units: Iterable[tuple[set[Hashable], set[Hashable]]]) -> dict[str, object]:
    """P, R and F1 in percent of (gold, found) pairs, with bootstrap intervals over the units."""
    counts = [(len(gold & found), len(found), len(gold)) for gold, found in units]
    right, n_found, n_gold = (sum(column) for column in zip(*counts, strict=True))
    f1_interval = bootstrap_interval(counts, f1, resamples=RESAMPLES, seed=SEED)
    recalls = [(n_right, n) for n_right, _, n in counts]
    recall_interval = bootstrap_interval(recalls, share, resamples=RESAMPLES, seed=SEED)
    return {
        "precision": percent(right / n_found if n_found else 0.0),
        "recall": percent(right / n_gold if n_gold else 0.0),
        "recall_interval": [percent(bound) for bound in recall_interval],
        "f1": percent(2 * right / (n_found + n_gold) if n_found + n_gold else 0.0),
        "f1_interval": [percent(bound) for bound in f1_interval],
        "right": right,
        "found": n_found,
        "gold": n_gold,
    }


def percent(value: float) -> float:
    return round(100 * value, 1)


def draw_half(groups: Sequence[str]) -> set[str]:
    """Half of the groups (PMIDs, sentence ids), the part that may be looked at for errors."""
    names = sorted(set(groups))
    return set(random.Random(SEED).sample(names, len(names) // 2))


def score_cells(score: dict[str, object]) -> list[object]:
    """P, R, F1, interval and counts as cells of a table."""
    low, high = score["f1_interval"]
    counts = f"{score['right']} / {score['found']} / {score['gold']}"
    return [score["precision"], score["recall"], score["f1"], f"{low} to {high}", counts]
