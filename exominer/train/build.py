"""The raw archives -> the shipped model, in one command.

    export OPENBLAS_NUM_THREADS=1
    python -m exominer.train.build --archives DIR --out exominer/models/recogniser

Everything random has a fixed seed and everything runs in one thread. Needs the package
``floret`` besides the core.
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import spacy
from msgspec import Struct
from spacy.language import Language
from spacy.vectors import Vectors  # type: ignore[import-not-found]

from exominer.errors import ExominerError
from exominer.layers import multiply_with_numpy
from exominer.train.archive import unpack_archives
from exominer.train.card import ModelCard, write_card
from exominer.train.corpora import ABSTRACTS, Corpora, read_corpora
from exominer.train.kinds import CLAIMS_RECOGNISER, KINDS
from exominer.train.loop import LoopSettings
from exominer.train.packing import save_pipeline
from exominer.train.scoring import MentionScore, Score, score_mentions, score_trees
from exominer.train.stages import (
    CLAIMS_SETTINGS,
    MENTION_SETTINGS,
    POLISH_SETTINGS,
    SYNTAX_SETTINGS,
    make_pipeline,
    make_tokenizing_pipeline,
    polish_syntax,
    train_claims,
    train_mentions,
    train_syntax,
)
from exominer.train.vectors import (
    VectorSettings,
    read_column,
    read_iob_texts,
    read_plain_texts,
    train_vectors,
    write_training_text,
)

VERSION = "0.3.0"
_COMMAND = (
    "OPENBLAS_NUM_THREADS=1 python -m exominer.train.build "
    "--archives DIR --out exominer/models/recogniser"
)
_TEXT_FOLDERS = (
    "craft/articles/txt",
    "jnlpba_standoff/standoff/train",
    "bionlp_2013-cg/train",
    "bionlp_2013-cg/devel",
    "bionlp_2013-pc",
    "bionlp_2013-ge",
    "bionlp_2011-ge",
    "cellfinder",
)
_TEXT_IOB = (
    *("AnatEM", "BC2GM", "BC5CDR", "NCBI-disease", "linnaeus"),
    *("BioNLP09", "BioNLP11EPI", "BioNLP11ID", "Ex-PTM"),
)

_log = logging.getLogger(__name__)


class BuildSettings(Struct, frozen=True):
    """The settings of the stages.

    With ``join_dev`` the recognisers learn from the development parts too, as what ships
    does; to choose between settings, leave it out.
    """

    vectors: VectorSettings = VectorSettings()
    syntax: LoopSettings = SYNTAX_SETTINGS
    polish: LoopSettings = POLISH_SETTINGS
    mentions: LoopSettings = MENTION_SETTINGS
    claims: LoopSettings = CLAIMS_SETTINGS
    annotations: Path = Path("annotations/documents.jsonl")
    join_dev: bool = True


def build_model(
    archives_dir: Path, out_dir: Path, work_dir: Path, settings: BuildSettings
) -> ModelCard:
    """Unpack, train, score and save; return the card that was written.

    Args:
        archives_dir: Holds the raw ``.tar.gz`` archives.
        out_dir: Becomes the model folder.
        work_dir: Outside the project: takes the unpacked data and the vectors' text.
        settings: Of the stages.

    Raises:
        InputError: If an archive or a file in it is missing or broken.
    """
    checksums = unpack_archives(archives_dir, work_dir)
    corpora = read_corpora(work_dir, annotations=settings.annotations, join_dev=settings.join_dev)
    vectors = build_vectors(work_dir, corpora, settings.vectors)
    nlp = make_pipeline(vectors)
    _log.info("Training tagger and parser.")
    syntax = train_syntax(nlp, corpora, settings.syntax, report=_log_losses)
    polish = polish_syntax(nlp, corpora, settings.polish, report=_log_losses)
    _log.info("Training recognisers.")
    mentions = train_mentions(nlp, corpora, settings.mentions, report=_log_losses)
    claims = train_claims(nlp, corpora, settings.claims, report=_log_losses)
    disable_idle(nlp)
    save_pipeline(nlp, out_dir)
    _log.info("Scoring.")
    card = make_card(
        out_dir,
        corpora,
        checksums=checksums,
        training={"syntax": syntax, "polish": polish, "mentions": mentions, "claims": claims},
    )
    write_card(card, out_dir)
    return card


def make_card(
    model_dir: Path,
    corpora: Corpora,
    *,
    checksums: dict[str, str],
    training: dict[str, dict[str, int]],
) -> ModelCard:
    """Score the pipeline in a folder, as it ships, on the held-out parts of all corpora."""
    nlp = load_whole(model_dir)
    return ModelCard(
        version=VERSION,
        seed=SYNTAX_SETTINGS.seed,
        command=_COMMAND,
        kinds=KINDS,
        data=checksums,
        training=training,
        syntax=score_syntax(nlp, corpora),
        mentions=score_recognisers(nlp, corpora),
    )


def disable_idle(nlp: Language) -> None:
    """Switch off the recognisers of which no label is a kind; they are saved with the others."""
    for name in nlp.pipe_names:
        if name.startswith("ner_") and name not in KINDS:
            nlp.disable_pipe(name)


def load_whole(model_dir: Path) -> Language:
    """Load a pipeline with the components that do not run by default."""
    nlp = spacy.load(model_dir)
    for name in nlp.disabled:
        nlp.enable_pipe(name)
    multiply_with_numpy(nlp)
    return nlp


def build_vectors(work_dir: Path, corpora: Corpora, settings: VectorSettings) -> Vectors:
    """Train the vectors on all texts but the lines that are a sentence of an official test part.

    A line of an article is a paragraph, so that the sentences of held-out articles pass.
    """
    nlp = make_tokenizing_pipeline()
    text_path = work_dir / "vectors.txt"
    texts = _texts(work_dir)
    n_words = write_training_text(nlp, texts, text_path, held_out=corpora.test_keys)
    _log.info("Training vectors on %d words.", n_words)
    train_vectors(nlp, text_path, work_dir, settings)
    return nlp.vocab.vectors


def _texts(work_dir: Path) -> Iterator[str]:
    iob_paths = [
        work_dir / "mtl_ner" / f"{name}-IOB" / f"{part}.tsv"
        for name in _TEXT_IOB
        for part in ("train", "devel")
    ]
    snippets = work_dir / "ev_rss/pubmed_snippets.tsv"
    return chain(
        read_plain_texts(work_dir / folder for folder in _TEXT_FOLDERS),
        read_iob_texts(iob_paths),
        read_column(work_dir / ABSTRACTS, "abstract", delimiter=","),
        read_column(snippets, "snippet", delimiter="\t"),
    )


def score_syntax(nlp: Language, corpora: Corpora) -> dict[str, dict[str, Score]]:
    """Score tagger and parser on CRAFT's held-out articles."""
    with nlp.select_pipes(enable=["syntax_encoder", "tagger", "parser"]):
        return {
            "CRAFT dev": score_trees(nlp, corpora.trees.dev),
            "CRAFT test": score_trees(nlp, corpora.trees.test),
            "GENIA test": score_trees(nlp, corpora.trees.other_test),
        }


