"""What a relation model was trained on and how well it does -> ``model.json`` and ``CARD.md``."""

import platform
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from string import Template
from typing import Final

from msgspec import Struct, structs

from exominer.model_summary import write_summary
from exominer.train.calibration import Bin, Point

_LIBRARIES: Final = ("numpy", "scipy", "spacy", "msgspec")
_TEMPLATE: Final = Template(
    """# $name $version

Decides which phrases of a text claim an effect of vesicles, and what fills their roles:
logistic regressions over words, the parse, the mentions and what the rules of `exominer/relate`
found; names that can fill a role are ranked beside one another. Plain arrays (`weights.npz`), read
without running anything.

- Trained by `exominer train relations` with seed $seed: $documents documents, $effects effects.
- Mentions and parse: $recogniser. With another recogniser, train anew.
- Made with $versions.

## Data

$data

## Scores

By cross-validation over documents ($folds folds; each is scored by models that have not seen it),
at the default threshold of $min_score (`exominer/retraining/thresholds.py` says how it is chosen):

| Level | P | R | F1 |
| --- | ---: | ---: | ---: |
$levels

Expected calibration error of the score (share of claims right at the triple): $error.

| Score from | Claims | Mean score | Right |
| --- | ---: | ---: | ---: |
$bins

| Threshold | Claims | P | R | F1 (triple) |
| --- | ---: | ---: | ---: | ---: |
$curve

## Limits

Gold effects that no candidate stands for: $lost_effects of $effects. Fillers that no candidate
stands for: $lost_fillers. They count as misses. The annotations are by language models and richer
in doses and negations than papers are; see `annotations/README.md`.
"""
)


class RelationCard(Struct, frozen=True, kw_only=True):
    """The content of ``model.json``; what running needs stands first.

    ``strengths`` are the penalties of the fits. ``recogniser_sha256`` is that of the weights of
    a recogniser other than the shipped one.
    """

    kind: str
    format: int
    name: str
    version: str
    min_score: float
    fill: dict[str, tuple[float, float]]
    strengths: dict[str, float]
    seed: int
    folds: int
    recogniser: str
    recogniser_sha256: str | None = None
    data: dict[str, str] = {}
    n_documents: int
    n_effects: int
    n_lost_effects: int
    fillers: dict[str, int]
    lost_fillers: dict[str, int]
    levels: dict[str, Point]
    calibration_error: float
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]
    versions: dict[str, str]


def find_training_versions() -> dict[str, str]:
    """Versions of Python and of the libraries that shape the weights."""
    found = {name: metadata.version(name) for name in _LIBRARIES}
    return {"python": platform.python_version(), **found}


def write_relation_card(card: RelationCard, model_dir: Path, *, data: dict[str, str]) -> None:
    """Write ``model.json`` and ``CARD.md`` into a folder that is there.

    ``data`` are checksums of the files trained on, by name.
    """
    card = structs.replace(card, data=data)
    write_summary(card, model_dir)
    (model_dir / "CARD.md").write_text(format_relation_card(card), encoding="utf-8")


def format_relation_card(card: RelationCard) -> str:
    """The card as Markdown."""
    lost = (f"{card.lost_fillers.get(r, 0)} of {n} ({r})" for r, n in sorted(card.fillers.items()))
    return _TEMPLATE.substitute(
        name=card.name,
        version=card.version,
        seed=card.seed,
        documents=card.n_documents,
        effects=card.n_effects,
        recogniser=card.recogniser,
        versions=", ".join(f"{name} {version}" for name, version in card.versions.items()),
        data="\n".join(f"- {name}: `{sha}`" for name, sha in card.data.items()),
        folds=card.folds,
        min_score=f"{card.min_score:.2f}",
        levels="\n".join(
            f"| {name} | {_percent(s.precision, s.recall, s.f1)} |"
            for name, s in card.levels.items()
        ),
        error=f"{card.calibration_error:.3f}",
        bins="\n".join(
            f"| {b.least:.1f} | {b.n_claims} | {b.score:.2f} | {b.right:.2f} |" for b in card.bins
        ),
        curve="\n".join(
            f"| {p.least:.2f} | {p.n_claims} | {_percent(p.precision, p.recall, p.f1)} |"
            for p in card.curve
        ),
        lost_effects=card.n_lost_effects,
        lost_fillers=", ".join(lost),
    )


def thin_curve(curve: Sequence[Point], *, step: float = 0.05) -> tuple[Point, ...]:
    """One point for every step of the threshold, of those that are there."""
    kept: dict[int, Point] = {}
    for point in curve:
        kept.setdefault(int(point.least / step + 1e-9), point)
    return tuple(kept.values())


def _percent(*shares: float) -> str:
    return " | ".join(f"{share * 100:.1f}" for share in shares)
