"""Claims about the vesicle itself: its release, its uptake, its content."""

from collections.abc import Sequence

from exominer.cargo_types import CARGO_KINDS
from exominer.records import ClaimKind, Mention
from exominer.relate.cargo import cargo_of
from exominer.relate.drafts import STEP_SCORES, Case, Draft
from exominer.relate.noun_roles import CONTENT_NOUN, RELEASE_NOUN, UPTAKE_NOUN
from exominer.relate.phrases import effect_indices, is_compared, phrase_direction
from exominer.relate.scene import Scene
from exominer.relate.vesicles import Link, vesicle_phrase

OTHER_SORTS = frozenset({"hold", "show", "mark", "transfer", "protect"})
"""Verbs whose object is not what changes."""

MAX_PLACE_GAP = 6
"""Tokens between a verb and an "in exosomes" that still belongs to its phrase."""


def draft_theme(case: Case) -> Draft | None:
    """Draft a claim whose changing noun is the vesicle, its number, uptake or content."""
    if case.sort in OTHER_SORTS:
        return None
    for theme in case.arguments.themes:
        kind = theme_kind(case, theme)
        plain = case.sort == "release" and not is_compared(case.scene.tree, theme)
        if kind is not None and not plain:
            return _draft(case, theme, kind)
    return None


def _draft(case: Case, theme: int, kind: ClaimKind) -> Draft:
    scene, arguments = case.scene, case.arguments
    near = (*vesicle_phrase(scene, theme), *arguments.places)
    link = link_near(scene, case.links, near) or next(iter(case.links), None)
    carried = link.cargo if link is not None else ()
    cargo = carried if kind == "release" else ()
    if kind == "cargo_change":
        cargo = _complement_cargo(case, theme) or cargo_of(scene, arguments.themes)
        cargo = cargo or (carried if case.sort != "vague" else ())
    is_subject = kind == "cargo_change" and theme < arguments.trigger
    indices = effect_indices(scene.tree, arguments, with_subject=not is_subject)
    if is_subject:
        indices = _with_place(case, indices)
    direction = phrase_direction(scene.tree, arguments)
    return Draft(
        scene=scene.number,
        arguments=arguments,
        kind=kind,
        direction=direction,
        indices=tuple(indices),
        cargo=cargo,
        link=link,
        score=STEP_SCORES["theme"] * (STEP_SCORES["vague"] if case.sort == "vague" else 1.0),
    )


def theme_kind(case: Case, theme: int) -> ClaimKind | None:
    """What a change of this noun is a claim about, if it is about the vesicle itself."""
    scene = case.scene
    word = scene.tree.tokens[theme].text
    phrase = vesicle_phrase(scene, theme)
    link = link_near(scene, case.links, phrase)
    near = link or link_near(scene, case.links, case.arguments.places)
    if near is None:
        return _distant_kind(case, theme)
    mention = scene.at(theme)
    holds_cargo = bool(scene.within(phrase, CARGO_KINDS))
    is_cargo = mention is not None and mention.kind in CARGO_KINDS
    if is_cargo or (CONTENT_NOUN.match(word) and holds_cargo):
        return "uptake" if link and UPTAKE_NOUN.match(word) else "cargo_change"
    return _noun_kind(case, theme, link) if link is not None else None


def _distant_kind(case: Case, theme: int) -> ClaimKind | None:
    """A rise or fall of cargo in a clause beside one with the vesicle ("while X fell")."""
    intransitive = case.sort in {"grow", "state"} and case.arguments.reading.word != "remain"
    passive = case.sort == "change" and case.arguments.passive
    if not (intransitive or passive) or not case.links:
        return None
    mention = case.scene.at(theme)
    if mention is not None and mention.kind in {"mirna", "ncrna"}:
        return "cargo_change"
    if not any(link.cargo for link in case.links):
        return None
    if mention is not None and mention.kind == "gene_or_protein":
        return "cargo_change"
    word = case.scene.tree.tokens[theme].text
    holds = case.scene.within(vesicle_phrase(case.scene, theme), CARGO_KINDS)
    return "cargo_change" if CONTENT_NOUN.match(word) and holds else None


def _noun_kind(case: Case, theme: int, link: Link) -> ClaimKind | None:
    """The kind by the noun that stands over the vesicle, or by the vesicle as the noun."""
    word = case.scene.tree.tokens[theme].text
    if UPTAKE_NOUN.match(word) or case.sort == "uptake":
        return "uptake"
    if _complement_cargo(case, theme):
        return "cargo_change"
    if theme == link.noun == case.scene.head.get(link.vesicle.mention_id):
        return "release" if case.sort in {"change", "grow", "state", "release"} else None
    if RELEASE_NOUN.match(word):
        return "release"
    return "cargo_change" if CONTENT_NOUN.match(word) else None


def _complement_cargo(case: Case, theme: int) -> tuple[Mention, ...]:
    """The cargo in "exosomes were richer in X" or "were depleted of X"."""
    scene, trigger = case.scene, case.arguments.trigger
    if theme > trigger or case.sort not in {"state", "load", "change"}:
        return ()
    prepositions = [
        i
        for i in scene.tree.children(trigger, "prep")
        if scene.tree.tokens[i].text.lower() in {"in", "of", "for", "with"}
    ]
    return cargo_of(scene, [o for i in prepositions for o in scene.tree.children(i, "pobj")])


def link_near(scene: Scene, links: Sequence[Link], indices: Sequence[int]) -> Link | None:
    """The first vesicle link whose mention or noun is among the tokens."""
    for link in links:
        if scene.head.get(link.vesicle.mention_id) in indices or link.noun in indices:
            return link
    return None


def _with_place(case: Case, indices: list[int]) -> list[int]:
    """Extend "were reduced" by the "in exosomes" that follows it."""
    for place in case.arguments.places:
        is_after = 0 < place - indices[-1] <= MAX_PLACE_GAP
        if is_after and link_near(case.scene, case.links, [place]):
            return list(range(indices[0], case.scene.tree.noun_phrase(place)[-1] + 1))
    return indices
