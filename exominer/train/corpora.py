"""The unpacked archives -> training, development and test parts, no document in two of them."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from exominer.train.annotated import make_samples
from exominer.train.archives_craft import read_craft_trees
from exominer.train.archives_genia import read_genia_tags, read_genia_trees
from exominer.train.archives_iob import find_in_texts, read_iob
from exominer.train.archives_standoff import read_standoff
from exominer.train.samples import LabelledSpan, ParsedSentence, Sample, text_key
from exominer.train.training_corpus import read_training_corpus

ABSTRACTS = "ev_abstracts/supplement/screening_table_pathway_context_top40.csv"
_MIN_KEY = 20
_MIN_MATCHES = 5
_CELL_LINE_SETS = ("cll", "gellus", "cell_finder")
HELPERS = {
    "aux_anat": "AnatEM", "aux_pc": "BioNLP13PC", "aux_gm": "BC2GM", "aux_09": "BioNLP09",
    "aux_epi": "BioNLP11EPI", "aux_id": "BioNLP11ID", "aux_ncbi": "NCBI-disease",
}  # fmt: skip
"""Corpora from which the encoder learns beside the others, and whose recognisers do not ship."""
PROCESSES = frozenset({
    "Blood_vessel_development", "Breakdown", "Carcinogenesis", "Cell_death",
    "Cell_differentiation", "Cell_division", "Cell_proliferation", "Cell_transformation",
    "DNA_methylation", "Death", "Development", "Glycolysis", "Growth", "Infection",
    "Localization", "Metabolism", "Metastasis", "Mutation", "Remodeling", "Reproduction",
})  # fmt: skip
"""The Cancer Genetics event types that name a process of cells, tissues or organisms."""

# Localization is also release, uptake, transport and mere presence.
_CELL_MOVEMENT = re.compile("migrat|invas|motil|infiltrat|chemota|spread|dissemin|extravas|homing")

Item = TypeVar("Item", Sample, ParsedSentence)


class Parts(Struct, frozen=True):
    """A corpus in three parts; ``n_left_out`` training sentences stand in some test part."""

    train: list[Sample]
    dev: list[Sample]
    test: list[Sample]
    n_left_out: int = 0


class Treebank(Struct, frozen=True):
    """CRAFT's treebank in three parts, and what GENIA adds of another kind of text: abstracts.

    ``abstracts`` are converted trees, ``tagged`` sentences whose arcs mean nothing;
    ``other_test`` are converted trees held out.
    """

    train: list[ParsedSentence]
    dev: list[ParsedSentence]
    test: list[ParsedSentence]
    abstracts: list[ParsedSentence] = []
    tagged: list[ParsedSentence] = []
    other_test: list[ParsedSentence] = []


class Corpora(Struct, frozen=True):
    """What the build trains on; ``mentions`` has a corpus for each recogniser's name.

    ``test_keys`` are the keys (``text_key``) of all sentences of the official test parts.
    ``helpers`` are the training samples of ``HELPERS``, ``claims`` the mentions of the
    project's own annotations, without their test part.
    """

    trees: Treebank
    mentions: dict[str, Parts]
    test_keys: frozenset[str]
    helpers: dict[str, list[Sample]] = {}
    claims: Parts = Parts([], [], [])


def read_corpora(
    work_dir: Path, *, annotations: Path | None = None, join_dev: bool = False
) -> Corpora:
    """Read all corpora from the folder that ``unpack_archives`` filled, and ``annotations``.

    Training sentences that stand in the official test part of any corpus are left out,
    matched without white space and punctuation, since corpora share abstracts.

    With ``join_dev`` the development parts of the mentions are trained on too, which is for
    settings that were chosen before; they are then empty.
    """
    mentions = {
        "ner_cg": _parts(work_dir, _read_cg, ("train", "devel", "test")),
        "ner_jnlpba": _read_jnlpba(work_dir),
        "ner_effects": _read_effects(work_dir),
        "ner_bc5cdr": _parts(work_dir, _read_bc5cdr, ("train", "devel", "test")),
        "ner_lines": _parts(work_dir, _read_cell_lines, ("train", "dev", "test")),
        "ner_craft": _parts(work_dir, _read_craft, ("train", "devel", "test")),
    }
    craft_test = mentions["ner_craft"].test
    official = [mentions["ner_cg"].test, mentions["ner_jnlpba"].test, craft_test]
    test_keys = _keys(chain.from_iterable(official))
    if join_dev:
        tests = _keys(chain.from_iterable(parts.test for parts in mentions.values()))
        mentions = {name: with_dev(parts, tests) for name, parts in mentions.items()}
    held_out = test_keys | _keys(s for part in mentions.values() for s in (*part.dev, *part.test))
    return Corpora(
        trees=_read_treebank(work_dir, craft_test),
        mentions={name: _without(parts, test_keys) for name, parts in mentions.items()},
        test_keys=test_keys,
        helpers={name: _read_helper(work_dir, HELPERS[name], held_out) for name in HELPERS},
        claims=_read_claims(annotations, work_dir) if annotations else Parts([], [], []),
    )


def _read_claims(annotations: Path, work_dir: Path) -> Parts:
    """Read the mentions of annotated documents; the real abstracts are among the archives."""
    corpus = read_training_corpus((annotations,), texts=work_dir / ABSTRACTS)
    train, dev = (
        [sample for document in documents for sample in make_samples(document.annotated)[0]]
        for documents in ((*corpus.train, *corpus.validation), corpus.held_out)
    )
    return Parts(train, dev, [])


def _keys(samples: Iterable[Sample]) -> frozenset[str]:
    return frozenset(key for s in samples if len(key := text_key(s.text)) > _MIN_KEY)


def _read_helper(work_dir: Path, corpus: str, held_out: frozenset[str]) -> list[Sample]:
    """Read all but the test part, without the sentences of any held-out part."""
    folder = work_dir / "mtl_ner" / f"{corpus}-IOB"
    samples = (s for part in ("train", "devel") for s in read_iob(folder / f"{part}.tsv"))
    return [sample for sample in samples if text_key(sample.text) not in held_out]


def _without(parts: Parts, keys: frozenset[str]) -> Parts:
    kept = [sample for sample in parts.train if text_key(sample.text) not in keys]
    return Parts(kept, parts.dev, parts.test, len(parts.train) - len(kept))


def with_dev(parts: Parts, tests: frozenset[str]) -> Parts:
    """Train on the development part too, but for the sentences of any test part."""
    joined = (sample for sample in parts.dev if text_key(sample.text) not in tests)
    return Parts([*parts.train, *joined], [], parts.test)


def split_by_document(items: Iterable[Item], *, one_in: int) -> tuple[list[Item], list[Item]]:
    """Set aside the items of about one document in ``one_in``, chosen by its name's hash.

    Example:
        >>> items = [Sample(name, "", ()) for name in ("a", "a", "b", "c", "d")]
        >>> kept, aside = split_by_document(items, one_in=2)
        >>> {item.document for item in kept} & {item.document for item in aside}
        set()
    """
    kept: list[Item] = []
    aside: list[Item] = []
    for item in items:
        digest = hashlib.sha256(item.document.encode()).hexdigest()
        (aside if int(digest, 16) % one_in == 0 else kept).append(item)
    return kept, aside


def _parts(
    work_dir: Path, read: Callable[[Path, str], list[Sample]], names: tuple[str, str, str]
) -> Parts:
    train, dev, test = (read(work_dir, name) for name in names)
    return Parts(train, dev, test)


def _read_bc5cdr(work_dir: Path, part: str) -> list[Sample]:
    return read_iob(work_dir / "mtl_ner" / "BC5CDR-IOB" / f"{part}.tsv")


def _read_craft(work_dir: Path, part: str) -> list[Sample]:
    return read_iob(work_dir / "mtl_ner" / "CRAFT-IOB" / f"{part}.tsv")


def _read_cg(work_dir: Path, part: str) -> list[Sample]:
    """Read the usual IOB files, with the documents and the spacing of the task's own texts."""
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((work_dir / "bionlp_2013-cg" / part).glob("*.txt"))
    }
    iob = read_iob(work_dir / "mtl_ner" / "BioNLP13CG-IOB" / f"{part}.tsv")
    samples, _ = find_in_texts(iob, texts)
    return samples


