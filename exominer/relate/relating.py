"""Annotated document to the same with effects: mentions, frames and relations added.

The rules read it first; a relation model then decides, with what they found among its features.
"""

from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from exominer.config import RelateConfig
from exominer.records import AnnotatedDocument, Document, Frame, Mention, Relation, RelationKind
from exominer.relate.assertion import read_polarity
from exominer.relate.cargo import credit_cargo, establish_cargo
from exominer.relate.circumstances import Circumstance, read_circumstances
from exominer.relate.context import read_finding, read_study_model
from exominer.relate.drafts import STEP_SCORES, Draft, Memory
from exominer.relate.framing import draft_scene
from exominer.relate.learned.model import RelationModel
from exominer.relate.learned.relating import relate_by_model
from exominer.relate.roles import add_generic_mentions
from exominer.relate.scene import Scene, build_scenes
from exominer.relate.table_rows import relate_tables
from exominer.relate.vesicles import Link, link_vesicles

SHORT_DOCUMENT = 40
"""Sentences up to which a text counts as an abstract, about one experiment."""


def relate_document(
    annotated: AnnotatedDocument, settings: RelateConfig, model: RelationModel | None = None
) -> AnnotatedDocument:
    """Find the effects that vesicles and their cargo have, and what fills their roles.

    Args:
        annotated: The document with its mentions.
        settings: How far back a reference may look.
        model: Decides what is claimed in running text; without one, the rules do.
    """
    ruled = relate_by_rules(annotated, settings)
    if model is None or not any(mention.kind == "vesicle" for mention in annotated.mentions):
        return ruled
    return relate_by_model(ruled, model, max_sentences_back=settings.max_sentences_back)


def relate_by_rules(annotated: AnnotatedDocument, settings: RelateConfig) -> AnnotatedDocument:
    """Find effects by grammar and word lists alone.

    Adds a mention of kind ``effect`` with a frame for every effect and relations from it
    to cargo, donor and recipient cells, radiation, dose, pathway and cue. A document
    without a vesicle mention comes back as it is.
    """
    if not any(mention.kind == "vesicle" for mention in annotated.mentions):
        return annotated
    annotated = add_generic_mentions(annotated)
    scenes = build_scenes(annotated)
    links = link_vesicles(scenes, max_sentences_back=settings.max_sentences_back)
    memory = Memory(
        establish_cargo(scenes, links),
        vesicle_scenes=frozenset(link.scene for link in links),
        is_short=len(scenes) <= SHORT_DOCUMENT,
    )
    effects: list[Mention] = []
    frames: list[Frame] = []
    relations: list[Relation] = []
    added: dict[str, Mention] = {}
    by_scene: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        by_scene[link.scene].append(link)
    found = [d for scene in scenes for d in draft_scene(scene, by_scene[scene.number], memory)]
    drafts = credit_cargo(found, memory)
    circumstances = read_circumstances(
        drafts,
        scenes,
        text=annotated.document.text,
        links=links,
        is_short=memory.is_short,
    )
    for draft, circumstance in zip(drafts, circumstances, strict=True):
        number = len(effects) + 1
        effect = _effect_mention(draft, scenes[draft.scene], f"E{number}", annotated)
        fillers, frame = _fill(draft, circumstance, effect, scenes, annotated.document)
        if is_open_question(frame, draft):
            continue
        effects.append(effect)
        frames.append(frame)
        for kind, tail in fillers:
            identifier = f"L{len(relations) + 1}"
            relations.append(Relation(identifier, kind, effect.mention_id, tail, draft.score))
    for row in relate_tables(annotated, first_number=len(effects) + 1):
        effects.append(row.effect)
        frames.append(row.frame)
        head, score = row.effect.mention_id, row.frame.score
        for kind, mention in row.fillers:
            identifier = f"L{len(relations) + 1}"
            relations.append(Relation(identifier, kind, head, mention.mention_id, score))
            added.setdefault(mention.mention_id, mention)
    known = {mention.mention_id for mention in annotated.mentions}
    new = [mention for name, mention in added.items() if name not in known]
    everything = (*annotated.mentions, *effects, *new)
    mentions = sorted(everything, key=lambda m: (m.start, m.end, m.mention_id))
    return structs.replace(
        annotated, mentions=tuple(mentions), frames=tuple(frames), relations=tuple(relations)
    )


