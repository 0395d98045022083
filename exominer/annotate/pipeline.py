"""Document -> tokens and mentions by a trained spaCy pipeline: the shipped one or another.

A model folder holds a spaCy pipeline and ``model.json``, which says how its labels map to
our kinds and in which order its recognisers are believed. Two sorts of model hold no syntax
of their own: a spaCy pipeline of other people, without that file, and a transformer. They are
believed first, for the kinds that they know, and the shipped pipeline does the rest.
"""

import re
import warnings
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path

import spacy
from msgspec import Struct, structs
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.pipeline import EntityRecognizer, Pipe
from spacy.tokens import Doc

from exominer.annotate.foreign import load_finder, read_foreign
from exominer.encoders.folders import find_encoder, is_transformer
from exominer.errors import ModelError
from exominer.layers import multiply_with_numpy
from exominer.model_sources.source import is_spacy_folder
from exominer.model_summary import SUMMARY_FILE, read_summary
from exominer.records import Document, Mention, MentionKind, Sentence, Token

_SHIPPED = "models/recogniser"
_FOREIGN = "foreign"
# One for one, so that offsets stay: the models have met no other white space than spaces.
_WHITE_SPACE = re.compile(r"\s")

# CRAFT's treebank tags without auxiliaries and subordinators, which the arcs tell apart.
_POS_OF_TAG = {
    "AFX": "ADJ", "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "FW": "X", "HYPH": "PUNCT",
    "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "LS": "X", "MD": "AUX", "NN": "NOUN",
    "NNP": "PROPN", "NNPS": "PROPN", "NNS": "NOUN", "PDT": "DET", "POS": "PART", "PRP": "PRON",
    "PRP$": "PRON", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "RP": "ADP", "SYM": "SYM",
    "TO": "PART", "UH": "INTJ", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB",
    "VBP": "VERB", "VBZ": "VERB", "WDT": "PRON", "WP": "PRON", "WP$": "PRON", "WRB": "ADV",
    "_SP": "SPACE", ",": "PUNCT", ".": "PUNCT", ":": "PUNCT", "''": "PUNCT", "``": "PUNCT",
    "-LRB-": "PUNCT", "-RRB-": "PUNCT",
}  # fmt: skip
_FORMS_OF_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am"})


Found = tuple[int, int, str]
"""Start and end of a mention in its sentence, and its label."""

FindMentions = Callable[[Sequence[str]], Sequence[Sequence[Found]]]
"""Texts of sentences -> what is found in each."""


class ModelSummary(Struct, frozen=True, kw_only=True):
    """What ``model.json`` says that running the model needs; it may say more.

    ``kinds`` maps each recogniser of the pipeline to the kinds of its labels (a label that
    is absent is dropped), in the order of preference: of overlapping mentions the earlier
    recogniser's is kept.
    """

    kind: str
    name: str
    version: str
    kinds: dict[str, dict[str, MentionKind]]