def _read_jnlpba(work_dir: Path) -> Parts:
    folder = work_dir / "jnlpba_standoff" / "standoff"
    train, dev = split_by_document(read_standoff(folder / "train", suffixes=(".ann",)), one_in=10)
    return Parts(train, dev, read_standoff(folder / "test", suffixes=(".ann",)))


def _read_effects(work_dir: Path) -> Parts:
    """Read the event triggers; the task's test part has none, so devel serves for both."""
    train, devel = (
        relabel_processes(
            read_standoff(work_dir / "bionlp_2013-cg" / part, suffixes=(".a2",), labels=PROCESSES)
        )
        for part in ("train", "devel")
    )
    test, dev = split_by_document(devel, one_in=2)
    return Parts(train, dev, test)


def relabel_processes(samples: list[Sample]) -> list[Sample]:
    """Call every process a process; of Localization only what cells do is one.

    Example:
        >>> text = "Invasion and secretion rose."
        >>> spans = (LabelledSpan(0, 8, "Localization"), LabelledSpan(13, 22, "Localization"))
        >>> relabel_processes([Sample("d", text, spans)])[0].spans
        (LabelledSpan(start=0, end=8, label='Process'),)
    """
    return [
        Sample(
            sample.document,
            sample.text,
            tuple(
                LabelledSpan(span.start, span.end, "Process")
                for span in sample.spans
                if span.label != "Localization"
                or _CELL_MOVEMENT.search(sample.text[span.start : span.end].lower())
            ),
        )
        for sample in samples
    ]


