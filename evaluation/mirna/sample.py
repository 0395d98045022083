"""Draw the 300 sentences of real abstracts in which every miRNA mention was marked by hand.

220 sentences hold something that looks like a miRNA (generously), 80 are others of the same
abstracts, so that false alarms count. Abstracts of `annotations/` are left out: the grammars
were written beside those.
"""

import argparse
import csv
import json
import random
import re
from pathlib import Path

from exominer.ingest.sentences import split_sentences

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HINT = re.compile(r"mir|micro-?rna|let-?7|lin-", re.IGNORECASE)
SEED = 20261127
N_HINTED, N_OTHER = 220, 80


def read_abstracts(path: Path) -> dict[str, str]:
    """Abstracts by PMID, the first row of each; white space as in the table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["pmid"]: row["abstract"] for row in reversed(rows) if row["abstract"].strip()}


def read_annotated() -> set[str]:
    with (ROOT / "annotations/documents.jsonl").open(encoding="utf-8") as file:
        return {str(record["pmid"]) for record in map(json.loads, file) if record.get("pmid")}


def draw_sentences(abstracts: dict[str, str]) -> list[tuple[str, int, int]]:
    """PMID and offsets of the sample, sorted by both."""
    generator = random.Random(SEED)
    places = [
        (pmid, start, end)
        for pmid, text in sorted(abstracts.items())
        for start, end in split_sentences(text)
    ]
    hinted = [p for p in places if HINT.search(abstracts[p[0]][p[1] : p[2]])]
    drawn = generator.sample(hinted, N_HINTED)
    of_drawn = {pmid for pmid, _, _ in drawn}
    others = [p for p in places if p[0] in of_drawn and p not in set(hinted)]
    return sorted(drawn + generator.sample(others, N_OTHER))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("abstracts", type=Path, help="CSV with the columns pmid and abstract")
    parser.add_argument("out", type=Path, help="JSON lines with the texts, to read and mark")
    arguments = parser.parse_args()
    left_out = read_annotated()
    abstracts = {p: t for p, t in read_abstracts(arguments.abstracts).items() if p not in left_out}
    with arguments.out.open("w", encoding="utf-8") as file:
        for pmid, start, end in draw_sentences(abstracts):
            record = {"pmid": pmid, "start": start, "end": end, "text": abstracts[pmid][start:end]}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
