"""From the triggers of a sentence to drafts of claims."""

from collections.abc import Sequence

from msgspec import structs

from exominer.records import Mention
from exominer.relate.agents import Agent, read_agent
from exominer.relate.arguments import Arguments, find_arguments, find_triggers
from exominer.relate.cargo import cargo_of, transferred_cargo
from exominer.relate.drafts import STEP_SCORES, Case, Draft, Memory
from exominer.relate.effect_words import find_reading
from exominer.relate.phrases import effect_indices, phrase_direction
from exominer.relate.scene import Scene
from exominer.relate.themes import draft_theme
from exominer.relate.vesicles import Link

EFFECT_NOUNS = frozenset(
    """effect action change phenomenon response consequence alteration process outcome protection
    phenotype benefit activity influence""".split()
)
PLANNERS = frozenset({"we", "researchers", "one", "scientists"})
BY_WORDS = frozenset({"by", "via", "through"})
SETTINGS = frozenset({"vesicle", "cargo", "treatment", "control"})
TARGET_QUALIFIERS = frozenset(
    "therapeutic diagnostic potential useful promising attractive novel for".split()
)
REGULATORS = frozenset({"regulator", "mediator", "promoter", "suppressor", "driver"})


def draft_scene(scene: Scene, links: Sequence[Link], memory: Memory) -> list[Draft]:
    """Drafts of one sentence in order of their triggers; updates what memory holds."""
    here = tuple(link for link in links if link.scene == scene.number)
    drafts: list[Draft] = []
    used: set[int] = set()
    triggers = find_triggers(scene.tree)
    for trigger, reading in triggers:
        if trigger in used:
            continue
        arguments = find_arguments(scene.tree, trigger, reading)
        agent = find_agent(scene, arguments, here, memory)
        draft = _draft(Case(scene, arguments, here, agent), memory)
        if draft is not None:
            draft = _cut(scene, draft, [index for index, _ in triggers])
            used |= set(draft.indices)
            drafts.append(draft)
            drafts += _means_drafts(scene, draft, used)
    memory.last_link = here[-1] if here else memory.last_link
    return drafts


def _cut(scene: Scene, draft: Draft, triggers: Sequence[int]) -> Draft:
    """End an effect before a later verb that is only coordinated with it."""
    tree, indices = scene.tree, draft.indices
    for index in triggers:
        joined = index > draft.arguments.trigger and index in indices[2:]
        before = tree.tokens[index - 1].text.lower()
        if joined and tree.tokens[index].pos == "VERB" and before in {"and", ",", "but", "or"}:
            kept = [i for i in indices if i < index]
            while len(kept) > 1 and tree.tokens[kept[-1]].dep in {"cc", "punct"}:
                kept.pop()
            if kept[-1] > draft.arguments.trigger:
                return structs.replace(draft, indices=tuple(kept))
    return draft


def _means_drafts(scene: Scene, draft: Draft, used: set[int]) -> list[Draft]:
    """What an effect works by, where that is a change itself ("via downregulation of X")."""
    tree, found = scene.tree, []
    if draft.kind != "function":
        return []
    for noun in draft.arguments.means:
        reading = find_reading(tree.tokens[noun].text.lower(), "noun", "change")
        preposition = tree.tokens[tree.heads[noun]].text.lower()
        changed = [i for p in tree.children(noun, "prep") for i in tree.children(p, "pobj")]
        if reading is None or not changed or noun in used or preposition not in BY_WORDS:
            continue
        words = [i for i in tree.noun_phrase(noun) if tree.tokens[i].dep != "det"]
        used |= set(words)
        means = structs.replace(
            draft,
            arguments=structs.replace(draft.arguments, themes=tuple(changed), places=()),
            direction=reading.direction,
            indices=tuple(range(words[0], words[-1] + 1)),
            score=draft.score * STEP_SCORES["means"],
        )
        found.append(means)
    return found


def _draft(case: Case, memory: Memory) -> Draft | None:
    agent = case.agent
    if agent is not None and agent.sort == "control":
        return None
    needed = _needed_cargo(case)
    if case.sort in {"cause", "mark", "transfer"} and _is_earlier_effect(
        case.scene, case.arguments
    ):
        needed = agent.cargo if agent is not None else ()
        if not needed:
            return None
    if needed:
        memory.credited[case.scene.number - 1] = needed
        return None
    if case.sort == "mark":
        return _draft_mark(case)
    if _is_attributive(case) or _is_named_action(case):
        return None
    themed = None if _is_plan(case) else draft_theme(case)
    if themed is not None or not case.arguments.themes:
        return themed
    if agent is None:
        return _draft_implied(case, memory)
    if case.sort in {"hold", "load"}:
        return _draft_content(case, agent)
    return _draft_function(case, agent, memory)


