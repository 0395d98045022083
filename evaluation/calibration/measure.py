"""Do the scores of claims mean what they say: of claims scored 0.6, are six in ten right?

Extracts from the texts of a gold file (one document a line: id, text, gold) with claims of every
score, pairs them with gold at the triple and prints the reliability plot (score and share of right
claims by bins of equal width) and the precision-recall curve, each threshold paired anew.
"""

import argparse
from pathlib import Path

import msgspec
from msgspec import structs

from exominer.config import AssembleConfig, Config
from exominer.evaluate.claims import CLAIM_LEVELS, match_claims
from exominer.evaluate.extraction import extract_annotations
from exominer.evaluate.gold_documents import read_gold_set
from exominer.pipeline import load_stages
from exominer.retraining.thresholds import Curves
from exominer.train.calibration import Judged, calibration_error, read_bins


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--split", default="", help="part of an annotated corpus")
    parser.add_argument("--texts", type=Path, help="abstracts by PMID")
    parser.add_argument("--relations", type=Path, help="model folder in place of the shipped one")
    parser.add_argument("--out", type=Path, help="JSON file for bins and curves")
    arguments = parser.parse_args()
    gold = read_gold_set(arguments.gold, split=arguments.split, texts=arguments.texts).documents
    config = structs.replace(Config(), assemble=AssembleConfig(min_score=0.0))
    models = (arguments.relations,) if arguments.relations else ()
    found = extract_annotations(gold, load_stages(config, models))
    pairs = [(document.id, document.claims, found[document.id].claims) for document in gold]
    judged = []
    for name, truth, guess in pairs:
        right = {id(claim) for _, claim in match_claims(truth, guess, "triple")}
        judged += [Judged(name, claim.score, id(claim) in right) for claim in guess]
    bins = read_bins(judged)
    counted = Curves([t for _, t, _ in pairs], [g for _, _, g in pairs], n_steps=20)
    curves = {level: counted.read(level) for level in CLAIM_LEVELS}
    report = {"error": calibration_error(bins), "bins": bins, "curves": curves}
    print(f"{len(judged)} claims, expected calibration error {report['error']:.3f}")
    for b in bins:
        print(f"{b.least:.1f}  n {b.n_claims:4d}  score {b.score:.2f}  right {b.right:.2f}")
    for effect, triple in zip(curves["effect"], curves["triple"], strict=True):
        print(
            f"from {effect.least:.2f}: {effect.n_claims:4d} claims, precision of effects "
            f"{effect.precision:.3f}, triple P {triple.precision:.3f} R {triple.recall:.3f} "
            f"F1 {triple.f1:.3f}"
        )
    if arguments.out:
        encoded = msgspec.json.format(msgspec.json.encode(report), indent=1)
        arguments.out.write_bytes(encoded + b"\n")


if __name__ == "__main__":
    main()
