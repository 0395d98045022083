"""Hypothesis strategies for documents, their layers and claims."""

from typing import get_args

from hypothesis import strategies as st

from exominer.config import RelateConfig
from exominer.records import (
    AnnotatedDocument,
    CargoItem,
    CargoType,
    CellItem,
    Citation,
    Claim,
    ClaimKind,
    Cue,
    Direction,
    Document,
    Effect,
    Evidence,
    EvidenceSource,
    Exposed,
    Finding,
    Frame,
    Mention,
    ModalityClass,
    Polarity,
    Radiation,
    Relation,
    RelationKind,
    Sentence,
    StudyModel,
    Token,
)
from exominer.relate.relating import relate_document

VESICLES = "Exosomes vesicles EVs".split()
MOLECULES = (("miR-9", "mirna"), ("HSP70", "gene_or_protein"), ("mRNA", "dna_rna_class"))
CELLS = (("neurons", "cell_type"), ("U87", "cell_line"), ("細胞", "cell_type"))
VERBS = "slowed raised carried transferred caused showed secreted protected led became".split()
NOUNS = "growth release uptake level survival marker effect role death".split()
PREPOSITIONS = "of in from by with to via after without".split()
DEPS = """nsubj nsubjpass dobj prep pobj agent conj cc acl relcl amod compound xcomp ccomp advcl
    aux auxpass neg det poss attr acomp nmod punct mark""".split()
TAGS = {"VERB": ("VBD", "VBN", "VBG", "VB"), "NOUN": ("NNS", "NN"), "ADP": ("IN",)}


def of(literal):
    """One of the values of a Literal type."""
    return st.sampled_from(get_args(literal))


# Characters outside the first plane count one each; half a pair is no text.
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
scores = st.floats(0, 1)
offsets = st.integers(0, 10**6)
cues = st.builds(Cue, words, offsets, offsets)
cells = st.builds(CellItem, words, words, words)
cargo_items = st.builds(CargoItem, words, st.none() | of(CargoType), words, words)
citations = st.builds(Citation, words, st.none() | st.integers(1, 999), words, words, words)
effects = st.builds(Effect, words, words, of(Direction), words, words)
radiations = st.builds(
    Radiation,
    words,
    words,
    of(ModalityClass),
    words,
    st.lists(st.floats(0, 200), max_size=3).map(tuple),
    st.none() | st.integers(1, 40),
    of(Exposed),
)
indices = st.none() | st.integers(0, 99)


def tuples(items, **sizes):
    return st.lists(items, max_size=3, **sizes).map(tuple)


evidences = st.builds(
    Evidence, words, of(EvidenceSource), words, indices, offsets, offsets, words, indices.map(str),
    indices, indices,
)  # fmt: skip


def claims():
    """Claims whose slots are filled at random; their evidence belongs to no text."""
    return st.builds(
        Claim,
        words,
        of(ClaimKind),
        tuples(cargo_items),
        tuples(cells),
        tuples(cells),
        effects,
        st.none() | radiations,
        of(Polarity),
        st.none() | cues,
        of(StudyModel),
        of(Finding),
        tuples(citations),
        tuples(evidences, min_size=1),
        scores,
    )


@st.composite
def clauses(draw):
    """Rows (word, part of speech, label, head, mention kind) of "Exosomes of X slowed Y in Z"."""
    subject = draw(noun_phrases(0, "nsubj"))
    verb = len(subject)
    rows = [[*row[:3], verb if row[3] is None else row[3], row[4]] for row in subject]
    rows.append([draw(st.sampled_from(VERBS)), "VERB", "ROOT", verb, None])
    for word, pos, dep in (
        ("not", "ADV", "neg"),
        ("may", "AUX", "aux"),
        ("were", "AUX", "auxpass"),
    ):
        if draw(st.integers(0, 3)) == 0:
            rows.append([word, pos, dep, verb, None])
    for label in draw(st.sampled_from(((), ("dobj",), ("dobj", "conj")))):
        found = draw(noun_phrases(len(rows), label))
        rows += [[*row[:3], verb if row[3] is None else row[3], row[4]] for row in found]
    for _ in range(draw(st.integers(0, 2))):
        rows += draw(prepositions(len(rows), verb))
    return draw(disturbed(rows))


