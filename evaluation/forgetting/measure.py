"""A new kind is taught to the shipped recogniser in two ways: what becomes of the old kinds?

Ours: `train_recogniser`, which adds a recogniser. Naive: the label is added to a recogniser
that is there, which is trained on with its encoder, as many steps. Both see the documents of
the train part with the mentions of the new kind alone; scored are the mentions that the models
themselves find (no grammars, no lexicons) in the dev part.
"""

import argparse
import json
import tempfile
from pathlib import Path

import msgspec
import spacy
from thinc.api import fix_random_seed

from evaluation.readme import fill_readme, format_table
from exominer.annotate.pipeline import load_pipeline
from exominer.config import Config, TrainConfig
from exominer.corpus import join_texts, read_abstracts, read_gold_corpus
from exominer.evaluate.annotation import Annotation
from exominer.evaluate.comparison import compare_systems
from exominer.evaluate.gold_documents import from_corpus
from exominer.evaluate.judgements import Resampling
from exominer.evaluate.mentions import judge_mentions
from exominer.records import AnnotatedDocument
from exominer.train.annotated import make_samples
from exominer.train.examples import make_mention_example
from exominer.train.loop import LoopSettings, Task, train_tasks
from exominer.train.packing import save_pipeline
from exominer.train.recogniser import TrainingData, train_recogniser

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHIPPED = ROOT / "exominer/models/recogniser"
NEW_KIND = "vesicle"
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="abstracts by PMID")
    arguments = parser.parse_args()
    corpus = read_gold_corpus(ROOT / "annotations/documents.jsonl")
    texts = read_abstracts(arguments.texts) if arguments.texts else {}
    documents = join_texts(corpus, texts).documents
    train = [only_new_kind(d.annotated) for d in documents if d.split == "train"]
    dev = [from_corpus(d) for d in documents if d.split == "dev"]
    with tempfile.TemporaryDirectory() as folder:
        ours, naive = Path(folder) / "ours", Path(folder) / "naive"
        report = train_recogniser(TrainingData(train), ours, settings=TrainConfig(seed=SEED))
        train_naively(train, naive, n_steps=report.n_steps)
        judged = {name: judge(model, dev) for name, model in
                  (("before", None), ("ours", ours), ("naive", naive))}  # fmt: skip
    settings = Config().evaluate
    resampling = Resampling(tuple(d.id for d in dev), settings.resamples, settings.seed)
    gains = {
        name: {d.kind: d for d in compare_systems(judged["before"], judged[name], resampling)}
        for name in ("ours", "naive")
    }
    result = {"steps": report.n_steps, "documents": len(train), "held_out": len(dev), **gains}
    encoded = msgspec.json.format(msgspec.json.encode(result), indent=1)
    (HERE / "scores.json").write_bytes(encoded + b"\n")
    table = make_table(gains)
    fill_readme(HERE / "README.md", {"kinds": table})
    print(table)


def only_new_kind(document: AnnotatedDocument) -> AnnotatedDocument:
    mentions = tuple(m for m in document.mentions if m.kind == NEW_KIND)
    return msgspec.structs.replace(document, mentions=mentions)


def train_naively(documents: list[AnnotatedDocument], out: Path, *, n_steps: int) -> None:
    """Train a recogniser on, with its encoder and one label more."""
    nlp = spacy.load(SHIPPED)
    nlp.get_pipe("ner_cg").add_label(NEW_KIND)
    examples = [
        make_mention_example(nlp, sample)[0]
        for document in documents
        for sample in make_samples(document)[0]
        if sample.text.strip()
    ]
    fix_random_seed(SEED)
    task = Task("ner_cg", ("encoder", "ner_cg"), examples, share=1.0)
    settings = LoopSettings(n_steps=n_steps, batch_words=300, n_warmup=20, seed=SEED)
    train_tasks(nlp, [task], settings, report=lambda _step, _losses: None)
    save_pipeline(nlp, out)
    summary = json.loads((SHIPPED / "model.json").read_text())
    summary["kinds"]["ner_cg"][NEW_KIND] = NEW_KIND
    (out / "model.json").write_text(json.dumps(summary))


def judge(model: Path | None, gold: list[Annotation]) -> list:
    """Judge what the model itself finds, of the kinds that it can know, strictly."""
    pipeline = load_pipeline(model)
    known = {
        kind for kinds in load_pipeline(None).summary.kinds.values() for kind in kinds.values()
    }
    known.add(NEW_KIND)
    judgements = []
    for truth in gold:
        own = tuple(m for m in truth.annotated.mentions if m.kind in known)
        annotated = msgspec.structs.replace(truth.annotated, mentions=own)
        found = pipeline.annotate(truth.document)[1]
        guess = AnnotatedDocument(truth.document, mentions=found)
        judgements += judge_mentions(
            msgspec.structs.replace(truth, annotated=annotated), Annotation(truth.id, guess)
        )
    return [judgement for judgement in judgements if judgement.measure == "strict"]


def make_table(gains: dict) -> str:
    rows = []
    for kind, ours in gains["ours"].items():
        naive = gains["naive"][kind]
        name = "all" if not kind else f"{kind} (new)" if kind == NEW_KIND else kind
        rows.append((name, ours.n_gold, f"{100 * ours.first:.1f}", *show(ours), *show(naive)))
    header = ["Kind", "Gold", "F1 before", "ours", "difference", "naive", "difference"]
    return format_table(header, rows)


def show(gain) -> tuple[str, str]:
    interval = f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f}"
    return f"{100 * gain.second:.1f}", f"{100 * gain.difference:+.1f} ({interval})"


if __name__ == "__main__":
    main()
