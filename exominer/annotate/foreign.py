"""Other people's spaCy pipelines as recognisers: their labels as our kinds, and nothing run.

Of such a pipeline the components ``ner`` and the encoders they listen to are loaded, by path,
never its package; a component or layer that spaCy itself doesn't bring is refused. Tokens,
tags and arcs stay those of the shipped pipeline, since the relation stage has learnt them.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
import spacy
from msgspec import Struct, field
from spacy.about import __version__ as spacy_version

from exominer.errors import ModelError
from exominer.layers import multiply_with_numpy
from exominer.records import AuthoredKind, MentionKind

LABELS: Final[dict[str, MentionKind]] = {
    # en_ner_bionlp13cg_md
    "GENE_OR_GENE_PRODUCT": "gene_or_protein",
    "CELL": "cell_type",
    "CANCER": "disease",
    "PATHOLOGICAL_FORMATION": "disease",
    "SIMPLE_CHEMICAL": "chemical",
    "AMINO_ACID": "chemical",
    "ORGANISM": "organism",
    "ORGANISM_SUBSTANCE": "fluid",
    "TISSUE": "tissue",
    "MULTI_TISSUE_STRUCTURE": "tissue",
    "ORGAN": "tissue",
    "ORGANISM_SUBDIVISION": "tissue",
    "ANATOMICAL_SYSTEM": "tissue",
    "DEVELOPING_ANATOMICAL_STRUCTURE": "tissue",
    # en_ner_craft_md; its GO and SO mix processes with places, and genes with their parts
    "GGP": "gene_or_protein",
    "CHEBI": "chemical",
    "TAXON": "organism",
    "CL": "cell_type",
    # en_ner_jnlpba_md
    "PROTEIN": "gene_or_protein",
    "CELL_TYPE": "cell_type",
    "CELL_LINE": "cell_line",
    "DNA": "dna_rna_class",
    "RNA": "dna_rna_class",
    # en_ner_bc5cdr_md
    "DISEASE": "disease",
    "CHEMICAL": "chemical",
}
_OWN_LABELS: Final[frozenset[str]] = frozenset(get_args(AuthoredKind))
_FACTORIES: Final = frozenset({"ner", "tok2vec"})
# Layers whose weights are plain arrays; those of PyTorch may hold code.
_ARCHITECTURES: Final = frozenset(
    "TransitionBasedParser Tok2Vec Tok2VecListener HashEmbedCNN MultiHashEmbed CharacterEmbed "
    "MaxoutWindowEncoder MishWindowEncoder".split()
)
_OTHERS_ALLOWED: Final = frozenset(
    {"spacy.Tokenizer.v1", "spacy.Vectors.v1", "spacy.ner_scorer.v1"}
)
_CALLBACKS: Final = ("before_creation", "after_creation", "after_pipeline_creation")
_DO: Final = (
    "A pipeline with a ner that spaCy alone can load is needed, such as en_ner_bionlp13cg_md, "
    "en_ner_craft_md, en_ner_jnlpba_md or en_ner_bc5cdr_md of scispaCy."
)

Finder = Callable[[Sequence[str]], list[list[tuple[int, int, str]]]]
"""Texts of sentences -> start, end and label of what was found in each."""


class _Meta(Struct, frozen=True, kw_only=True):
    """What is read of ``meta.json``."""

    lang: str
    name: str
    version: str
    labels: dict[str, list[str]] = field(default_factory=dict)
    spacy_version: str = ""
    license: str = ""
    url: str = ""
    performance: dict[str, Any] = field(default_factory=dict)


class ForeignSummary(Struct, frozen=True, kw_only=True):
    """What is known of a foreign pipeline without loading it, as run.json names it.

    ``kinds`` are those of its labels that have one, ``labels_left_out`` the others.
    ``scores`` are precision, recall and F1 by its makers' account, on their data.
    """

    kind: str = "recogniser"
    name: str
    version: str
    made_by: str = "others, with spaCy"
    made_for_spacy: str
    license: str
    url: str
    kinds: dict[str, MentionKind]
    labels_left_out: tuple[str, ...]
    scores: dict[str, float]


def kind_of_label(label: str) -> MentionKind | None:
    """The kind that a label of scispaCy stands for, or a label that is the name of a kind.

    Example:
        >>> [kind_of_label(label) for label in ("Multi-tissue_structure", "mirna", "GO")]
        ['tissue', 'mirna', None]
    """
    if label in _OWN_LABELS:
        return label  # type: ignore[return-value]
    return LABELS.get(label.upper().replace("-", "_"))


def read_foreign(folder: Path) -> ForeignSummary:
    """Read what a spaCy pipeline says of itself, and check that it can be of use.

    Raises:
        ModelError: If its files can't be read, it is made of what spaCy doesn't bring, is not
            for English, or none of its labels has a kind.
    """
    used = _find_used(_read_config(folder), folder)
    recognisers = [name for name, factory in used.items() if factory == "ner"]
    path = folder / "meta.json"
    try:
        meta = msgspec.json.decode(path.read_bytes(), type=_Meta)
    except (OSError, msgspec.MsgspecError) as error:
        raise ModelError(str(path), f"can't be read ({error})", _DO) from error
    labels = sorted({label for name in recognisers for label in meta.labels.get(name, ())})
    kinds = {label: kind for label in labels if (kind := kind_of_label(label)) is not None}
    if not kinds:
        found = f"none of its labels ({', '.join(labels) or 'it names none'}) is a kind of mention"
        raise ModelError(str(folder), found, _DO)
    scores = {"precision": "ents_p", "recall": "ents_r", "f1": "ents_f"}
    return ForeignSummary(
        name=f"{meta.lang}_{meta.name}",
        version=meta.version,
        made_for_spacy=meta.spacy_version,
        license=meta.license,
        url=meta.url,
        kinds=kinds,
        labels_left_out=tuple(label for label in labels if label not in kinds),
        scores={
            ours: round(value, 4)
            for ours, theirs in scores.items()
            if isinstance(value := meta.performance.get(theirs), float)
        },
    )


def load_finder(folder: Path) -> Finder:
    """Load the recognisers of a foreign pipeline.

    Raises:
        ModelError: If ``read_foreign`` refuses it or spaCy can't load it.
    """
    config = _read_config(folder)
    unused = set(config["components"]) - _find_used(config, folder).keys()
    try:
        with warnings.catch_warnings():
            # spaCy warns of any other minor version than the one that trained the pipeline.
            warnings.simplefilter("ignore", UserWarning)
            nlp = spacy.load(folder, exclude=sorted(unused))
    except Exception as error:  # a damaged file of others may show in any way
        said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        found = f"spaCy {spacy_version} can't load it ({said})"
        raise ModelError(
            str(folder), found, "Fetch it anew, or a version for this spaCy."
        ) from error
    multiply_with_numpy(nlp)

    def find(texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        docs = nlp.pipe(texts, batch_size=max(1, len(texts)))
        return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs]

    return find


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / "config.cfg"
    try:
        return dict(spacy.util.load_config(path, interpolate=True))
    except Exception as error:  # as above
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise ModelError(
            str(path), f"can't be read ({said})", "Fetch the pipeline anew."
        ) from error


def _find_used(config: dict[str, Any], folder: Path) -> dict[str, str]:
    """Give the components to load with their factories, if all of it comes with spaCy.

    Raises:
        ModelError: If it doesn't, or there is no recogniser.
    """
    try:
        nlp, components = config["nlp"], config["components"]
        names = [name for name in nlp["pipeline"] if name not in nlp.get("disabled", [])]
        used = {name: components[name]["factory"] for name in names}
        used = {name: factory for name, factory in used.items() if factory in _FACTORIES}
        kept = {name: components[name] for name in used}
        odd = [f"its {name}" for name in _CALLBACKS if nlp.get(name) is not None]
        odd += [name for name in _find_registered({**nlp, "kept": kept}) if not _is_known(name)]
        language = nlp["lang"]
    except (KeyError, TypeError, AttributeError) as error:
        found = f"its config.cfg is not that of a pipeline that can be loaded by itself ({error!r})"
        raise ModelError(str(folder), found, _DO) from error
    if odd:
        found = f"it needs more than the recognisers and encoders of spaCy ({', '.join(odd)})"
        raise ModelError(str(folder), found, _DO)
    if language != "en":
        raise ModelError(str(folder), f"a pipeline for the language {language!r}, not 'en'", _DO)
    if "ner" not in used.values():
        found = f"no ner among its components ({', '.join(map(str, names)) or 'it has none'})"
        raise ModelError(str(folder), found, _DO)
    return used


def _find_registered(config: object) -> Iterator[str]:
    """Functions that a config names, as values of keys with an @, at any depth."""
    if isinstance(config, dict):
        for key, value in config.items():
            if str(key).startswith("@"):
                yield str(value)
            else:
                yield from _find_registered(value)
    elif isinstance(config, list):
        for value in config:
            yield from _find_registered(value)


def _is_known(name: str) -> bool:
    maker, _, rest = name.partition(".")
    is_layer = maker in ("spacy", "spacy-legacy") and rest.partition(".")[0] in _ARCHITECTURES
    return is_layer or name in _OTHERS_ALLOWED
