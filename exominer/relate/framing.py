"""From a trigger with its arguments to the draft of a claim, or to nothing."""

from collections.abc import Sequence

from msgspec import Struct, field, structs

from exominer.records import ClaimKind, Direction, Mention
from exominer.relate.agents import Agent, cargo_key, read_agent
from exominer.relate.arguments import Arguments, find_arguments, find_triggers
from exominer.relate.effect_words import find_reading
from exominer.relate.noun_roles import CONTENT_NOUN, RELEASE_NOUN, UPTAKE_NOUN
from exominer.relate.phrases import effect_indices, phrase_direction
from exominer.relate.scene import CARGO_KINDS, Scene
from exominer.relate.vesicles import Link, vesicle_phrase


class Draft(Struct, frozen=True):
    """A claim before its circumstances: ``indices`` are the tokens of the effect phrase.

    ``score`` is the product of what each step was sure of; see ``STEP_SCORES``.
    """

    scene: int
    arguments: Arguments
    kind: ClaimKind
    direction: Direction
    indices: tuple[int, ...]
    cargo: tuple[Mention, ...]
    link: Link | None
    treated: tuple[Mention, ...]
    score: float


CARGO_REACH = 2
"""Sentences around one with a vesicle in which its cargo may act under its name alone."""

EFFECT_NOUNS = frozenset(
    "effect action change phenomenon response consequence alteration process outcome".split()
)

STEP_SCORES = {
    "vesicle": 0.9,
    "cargo": 0.9,
    "treatment": 0.8,
    "treated": 0.85,
    "anaphor": 0.6,
    "inherited subject": 0.95,
    "cargo without vesicle": 0.75,
    "vague": 0.75,
    "hold": 0.7,
    "theme": 0.85,
    "biomarker": 0.8,
}
"""How often each step was right when read by hand; set once, replaced by calibration."""


class Memory(Struct):
    """What earlier sentences leave for later ones: the last agent and known cargo.

    ``credited`` is cargo that "these effects were mediated by miR-21" adds to the claims
    of the sentence before, by the number of that sentence.
    """

    established: dict[str, Link]
    agent: Agent | None = None
    agent_scene: int = -9
    credited: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    vesicle_scenes: frozenset[int] = frozenset()
    is_short: bool = True

    def is_near_vesicle(self, scene: int) -> bool:
        """Whether a sentence stands close to one with a vesicle, as all do in an abstract."""
        nearby = range(scene - CARGO_REACH, scene + CARGO_REACH + 1)
        return self.is_short or any(number in self.vesicle_scenes for number in nearby)


def draft_scene(scene: Scene, links: Sequence[Link], memory: Memory) -> list[Draft]:
    """Drafts of one sentence in order of their triggers; updates what memory holds."""
    here = [link for link in links if link.scene == scene.number]
    drafts: list[Draft] = []
    used: set[int] = set()
    for trigger, reading in find_triggers(scene.tree):
        if trigger in used:
            continue
        arguments = find_arguments(scene.tree, trigger, reading)
        draft = _draft(scene, arguments, here, memory)
        if draft is None:
            continue
        used |= set(draft.indices)
        drafts.append(draft)
    return drafts


def _draft(
    scene: Scene, arguments: Arguments, links: Sequence[Link], memory: Memory
) -> Draft | None:
    agent = find_agent(scene, arguments, links, memory)
    if agent is not None and agent.sort == "control":
        return None
    sort = arguments.reading.sort
    if sort in {"cause", "mark"} and _is_earlier_effect(scene, arguments):
        if agent is not None and agent.cargo:
            memory.credited[scene.number - 1] = agent.cargo
        return None
    if sort == "mark":
        return _draft_biomarker(scene, arguments, agent)
    if _is_attributive(scene, arguments):
        return None
    themed = None if _is_plan(scene, arguments) else _draft_theme(scene, arguments, links)
    if themed is not None:
        return themed
    if agent is None or not arguments.themes:
        return None
    if sort in {"hold", "load"}:
        return _draft_content(scene, arguments, agent)
    if sort == "show" and agent.sort != "treated":
        return None
    if sort in {"release", "uptake"}:
        return None
    if agent.sort != "anaphor":
        memory.agent, memory.agent_scene = agent, scene.number
    indices = effect_indices(scene.tree, arguments, with_subject=True)
    score = STEP_SCORES[agent.sort] * (STEP_SCORES["vague"] if sort == "vague" else 1.0)
    score *= STEP_SCORES["inherited subject"] if arguments.inherited else 1.0
    if agent.sort == "cargo" and not _vesicle_here(links, agent):
        if not memory.is_near_vesicle(scene.number):
            return None
        score *= STEP_SCORES["cargo without vesicle"]
    cargo = agent.cargo or _transferred_cargo(scene, arguments)
    if sort == "transfer":
        cargo = _cargo_of(scene, arguments.themes) or cargo
    return Draft(
        scene.number,
        arguments,
        "function",
        phrase_direction(scene.tree, arguments),
        tuple(indices),
        cargo,
        agent.link,
        agent.treated,
        score,
    )