def _effect_mention(
    draft: Draft, scene: Scene, identifier: str, annotated: AnnotatedDocument
) -> Mention:
    start, end = scene.tree.span(draft.indices)
    text = annotated.document.text[start:end]
    return Mention(identifier, "effect", start, end, text, draft.score, "relate")


def is_open_question(frame: Frame, draft: Draft) -> bool:
    """Whether a sentence asks about vesicles at large ("whether exosomes act was unknown").

    A question about a named cargo is a hypothesis, and a claim.
    """
    asks = frame.cue is not None and frame.cue.text.lower() in {"whether", "if", "how"}
    return asks and not draft.cargo


def _fill(
    draft: Draft,
    circumstance: Circumstance,
    effect: Mention,
    scenes: Sequence[Scene],
    document: Document,
) -> tuple[list[tuple[RelationKind, str]], Frame]:
    """All role fillers of one draft and its frame."""
    scene = scenes[draft.scene]
    exposure = circumstance.exposure
    polarity, cue = read_polarity(scene.tree, draft.arguments)
    fillers: list[tuple[RelationKind, str]] = []
    if draft.link is not None:
        fillers.append(("vesicle", draft.link.vesicle.mention_id))
    fillers += [("cargo", m.mention_id) for m in draft.cargo]
    fillers += [("donor", m.mention_id) for m in circumstance.donors]
    fillers += [("recipient", m.mention_id) for m in circumstance.recipients]
    fillers += [
        ("pathway", m.mention_id) for m in scene.of_kind("pathway") if m.start > effect.start
    ]
    fillers += [("target", m.mention_id) for m in _targets(draft, scene)]
    if exposure is not None and exposure.radiation is not None:
        fillers.append(("radiation", exposure.radiation.mention_id))
    hedged_elsewhere = (
        polarity == "speculative" and exposure is not None and exposure.dose not in scene.mentions
    )  # a conclusion is not about the dose of one experiment
    if exposure is not None and exposure.dose is not None and not hedged_elsewhere:
        fillers.append(("dose", exposure.dose.mention_id))
    before = scenes[draft.scene - 1] if draft.scene else None
    marked = STEP_SCORES["marked assertion"] if cue is not None else 1.0
    frame = Frame(
        effect=effect.mention_id,
        kind=draft.kind,
        direction="none" if polarity == "negated" else draft.direction,
        polarity=polarity,
        exposed=exposure.exposed if exposure is not None else "unspecified",
        study_model=read_study_model(scene, before, document.text),
        finding=read_finding(document, scene),
        cue=cue,
        score=draft.score * marked,
        process=read_process(scene, draft, document.text),
    )
    return fillers, frame


def read_process(scene: Scene, draft: Draft, text: str) -> str:
    """The noun phrases that change, without article, joined by "; "; "" for a marker."""
    if draft.kind == "biomarker":
        return ""
    spans = []
    for theme in draft.arguments.themes:
        words = scene.tree.noun_phrase(theme)
        while len(words) > 1 and scene.tree.tokens[words[0]].dep == "det":
            words = words[1:]
        spans.append(scene.tree.span(words))
    return "; ".join(text[start:end] for start, end in sorted(set(spans)))


def _targets(draft: Draft, scene: Scene) -> list[Mention]:
    """Genes inside the effect of a function claim that are not its cargo."""
    if draft.kind != "function":
        return []
    cargo = {m.mention_id for m in draft.cargo}
    genes = scene.within(draft.indices, ("gene_or_protein", "mirna", "ncrna"))
    return [m for m in genes if m.mention_id not in cargo]
