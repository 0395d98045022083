"""Fine-tune an encoder on Cancer Genetics and score it beside the shipped recogniser.

    python evaluation/transformer/measure.py --work DIR --base FOLDER --config FILE --out MODEL

DIR is the folder that the archives of exominer.train.build are unpacked into. Training stops by a
tenth of the training documents; the development part is scored once, at the end; the test part is
not looked at. Writes scores.json beside itself. A model that lies in MODEL is not trained again.
"""

import argparse
import time
from pathlib import Path

import msgspec
import spacy
import torch

from exominer.annotate.pipeline import load_pipeline
from exominer.config import read_config
from exominer.encoders.tagger import load_tagger
from exominer.records import Document, Sentence
from exominer.train.corpora import read_corpora, split_by_document
from exominer.train.kinds import KINDS
from exominer.train.recogniser import Start
from exominer.train.scoring import score_mentions, score_spans
from exominer.train.transformer_recogniser import TaggedData, fine_tune

SHIPPED = Path(__file__).resolve().parents[2] / "exominer" / "models" / "recogniser"
N_TIMED = 300
N_ROUNDS = 3


def train(parts, options):
    """Train on the training part, a tenth of it set aside to stop by."""
    samples, held = split_by_document(parts.train, one_in=10)
    started = time.monotonic()

    def show(step, most, loss=None):
        if step % 50 == 0:
            print(
                f"{step} of {most}, loss {loss:.3f}, {time.monotonic() - started:.0f} s", flush=True
            )

    fine_tune(
        TaggedData(samples, KINDS["ner_cg"], held),
        options.out,
        start=Start(options.base),
        settings=read_config(options.config).train,
        on_step=show,
    )
    print(f"{time.monotonic() - started:.0f} s, {time.process_time():.0f} s of processor time")


def time_words(model_dir, samples):
    """Words a second of processor time, from sentence to tokens and mentions; the best round."""
    pipeline = load_pipeline(model_dir)
    text = "\n".join(sample.text for sample in samples)
    sentences, start = [], 0
    for sample in samples:
        sentences.append(Sentence(start, start + len(sample.text)))
        start += len(sample.text) + 1
    document = Document("d.txt", "", "text", text, sentences=tuple(sentences))
    n_words = len(pipeline.annotate(document)[0])
    best = float("inf")
    for _ in range(N_ROUNDS):
        began = time.process_time()
        pipeline.annotate(document)
        best = min(best, time.process_time() - began)
    return round(n_words / best)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    parts = read_corpora(options.work).mentions["ner_cg"]
    if not options.out.exists():
        train(parts, options)
    tagger = load_tagger(options.out, device="cpu")
    found = tagger.find_spans([sample.text for sample in parts.dev])
    scores = {
        "transformer": score_spans(parts.dev, found),
        "shipped": score_mentions(spacy.load(SHIPPED), "ner_cg", parts.dev),
        "words_a_second": {
            "transformer": time_words(options.out, parts.dev[:N_TIMED]),
            "shipped": time_words(None, parts.dev[:N_TIMED]),
        },
        "megabytes": {
            name: round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6, 1)
            for name, folder in (("transformer", options.out), ("shipped", SHIPPED))
        },
    }
    encoded = msgspec.json.format(msgspec.json.encode(scores), indent=2)
    Path(__file__).with_name("scores.json").write_bytes(encoded + b"\n")


if __name__ == "__main__":
    main()