class Pipeline:
    """A loaded model; it is not changed by use, and its results do not depend on batches."""

    def __init__(
        self, nlp: Language, summary: ModelSummary, others: Mapping[str, FindMentions] | None = None
    ) -> None:
        """``others`` are recognisers, by name, that are no components of ``nlp``."""
        self._nlp = nlp
        self._others = others or {}
        self.summary = summary

    def led_by(
        self, summary: ModelSummary, recognisers: Mapping[str, FindMentions], *, alone: bool
    ) -> "Pipeline":
        """The same syntax with other recognisers, which are believed first.

        Those of before keep the kinds that the new ones do not know; none, if ``alone``.
        """
        own = {kind for kinds in summary.kinds.values() for kind in kinds.values()}
        kept = {
            name: {label: kind for label, kind in kinds.items() if not alone and kind not in own}
            for name, kinds in self.summary.kinds.items()
        }
        kept = {name: kinds for name, kinds in kept.items() if kinds}
        merged = structs.replace(summary, kinds={**summary.kinds, **kept})
        return Pipeline(self._nlp, merged, recognisers)

    def without(self, *names: str) -> "Pipeline":
        """The same without some of its recognisers."""
        kinds = {name: own for name, own in self.summary.kinds.items() if name not in names}
        return Pipeline(self._nlp, structs.replace(self.summary, kinds=kinds), self._others)

    def annotate(
        self, document: Document, *, batch_size: int = 64, whole: Sequence[tuple[int, int]] = ()
    ) -> tuple[tuple[Token, ...], tuple[Mention, ...]]:
        """Parse every sentence of a document and find its mentions.

        Args:
            document: What was read; only its sentences are looked at.
            batch_size: Sentences that are run at once: memory against speed.
            whole: Spans of the document's text, sorted and disjoint, that are one token each:
                a name such as "miR-21-5p", cut at its hyphens, is parsed as a phrase.

        Returns:
            Tokens in document order, white space left out, heads as indices into them; and
            mentions in document order that do not overlap, without ids.
        """
        tokens: list[Token] = []
        mentions: list[Mention] = []
        for first in range(0, len(document.sentences), batch_size):
            sentences = document.sentences[first : first + batch_size]
            places = [_read_places(document.text, sentence) for sentence in sentences]
            texts = [
                _WHITE_SPACE.sub(" ", "".join(document.text[i] for i in own)) for own in places
            ]
            spans = [_spans_inside(whole, own) for own in places]
            for own, (doc, found) in zip(places, self._run(texts, spans), strict=True):
                tokens += _read_tokens(doc, own, len(tokens))
                mentions += self._read_mentions(found, own, document.text)
        return tuple(tokens), tuple(mentions)

    def _run(
        self, texts: list[str], whole: list[list[tuple[int, int]]]
    ) -> list[tuple[Doc, dict[str, Sequence[Found]]]]:
        """Run every component; return each sentence with what each recogniser found.

        A recogniser is shown the sentence without the mentions of those before it.
        """
        docs = [self._nlp.make_doc(text) for text in texts]
        for doc, spans in zip(docs, whole, strict=True):
            _merge(doc, spans)
        found: list[dict[str, Sequence[Found]]] = [{} for _ in docs]
        full = [i for i, doc in enumerate(docs) if len(doc)]
        for name, component in self._nlp.pipeline:
            if isinstance(component, EntityRecognizer) and name not in self.summary.kinds:
                continue
            for i, doc in zip(full, _apply(component, [docs[i] for i in full]), strict=True):
                docs[i] = doc
                if name in self.summary.kinds:
                    found[i][name] = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
                    doc.ents = ()
        for name, find in self._others.items():
            for i, own in zip(full, find([texts[i] for i in full]), strict=True):
                found[i][name] = own
        return list(zip(docs, found, strict=True))

    def _read_mentions(
        self, found: Mapping[str, Sequence[Found]], places: Sequence[int], text: str
    ) -> list[Mention]:
        """Map labels to kinds; of overlapping mentions the preferred recogniser's is kept."""
        kept: list[Mention] = []
        for name, kinds in self.summary.kinds.items():
            for first, last, label in found.get(name, ()):
                start, end = places[first], places[last - 1] + 1
                is_free = all(end <= other.start or other.end <= start for other in kept)
                if label in kinds and is_free:
                    kept.append(
                        Mention(
                            mention_id="",
                            kind=kinds[label],
                            start=start,
                            end=end,
                            text=text[start:end],
                            source="model",
                        )
                    )
        return sorted(kept, key=lambda mention: mention.start)


def _apply(component: Callable[[Doc], Doc], docs: list[Doc]) -> list[Doc]:
    if isinstance(component, Pipe) and docs:
        return list(component.pipe(docs, batch_size=len(docs)))
    return [component(doc) for doc in docs]


def _read_places(text: str, sentence: Sentence) -> list[int]:
    """Where the characters of a sentence stand in the text; of white space the first counts.

    A parser that was trained on single blanks takes a second one for a word.
    """
    start, end = sentence.start, sentence.end
    return [
        i
        for i in range(start, end)
        if i == start or not (text[i].isspace() and text[i - 1].isspace())
    ]


