"""Found effects to mentions, frames and relations of an annotated document."""

from collections.abc import Iterator, Sequence

from msgspec import structs

from exominer.records import AnnotatedDocument, Cue, Frame, Mention, Relation, RelationKind
from exominer.relate.arguments import Arguments
from exominer.relate.assertion import make_cue, read_polarity
from exominer.relate.context import read_finding, read_study_model
from exominer.relate.learned.decoding import UNEXPOSED, Found
from exominer.relate.learned.documents import DocumentView, GroupKey, Occurrence
from exominer.relate.learned.frame_features import is_cue, rule_arguments
from exominer.relate.learned.sentences import SentenceView
from exominer.relate.vesicles import Link


def write_effects(view: DocumentView, found: Sequence[Found]) -> AnnotatedDocument:
    """The document with the found effects in place of those that the rules read in prose.

    Effects in table cells stay as the rules have them.
    """
    ruled = view.ruled
    cells = [
        (s.scene.text_start, s.scene.text_end)
        for s, is_cell in zip(view.sentences, view.is_cell, strict=True)
        if is_cell
    ]
    effects = {m.mention_id: m for m in ruled.mentions if m.kind == "effect"}
    kept = {
        name
        for name, m in effects.items()
        if any(start <= m.start and m.end <= end for start, end in cells)
    }
    mentions = [m for m in ruled.mentions if m.kind != "effect" or m.mention_id in kept]
    frames = [frame for frame in ruled.frames if frame.effect in kept]
    relations = [relation for relation in ruled.relations if relation.head in kept]
    new: list[Frame] = []
    for number, effect in enumerate(found, start=1):
        mention = _effect_mention(view, effect, f"P{number}")
        mentions.append(mention)
        new.append(_frame(view, effect, mention.mention_id))
        relations += [
            Relation("", role, mention.mention_id, filler.mention_id, effect.score)
            for role, filler in _fillers(view, effect, mention)
        ]
    named = [
        structs.replace(relation, relation_id=f"L{number}")
        for number, relation in enumerate(relations, start=1)
    ]
    ordered = sorted(mentions, key=lambda m: (m.start, m.end, m.mention_id))
    return structs.replace(
        ruled, mentions=tuple(ordered), frames=(*new, *frames), relations=tuple(named)
    )


def effect_span(view: DocumentView, found: Found) -> tuple[int, int]:
    """Offsets of an effect phrase."""
    tokens = view.sentences[found.span.sentence].tree.tokens
    return tokens[found.span.left].start, tokens[found.span.end].end


def _effect_mention(view: DocumentView, found: Found, name: str) -> Mention:
    start, end = effect_span(view, found)
    text = view.document.text[start:end]
    return Mention(name, "effect", start, end, text, found.score, "relate")


def _frame(view: DocumentView, found: Found, effect: str) -> Frame:
    number = found.span.sentence
    s = view.sentences[number]
    before = view.sentences[number - 1].scene if number else None
    text = view.document.text
    exposed = "unspecified" if found.exposed == UNEXPOSED else found.exposed
    arguments = rule_arguments(s, found.span.start, found.span.end)
    return Frame(
        effect=effect,
        kind=found.kind,
        direction=found.direction,
        polarity=found.polarity,
        exposed=exposed,  # type: ignore[arg-type]
        study_model=read_study_model(s.scene, before, text),
        finding=read_finding(view.document, s.scene),
        cue=_find_cue(s, found, arguments),
        score=found.score,
        process=_read_process(s, found, arguments, text),
    )


def _find_cue(s: SentenceView, found: Found, arguments: Arguments | None) -> Cue | None:
    """The words that deny or hedge: as the grammar reads them, else the nearest of that sort."""
    if found.polarity == "asserted":
        return None
    if arguments is not None:
        polarity, cue = read_polarity(s.tree, arguments)
        if polarity == found.polarity and cue is not None:
            return cue
    start, end = found.span.start, found.span.end
    places = [i for i, word in enumerate(s.lower) if is_cue(word, found.polarity)]
    inside = [i for i in places if i <= end]
    if not places:
        return None
    nearest = max(inside) if inside else places[0]
    before = s.lower[nearest - 1] if nearest else ""
    first = nearest - 1 if before in {"did", "does", "do", "could", "can"} else nearest
    return make_cue(s.tree, [first, nearest] if first >= 0 and first < start else [nearest])


def _read_process(s: SentenceView, found: Found, arguments: Arguments | None, text: str) -> str:
    """What changes, as noun phrases without article, joined by "; "; "" for a marker."""
    if found.kind == "biomarker":
        return ""
    tree, span = s.tree, found.span
    heads = list(arguments.themes) if arguments is not None else []
    if not heads:
        objects = tree.children(span.start, "dobj", "nsubjpass")
        heads = objects or [i for i in (s.subject(span.start)[0],) if i is not None]
    if not heads and tree.tokens[span.start].pos == "NOUN":
        heads = [span.start]
    stretches = set()
    for head in heads:
        words = tree.noun_phrase(head)
        while len(words) > 1 and tree.tokens[words[0]].dep == "det":
            words = words[1:]
        stretches.add(tree.span(words))
    return "; ".join(text[start:end] for start, end in sorted(stretches))


def _fillers(
    view: DocumentView, found: Found, effect: Mention
) -> Iterator[tuple[RelationKind, Mention]]:
    s = view.sentences[found.span.sentence]
    link = _nearest_link(view, found, effect)
    if link is not None:
        yield "vesicle", link.vesicle
    chosen: set[str] = set()
    for role, groups in found.fillers.items():
        for key, _ in groups:
            mention = choose_occurrence(view, found, key).mention
            chosen.add(mention.mention_id)
            yield role, mention
    for mention in s.scene.of_kind("pathway"):
        if mention.start > effect.start:
            yield "pathway", mention
    if found.kind == "function":
        for mention in s.scene.of_kind("gene_or_protein", "mirna", "ncrna"):
            inside = effect.start <= mention.start and mention.end <= effect.end
            if inside and mention.mention_id not in chosen:
                yield "target", mention


def _nearest_link(view: DocumentView, found: Found, effect: Mention) -> Link | None:
    return view.nearest_link(found.span.sentence, effect.start, effect.end)


def choose_occurrence(view: DocumentView, found: Found, key: GroupKey) -> Occurrence:
    """The occurrence in the effect's sentence nearest to it, else the last before, else after."""
    place = found.span
    occurrences = view.groups_of_block(view.block(place.sentence))[key]
    here = [o for o in occurrences if o.sentence == place.sentence]
    if here:
        return min(here, key=lambda o: min(abs(o.head - place.start), abs(o.head - place.end)))
    before = [o for o in occurrences if o.sentence < place.sentence]
    return before[-1] if before else occurrences[0]