def score_recognisers(
    nlp: Language, corpora: Corpora
) -> dict[str, dict[str, dict[str, MentionScore]]]:
    """Score each recogniser on the held-out parts of its corpus."""
    return {
        name: {
            part: score_mentions(nlp, name, samples)
            for part, samples in (("dev", parts.dev), ("test", parts.test))
            if samples
        }
        for name, parts in {**corpora.mentions, CLAIMS_RECOGNISER: corpora.claims}.items()
    }


def _log_losses(step: int, losses: dict[str, float]) -> None:
    rounded = {name: round(loss) for name, loss in losses.items()}
    _log.info("Step %d: %s", step, rounded)


def main(arguments: Iterable[str] | None = None) -> int:
    """Run the build from the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--archives", type=Path, required=True, help="folder of .tar.gz archives")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--work", type=Path, help="folder for unpacked data, kept for the next run")
    parser.add_argument(
        "--keep-dev", action="store_true", help="score the development parts instead of learning"
    )
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    settings = BuildSettings(join_dev=not options.keep_dev)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        if options.work is not None:
            build_model(options.archives, options.out, options.work, settings)
        else:
            with tempfile.TemporaryDirectory() as work_dir:
                build_model(options.archives, options.out, Path(work_dir), settings)
    except ExominerError as error:
        _log.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