def _draft_function(case: Case, agent: Agent, memory: Memory) -> Draft | None:
    """What a vesicle, its cargo or a treatment with it does to something else."""
    scene, arguments = case.scene, case.arguments
    shows = agent.sort == "treated" or not arguments.agents or agent.link not in case.links
    if case.sort in {"show", "cause"} and _has_effect(case):
        return _draft_effect_noun(case, agent)
    if case.sort == "release" or (case.sort == "show" and not shows):
        return None
    if case.sort == "uptake" and (agent.sort != "vesicle" or arguments.passive):
        return None
    score = STEP_SCORES[agent.sort] * (STEP_SCORES["vague"] if case.sort == "vague" else 1.0)
    if agent.sort == "cargo" and agent.link not in case.links:
        if not memory.is_near_vesicle(scene.number):
            return None
        score *= STEP_SCORES["cargo without vesicle"]
    cargo = agent.cargo or transferred_cargo(scene, arguments)
    if case.sort == "transfer":
        cargo = cargo_of(scene, arguments.themes) or cargo
    return Draft(
        scene=scene.number,
        arguments=arguments,
        kind="uptake" if case.sort == "uptake" else "function",
        direction=phrase_direction(scene.tree, arguments),
        indices=tuple(effect_indices(scene.tree, arguments, with_subject=True)),
        cargo=cargo,
        link=agent.link,
        treated=agent.treated,
        score=score,
    )


def _has_effect(case: Case) -> bool:
    """Whether the object is "effect on X", "influence on X" or the like."""
    tree = case.scene.tree
    return any(
        tree.tokens[theme].text.lower().removesuffix("s") in {"effect", "influence", "impact"}
        and {"on", "upon"} & set(tree.words(tree.children(theme, "prep")))
        for theme in case.arguments.themes
    )


def _draft_effect_noun(case: Case, agent: Agent) -> Draft:
    """Draft "had no effect on X"; the effect is the noun with what it is on."""
    scene, arguments = case.scene, case.arguments
    noun = arguments.themes[0]
    objects = [i for p in scene.tree.children(noun, "prep") for i in scene.tree.children(p, "pobj")]
    last = max([noun, *(scene.tree.noun_phrase(i)[-1] for i in objects)])
    return Draft(
        scene=scene.number,
        arguments=arguments,
        kind="function",
        direction="none",
        indices=tuple(range(noun, last + 1)),
        cargo=agent.cargo,
        link=agent.link,
        treated=agent.treated,
        score=STEP_SCORES[agent.sort],
    )


def _draft_implied(case: Case, memory: Memory) -> Draft | None:
    """An outcome told beside what caused it: "Apoptosis fell" after "given exosomes".

    Only for a process that changes without any agent of its own, in the sentence of the
    last vesicle agent or the next one.
    """
    scene, arguments = case.scene, case.arguments
    recent = scene.number - memory.agent_scene <= 1 and memory.agent is not None
    agentless = case.sort in {"grow", "state"} or (case.sort == "change" and arguments.passive)
    if not (recent and agentless) or arguments.agents or memory.agent is None:
        return None
    outcomes = [
        m for m in scene.of_kind("effect_process") if scene.head.get(m.mention_id) is not None
    ]
    phrase = {i for theme in arguments.themes for i in scene.tree.noun_phrase(theme)}
    if not any(scene.head[m.mention_id] in phrase for m in outcomes):
        return None
    if scene.within(phrase, ("vesicle", "radiation")):
        return None
    return Draft(
        scene=scene.number,
        arguments=arguments,
        kind="function",
        direction=phrase_direction(scene.tree, arguments),
        indices=tuple(effect_indices(scene.tree, arguments, with_subject=True)),
        cargo=memory.agent.cargo,
        link=memory.agent.link,
        score=STEP_SCORES["implied"],
    )


def _draft_content(case: Case, agent: Agent) -> Draft | None:
    """A change of content, only where the words compare: "exosomes contained more miR-21"."""
    scene, arguments = case.scene, case.arguments
    direction = phrase_direction(scene.tree, arguments)
    cargo = cargo_of(scene, arguments.themes)
    if direction == "none" or not cargo or agent.sort not in {"vesicle", "treatment", "cargo"}:
        return None
    return Draft(
        scene=scene.number,
        arguments=arguments,
        kind="cargo_change",
        direction=direction,
        indices=tuple(effect_indices(scene.tree, arguments, with_subject=True)),
        cargo=cargo,
        link=agent.link,
        score=STEP_SCORES["hold"],
    )


