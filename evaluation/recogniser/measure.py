"""Score the shipped recogniser on the held-out parts of its corpora.

    python evaluation/recogniser/measure.py --archives DIR [--work DIR]

Writes scores.json beside itself. DIR holds the raw archives that training reads.
"""

import argparse
import tempfile
from pathlib import Path

import msgspec
import spacy
from spacy.cli.init_config import init_config

from exominer.train.archive import unpack_archives
from exominer.train.build import load_whole, score_recognisers, score_syntax
from exominer.train.corpora import Corpora, read_corpora
from exominer.train.examples import make_mention_example, make_parsed_example

ROOT = Path(__file__).resolve().parents[2]
MODEL_DIR = ROOT / "exominer" / "models" / "recogniser"
ANNOTATIONS = ROOT / "annotations" / "documents.jsonl"


def make_plain_pipeline(corpora: Corpora):
    """Make what `spacy init config --pipeline tagger,parser,ner --optimize efficiency` gives.

    It has the labels of CRAFT and of Cancer Genetics and a short training, so that it
    takes about as many steps a word as a trained one.
    """
    config = init_config(lang="en", pipeline=["tagger", "parser", "ner"], optimize="efficiency")
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    trees = [make_parsed_example(nlp, tree) for tree in corpora.trees.train[:1500]]
    mentions = [make_mention_example(nlp, s)[0] for s in corpora.mentions["ner_cg"].train[:1500]]
    examples = [
        example for example in [*trees, *mentions] if example is not None and len(example.x)
    ]
    optimizer = nlp.initialize(lambda: examples)
    for batch in spacy.util.minibatch(examples, 32):
        nlp.update(batch, sgd=optimizer)
    return nlp


def score_arcs(nlp) -> dict[str, dict[str, object]]:
    """Count the arcs of arcs.txt that the parser gives, and list those that it does not."""
    scores: dict[str, dict[str, object]] = {}
    part = ""
    for line in Path(__file__).with_name("arcs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            part = line[2:].partition(":")[0]
            continue
        text, arcs = line.split("|")
        score = scores.setdefault(part, {"found": 0, "of": 0, "missed": []})
        found = {f"{token.text} {token.dep_} {token.head.text}" for token in nlp(text)}
        for arc in arcs.split(";"):
            score["of"] += 1
            score["found"] += arc in found
            score["missed"] += [] if arc in found else [arc]
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archives", type=Path, required=True)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    work_dir = options.work or Path(tempfile.mkdtemp())
    unpack_archives(options.archives, work_dir)
    corpora = read_corpora(work_dir, annotations=ANNOTATIONS, join_dev=True)
    nlp = load_whole(MODEL_DIR)
    scores = {
        "arcs": score_arcs(nlp),
        "syntax": score_syntax(nlp, corpora),
        "mentions": score_recognisers(nlp, corpora),
    }
    path = Path(__file__).with_name("scores.json")
    path.write_bytes(msgspec.json.format(msgspec.json.encode(scores), indent=2) + b"\n")
    print(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
