"""Which molecules of a text are carried by its vesicles, and which act in a clause."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from exominer.cargo_types import CARGO_KINDS
from exominer.records import Mention
from exominer.relate.agents import cargo_key
from exominer.relate.arguments import Arguments
from exominer.relate.drafts import Draft, Memory
from exominer.relate.effect_words import find_reading
from exominer.relate.scene import Scene
from exominer.relate.vesicles import Link

JOINING = frozenset({"in", "into", "within", "inside", "via", "through", "by"})
"""Prepositions that put a molecule into the vesicle that follows."""


def cargo_of(scene: Scene, nouns: Sequence[int]) -> tuple[Mention, ...]:
    """Molecules in the noun phrases of the given heads, each once."""
    found: list[Mention] = []
    for noun in nouns:
        phrase = scene.tree.noun_phrase(noun)
        found += [m for m in scene.within(phrase, CARGO_KINDS) if m not in found]
    return tuple(found)


def transferred_cargo(scene: Scene, arguments: Arguments) -> tuple[Mention, ...]:
    """Cargo of the transfer that an effect follows from.

    "Exosomes transferred miR-21 to the cells, contributing to DNA damage": miR-21 does it.
    """
    tree = scene.tree
    for verb in tree.ancestors(arguments.trigger):
        form = tree.tokens[verb].text.lower()
        if tree.tokens[verb].pos == "VERB" and find_reading(form, "verb", "transfer"):
            cargo = cargo_of(scene, tree.children(verb, "dobj"))
            if cargo:
                return cargo
    return ()


def establish_cargo(scenes: Sequence[Scene], links: Sequence[Link]) -> dict[str, Link]:
    """Cargo that some sentence places in a vesicle, with the first link that does."""
    established: dict[str, Link] = {}
    for link in links:
        for cargo in link.cargo:
            established.setdefault(cargo_key(cargo), link)
    by_scene: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_scene[link.scene].append(link)
    for scene in scenes:
        here = by_scene[scene.number]
        for cargo in scene.of_kind("mirna", "ncrna", "gene_or_protein", "dna_rna_class"):
            placing = _placing_link(scene, cargo, here)
            if placing is not None:
                established.setdefault(cargo_key(cargo), placing)
    return established


def _placing_link(scene: Scene, cargo: Mention, links: Sequence[Link]) -> Link | None:
    head = scene.head.get(cargo.mention_id)
    for link in links:
        if head is not None and _is_in_vesicle(scene, head, link):
            return link
        # "Among the exosomal miRNAs, miR-a and miR-b ..."
        carries_class = any(c.kind == "dna_rna_class" for c in link.cargo)
        if carries_class and cargo.kind in {"mirna", "ncrna"}:
            return link
    return None


def _is_in_vesicle(scene: Scene, cargo_head: int, link: Link) -> bool:
    tree = scene.tree
    preposition = tree.heads[link.noun]
    if tree.tokens[preposition].text.lower() not in JOINING:
        return False
    governor = tree.heads[preposition]
    arguments = tree.children(governor, "nsubj", "nsubjpass", "dobj")
    reach = {governor, *tree.conjuncts(governor), *arguments}
    return cargo_head in reach | {c for i in arguments for c in tree.conjuncts(i)}


def credit_cargo(drafts: Sequence[Draft], memory: Memory) -> list[Draft]:
    """Drafts without cargo take what the next sentence names as the cause of their effect."""
    return [
        structs.replace(draft, cargo=memory.credited[draft.scene])
        if not draft.cargo and draft.kind == "function" and draft.scene in memory.credited
        else draft
        for draft in drafts
    ]
