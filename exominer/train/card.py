"""What was trained on what, and how well it does -> ``model.json`` and ``CARD.md``."""

from importlib import resources
from pathlib import Path
from string import Template

from msgspec import Struct
from spacy.about import __version__ as spacy_version

from exominer.model_summary import write_summary
from exominer.records import MentionKind
from exominer.train.scoring import MentionScore, Score

MODEL_NAME = "exominer-recogniser"


class ModelCard(Struct, frozen=True, kw_only=True):
    """The content of ``model.json``; scores are of the held-out parts, by recogniser and label."""

    kind: str = "recogniser"
    name: str = MODEL_NAME
    version: str
    spacy: str = spacy_version
    seed: int
    command: str
    kinds: dict[str, dict[str, MentionKind]]
    data: dict[str, str]
    training: dict[str, dict[str, int]]
    syntax: dict[str, dict[str, Score]]
    mentions: dict[str, dict[str, dict[str, MentionScore]]]


def write_card(card: ModelCard, model_dir: Path) -> None:
    """Write ``model.json``, and ``CARD.md`` after the template ``configs/card.md``."""
    write_summary(card, model_dir)
    template = resources.files("exominer.train") / "configs" / "card.md"
    text = Template(template.read_text(encoding="utf-8")).substitute(
        name=card.name,
        version=card.version,
        spacy=card.spacy,
        seed=card.seed,
        command=card.command,
        checksums="\n".join(f"| {name} | `{sha}` |" for name, sha in card.data.items()),
        tables=format_tables(card),
    )
    (model_dir / "CARD.md").write_text(text, encoding="utf-8")


def format_score(score: Score) -> str:
    """Write a score in per cent with its interval.

    Example:
        >>> format_score(Score(0.7284, 0.71, 0.745, 6881))
        '72.8 [71.0, 74.5]'
    """
    return f"{score.value * 100:.1f} [{score.low * 100:.1f}, {score.high * 100:.1f}]"


def format_tables(card: ModelCard) -> str:
    """Write the scores as Markdown tables: syntax, then each recogniser by label."""
    lines = ["| part | tag | UAS | LAS | words |", "| --- | --- | --- | --- | --- |"]
    for part, scores in card.syntax.items():
        cells = [format_score(scores[name]) for name in ("tag", "uas", "las")]
        lines.append(f"| {part} | {' | '.join(cells)} | {scores['tag'].n:,} |")
    lines += ["", "| recogniser | label | our kind | part | F1 | P | R | n |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, parts in card.mentions.items():
        kinds = card.kinds.get(name, {})
        for part, found in parts.items():
            lines += [
                f"| {name} | {label} | {kinds.get(label, '')} | {part} | {format_score(own.f1)} "
                f"| {own.precision * 100:.1f} | {own.recall * 100:.1f} | {own.f1.n:,} |"
                for label, own in found.items()
            ]
    return "\n".join(lines) + "\n"