def _read_cell_lines(work_dir: Path, part: str) -> list[Sample]:
    return [
        sample
        for name in _CELL_LINE_SETS
        for path in sorted((work_dir / "huner" / f"huner_cell_line_{name}").glob(f"*_{part}.conll"))
        for sample in read_iob(path)
    ]


def _read_treebank(work_dir: Path, craft_test: list[Sample]) -> Treebank:
    """Hold out the articles of CRAFT-IOB's development and test parts, found by their text."""
    trees = read_craft_trees(work_dir / "craft")
    devel = read_iob(work_dir / "mtl_ner" / "CRAFT-IOB" / "devel.tsv")
    dev_names = find_documents(devel, trees)
    test_names = find_documents(craft_test, trees)
    train = [s for name in trees if name not in dev_names | test_names for s in trees[name]]
    dev = [s for name in sorted(dev_names) for s in trees[name]]
    genia_dir = work_dir / "genia_dep"
    other_test = read_genia_trees(genia_dir / "test.conllu")
    other_keys = {text_key(sentence.text) for sentence in other_test}
    tagged = read_genia_tags(work_dir / "mtl_ner" / "GENIA-pos" / "train.tsv")
    return Treebank(
        train=train,
        dev=dev,
        test=[s for name in sorted(test_names) for s in trees[name]],
        abstracts=[
            sentence
            for name in ("dev.conllu", "future_use.conllu")
            for sentence in read_genia_trees(genia_dir / name)
        ],
        tagged=[sentence for sentence in tagged if text_key(sentence.text) not in other_keys],
        other_test=other_test,
    )


def find_documents(
    samples: Iterable[Sample], documents: dict[str, tuple[ParsedSentence, ...]]
) -> set[str]:
    """Name the documents that share at least five sentences with the samples."""
    names_of_key: dict[str, set[str]] = defaultdict(set)
    for name, sentences in documents.items():
        for sentence in sentences:
            names_of_key[text_key(sentence.text)].add(name)
    n_matches: Counter[str] = Counter()
    for sample in samples:
        key = text_key(sample.text)
        names = names_of_key.get(key, set())
        if len(key) > 2 * _MIN_KEY and len(names) == 1:
            n_matches.update(names)
    return {name for name, n in n_matches.items() if n >= _MIN_MATCHES}
