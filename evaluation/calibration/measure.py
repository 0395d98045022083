"""Do the scores of claims mean what they say: of claims scored 0.6, are six in ten right?

Extracts from the texts of a gold file (one document a line: id, text, gold), pairs claims with
gold at the triple and compares score and share of right claims by bins of equal width.
"""

import argparse
import json
from pathlib import Path

from exominer.config import Config
from exominer.evaluate.claims import group_by_document, match_claims
from exominer.evaluate.evaluation import extract_from_texts
from exominer.evaluate.gold import gold_claims, read_gold_documents
from exominer.pipeline import load_stages

N_BINS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, help="JSON file for the bins")
    arguments = parser.parse_args()
    gold = tuple(read_gold_documents(arguments.gold))
    claims = group_by_document(extract_from_texts(gold, load_stages(Config())))
    judged = []
    for document in gold:
        truth, predicted = gold_claims(document), claims.get(document.id, ())
        right = {id(claim) for _, claim in match_claims(truth, predicted, "triple")}
        judged += [(claim.score, id(claim) in right) for claim in predicted]
    report = read_bins(judged)
    print(f"{len(judged)} claims, expected calibration error {report['error']:.3f}")
    for row in report["bins"]:
        score, right = f"score {row['score']:.2f}", f"right {row['right']:.2f}"
        print(f"{row['from']:.1f}  n {row['n']:4d}  {score}  {right}")
    if arguments.out:
        arguments.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def read_bins(judged):
    """Bins with their mean score and share of right claims, and the weighted mean gap."""
    rows = []
    for number in range(N_BINS):
        inside = [(s, r) for s, r in judged if min(int(s * N_BINS), N_BINS - 1) == number]
        if inside:
            score = sum(s for s, _ in inside) / len(inside)
            right = sum(r for _, r in inside) / len(inside)
            rows.append({"from": number / N_BINS, "n": len(inside), "score": score, "right": right})
    error = sum(row["n"] * abs(row["score"] - row["right"]) for row in rows) / max(len(judged), 1)
    return {"n": len(judged), "error": error, "bins": rows}


if __name__ == "__main__":
    main()
