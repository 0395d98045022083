"""Annotations placed in a text that differs: how many stand where they should.

    python evaluation/round_trips/anchoring.py GOLD.jsonl [--texts PATH] [--seed 0]

Every document of the corpus with a text is altered in one way, so that the right place of each
mention is known; its annotations are placed anew and compared. A mention whose words were cut
out should not be placed.
"""

import argparse
import random
from collections import Counter
from pathlib import Path

from msgspec import structs

from exominer.formats.anchoring import anchor, join_texts
from exominer.formats.conversion import READERS

Edit = tuple[int, int, str]
"""Characters from start to end replaced by others."""


def add_title(_text: str, _: random.Random) -> list[Edit]:
    return [(0, 0, "Exosomes of irradiated cells and what they carry.\n")]


def cut_sentence(text: str, chance: random.Random) -> list[Edit]:
    ends = [i + 2 for i in range(len(text) - 1) if text[i : i + 2] == ". "]
    if len(ends) < 2:
        return []
    place = chance.randrange(len(ends) - 1)
    return [(ends[place], ends[place + 1], "")]


def swap_signs(text: str, _: random.Random) -> list[Edit]:
    signs = {"-": "–", "μ": "µ", "'": "’", "–": "-"}
    return [(i, i + 1, signs[c]) for i, c in enumerate(text) if c in signs]


def change_spaces(text: str, chance: random.Random) -> list[Edit]:
    return [(i, i + 1, "\n ") for i, c in enumerate(text) if c == " " and chance.random() < 0.2]


def insert_words(text: str, chance: random.Random) -> list[Edit]:
    return [(i, i, " (zz)") for i, c in enumerate(text) if c == " " and chance.random() < 0.05]


def all_of_them(text: str, chance: random.Random) -> list[Edit]:
    made = [f(text, chance) for f in (add_title, cut_sentence, swap_signs, change_spaces)]
    kept: list[Edit] = []
    for edit in sorted(edit for edits in made for edit in edits):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


ALTERATIONS = (add_title, cut_sentence, swap_signs, change_spaces, insert_words, all_of_them)


def apply(text: str, edits: list[Edit]) -> tuple[str, list[int | None]]:
    """The new text, and where each old character stands in it."""
    pieces, places, last, length = [], [], 0, 0
    for start, end, new in [*edits, (len(text), len(text), "")]:
        pieces += [text[last:start], new]
        places += range(length, length + start - last)
        length += start - last
        places += [length if new else None] * (end - start)
        length += len(new)
        last = end
    return "".join(pieces), places


def count(document, edits: list[Edit]) -> Counter:
    new, places = apply(document.text, edits)
    placed, _ = anchor(structs.replace(document, text=None), new)
    found = {mention.mention_id: mention.spans[0] for mention in placed.mentions}
    counts: Counter = Counter()
    for mention in document.mentions:
        span = mention.spans[0]
        first, last = places[span.start], places[span.end - 1]
        inside = places[span.start : span.end]
        is_broken = None in inside or "(zz)" in new[first or 0 : (last or 0) + 1]
        at = found.get(mention.mention_id)
        if is_broken:
            counts["gone, listed" if at is None else "gone, placed elsewhere"] += 1
        elif at is None:
            counts["lost"] += 1
        else:
            right = at.start == first and at.end in (last + 1, last + 2)
            counts["right" if right else "wrong"] += 1
    return counts


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold", type=Path)
    options.add_argument("--texts", type=Path)
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    documents = READERS["jsonl"](asked.gold).documents
    if asked.texts:
        documents = join_texts(documents, asked.texts).documents
    known = [d for d in documents if d.text is not None]
    names = ("right", "wrong", "lost", "gone, listed", "gone, placed elsewhere")
    print(f"{len(known)} documents")
    print("| alteration | " + " | ".join(names) + " |\n|" + " --- |" * (len(names) + 1))
    for alter in ALTERATIONS:
        chance = random.Random(asked.seed)
        counts: Counter = Counter()
        for document in known:
            counts += count(document, alter(document.text, chance))
        shown = " | ".join(str(counts[name]) for name in names)
        print(f"| {alter.__name__.replace('_', ' ')} | {shown} |")


if __name__ == "__main__":
    main()
