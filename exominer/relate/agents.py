"""Whether the subject of a change is a vesicle, its cargo, a treatment with it, or none."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from exominer.cargo_types import CARGO_KINDS
from exominer.records import Mention, MentionKind
from exominer.relate.noun_roles import (
    ANAPHOR,
    APPLIED_WORD,
    CONTROL_WORD,
    FORCED_WORD,
    TREATMENT_NOUN,
)
from exominer.relate.scene import CELL_KINDS, Scene
from exominer.relate.vesicles import Link, vesicle_phrase

AgentSort = Literal["vesicle", "cargo", "treatment", "treated", "anaphor", "control"]


ANAPHORIC_NOUNS: dict[str, tuple[MentionKind, ...]] = {
    "mirna": ("mirna",),
    "microrna": ("mirna",),
    "mir": ("mirna",),
    "lncrna": ("ncrna",),
    "circrna": ("ncrna",),
    "protein": ("gene_or_protein",),
    "molecule": ("mirna", "ncrna", "gene_or_protein", "dna_rna_class"),
    "cargo": ("mirna", "ncrna", "gene_or_protein", "dna_rna_class"),
}
"""Nouns that stand for a molecule named before, with the kinds they can stand for."""


class Agent(Struct, frozen=True):
    """What acts: the vesicle link or the cargo, and the cells it was applied to, if said."""

    sort: AgentSort
    link: Link | None = None
    cargo: tuple[Mention, ...] = ()
    treated: tuple[Mention, ...] = ()


def cargo_key(mention: Mention) -> str:
    """The name under which mentions of one molecule meet: case and hyphens ignored."""
    name = (mention.name or mention.text).lower()
    for prefix in ("hsa-", "mmu-", "rno-", "exosomal "):
        name = name.removeprefix(prefix)
    return "".join(c for c in name if c.isalnum()).removesuffix("s").replace("mirna", "mir")


def read_agent(
    scene: Scene, noun: int, links: Sequence[Link], established: dict[str, Link]
) -> Agent | None:
    """Read a subject from its head noun.

    Args:
        scene: The sentence.
        noun: The head token of the subject.
        links: The vesicle links of this sentence.
        established: Cargo of the document that some sentence places in a vesicle, by key.

    Returns:
        None where neither a vesicle nor known cargo stands in the subject.
    """
    tree = scene.tree
    phrase = vesicle_phrase(scene, noun)
    words = tree.words([noun, *tree.children(noun, "amod", "compound", "nmod")])
    inside = [link for link in links if _in_phrase(scene, link, phrase)]
    if not inside:
        above = set(tree.ancestors(noun)) if tree.tokens[noun].dep == "pobj" else set()
        inside = [link for link in links if link.noun in above and link.noun < noun]
    cargo = tuple(m for m in scene.within(tree.conjuncts(noun), CARGO_KINDS))
    if not cargo:
        cargo = _modifying_cargo(scene, noun, phrase)
    known = tuple(m for m in cargo if cargo_key(m) in established)
    if any(CONTROL_WORD.match(word) for word in words) and (inside or cargo):
        return Agent("control", inside[0] if inside else None, cargo)
    if any(FORCED_WORD.match(word) for word in words) and not inside:
        return None
    if inside:
        return _vesicle_agent(scene, noun, inside[0], cargo)
    if known:
        return Agent("cargo", established[cargo_key(known[0])], known)
    return _read_anaphor(scene, noun, established)


def _read_anaphor(scene: Scene, noun: int, established: dict[str, Link]) -> Agent | None:
    """A pronoun, or "this miRNA": the nearest such molecule before it in the sentence."""
    tree = scene.tree
    word = tree.tokens[noun].text.lower()
    owned = {"their", "its"} & set(tree.words(tree.children(noun, "poss")))
    if word in ANAPHOR or (owned and TREATMENT_NOUN.match(word)):
        return Agent("anaphor")
    determiners = set(tree.words(tree.children(noun, "det")))
    kinds = ANAPHORIC_NOUNS.get(word.removesuffix("s"))
    if kinds is None or not {"this", "these", "that", "those", "the"} & determiners:
        return None
    before = [m for m in scene.of_kind(*kinds) if m.end <= tree.tokens[noun].start]
    known = [m for m in before if cargo_key(m) in established]
    if known:
        return Agent("cargo", established[cargo_key(known[-1])], (known[-1],))
    return Agent("anaphor") if {"this", "these"} & determiners else None


def _in_phrase(scene: Scene, link: Link, phrase: Sequence[int]) -> bool:
    return link.scene == scene.number and scene.head.get(link.vesicle.mention_id) in phrase


def _vesicle_agent(scene: Scene, noun: int, link: Link, cargo: tuple[Mention, ...]) -> Agent | None:
    tree = scene.tree
    word = tree.tokens[noun].text
    under = link.noun < noun and link.noun in set(tree.ancestors(noun))
    if noun == link.noun or noun == scene.head[link.vesicle.mention_id] or under:
        own = cargo if cargo and noun != scene.head[link.vesicle.mention_id] else link.cargo
        return Agent("cargo" if own else "vesicle", link, tuple(own))
    cells = tuple(scene.within(tree.conjuncts(noun), CELL_KINDS))
    applied = any(APPLIED_WORD.match(tree.tokens[i].text) for i in vesicle_phrase(scene, noun))
    if applied and (cells or word.lower() in {"cells", "mice", "animals", "group", "cultures"}):
        return Agent("treated", link, link.cargo, cells)
    if cargo:
        return Agent("cargo", link, cargo)
    if TREATMENT_NOUN.match(word) or not cells:
        return Agent("treatment", link, link.cargo)
    return None


def _modifying_cargo(scene: Scene, noun: int, phrase: Sequence[int]) -> tuple[Mention, ...]:
    """The molecule in "miR-21 transfer", "the level of miR-21" or "miR-21 expression"."""
    if not TREATMENT_NOUN.match(scene.tree.tokens[noun].text):
        return ()
    return tuple(scene.within(phrase, CARGO_KINDS))
