"""Who released the vesicles of a phrase, what they carry and whether they saw radiation.

Each vesicle mention becomes a Link. A bare mention ("these exosomes", "the EVs") takes
what it lacks from the nearest earlier mention that says it.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from exominer.cargo_types import CARGO_KINDS
from exominer.records import Mention
from exominer.relate.noun_roles import APPLIED_WORD, RELEASE_NOUN
from exominer.relate.scene import CELL_KINDS, Scene

RELEASE_WORDS = re.compile(
    r"deriv|releas|secret|isolat|collect|produc|obtain|purif|shed|harvest|generat|origin|extract"
    r"|prepar|recover|ultracentrif|pellet|from",
    re.IGNORECASE,
)
HOLD_WORDS = re.compile(
    r"contain|carry|carri|express|bear|enrich|positiv|load|pack|harbo|deliver|transfer|with|rich",
    re.IGNORECASE,
)
IRRADIATED = re.compile(
    r"(?<!un)(?<!non)(?<!non-)irradiat|radiation|irradiat|\bIR\b|\bRT\b|\d\s?c?m?Gy\b|UV[ABC]?\b",
    re.IGNORECASE,
)
NOT_IRRADIATED = re.compile(
    r"\b(?:un|non-?|not[ -]|sham[ -]?)irradiat|\bcontrol\b|\bsham\b|\bnaive\b|\buntreated\b"
    r"|\bnon-?exposed|\bunexposed|\bnormal (?:cell|fibroblast|donor)|\bhealthy\b|\bbystander\b",
    re.IGNORECASE,
)


class Link(Struct, frozen=True):
    """What one vesicle mention says of itself; ``noun`` is the head of its noun phrase.

    ``irradiated`` is True or False where the phrase says so, else None. ``scene`` is the
    sentence's number. ``inherited`` marks donors taken from an earlier mention.
    """

    vesicle: Mention
    scene: int
    noun: int
    donors: tuple[Mention, ...] = ()
    cargo: tuple[Mention, ...] = ()
    irradiated: bool | None = None
    inherited: bool = False


def link_vesicles(scenes: Sequence[Scene], *, max_sentences_back: int) -> list[Link]:
    """One link for every vesicle mention in order of the text, gaps filled from before."""
    links: list[Link] = []
    for scene in scenes:
        for vesicle in scene.of_kind("vesicle"):
            if vesicle.mention_id in scene.head:
                link = _read_link(scene, vesicle)
                links.append(_inherit(link, links, scene=scene, max_back=max_sentences_back))
    return links


def _read_link(scene: Scene, vesicle: Mention) -> Link:
    tree = scene.tree
    head = scene.head[vesicle.mention_id]
    noun = tree.climb(head, "amod", "compound", "nmod", "npadvmod", "poss")
    phrase = vesicle_phrase(scene, noun)
    if head not in phrase:
        phrase = sorted({*phrase, head})
    applied = {i for child in tree.children(noun, "acl") for i in _application(scene, child)}
    text = _phrase_text(scene, [i for i in phrase if i not in applied])
    donors = _donors(scene, vesicle, noun, phrase)
    cargo = _cargo(scene, vesicle, noun, phrase)
    irradiated = _was_irradiated(text)
    if irradiated is None and donors:
        irradiated = _was_irradiated(_donor_text(scene, donors))
    return Link(vesicle, scene.number, noun, tuple(donors), tuple(cargo), irradiated)


def _donor_text(scene: Scene, donors: Sequence[Mention]) -> str:
    """The noun phrases of the donors with what describes them ("cells given 2 Gy")."""
    tree = scene.tree
    words: set[int] = set()
    for donor in donors:
        index = tree.climb(scene.head[donor.mention_id], "compound", "amod", "nmod", "conj")
        words.update(tree.subtree(index, without=frozenset({"nsubj", "nsubjpass", "dobj"})))
        if tree.tokens[tree.heads[index]].dep == "ROOT":
            words -= {tree.heads[index]}
    return _phrase_text(scene, sorted(words))


def _application(scene: Scene, verb: int) -> list[int]:
    """The words of "given 4 h after irradiation", which is not about the donor."""
    applied = APPLIED_WORD.match(scene.tree.tokens[verb].text)
    return scene.tree.subtree(verb) if applied else []


def vesicle_phrase(scene: Scene, noun: int) -> list[int]:
    """A noun with modifiers, prepositional phrases and participles, without finite clauses."""
    tree = scene.tree
    found, stack = {noun}, [noun]
    while stack:
        current = stack.pop()
        for child in tree.children(current):
            token = tree.tokens[child]
            finite = token.dep in {"relcl", "ccomp", "parataxis", "advcl"}
            other = token.dep == "conj" and (current == noun or token.pos == "VERB")
            compared = token.text.lower() in {"than", "versus", "vs", "vs.", "compared", "relative"}
            if child not in found and not (finite or other or compared):
                found.add(child)
                stack.append(child)
    return sorted(found)


def _phrase_text(scene: Scene, phrase: Sequence[int]) -> str:
    return " ".join(scene.tree.tokens[i].text for i in phrase).replace(" - ", "-")


def _was_irradiated(text: str) -> bool | None:
    denied = NOT_IRRADIATED.search(text)
    rest = NOT_IRRADIATED.sub(" ", text)
    if IRRADIATED.search(rest):
        return True
    return False if denied else None


def _donors(scene: Scene, vesicle: Mention, noun: int, phrase: Sequence[int]) -> list[Mention]:
    """Cells before the vesicle in its own compound, or after "from", "of", "released by".

    Where only a tumour is named ("CRC-derived exosomes"), it stands for its cells.
    """
    cells = _sources(scene, vesicle, noun, scene.within(phrase, CELL_KINDS))
    return (
        cells
        or _releasing_subject(scene, noun)
        or _possessor(scene, vesicle, noun)
        or _sources(scene, vesicle, noun, scene.within(phrase, ("disease",)))
    )


def _sources(
    scene: Scene, vesicle: Mention, noun: int, candidates: Sequence[Mention]
) -> list[Mention]:
    """Those of the mentions in a vesicle's phrase that stand where a source stands."""
    found = []
    for mention in candidates:
        head = scene.head[mention.mention_id]
        joined = mention.end <= vesicle.start and _only_joins(scene, mention.end, vesicle.start)
        if joined or any(_is_source(scene, i) for i in _path(scene, head, noun)):
            found.append(mention)
    return found


