"""A gold row and a claim to how far the claim says what the row says."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from exominer.evaluate.gold import Table1Effect, Table1Row, row_spellings
from exominer.evaluate.matching import (
    SameName,
    content_words,
    items_agree,
    name_is_held,
    names_equal,
    normalise_phrase,
    phrase_similarity,
    same_item,
    spellings,
)
from exominer.records import Claim

Strictness = Literal["strict", "relaxed"]
Level = Literal["cargo", "cell", "effect", "triple", "full"]

STRICTNESS: tuple[Strictness, ...] = ("strict", "relaxed")
LEVELS: tuple[Level, ...] = ("cargo", "cell", "effect", "triple", "full")
MAX_EXTRA_WORDS = 4
"""Content words that a claim's process may have beside a gold name of one or two words."""

_LETTER_CELL = re.compile(r"\b([a-z]) (?=cells?\b)")
SAME_NAME: dict[Strictness, SameName] = {"strict": names_equal, "relaxed": name_is_held}


class EffectFit(Struct, frozen=True, order=True):
    """How one gold effect agrees with a claim's; a better agreement compares greater."""

    words: bool = False
    direction: bool = False
    pathway: bool = False
    similarity: float = 0.0


class Fit(Struct, frozen=True):
    """What of a row a claim gives; ``effect`` is the row's effect it fits best.

    A cell or recipient that the row does not name agrees with anything.
    """

    cargo: bool
    cell: bool
    recipient: bool
    effect: EffectFit
    effects_told: tuple[bool, ...]
    cargo_named: tuple[bool, ...]

    def reaches(self, level: Level) -> bool:
        """Whether the claim gives this much of the row.

        ``effect`` takes words and direction; ``triple`` is cargo, cell and effect in this
        one claim; ``full`` adds recipient and pathway, where the gold names them.
        """
        effect = self.effect.words and self.effect.direction
        triple = self.cargo and self.cell and effect
        reached = {
            "cargo": self.cargo,
            "cell": self.cell,
            "effect": effect,
            "triple": triple,
            "full": triple and self.recipient and self.effect.pathway,
        }
        return reached[level]

    @property
    def n_agreeing(self) -> int:
        """How many of cargo, cell, effect words and direction agree."""
        return self.cargo + self.cell + self.effect.words + self.effect.direction


def fit_claim(row: Table1Row, claim: Claim, strictness: Strictness) -> Fit:
    """Compare a claim with a row.

    Strict: names are equal to a name or alias after normalising, the process has the same
    content words and the direction is equal. Relaxed: the claim's names hold a name or
    alias, the wording of the effect agrees (see ``phrase_similarity``) or the claim's process
    holds all words of the gold's and few others, and the directions do not contradict each
    other. A negated claim contradicts every row.

    Example:
        >>> from exominer.evaluate.gold import GoldClaim, GoldDocument, gold_claims
        >>> row = Table1Row(row=1, cargo=("miR-21",), donor_cell=(), recipient_cell=(),
        ...     effects=(Table1Effect("apoptosis", "decrease"),))
        >>> raised = GoldClaim(cargo="miR-21", donor_cell=(), recipient_cell=(),
        ...     effect="raised apoptosis", effect_direction="increase", polarity="asserted")
        >>> (claim,) = gold_claims(GoldDocument(id="A", gold=(raised,)))
        >>> fit = fit_claim(row, claim, "relaxed")
        >>> fit.cargo, fit.effect.words, fit.effect.direction
        (True, True, False)
    """
    same = SAME_NAME[strictness]
    cargo = row_spellings(row, row.cargo)
    named = spellings(claim.cargo)
    fits = [fit_effect(row, effect, claim, strictness) for effect in row.effects]
    return Fit(
        cargo=items_agree(cargo, named, same),
        cell=_agrees_where_named(row, row.donor_cell, spellings(claim.donor_cell), same),
        recipient=_agrees_where_named(
            row, row.recipient_cell, spellings(claim.recipient_cell), same
        ),
        effect=max(fits, default=EffectFit()),
        effects_told=tuple(fit.words and fit.direction for fit in fits),
        cargo_named=tuple(any(same_item(item, given, same) for given in named) for item in cargo),
    )


def _agrees_where_named(
    row: Table1Row,
    names: tuple[str, ...],
    predicted: Sequence[tuple[str, ...]],
    same: SameName,
) -> bool:
    return not names or items_agree(row_spellings(row, names), predicted, same)


def fit_effect(
    row: Table1Row, effect: Table1Effect, claim: Claim, strictness: Strictness
) -> EffectFit:
    """Compare one gold effect with the claim's; the rules are those of ``fit_claim``."""
    said = claim.effect
    processes = [name for names in row_spellings(row, (effect.process,)) for name in names]
    gold = _with_target(processes, effect.target or "")
    # A claim of coordinated effects lists their processes: "inflammation; DNA damage".
    predicted = _with_target(map(str.strip, said.process.split(";")), said.target)
    pathways = [name for names in row_spellings(row, (effect.pathway or "",)) for name in names]
    if strictness == "strict":
        similarity = _best_equality(gold, predicted)
        pathway = _best_equality(pathways, [said.pathway])
        direction = effect.direction == said.direction
    else:
        similarity = _best_similarity(gold, [*predicted, said.text]) or _held(gold, predicted)
        pathway = _best_similarity(pathways, [said.pathway, said.text])
        direction = {effect.direction, said.direction} != {"increase", "decrease"}
    return EffectFit(
        words=similarity > 0,
        direction=direction and claim.polarity != "negated",
        pathway=not pathways or pathway > 0,
        similarity=similarity,
    )


def _with_target(processes: Iterable[str], target: str) -> list[str]:
    named = [process for process in processes if process]
    return named + [f"{process} {target}" for process in named if target]


def _process_words(phrase: str) -> str:
    # "T cell activation" would lose its T as a single letter and be plain "activation".
    return _LETTER_CELL.sub(r"\1", normalise_phrase(phrase))


def _best_equality(gold: Sequence[str], predicted: Sequence[str]) -> float:
    words = [content_words(_process_words(phrase)) for phrase in gold]
    return float(
        any(
            content and content == content_words(_process_words(phrase))
            for content in words
            for phrase in predicted
        )
    )


def _held(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Share of a claim's process that a gold name makes up, where all its words are in it."""
    best = 0.0
    for words in (content_words(_process_words(phrase)) for phrase in gold):
        for others in (content_words(_process_words(phrase)) for phrase in predicted):
            if words and words <= others and len(others) <= len(words) + MAX_EXTRA_WORDS:
                best = max(best, len(words) / len(others))
    return best


def _best_similarity(gold: Sequence[str], predicted: Sequence[str]) -> float:
    return max(
        (
            phrase_similarity(_process_words(phrase), _process_words(other))
            for phrase in gold
            for other in predicted
        ),
        default=0.0,
    )