def _is_attributive(scene: Scene, arguments: Arguments) -> bool:
    """A passive participle that only describes a noun ("communication mediated by EVs")."""
    return arguments.passive and scene.tree.tokens[arguments.trigger].dep == "acl"


def _is_plan(scene: Scene, arguments: Arguments) -> bool:
    """What somebody can or should do to vesicles ("we can inhibit their release")."""
    tree = scene.tree
    subjects = set(tree.words(arguments.agents))
    gerund = tree.tokens[arguments.trigger].tag == "VBG" and not arguments.agents
    return bool({"we", "researchers", "one", "scientists"} & subjects) or gerund


def _is_earlier_effect(scene: Scene, arguments: Arguments) -> bool:
    """Whether what is caused is "this effect" or "these changes" of the sentence before."""
    tree = scene.tree
    return any(
        tree.tokens[theme].text.lower().removesuffix("s") in EFFECT_NOUNS
        and {"this", "these", "such"} & set(tree.words(tree.children(theme, "det", "amod")))
        for theme in arguments.themes
    )


def credit_cargo(drafts: Sequence[Draft], memory: Memory) -> list[Draft]:
    """Drafts without cargo take what the next sentence names as the cause of their effect."""
    return [
        structs.replace(draft, cargo=memory.credited[draft.scene])
        if not draft.cargo and draft.kind == "function" and draft.scene in memory.credited
        else draft
        for draft in drafts
    ]


def find_agent(
    scene: Scene, arguments: Arguments, links: Sequence[Link], memory: Memory
) -> Agent | None:
    """The first agent or means that is a vesicle or cargo; a pronoun recalls the last one."""
    for noun in (*arguments.agents, *arguments.means):
        agent = read_agent(scene, noun, links, memory.established)
        if agent is None:
            continue
        if agent.sort != "anaphor":
            return agent
        known = _antecedent(scene, noun, links, memory)
        if known is not None:
            return Agent("anaphor", known.link, known.cargo, known.treated)
    return None


def _antecedent(scene: Scene, pronoun: int, links: Sequence[Link], memory: Memory) -> Agent | None:
    """The last vesicle before a pronoun in its sentence, else the last sentence's agent."""
    start = scene.tree.tokens[pronoun].start
    before = [link for link in links if link.vesicle.end <= start]
    if before:
        return Agent("vesicle", before[-1], before[-1].cargo)
    return memory.agent if scene.number - memory.agent_scene <= 1 else None


def _vesicle_here(links: Sequence[Link], agent: Agent) -> bool:
    return agent.link is not None and agent.link in links


def _cargo_of(scene: Scene, nouns: Sequence[int]) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for noun in nouns:
        phrase = scene.tree.noun_phrase(noun)
        found += [m for m in scene.within(phrase, CARGO_KINDS) if m not in found]
    return tuple(found)


def _transferred_cargo(scene: Scene, arguments: Arguments) -> tuple[Mention, ...]:
    """Cargo of the transfer that an effect follows from.

    "Exosomes transferred miR-21 to the cells, contributing to DNA damage": miR-21 does it.
    """
    tree = scene.tree
    for verb in tree.ancestors(arguments.trigger):
        if tree.tokens[verb].pos == "VERB":
            reading = find_reading(tree.tokens[verb].text.lower(), "verb", "transfer")
            cargo = _cargo_of(scene, tree.children(verb, "dobj")) if reading else ()
            if cargo:
                return cargo
    return ()


def _draft_theme(scene: Scene, arguments: Arguments, links: Sequence[Link]) -> Draft | None:
    """Release, uptake or cargo change: the vesicle stands in what changes."""
    sort = arguments.reading.sort
    for theme in arguments.themes:
        kind = theme_kind(scene, theme, arguments, links)
        if kind is None or sort in {"hold", "show", "mark", "transfer", "protect"}:
            continue
        phrase = vesicle_phrase(scene, theme)
        link = _link_near(scene, links, (*phrase, *arguments.places)) or (
            links[0] if links else None
        )
        cargo = _cargo_of(scene, arguments.themes) if kind == "cargo_change" else ()
        if kind == "cargo_change" and not cargo and sort != "vague":
            cargo = link.cargo if link else ()
        if kind == "release" and link is not None:
            cargo = link.cargo
        is_cargo_subject = kind == "cargo_change" and theme < arguments.trigger
        indices = effect_indices(scene.tree, arguments, with_subject=not is_cargo_subject)
        if is_cargo_subject:
            indices = _with_place(scene, arguments, indices, links)
        direction = phrase_direction(scene.tree, arguments)
        if sort in {"release", "uptake"}:
            direction = "increase"
        score = STEP_SCORES["theme"] * (STEP_SCORES["vague"] if sort == "vague" else 1.0)
        return Draft(
            scene.number, arguments, kind, direction, tuple(indices), cargo, link, (), score
        )
    return None