def _possessor(scene: Scene, vesicle: Mention, noun: int) -> list[Mention]:
    """The cells before "their exosomes" in the sentence, coordinated ones together."""
    if not {"their", "its"} & set(scene.tree.words(scene.tree.children(noun, "poss"))):
        return []
    before = [c for c in scene.of_kind(*CELL_KINDS) if c.end <= vesicle.start]
    heads = [scene.head[c.mention_id] for c in before if c.mention_id in scene.head]
    if not heads:
        return []
    first = scene.tree.climb(heads[-1], "conj", "compound", "nmod", "amod")
    joined = set(scene.tree.subtree(first))
    return [c for c in before if scene.head.get(c.mention_id) in joined]


def _only_joins(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing but hyphens, "derived" and adjectives stands between two offsets."""
    between = [t for t in scene.tree.tokens if t.start >= start and t.end <= end]
    return all(t.pos not in {"ADP", "VERB"} or RELEASE_WORDS.match(t.text) for t in between)


def _path(scene: Scene, index: int, top: int) -> Iterable[int]:
    """Tokens from a head up to, not including, the top."""
    yield index
    for ancestor in scene.tree.ancestors(index):
        if ancestor == top:
            return
        yield ancestor


def _is_source(scene: Scene, index: int) -> bool:
    token = scene.tree.tokens[index]
    if token.dep in {"prep", "agent"} and token.text.lower() in {"from", "by"}:
        return True
    if token.dep == "prep" and token.text.lower() == "of":
        return True
    return token.dep in {"acl", "amod"} and RELEASE_WORDS.match(token.text) is not None


def _releasing_subject(scene: Scene, noun: int) -> list[Mention]:
    """The cell in "MSCs secrete exosomes", "isolated from MSCs" or "release of them by MSCs"."""
    tree = scene.tree
    verb = tree.heads[noun]
    dep = tree.tokens[noun].dep
    if dep == "pobj":  # "release of exosomes by neurons": the noun of release is above "of"
        released = tree.heads[verb]
        by = [i for i in tree.children(released, "prep", "agent") if i > noun]
        sources = [i for i in by if _is_source(scene, i)]
        is_release = RELEASE_NOUN.match(tree.tokens[released].text)
        return [c for i in sources if is_release for c in scene.within(tree.subtree(i), CELL_KINDS)]
    if not RELEASE_WORDS.match(tree.tokens[verb].text):
        return []
    if dep == "nsubjpass":
        sources = [i for i in tree.children(verb, "prep", "agent") if _is_source(scene, i)]
        return [c for i in sources for c in scene.within(tree.subtree(i), CELL_KINDS)]
    subjects = tree.children(verb, "nsubj") if dep == "dobj" else []
    return [c for s in subjects for c in scene.within(tree.subtree(s), CELL_KINDS)]


def _cargo(scene: Scene, vesicle: Mention, noun: int, phrase: Sequence[int]) -> list[Mention]:
    """Molecules in the vesicle's own phrase, or the noun that "exosomal" modifies."""
    found = []
    for cargo in scene.within(phrase, CARGO_KINDS):
        head = scene.head[cargo.mention_id]
        before = cargo.end <= vesicle.start and _only_joins(scene, cargo.end, vesicle.start)
        path = list(_path(scene, head, noun))
        held = any(_holds(scene, i) for i in path)
        if head == noun or before or held or scene.head[vesicle.mention_id] != noun:
            found.append(cargo)
    return found


def _holds(scene: Scene, index: int) -> bool:
    token = scene.tree.tokens[index]
    return token.dep in {"acl", "amod", "prep"} and HOLD_WORDS.match(token.text) is not None


def _inherit(link: Link, earlier: Sequence[Link], *, scene: Scene, max_back: int) -> Link:
    """Fill donors and exposure from the nearest earlier mention that says them itself.

    "These exosomes" may look back as far as allowed, a bare plural one sentence: it is
    often a statement about exosomes at large. Controls are passed over.
    """
    if link.donors or link.irradiated is False:
        return link
    reach = max_back if _is_definite(scene, link.noun) else min(max_back, 1)
    for before in reversed(earlier):
        if link.scene - before.scene > reach:
            break
        if before.donors and not before.inherited and before.irradiated is not False:
            irradiated = link.irradiated if link.irradiated is not None else before.irradiated
            return structs.replace(
                link, donors=before.donors, irradiated=irradiated, inherited=True
            )
    return link


def _is_definite(scene: Scene, noun: int) -> bool:
    """Whether "the", "these", "such" or a possessive points back to vesicles named before."""
    words = scene.tree.words(scene.tree.children(noun, "det", "poss", "amod", "predet"))
    return bool({"the", "these", "this", "those", "such", "their", "its", "both"} & set(words))
