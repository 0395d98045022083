"""Parsed sentences by hand: "Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed".

A row is a word, its fine tag, and its label with the word that it hangs on; the root has neither.
"|kind" begins a mention and "|kind+" goes on with it, "=" before a word leaves no space, and
"cells#2" is the second "cells" of the sentence.
"""

from exominer.records import AnnotatedDocument, Document, Mention, Sentence, Token
from exominer.relate.cargo import establish_cargo
from exominer.relate.drafts import Memory
from exominer.relate.framing import draft_scene
from exominer.relate.scene import build_scenes
from exominer.relate.syntax import SentenceTree
from exominer.relate.vesicles import link_vesicles

POS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "JJ": "ADJ",
    "JJR": "ADJ",
    "RB": "ADV",
    "RBR": "ADV",
    "IN": "ADP",
    "RP": "ADP",
    "TO": "PART",
    "MD": "AUX",
    "DT": "DET",
    "WDT": "PRON",
    "PRP": "PRON",
    "PRP$": "PRON",
    "CC": "CCONJ",
    "CD": "NUM",
    "HYPH": "PUNCT",
    ",": "PUNCT",
    ".": "PUNCT",
}
BE = frozenset("be is are was were been being".split())


def build_annotated(*sentences, **fields):
    """One document of the rows' words; fields go to the Document."""
    text, tokens, mentions, spans = "", [], [], []
    for rows in sentences:
        text += "\n" if text else ""
        first, start = len(tokens), len(text)
        for row in rows.split():
            text = _add(row, text, tokens, mentions, is_first=len(tokens) == first)
        _attach(rows.split(), tokens, first)
        spans.append(Sentence(start, len(text)))
    document = Document("a.txt", "0", "text", text, sentences=tuple(spans), **fields)
    named = [
        Mention(f"T{number}", kind, start, end, text[start:end])
        for number, (kind, start, end) in enumerate(mentions, start=1)
    ]
    return AnnotatedDocument(document, tuple(tokens), tuple(named))


def _add(row, text, tokens, mentions, *, is_first):
    word, tag, arc = (row if row.count("/") > 1 else f"{row}/ROOT").rsplit("/", 2)
    word, _, kind = word.partition("|")
    glued = word.startswith("=")
    word = word.removeprefix("=")
    text += "" if is_first or glued else " "
    start, end = len(text), len(text) + len(word)
    if kind.endswith("+"):
        mentions[-1] = (mentions[-1][0], mentions[-1][1], end)
    elif kind:
        mentions.append((kind, start, end))
    dep = arc.partition(">")[0]
    is_auxiliary = word.lower() in BE or dep in {"aux", "auxpass"}
    pos = POS.get(tag) or ("AUX" if is_auxiliary else "VERB")
    tokens.append(Token(start, end, word, pos, tag, dep, len(tokens)))
    return text + word


def _attach(rows, tokens, first):
    words = [token.text for token in tokens[first:]]
    for index, row in enumerate(rows):
        name = row.rpartition("/")[2].partition(">")[2]
        if name:
            head = first + find_word(words, name)
            token = tokens[first + index]
            tokens[first + index] = Token(*_but_head(token), head)


def _but_head(token):
    return token.start, token.end, token.text, token.pos, token.tag, token.dep


def find_word(words, name):
    """The index of a word, or of its second place for "word#2"."""
    word, _, number = name.partition("#")
    places = [index for index, other in enumerate(words) if other == word]
    return places[int(number or 1) - 1]


def build_tree(rows):
    """The tree of one sentence, without the repairs of the parser's errors."""
    annotated = build_annotated(rows)
    return SentenceTree(annotated.document.sentences[0], annotated.tokens, first=0)


def build_scene(*sentences):
    """The scenes of one document; the scene itself where there is one sentence."""
    scenes = build_scenes(build_annotated(*sentences))
    return scenes[0] if len(sentences) == 1 else scenes


def draft_document(*sentences, max_sentences_back=3):
    """Drafts of a document in order, its scenes, its vesicle links and the memory at its end."""
    scenes = build_scenes(build_annotated(*sentences))
    links = link_vesicles(scenes, max_sentences_back=max_sentences_back)
    memory = Memory(establish_cargo(scenes, links))
    drafts = [draft for scene in scenes for draft in draft_scene(scene, links, memory)]
    return drafts, scenes, links, memory


def index_of(tree, name):
    return find_word([token.text for token in tree.tokens], name)


def words_at(tree, indices):
    """The words at the indices, joined by spaces."""
    return " ".join(tree.tokens[index].text for index in indices)


def texts(mentions):
    return [mention.text for mention in mentions]