@st.composite
def noun_phrases(draw, first, label):
    """A noun with what may stand before and after it; its own head is left open."""
    vesicle = (draw(st.sampled_from(VESICLES)), "vesicle")
    noun = (draw(st.sampled_from(NOUNS)), None)
    chosen = draw(st.sampled_from((vesicle, vesicle, noun, *MOLECULES, *CELLS, ("They", None))))
    before = [["exosomal", "ADJ", "amod", first + 1, "vesicle"]] if draw(st.booleans()) else []
    rows = [*before, [chosen[0], "NOUN", label, None, chosen[1]]]
    if draw(st.booleans()):
        rows += draw(prepositions(first + len(rows), first + len(before)))
    return rows


@st.composite
def prepositions(draw, first, head):
    """A preposition with its noun, or with a dose or radiation."""
    word = draw(st.sampled_from(PREPOSITIONS))
    vesicle = (draw(st.sampled_from(VESICLES)), "vesicle")
    rays = (("X-rays", "radiation"), ("2Gy", "dose"))
    noun, kind = draw(st.sampled_from((*CELLS, *MOLECULES, vesicle, *rays)))
    return [[word, "ADP", "prep", head, None], [noun, "NOUN", "pobj", first, kind]]


@st.composite
def disturbed(draw, rows):
    """The rows with up to two wrong labels or heads, as a parser makes them; still a tree."""
    for _ in range(draw(st.integers(0, 2))):
        index = draw(st.integers(0, len(rows) - 1))
        head = draw(st.integers(0, len(rows) - 1))
        if rows[index][2] != "ROOT" and index not in chain(rows, head):
            rows[index][2:4] = [draw(st.sampled_from(DEPS)), head]
    return rows


def chain(rows, index):
    """The index and its heads up to the root."""
    found = [index]
    while rows[index][3] != index:
        index = rows[index][3]
        found.append(index)
    return found


@st.composite
def annotated_documents(draw):
    """Clauses about vesicles whose parse is now and then wrong, one a sentence."""
    text, tokens, sentences, mentions = "", [], [], []
    for rows in draw(st.lists(clauses(), min_size=1, max_size=3)):
        text += "\n" if text else ""
        first, start = len(tokens), len(text)
        for index, (word, pos, dep, head, kind) in enumerate(rows):
            text += f" {word}" if index else word
            place = len(text) - len(word)
            tag = draw(st.sampled_from(TAGS.get(pos, ("X",))))
            tokens.append(Token(place, len(text), word, pos, tag, dep, first + head))
            if kind:
                name = f"T{len(mentions) + 1}"
                mentions.append(Mention(name, kind, place, len(text), word))
        sentences.append(Sentence(start, len(text)))
    document = Document("sub/a.txt", "00ff", "text", text, sentences=tuple(sentences))
    return AnnotatedDocument(document, tuple(tokens), tuple(mentions))


def related_documents():
    """Annotated documents with the effects that relate finds, and others drawn at random."""
    related = annotated_documents().map(lambda found: relate_document(found, RelateConfig()))
    return related | annotated_documents().flatmap(with_frames)


@st.composite
def with_frames(draw, annotated):
    """A document with effects on random tokens and relations to random mentions."""
    mentions = annotated.mentions
    effects, frames, relations = [], [], []
    for number in range(draw(st.integers(0, 4))):
        token = draw(st.sampled_from(annotated.tokens))
        name = f"E{number}"
        effects.append(Mention(name, "effect", token.start, token.end, token.text))
        closed = (of(ClaimKind), of(Direction), of(Polarity), of(Exposed), of(StudyModel))
        values = [draw(choice) for choice in (*closed, of(Finding))]
        frames.append(Frame(name, *values, score=draw(scores)))
        for tail in draw(st.lists(st.sampled_from(mentions), max_size=4)) if mentions else ():
            kind = draw(of(RelationKind))
            relations.append(Relation(f"L{len(relations)}", kind, name, tail.mention_id))
    everything = tuple(sorted((*mentions, *effects), key=lambda m: (m.start, m.end)))
    layers = (annotated.tokens, everything, (), tuple(frames), tuple(relations))
    return AnnotatedDocument(annotated.document, *layers)
