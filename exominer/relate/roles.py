"""Which cells released the vesicles of a draft and which cells respond."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import structs

from exominer.records import AnnotatedDocument, Mention
from exominer.relate.drafts import Draft
from exominer.relate.noun_roles import APPLIED_WORD, GENERIC_PATTERNS, RECIPIENT_ROLE
from exominer.relate.scene import CELL_KINDS, Scene
from exominer.relate.vesicles import Link

GENERIC_CELLS = re.compile(
    r"^(?:[a-z]+ and )?(?:irradiated|bystander|donor|exposed|parental?|progeny)"
    r"(?: and [a-z]+)?(?: progeny)? cells?$",
    re.IGNORECASE,
)
FATED = re.compile(r"(?:apoptotic|dead|dying|necrotic)\b", re.IGNORECASE)
"""Cells that are counted as an outcome, not treated."""

SETUP_REACH = 3
"""Sentences back in which "X cells were cultured with exosomes" still names the recipient."""


def add_generic_mentions(annotated: AnnotatedDocument) -> AnnotatedDocument:
    """Add what only its part in a claim names: "bystander cells", "exosomal proteins".

    Such phrases fill slots but are no mentions of their own in the annotation guideline;
    they have the source "role". Named mentions that overlap them win.
    """
    text = annotated.document.text
    taken = bytearray(len(text))
    for mention in annotated.mentions:
        if mention.kind != "radiation":
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    added: list[Mention] = []
    for pattern, kind in GENERIC_PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\2" * (end - start)
            number = len(added) + 1
            added.append(Mention(f"R{number}", kind, start, end, match.group(), 0.8, "role"))
    kept = [m for m in annotated.mentions if 2 not in taken[m.start : m.end]]
    mentions = tuple(sorted([*kept, *added], key=lambda m: (m.start, m.end)))
    return structs.replace(annotated, mentions=mentions)


def is_generic(cell: Mention) -> bool:
    """Whether a cell is named by its part alone, or not at all ("cells")."""
    return (
        cell.source in {"role", "cell_role"}
        or cell.text.lower() in {"cell", "cells"}
        or (cell.kind == "cell_type" and GENERIC_CELLS.search(cell.text) is not None)
    )


def default_donors(
    links: Sequence[Link], scenes: Sequence[Scene], *, is_short: bool
) -> tuple[Mention, ...]:
    """The donor of vesicles that are said to come from nowhere.

    In an abstract the donor named most often, or else the first cell line: that of the
    set-up ("MCF7 cells were irradiated; exosomes were taken from their medium"). In a long
    text only a donor that two thirds of the vesicles with a named donor share.
    """
    named = [
        link.donors
        for link in links
        if link.donors and not link.inherited and not is_generic(link.donors[0])
    ]
    counts = Counter(_cell_key(donors[0]) for donors in named)
    if not counts:
        lines = [cell for scene in scenes for cell in scene.of_kind("cell_line")]
        return tuple(lines[:1]) if is_short and links else ()
    name, n_named = counts.most_common(1)[0]
    if not is_short and n_named * 3 < sum(counts.values()) * 2:
        return ()
    return next(d for d in named if _cell_key(d[0]) == name)


def _cell_key(cell: Mention) -> str:
    """The long form where there is one, so that "hNSC" and what it stands for are one."""
    return (cell.name or cell.text).lower().removesuffix("s")


def find_donors(draft: Draft, fallback: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Donors of the draft's vesicles, or the document's only donor."""
    donors = draft.link.donors if draft.link is not None else ()
    if all(is_generic(cell) for cell in donors):
        named = {cell.mention_id for cell in donors}
        return (*donors, *(cell for cell in fallback if cell.mention_id not in named))
    return donors