def _draft_mark(case: Case) -> Draft | None:
    """What vesicles indicate ("is a marker of"), or regulate ("is a regulator of")."""
    scene, arguments, agent = case.scene, case.arguments, case.agent
    word = arguments.reading.word
    if word == "target" and arguments.reading.pos == "noun":
        silencers = scene.within(scene.tree.noun_phrase(arguments.trigger), ("mirna",))
        if silencers:
            return _draft_target(case, tuple(silencers))
        qualifiers = scene.tree.words(scene.tree.children(arguments.trigger, "amod", "prep"))
        if not TARGET_QUALIFIERS & set(qualifiers):
            return None
    if agent is None or agent.sort not in {"vesicle", "cargo", "treatment"}:
        return None
    regulates = word in REGULATORS
    return Draft(
        scene=scene.number,
        arguments=arguments,
        kind="function" if regulates else "biomarker",
        direction="none",
        indices=tuple(effect_indices(scene.tree, arguments, with_subject=False)),
        cargo=agent.cargo,
        link=agent.link,
        score=STEP_SCORES["regulator" if regulates else "biomarker"],
    )


def _draft_target(case: Case, silencers: tuple[Mention, ...]) -> Draft:
    """Draft "X is a target of miR-21": miR-21 lowers X."""
    scene, arguments = case.scene, case.arguments
    return Draft(
        scene=scene.number,
        arguments=arguments,
        kind="function",
        direction="decrease",
        indices=tuple(effect_indices(scene.tree, arguments, with_subject=False)),
        cargo=silencers,
        score=STEP_SCORES["regulator"],
    )


def _is_attributive(case: Case) -> bool:
    """A passive participle that only describes a noun ("communication mediated by EVs")."""
    token = case.scene.tree.tokens[case.arguments.trigger]
    return case.arguments.passive and token.dep == "acl"


def _is_named_action(case: Case) -> bool:
    """A gerund that is the subject of another verb ("Targeting EVs may help")."""
    token = case.scene.tree.tokens[case.arguments.trigger]
    return token.tag == "VBG" and token.dep in {"csubj", "nsubj", "csubjpass"}


def _is_plan(case: Case) -> bool:
    """What somebody can or should do to vesicles ("we can inhibit their release")."""
    tree = case.scene.tree
    gerund = tree.tokens[case.arguments.trigger].tag == "VBG" and not case.arguments.agents
    return gerund or bool(PLANNERS & set(tree.words(case.arguments.agents)))


def _is_earlier_effect(scene: Scene, arguments: Arguments) -> bool:
    """Whether what is caused is "this effect" or "these changes" of the sentence before."""
    tree = scene.tree
    return any(
        tree.tokens[theme].text.lower().removesuffix("s") in EFFECT_NOUNS
        and {"this", "these", "such", "the"} & set(tree.words(tree.children(theme, "det", "amod")))
        for theme in arguments.themes
    )


def _needed_cargo(case: Case) -> tuple[Mention, ...]:
    """The cargo in "when X is removed, this effect is lost": it is needed, not lowered."""
    tree, trigger = case.scene.tree, case.arguments.trigger
    conditions = tree.words(tree.children(trigger, "advmod", "mark"))
    if tree.tokens[trigger].dep != "advcl" or not {"when", "if", "once", "after"} & set(conditions):
        return ()
    lost = find_reading(tree.tokens[trigger].text.lower(), "verb", "change")
    if lost is None or lost.direction != "decrease" or not case.arguments.passive:
        return ()
    main = tree.heads[trigger]
    reading = find_reading(tree.tokens[main].text.lower(), "verb", "change")
    if reading is None or not _is_earlier_effect(case.scene, find_arguments(tree, main, reading)):
        return ()
    return cargo_of(case.scene, case.arguments.themes)


def find_agent(
    scene: Scene, arguments: Arguments, links: Sequence[Link], memory: Memory
) -> Agent | None:
    """The first agent or means that is a vesicle or cargo; a pronoun recalls the last one."""
    for noun in (*arguments.agents, *arguments.means):
        agent = read_agent(scene, noun, links, memory.established)
        if agent is None or (noun not in arguments.agents and not _is_setting(agent, links)):
            continue
        if agent.sort not in {"anaphor", "control"}:
            memory.agent, memory.agent_scene = agent, scene.number
        if agent.sort != "anaphor":
            return agent
        known = _antecedent(scene, noun, links, memory)
        if known is not None:
            return Agent("anaphor", known.link, known.cargo, known.treated)
    return None


def _is_setting(agent: Agent, links: Sequence[Link]) -> bool:
    """Whether a means or setting is a vesicle or its cargo, named as such in the sentence."""
    return agent.sort in SETTINGS and (agent.link is None or agent.link in links)


def _antecedent(scene: Scene, pronoun: int, links: Sequence[Link], memory: Memory) -> Agent | None:
    """The last vesicle before a pronoun in its sentence, else the last sentence's agent."""
    start = scene.tree.tokens[pronoun].start
    before = [link for link in links if link.vesicle.end <= start]
    if before:
        return Agent("vesicle", before[-1], before[-1].cargo)
    if scene.number - memory.agent_scene <= 1:
        return memory.agent
    last = memory.last_link
    near = last is not None and scene.number - last.scene == 1
    return Agent("vesicle", last, last.cargo) if last is not None and near else None