def theme_kind(
    scene: Scene,
    theme: int,
    arguments: Arguments,
    links: Sequence[Link],
) -> ClaimKind | None:
    """What a change of this noun is a claim about, if it is about the vesicle itself."""
    tree = scene.tree
    word = tree.tokens[theme].text
    phrase = vesicle_phrase(scene, theme)
    near = {*phrase, *arguments.places}
    in_phrase = _link_near(scene, links, phrase)
    in_place = _link_near(scene, links, sorted(near)) if arguments.places else in_phrase
    mention = scene.at(theme)
    is_cargo = mention is not None and mention.kind in CARGO_KINDS
    if in_phrase is not None and UPTAKE_NOUN.match(word):
        return "uptake"
    if is_cargo and (in_phrase or in_place):
        return "cargo_change"
    holds_cargo = bool(scene.within(phrase, CARGO_KINDS))
    if CONTENT_NOUN.match(word) and (in_phrase or in_place) and holds_cargo:
        return "cargo_change"
    if in_phrase is None:
        return None
    if theme == in_phrase.noun and theme == scene.head.get(in_phrase.vesicle.mention_id):
        sort = arguments.reading.sort
        if sort == "uptake":
            return "uptake"
        return "release" if sort in {"change", "grow", "state"} else None
    if RELEASE_NOUN.match(word):
        return "release"
    return "cargo_change" if CONTENT_NOUN.match(word) else None


def _link_near(scene: Scene, links: Sequence[Link], indices: Sequence[int]) -> Link | None:
    for link in links:
        if scene.head.get(link.vesicle.mention_id) in indices or link.noun in indices:
            return link
    return None


def _with_place(
    scene: Scene, arguments: Arguments, indices: list[int], links: Sequence[Link]
) -> list[int]:
    """Extend "were reduced" by the "in exosomes" that follows it."""
    for place in arguments.places:
        if place > indices[-1] and _link_near(scene, links, [place]):
            end = scene.tree.noun_phrase(place)[-1]
            if place - indices[-1] <= 6:
                return list(range(indices[0], end + 1))
    return indices


def _draft_content(scene: Scene, arguments: Arguments, agent: Agent) -> Draft | None:
    """A change of content, only where the words compare: "exosomes contained more miR-21"."""
    direction = phrase_direction(scene.tree, arguments)
    cargo = _cargo_of(scene, arguments.themes)
    if direction == "none" or not cargo or agent.sort not in {"vesicle", "treatment", "cargo"}:
        return None
    indices = effect_indices(scene.tree, arguments, with_subject=True)
    score = STEP_SCORES["hold"]
    return Draft(
        scene.number,
        arguments,
        "cargo_change",
        direction,
        tuple(indices),
        cargo,
        agent.link,
        (),
        score,
    )


def _draft_biomarker(scene: Scene, arguments: Arguments, agent: Agent | None) -> Draft | None:
    if agent is None or agent.sort not in {"vesicle", "cargo", "treatment"}:
        return None
    indices = effect_indices(scene.tree, arguments, with_subject=False)
    return Draft(
        scene.number,
        arguments,
        "biomarker",
        "none",
        tuple(indices),
        agent.cargo,
        agent.link,
        (),
        STEP_SCORES["biomarker"],
    )


def establish_cargo(scenes: Sequence[Scene], links: Sequence[Link]) -> dict[str, Link]:
    """Cargo that some sentence places in a vesicle, with the first link that does."""
    established: dict[str, Link] = {}
    for link in links:
        for cargo in link.cargo:
            established.setdefault(cargo_key(cargo), link)
    for scene in scenes:
        here = [link for link in links if link.scene == scene.number]
        classes = {c.kind for link in here for c in link.cargo if c.kind == "dna_rna_class"}
        for cargo in scene.of_kind("mirna", "ncrna", "gene_or_protein", "dna_rna_class"):
            head = scene.head.get(cargo.mention_id)
            near = next((link for link in here if _in_vesicle(scene, head, link)), None)
            if near is None and classes and cargo.kind in {"mirna", "ncrna"}:
                near = here[0]  # "Among the exosomal miRNAs, miR-a and miR-b ..."
            if near is not None:
                established.setdefault(cargo_key(cargo), near)
    return established


def _in_vesicle(scene: Scene, cargo_head: int | None, link: Link) -> bool:
    """Whether "in", "into", "within", "by" or "via" joins a cargo to a vesicle phrase."""
    if cargo_head is None:
        return False
    tree = scene.tree
    preposition = tree.heads[link.noun]
    joins = {"in", "into", "within", "inside", "via", "through", "by"}
    if tree.tokens[preposition].text.lower() not in joins:
        return False
    governor = tree.heads[preposition]
    reach = {governor, *tree.conjuncts(governor)}
    subjects = set(tree.children(governor, "nsubj", "nsubjpass", "dobj"))
    subjects |= {c for i in subjects for c in tree.conjuncts(i)}
    return cargo_head in reach | subjects