def _spans_inside(spans: Sequence[tuple[int, int]], places: Sequence[int]) -> list[tuple[int, int]]:
    """Spans within a sentence, as offsets from its start where its blanks are single."""
    if not places:
        return []
    first = bisect_left(spans, (places[0], places[0]))
    last = bisect_left(spans, (places[-1] + 1, places[-1] + 1))
    return [
        (bisect_left(places, start), bisect_left(places, end))
        for start, end in spans[first:last]
        if end <= places[-1] + 1
    ]


def _merge(doc: Doc, spans: list[tuple[int, int]]) -> None:
    """Make one token of each span that token borders enclose."""
    with doc.retokenize() as retokenizer:
        for start, end in spans:
            span = doc.char_span(start, end)
            if span is not None and len(span) > 1:
                retokenizer.merge(span)


def _read_tokens(doc: Doc, places: Sequence[int], n_before: int) -> list[Token]:
    words = [token for token in doc if not token.is_space]
    place = {token.i: n_before + i for i, token in enumerate(words)}
    return [
        Token(
            start=places[token.idx],
            end=places[token.idx + len(token) - 1] + 1,
            text=token.text,
            pos=_universal_pos(token.tag_, token.dep_, token.lower_),
            tag=token.tag_,
            dep=token.dep_,
            head=place.get(token.head.i, place[token.i]),
        )
        for token in words
    ]


def _universal_pos(tag: str, dep: str, word: str) -> str:
    if tag == "MD" or dep in ("aux", "auxpass") or word in _FORMS_OF_BE:
        return "PART" if tag == "TO" else "AUX"
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    return _POS_OF_TAG.get(tag, "X")


def load_pipeline(model_dir: Path | None = None, *, device: str = "auto") -> Pipeline:
    """Load the model of a folder or a hub name, or the one that ships with the package.

    Args:
        model_dir: The folder; see ``find_encoder`` for hub names.
        device: What a transformer runs on, see ``AnnotateConfig``.

    Raises:
        ModelError: If the folder is missing, holds neither ``model.json`` nor a spaCy pipeline,
            or another kind of model, or if spaCy or transformers can't load it.
        ConfigError: If the device is not there.
    """
    if model_dir is not None and is_spacy_folder(model_dir):
        return _load_foreign(model_dir, load_pipeline())
    if model_dir is not None and is_transformer(model_dir):
        from exominer.annotate.transformer import load_transformer  # noqa: PLC0415 - torch

        return load_transformer(find_encoder(model_dir), load_pipeline(), device=device)
    if model_dir is None:
        with resources.as_file(resources.files("exominer") / _SHIPPED) as shipped_dir:
            return _load(shipped_dir)
    return _load(model_dir)


def _load_foreign(model_dir: Path, shipped: Pipeline) -> Pipeline:
    """The shipped pipeline led by the recognisers of another."""
    found = read_foreign(model_dir)
    summary = ModelSummary(
        kind=found.kind, name=found.name, version=found.version, kinds={_FOREIGN: found.kinds}
    )
    return shipped.led_by(summary, {_FOREIGN: load_finder(model_dir)}, alone=False)


def _load(model_dir: Path) -> Pipeline:
    summary = read_summary(model_dir, ModelSummary, kind="recogniser")
    try:
        with warnings.catch_warnings():
            # spaCy warns of any other patch version than the one that trained the model.
            warnings.simplefilter("ignore", UserWarning)
            nlp = spacy.load(model_dir)
    except Exception as error:  # a damaged file may show in any way
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        found = f"spaCy {spacy_version} can't load it ({said})"
        raise ModelError(str(model_dir), found, "Train it anew with this version.") from error
    multiply_with_numpy(nlp)
    unknown = sorted(set(summary.kinds) - set(nlp.pipe_names))
    if unknown:
        found = f"{SUMMARY_FILE} names recognisers that the pipeline lacks: {', '.join(unknown)}"
        raise ModelError(str(model_dir), found, f"It has {', '.join(nlp.pipe_names)}.")
    return Pipeline(nlp, summary)