def find_recipients(
    draft: Draft,
    scenes: Sequence[Scene],
    donors: Sequence[Mention],
    *,
    releasing: frozenset[str],
) -> tuple[Mention, ...]:
    """Cells that were treated, that stand in the effect or its place, or that a setup names.

    ``releasing`` are ids of cell mentions that name the source of some vesicle.
    """
    if draft.kind in {"cargo_change", "release", "biomarker"}:
        return ()
    scene = scenes[draft.scene]
    own = {cell.mention_id for cell in donors} | releasing
    if draft.treated:
        return draft.treated
    found = _cells_in_clause(scene, draft, own)
    if found:
        generic = all(is_generic(cell) for cell in found)
        setup = _from_setup(draft, scenes, donors) if generic else ()
        return (*found, *(c for c in setup if c.text not in {f.text for f in found}))
    role = [
        cell
        for cell in scene.of_kind("cell_type")
        if cell.mention_id not in own
        and RECIPIENT_ROLE.search(cell.text)
        and not _is_source(scene, cell)
    ]
    in_body = any(m.kind == "organism" for m in scene.mentions)
    return tuple(role[:1]) or (() if in_body else _from_setup(draft, scenes, donors))


def _cells_in_clause(scene: Scene, draft: Draft, own: set[str]) -> list[Mention]:
    """Cells in the effect, in the place after it, in "In X cells, ..." or that take vesicles up."""
    tree, arguments = scene.tree, draft.arguments
    near = set(draft.indices)
    for place in arguments.places:
        is_setting = tree.tokens[tree.heads[place]].text.lower() in {"in", "among", "within"}
        if place > draft.indices[0] or is_setting:
            near.update(tree.noun_phrase(place))
    for place in _governing_places(scene, arguments.trigger):
        near.update(tree.noun_phrase(place))
    takers = arguments.agents if draft.kind == "uptake" else ()
    for noun in (*takers, *(t for t in arguments.themes if t < arguments.trigger)):
        near.update(tree.noun_phrase(noun))
    found = [c for c in scene.within(near, CELL_KINDS) if c.mention_id not in own]
    return [c for c in found if not FATED.match(c.text) and not _is_source(scene, c)]


def _governing_places(scene: Scene, trigger: int) -> list[int]:
    """Objects of "In X" at the verbs with which a trigger is coordinated."""
    tree, found = scene.tree, []
    for above in tree.ancestors(trigger):
        if tree.tokens[trigger].dep not in {"conj", "advcl", "xcomp"}:
            break
        trigger = above
        for preposition in tree.children(trigger, "prep"):
            if preposition < trigger and tree.tokens[preposition].text.lower() in {"in", "among"}:
                found += tree.children(preposition, "pobj")
    return found


def _is_source(scene: Scene, cell: Mention) -> bool:
    """Whether a cell stands below a vesicle ("than exosomes of unirradiated cells")."""
    head = scene.head.get(cell.mention_id)
    above = set(scene.tree.ancestors(head)) if head is not None else set()
    return any(scene.head.get(v.mention_id) in above for v in scene.of_kind("vesicle"))


def _from_setup(
    draft: Draft, scenes: Sequence[Scene], donors: Sequence[Mention]
) -> tuple[Mention, ...]:
    names = {cell.text.lower() for cell in donors}
    for scene in reversed(scenes[max(draft.scene - SETUP_REACH, 0) : draft.scene]):
        cells = [c for c in setup_cells(scene) if c.text.lower() not in names]
        if cells:
            return tuple(cells)
    return ()


def setup_cells(scene: Scene) -> list[Mention]:
    """Cells to which vesicles were given in this sentence ("were cultured with exosomes")."""
    if not scene.of_kind("vesicle"):
        return []
    tree = scene.tree
    found: list[Mention] = []
    for index, token in enumerate(tree.tokens):
        if token.pos != "VERB" or not APPLIED_WORD.match(token.text):
            continue
        subjects = tree.children(index, "nsubjpass", "dobj", "prep", "dative")
        head = tree.heads[index]
        reach: Iterable[int] = [i for s in subjects for i in tree.subtree(s)]
        if token.dep == "acl":
            reach = [*reach, *tree.noun_phrase(head)]
        found += [c for c in scene.within(reach, CELL_KINDS) if c not in found]
    vesicle_phrases = {c for link in scene.of_kind("vesicle") for c in _own_phrase(scene, link)}
    return [c for c in found if scene.head[c.mention_id] not in vesicle_phrases]


def _own_phrase(scene: Scene, vesicle: Mention) -> list[int]:
    head = scene.head.get(vesicle.mention_id)
    return scene.tree.subtree(head) if head is not None else []
